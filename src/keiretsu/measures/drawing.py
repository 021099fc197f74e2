"""Charts drawn by matplotlib, for notebooks, files and readers without scripts."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable
from functools import partial
from html import escape
from io import StringIO
from typing import TYPE_CHECKING, Any, TypeAlias

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from keiretsu.measures import drawing_links
from keiretsu.measures.arrays import Floats
from keiretsu.measures.charts import Bars, Chart, Grid, Lines, Links, Series
from keiretsu.measures.palette import COLOURS, INK, LINE, MUTED, NEGATIVE, PAPER, POSITIVE, for_light_or_dark
from keiretsu.measures.scales import tick_labels
from keiretsu.reasons import Reason

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

Draw: TypeAlias = Callable[["Axes"], None]

WIDTH = 9.0  # inches
ROW = 0.32  # inches that a label takes
FRAME = 1.3  # inches for title and axis
NOTE_LINE = 0.16  # inches that a line of the note takes
LONGEST_LABEL = 32  # signs
LONGEST_TITLE = 64  # signs a line; matplotlib's own wrapping upsets the layout
STYLE: Any = {  # matplotlib types it by the name of each setting
    "svg.hashsalt": "keiretsu",  # else every drawing of the same picture differs
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "text.color": INK,
    "axes.edgecolor": LINE,
    "axes.labelcolor": MUTED,
    "xtick.color": MUTED,
    "ytick.color": INK,
    "figure.facecolor": PAPER,
    "axes.facecolor": PAPER,
}


def draw(chart: Chart) -> Figure:
    """Return a chart as a figure; its size follows from how much it shows.

    Examples
    --------
    >>> shares = Bars("Shares", "share", ("Alpha", "Beta"), (Series("of the layer", (0.25, 0.75)),))
    >>> draw(shares).axes[0].get_title(loc="left")
    'Shares'
    """
    note = textwrap.wrap(chart.note, 110)
    with mpl.rc_context(STYLE):
        size = (WIDTH, _height(chart) + NOTE_LINE * len(note[1:]))
        figure = Figure(figsize=size, layout="constrained")
        axes = figure.add_subplot()
        title = "\n".join(textwrap.wrap(chart.title, LONGEST_TITLE))
        axes.set_title(title, loc="left", fontsize=12, fontweight="bold")
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        if _is_empty(chart):
            _say_nothing(axes)
        else:
            _drawer(chart)(axes)
        if note:
            figure.supxlabel("\n".join(note), x=0.01, ha="left", fontsize=8, color=MUTED)
    return figure


def svg(chart: Chart) -> str:
    """Return a chart as an SVG element, the same text for the same chart."""
    with mpl.rc_context(STYLE), StringIO() as text:
        draw(chart).savefig(text, format="svg", metadata={"Date": None, "Creator": None})
        whole = text.getvalue()
    return whole[whole.index("<svg") :]


def notebook_html(table: pd.DataFrame, chart: Chart, assumptions: Iterable[Reason]) -> str:
    """Return what a notebook shows of a result: the picture, the table, and what was assumed."""
    assumed = "".join(f"<li>{escape(one.text)} ({escape(one.source or '')})</li>" for one in assumptions)
    return (
        f'<div role="img" aria-label="{escape(chart.title)}">{svg(chart)}</div>'
        f"{table.to_html(index=False, border=0, na_rep='')}"
        f"<details><summary>Assumptions</summary><ul>{assumed}</ul></details>"
    )


def _height(chart: Chart) -> float:
    match chart:
        case Bars():
            beside = 1 if chart.is_stacked else max(1, len(chart.series)) * 0.6
            return FRAME + 0.3 + ROW * max(3.0, len(chart.labels) * beside)
        case Grid():
            return FRAME + 0.8 + ROW * max(2, len(chart.rows))
        case Links():
            return FRAME + ROW * max(4, drawing_links.rows(chart))
        case Lines():
            return 4.5


def _is_empty(chart: Chart) -> bool:
    match chart:
        case Bars():
            return not chart.labels
        case Grid():
            return not (chart.rows and chart.columns)
        case Links():
            return not chart.links
        case Lines():
            return not (chart.days and chart.series)


def _drawer(chart: Chart) -> Draw:
    match chart:
        case Bars():
            return partial(_stacked if chart.is_stacked else _side_by_side, chart)
        case Grid():
            return partial(_grid, chart)
        case Links():
            return partial(drawing_links.draw, chart)
        case Lines():
            return partial(_lines, chart)


def _say_nothing(axes: Axes) -> None:
    axes.set_axis_off()
    axes.text(0, 0.5, "Nothing to show: the network holds nothing to measure here.", color=MUTED)


def _numbers(values: Iterable[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _named_rows(axes: Axes, names: tuple[str, ...]) -> None:
    short = [textwrap.shorten(name, LONGEST_LABEL, placeholder="…") for name in names]
    axes.set_yticks(range(len(names)), short)
    axes.invert_yaxis()
    axes.tick_params(axis="y", length=0)


def _measured(axes: Axes, unit: str) -> None:
    axes.set_xlabel(unit)
    axes.xaxis.set_major_formatter(tick_labels(unit))
    axes.grid(axis="x", color=LINE, linewidth=0.6)
    axes.set_axisbelow(True)


def _legend(axes: Axes, count: int) -> None:
    if count > 1:
        axes.legend(loc="upper left", bbox_to_anchor=(0, -0.02), ncols=4, frameon=False, fontsize=8)
        axes.xaxis.tick_top()
        axes.xaxis.set_label_position("top")


def _stacked(chart: Bars, axes: Axes) -> None:
    places, start = np.arange(len(chart.labels)), np.zeros(len(chart.labels))
    for number, series in enumerate(chart.series):
        lengths = np.nan_to_num(_numbers(series.values))
        axes.barh(places, lengths, left=start, color=_colour(number), label=series.name, height=0.7)
        start += lengths
    _named_rows(axes, chart.labels)
    _measured(axes, chart.unit)
    _legend(axes, len(chart.series))


def _side_by_side(chart: Bars, axes: Axes) -> None:
    height = 0.8 / len(chart.series)
    for number, series in enumerate(chart.series):
        places: Floats = (
            np.arange(len(chart.labels), dtype=np.float64) + (number - (len(chart.series) - 1) / 2) * height
        )
        values = _numbers(series.values)
        axes.barh(places, values, color=_colour(number), label=series.name, height=height * 0.9)
        if series.low is not None and series.high is not None:
            _whiskers(axes, places, series)
    _named_rows(axes, chart.labels)
    _measured(axes, chart.unit)
    _legend(axes, len(chart.series))


def _whiskers(axes: Axes, places: Floats, series: Series) -> None:
    low, high = _numbers(series.low or ()), _numbers(series.high or ())
    axes.hlines(places, low, high, color=INK, linewidth=1.4)
    axes.plot(low, places, "|", color=INK, markersize=6)
    axes.plot(high, places, "|", color=INK, markersize=6)


def _lines(chart: Lines, axes: Axes) -> None:
    days = [np.datetime64(day) for day in chart.days]
    for number, series in enumerate(chart.series):
        values, colour = _numbers(series.values), _colour(number)
        axes.plot(days, values, color=colour, label=series.name, marker="o", markersize=3)
        if series.low is not None and series.high is not None:
            band = _numbers(series.low), _numbers(series.high)
            axes.fill_between(days, *band, color=colour, alpha=0.18, linewidth=0)
    axes.set_ylabel(chart.unit)
    axes.yaxis.set_major_formatter(tick_labels(chart.unit))
    axes.grid(axis="y", color=LINE, linewidth=0.6)
    axes.tick_params(axis="x", rotation=30)
    if len(chart.series) > 1:
        axes.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False, fontsize=8)


def _grid(chart: Grid, axes: Axes) -> None:
    from matplotlib.colors import LinearSegmentedColormap, Normalize, TwoSlopeNorm

    cells = np.array([_numbers(row) for row in chart.values])
    colours = [NEGATIVE, PAPER, POSITIVE] if chart.least < 0 else [PAPER, POSITIVE]
    shades = LinearSegmentedColormap.from_list("cells", colours)
    norm = Normalize(chart.least, chart.most)
    if chart.least < 0:
        norm = TwoSlopeNorm(0, chart.least, max(chart.most, -chart.least))
    axes.imshow(np.ma.masked_invalid(cells), cmap=shades, norm=norm, aspect="auto")
    span = max(abs(chart.least), abs(chart.most)) or 1.0
    for row, words in enumerate(chart.words):
        for column, word in enumerate(words):
            value = 0.0 if np.isnan(cells[row, column]) else abs(cells[row, column]) / span
            axes.text(column, row, word, ha="center", va="center", fontsize=7, color=for_light_or_dark(value))
    axes.set_xticks(range(len(chart.columns)), chart.columns, rotation=40, ha="left", fontsize=8)
    axes.xaxis.tick_top()
    axes.set_yticks(range(len(chart.rows)), chart.rows, fontsize=8)
    axes.tick_params(length=0)
    axes.set_xticks(np.arange(-0.5, len(chart.columns)), minor=True)
    axes.set_yticks(np.arange(-0.5, len(chart.rows)), minor=True)
    axes.grid(which="minor", color=LINE, linewidth=0.6)
    axes.tick_params(which="minor", length=0)


def _colour(number: int) -> str:
    return COLOURS[number % len(COLOURS)]
