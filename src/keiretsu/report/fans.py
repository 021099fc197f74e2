"""Medians over time with their bands, as small pictures that need no script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from keiretsu.measures.charts import Lines
from keiretsu.measures.scales import short_number

WIDTH, HEIGHT = 100.0, 40.0


@dataclass(frozen=True, slots=True)
class Strand:
    """One series: its median as a line and its band as an area, in the picture's own units."""

    name: str
    line: str
    band: str


@dataclass(frozen=True, slots=True)
class FanView:
    """A picture of several series over time, and the rows that say the same.

    ``top`` and ``bottom`` are the largest and the smallest number shown, ``first`` and ``last`` the days
    at the ends.
    """

    title: str
    unit: str
    strands: tuple[Strand, ...]
    top: str
    bottom: str
    first: str
    last: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def fan(chart: Lines) -> FanView:
    """Return lines with bands for reading.

    Examples
    --------
    >>> from datetime import date
    >>> from keiretsu.measures.charts import Series
    >>> days = date(2025, 1, 1), date(2025, 4, 1)
    >>> drawn = fan(Lines("Cash", "USD", days, (Series("baseline", (1.0, 3.0)),)))
    >>> drawn.strands[0].line, drawn.top, drawn.rows[0]
    ('0,40 100,0', '3', ('2025-01-01', ('1',)))
    """
    known = [
        number
        for one in chart.series
        for row in (one.values, one.low or (), one.high or ())
        for number in row
        if number is not None
    ]
    least, most = (min(known), max(known)) if known else (0.0, 0.0)
    across = [WIDTH * place / max(1, len(chart.days) - 1) for place in range(len(chart.days))]

    def points(row: Sequence[float | None]) -> list[str]:
        span = (most - least) or 1.0
        return [
            f"{x:.4g},{HEIGHT * (1 - (y - least) / span):.4g}"
            for x, y in zip(across, row, strict=True)
            if y is not None
        ]

    strands = tuple(
        Strand(
            one.name,
            " ".join(points(one.values)),
            " ".join([*points(one.low), *reversed(points(one.high))]) if one.low and one.high else "",
        )
        for one in chart.series
    )
    first, last = (chart.days[0].isoformat(), chart.days[-1].isoformat()) if chart.days else ("", "")
    top, bottom = (short_number(number, chart.unit) for number in (most, least))
    return FanView(chart.title, chart.unit, strands, top, bottom, first, last, _rows(chart))


def _rows(chart: Lines) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return one row a day: of each series its number and, where it has one, its band."""
    found = []
    for place, day in enumerate(chart.days):
        cells = []
        for one in chart.series:
            cells.append(_number(one.values[place], chart.unit))
            if one.low and one.high:
                ends = (_number(one.low[place], chart.unit), _number(one.high[place], chart.unit))
                cells.append(" to ".join(ends))
        found.append((day.isoformat(), tuple(cells)))
    return tuple(found)


def _number(value: float | None, unit: str) -> str:
    return "none" if value is None else short_number(value, unit)
