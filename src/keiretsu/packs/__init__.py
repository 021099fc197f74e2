"""Industry packs: organisations, reported figures, exchange rates and documents, as content."""

from keiretsu.packs.lint import lint_pack
from keiretsu.packs.loader import load_pack, pack_names
from keiretsu.packs.record import Pack

__all__ = ["Pack", "lint_pack", "load_pack", "pack_names"]
