"""Claims: statements about named organisations, each with the words that make it."""

from keiretsu.claims.extractor import Extractor, load_extractor
from keiretsu.claims.gazetteer import Gazetteer, KnownName, NameKind
from keiretsu.claims.record import Claim, Evidence

__all__ = ["Claim", "Evidence", "Extractor", "Gazetteer", "KnownName", "NameKind", "load_extractor"]
