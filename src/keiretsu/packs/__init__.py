"""Industry packs: organisations, reported figures, exchange rates and documents, as content."""

from keiretsu.packs.finding import FoundPack, PacksFound, find_packs, pack_names
from keiretsu.packs.lint import lint_pack
from keiretsu.packs.loader import load_pack
from keiretsu.packs.record import Pack
from keiretsu.packs.starting import new_pack

__all__ = [
    "FoundPack",
    "Pack",
    "PacksFound",
    "find_packs",
    "lint_pack",
    "load_pack",
    "new_pack",
    "pack_names",
]
