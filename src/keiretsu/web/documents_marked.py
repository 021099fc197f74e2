"""A document's text cut at the ends of its claims' quotes, so that a page can mark them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from keiretsu.claims import Claim

PART = 100_000
"""Letters on one page, about fifty pages of a book: more makes browsers slow."""


@dataclass(frozen=True, slots=True)
class Extent:
    """A part of a text: its number from 1, of how many, and where it stands."""

    number: int
    of: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Note:
    """A claim as the text's margin tells it: by a number in the order of the quotes."""

    number: int
    claim: Claim
    is_rejected: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that is in the same quotes from end to end.

    Parameters
    ----------
    text
        The stretch.
    inside
        The claims whose quotes it is in.
    begun, ended
        Those whose quotes begin with it, and those whose end with it.
    """

    text: str
    inside: tuple[Note, ...]
    begun: tuple[Note, ...]
    ended: tuple[Note, ...]

    @property
    def chosen(self) -> Note | None:
        """The claim that it leads to: the one that is emphasised, else the first."""
        first = self.inside[0] if self.inside else None
        return next((note for note in self.inside if note.is_chosen), first)

    @property
    def is_rejected(self) -> bool:
        """Whether people took out all claims whose quotes it is in."""
        return all(note.is_rejected for note in self.inside)


@dataclass(frozen=True, slots=True)
class Marked:
    """A part of a text in paragraphs of pieces, with the claims whose quotes stand in it."""

    paragraphs: tuple[tuple[Piece, ...], ...]
    notes: tuple[Note, ...]


def part_of(text: str, number: int | None, place: int) -> Extent:
    """Return a part of a text by its number; the part that a place stands in where none is given.

    Parts end at line ends where there is one.
    """
    ends = list(_ends(text))
    last = bisect_right(ends, place) + 1 if number is None else number
    chosen = max(1, min(last, len(ends)))
    return Extent(chosen, len(ends), ends[chosen - 2] if chosen > 1 else 0, ends[chosen - 1])


def marked(
    text: str, extent: Extent, claims: Sequence[Claim], rejected: Sequence[Claim], chosen: Claim | None
) -> Marked:
    """Cut a part of a text at the ends of quotes and of lines."""
    notes = tuple(_inside(extent, _notes(claims, rejected, chosen)))
    edges = {
        edge for note in notes for edge in (note.claim.evidence.span.start, note.claim.evidence.span.end)
    }
    cuts = sorted(edges)
    lines = list(_lines(text, extent))
    pieces = _Pieces(text, notes)
    return Marked(tuple(tuple(pieces.of(start, end, cuts)) for start, end in lines), notes)


def _ends(text: str) -> Iterator[int]:
    start = 0
    while len(text) - start > PART:
        line = text.rfind("\n", start, start + PART) + 1
        start = line if line > start else start + PART
        yield start
    yield len(text)


def _notes(claims: Sequence[Claim], rejected: Sequence[Claim], chosen: Claim | None) -> Iterator[Note]:
    out = {claim.id for claim in rejected}
    several = sorted((*claims, *rejected), key=lambda claim: (claim.evidence.span, claim.id))
    for number, claim in enumerate(several, start=1):
        yield Note(number, claim, claim.id in out, chosen is not None and claim.id == chosen.id)


def _inside(extent: Extent, notes: Iterator[Note]) -> Iterator[Note]:
    for note in notes:
        span = note.claim.evidence.span
        if span.start < extent.end and span.end > extent.start:
            yield note


def _lines(text: str, extent: Extent) -> Iterator[tuple[int, int]]:
    """Yield the lines that hold anything."""
    start = extent.start
    while start < extent.end:
        found = text.find("\n", start, extent.end)
        end = extent.end if found < 0 else found
        if text[start:end].strip():
            yield start, end
        start = end + 1


class _Pieces:
    """Cuts lines, one after the other, and remembers which quotes are open."""

    def __init__(self, text: str, notes: Sequence[Note]) -> None:
        self._text, self._waiting = text, list(reversed(notes))
        self._open: list[Note] = []

    def of(self, start: int, end: int, cuts: Sequence[int]) -> Iterator[Piece]:
        """Yield the pieces of a line."""
        inner = cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]
        edges = [start, *inner, end]
        for first, last in pairwise(edges):
            begun = self._move(first, last)
            inside = tuple(self._open)
            ended = tuple(note for note in inside if note.claim.evidence.span.end <= last)
            yield Piece(self._text[first:last], inside, begun, ended)

    def _move(self, start: int, end: int) -> tuple[Note, ...]:
        """Open the quotes that have begun before the piece's end, and close those that ended."""
        self._open = [note for note in self._open if note.claim.evidence.span.end > start]
        begun = []
        while self._waiting and self._waiting[-1].claim.evidence.span.start < end:
            note = self._waiting.pop()
            if note.claim.evidence.span.end > start:
                begun.append(note)
        self._open += begun
        return tuple(begun)
