"""The rule extractor: claims by grammar and vocabulary, offline."""

from keiretsu.claims.rules.extractor import RuleExtractor

__all__ = ["RuleExtractor"]
