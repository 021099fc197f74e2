"""Bars that stand in a table's row: shares that add up, and ranges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from keiretsu.report.money import percent

SMALLEST = 0.0005  # smaller shares can't be seen


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: where it starts and how long it is, in percent of the bar."""

    label: str
    colour: int
    start: float
    length: float
    share: str


def segments(shares: Iterable[tuple[str, int, float]]) -> tuple[Segment, ...]:
    """Return the parts of a bar from labels, numbers of colours, and shares between 0 and 1.

    Shares too small to be seen are left out.

    Examples
    --------
    >>> [(part.start, part.length) for part in segments([("a", 1, 0.75), ("b", 2, 0.25)])]
    [(0.0, 75.0), (75.0, 25.0)]
    """
    parts = []
    start = 0.0
    for label, colour, share in shares:
        if share >= SMALLEST:
            parts.append(Segment(label, colour, round(start, 3), round(share * 100, 3), percent(share)))
            start += share * 100
    return tuple(parts)


def described(parts: Iterable[Segment]) -> str:
    """Return a bar in words, for those who don't see it."""
    return ", ".join(f"{part.label} {part.share}" for part in parts)
