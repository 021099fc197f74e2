"""Money between names: payers on the left, payees on the right, ribbons as wide as the sums."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from keiretsu.measures.charts import Link, Links
from keiretsu.measures.palette import FAMILIES, INK, MUTED, OTHER
from keiretsu.measures.scales import short_number

if TYPE_CHECKING:
    from matplotlib.axes import Axes

GAP = 0.04  # between two names, as a part of the picture's height
LONGEST = 24


def rows(chart: Links) -> int:
    """Return how many names stand on the fuller side."""
    return max(len({link.payer for link in chart.links}), len({link.payee for link in chart.links}))


def draw(chart: Links, axes: Axes) -> None:
    """Draw the ribbons; an estimated sum has a dashed edge."""
    axes.set_axis_off()
    scale = (1 - GAP * (rows(chart) - 1)) / sum(link.amount for link in chart.links)
    payers = _places([(link.payer, link.amount * scale) for link in chart.links])
    payees = _places([(link.payee, link.amount * scale) for link in chart.links])
    sent, received = dict.fromkeys(payers, 0.0), dict.fromkeys(payees, 0.0)
    for link in sorted(chart.links, key=lambda one: (payers[one.payer], payees[one.payee])):
        width = link.amount * scale
        start = payers[link.payer] + sent[link.payer]
        end = payees[link.payee] + received[link.payee]
        _ribbon(axes, link, start, end, width)
        sent[link.payer] += width
        received[link.payee] += width
    _names(axes, payers, sent, scale, chart.unit, side=0)
    _names(axes, payees, received, scale, chart.unit, side=1)
    _legend(axes, {link.family for link in chart.links})
    axes.set_xlim(-0.45, 1.45)
    axes.set_ylim(1.02, -0.02)


def _places(widths: list[tuple[str, float]]) -> dict[str, float]:
    """Return where each name begins, counted from the top, the largest first."""
    totals: dict[str, float] = {}
    for name, width in widths:
        totals[name] = totals.get(name, 0.0) + width
    places, start = {}, 0.0
    for name in sorted(totals, key=lambda one: (-totals[one], one)):
        places[name] = start
        start += totals[name] + GAP
    return places


def _ribbon(axes: Axes, link: Link, start: float, end: float, width: float) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    points = [(0, start), (0.5, start), (0.5, end), (1, end)]
    back = [(1, end + width), (0.5, end + width), (0.5, start + width), (0, start + width)]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    colour = FAMILIES.get(link.family, OTHER)
    axes.add_patch(
        PathPatch(
            Path([*points, *back, points[0]], codes),
            facecolor=colour,
            alpha=0.25 if link.is_estimated else 0.5,
            edgecolor=INK if link.is_estimated else "none",
            linestyle="--" if link.is_estimated else "-",
            linewidth=0.8 if link.is_estimated else 0,
        )
    )


def _names(
    axes: Axes, places: dict[str, float], widths: dict[str, float], scale: float, unit: str, *, side: int
) -> None:
    for name, start in places.items():
        width = widths[name]
        axes.plot([side, side], [start, start + width], color=INK, linewidth=2.5, solid_capstyle="butt")
        sum_ = short_number(width / scale, unit)
        axes.text(
            side + (0.02 if side else -0.02),
            start + width / 2,
            f"{textwrap.shorten(name, LONGEST, placeholder='…')}  {sum_}",
            ha="left" if side else "right",
            va="center",
            fontsize=8,
            color=INK if width > 0 else MUTED,
        )


def _legend(axes: Axes, families: set[str]) -> None:
    from matplotlib.patches import Patch

    marks = [Patch(color=FAMILIES.get(family, OTHER), alpha=0.5, label=family) for family in sorted(families)]
    axes.legend(
        handles=marks, loc="upper center", bbox_to_anchor=(0.5, 0), ncols=4, frameon=False, fontsize=8
    )
