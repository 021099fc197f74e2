"""Files turned into documents: a text, its hash, and where it came from."""

from keiretsu.documents.finding import expand
from keiretsu.documents.reading import ReadResult, read
from keiretsu.documents.record import Document, Span

__all__ = ["Document", "ReadResult", "Span", "expand", "read"]
