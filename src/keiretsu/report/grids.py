"""Matrices as tables of shaded cells, each with its word."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from keiretsu.measures.charts import Grid

SHADES = 4  # steps that can be told apart, beside none


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: the word that stands in it, and the class of its shade."""

    word: str
    shade: str


@dataclass(frozen=True, slots=True)
class GridView:
    """A matrix as the reader meets it."""

    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    legend: tuple[Cell, ...]


def grid(chart: Grid) -> GridView:
    """Return a chart's matrix for reading.

    Examples
    --------
    >>> drawn = grid(Grid("Ties", ("Alpha",), ("Beta", "Gamma"), ((1.0, -1.0),), (("+", "-"),), least=-1.0))
    >>> [(cell.word, cell.shade) for _, cells in drawn.rows for cell in cells]
    [('+', 'shade-4'), ('-', 'against-4')]
    """
    rows = zip(chart.rows, chart.words, chart.values, strict=True)
    return GridView(
        title=chart.title,
        note=chart.note,
        columns=chart.columns,
        rows=tuple(
            (name, tuple(_cell(word, value, chart) for word, value in zip(words, values, strict=True)))
            for name, words, values in rows
        ),
        legend=tuple(_cell(word, value, chart) for word, value in (chart.legend or {}).items()),
    )


def _cell(word: str, value: float | None, chart: Grid) -> Cell:
    if not value:
        return Cell(word, "shade-0")
    end = chart.most if value > 0 else chart.least
    step = ceil(SHADES * value / end) if end else SHADES
    return Cell(word, f"{'shade' if value > 0 else 'against'}-{step}")
