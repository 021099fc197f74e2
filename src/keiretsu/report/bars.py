"""Bars that stand in a table's row: shares that add up, sums to one scale, and ranges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from keiretsu.report.money import percent, short
from keiretsu.report.spreads import Spread

SMALLEST = 0.0005  # smaller shares can't be seen


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: where it starts and how long it is, in percent of the bar, and what it says."""

    label: str
    colour: int
    start: float
    length: float
    figure: str


@dataclass(frozen=True, slots=True)
class Whisker:
    """A range over a bar, in percent of the bar."""

    start: float
    length: float


def segments(shares: Iterable[tuple[str, int, float]]) -> tuple[Segment, ...]:
    """Return the parts of a bar from labels, numbers of colours, and shares between 0 and 1.

    Shares too small to be seen are left out.

    Examples
    --------
    >>> [(part.start, part.length) for part in segments([("a", 1, 0.75), ("b", 2, 0.25)])]
    [(0.0, 75.0), (75.0, 25.0)]
    """
    seen = [each for each in shares if each[2] >= SMALLEST]
    return _laid((label, colour, share, percent(share)) for label, colour, share in seen)


def sums(parts: Iterable[tuple[str, int, float]], whole: float, currency: str) -> tuple[Segment, ...]:
    """Return the parts of a bar from labels, numbers of colours, and money; ``whole`` fills a bar.

    None is left out but what is nothing, so that the bar's words say all.

    Examples
    --------
    >>> [(part.length, part.figure) for part in sums([("a", 1, 3e9)], 4e9, "USD")]
    [(75.0, 'USD 3.0 bn')]
    """
    if whole <= 0:
        return ()
    return _laid(
        (label, colour, sum_ / whole, f"{currency} {short(sum_)}")
        for label, colour, sum_ in parts
        if sum_ > 0
    )


def whisker(spread: Spread | None, whole: float) -> Whisker | None:
    """Return the middle 90 % of the draws as a range over a bar that ``whole`` fills."""
    if spread is None or whole <= 0 or spread.low == spread.high:
        return None
    start, end = (min(bound / whole, 1.0) * 100 for bound in (spread.low, spread.high))
    return Whisker(round(start, 3), round(end - start, 3))


def described(parts: Iterable[Segment]) -> str:
    """Return a bar in words, for those who don't see it."""
    return ", ".join(f"{part.label} {part.figure}" for part in parts)


def _laid(parts: Iterable[tuple[str, int, float, str]]) -> tuple[Segment, ...]:
    laid = []
    start = 0.0
    for label, colour, share, figure in parts:
        laid.append(Segment(label, colour, round(start, 3), round(share * 100, 3), figure))
        start += share * 100
    return tuple(laid)
