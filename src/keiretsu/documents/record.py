"""The document: a text that never changes, and spans of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from keiretsu.errors import InvalidRecordError
from keiretsu.quantities import Period
from keiretsu.vocabulary import reliabilities


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a document's text, ``start`` inclusive to ``end`` exclusive, in code points.

    Examples
    --------
    >>> Span(0, 5).of("Alpha buys Beta.")
    'Alpha'
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise InvalidRecordError(
                "document.invalid-span",
                where=f"{self.start}..{self.end}",
                message="is not a stretch of text",
                hint="give 0 <= start < end",
            )

    def of(self, text: str) -> str:
        """Return the stretch of the text that the span marks."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Document:
    """A text as it was read, with what is known of its origin.

    Answers *which text, from whom and when*. Two readings of one text are one document: the
    identity is the SHA-256 of the text alone.

    Parameters
    ----------
    text
        The text after conversion, never altered afterwards; spans count its code points.
    name
        The file's name with its ending, as claims cite it.
    source
        Where it was read: a path, an address, or ``-`` for standard input.
    title, publisher
        As given by the file's metadata or by the reader; ``None`` where unknown.
    published
        ISO 8601 as far as known (``2025``, ``2025-03``, ``2025-03-04``), or ``None``.
    url
        Public address of the document, or of the source that it restates.
    reliability
        How far the source can be relied on, a word of the vocabulary; ``None`` where nobody said.

    Raises
    ------
    InvalidRecordError
        For an empty text, a publication date that doesn't exist, or an unknown reliability.

    Examples
    --------
    >>> document = Document("Alpha buys Beta.", name="a.txt", published="2025-03")
    >>> document.id[:12]
    '21320e27ebf1'
    """

    text: str = field(repr=False)
    name: str
    source: str = "-"
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    reliability: str | None = None
    id: str = field(init=False)

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise InvalidRecordError(
                "document.empty", where=self.name, message="holds no text", hint="leave the file out"
            )
        if self.published is not None:
            Period.parse(self.published)
        if self.reliability is not None and self.reliability not in reliabilities():
            raise InvalidRecordError(
                "document.unknown-reliability",
                where=f"{self.name}: {self.reliability}",
                message="is not a reliability",
                hint=f"use one of {', '.join(reliabilities())}",
            )
        object.__setattr__(self, "id", hashlib.sha256(self.text.encode("utf-8")).hexdigest())
