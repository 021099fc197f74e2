"""The map as a still picture, for readers whose browser runs no scripts."""

from __future__ import annotations

import io
import re
import warnings
from typing import TYPE_CHECKING

from keiretsu.report import layout
from keiretsu.report.map import Map
from keiretsu.report.map_links import Link

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INCHES = 11.0
LABELS = 60
COLOURS = {"capital": "#b4531a", "purchase": "#1f5f99", "other": "#9a9a94"}
KINDS = ("#3d6fa5", "#b5602c", "#3f7f5f", "#8a5a9e", "#9b7d1f", "#a8455c", "#7b7b76")


def svg(drawn: Map) -> str:
    """Return the map as an SVG element that holds no script and no reference.

    The same map gives the same text: identifiers are salted and no date is written.
    """
    return _element(picture(drawn, "svg").decode("utf-8"))


def picture(drawn: Map, kind: str) -> bytes:
    """Return the map as a file: ``svg`` or ``png``."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context({"svg.hashsalt": "keiretsu", "svg.fonttype": "none", "font.family": "sans-serif"}):
        figure = Figure(figsize=(INCHES, INCHES * drawn.height / layout.WIDTH))
        axes = figure.add_axes((0.04, 0.04, 0.92, 0.92))
        axes.set_xlim(0, layout.WIDTH)
        axes.set_ylim(drawn.height, 0)
        axes.axis("off")
        _draw_links(axes, drawn)
        _draw_marks(axes, drawn)
        file = io.BytesIO()
        with warnings.catch_warnings():
            # Letters stay letters: a font that misses some only measures them wrongly.
            warnings.filterwarnings("ignore", message="Glyph .* missing from font")
            nothing = {"Date": None, "Creator": None} if kind == "svg" else {"Software": None}
            figure.savefig(file, format=kind, dpi=160, metadata=nothing)
    return file.getvalue()


def _draw_links(axes: Axes, drawn: Map) -> None:
    places = {mark.party.id: (mark.x, mark.y) for mark in drawn.marks}
    for link, width, curve in zip(drawn.links, drawn.widths(), drawn.curves(), strict=True):
        axes.annotate(
            "",
            xy=places[link.target.id],
            xytext=places[link.source.id],
            arrowprops={
                "arrowstyle": "-|>" if link.has_arrow else "-",
                "connectionstyle": f"arc3,rad={curve}",
                "linestyle": _dashes(link),
                "linewidth": width * 0.7,
                "color": COLOURS[link.family],
                "alpha": 0.6,
                "shrinkA": 5,
                "shrinkB": 7,
            },
        )


def _draw_marks(axes: Axes, drawn: Map) -> None:
    for mark in drawn.marks:
        axes.scatter(
            [mark.x], [mark.y], s=mark.size**2 * 0.5, color=KINDS[mark.kind], zorder=3, clip_on=False
        )
        if mark.rank < LABELS:
            # A dollar sign in a name is no formula.
            axes.annotate(
                mark.party.name,
                (mark.x, mark.y),
                xytext=(0, -mark.size * 0.36 - 2),
                textcoords="offset points",
                ha="center",
                va="top",
                fontsize=8,
                parse_math=False,
                zorder=4,
            )


def _dashes(link: Link) -> str:
    if not link.is_confirmed:
        return "dashed"
    return "dotted" if link.is_estimated else "solid"


def _element(document: str) -> str:
    """Return the svg element of a document, without its prologue and metadata."""
    element = document[document.index("<svg") :]
    return re.sub(r"<metadata>.*?</metadata>", "", element, flags=re.DOTALL)
