"""Files turned into documents: a text, its hash, and where it came from."""

from keiretsu.documents.record import Document, Span

__all__ = ["Document", "Span"]
