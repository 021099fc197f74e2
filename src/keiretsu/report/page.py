"""The report: one HTML file that needs no network."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from keiretsu.ledger import Deal
from keiretsu.network import SEED, Network
from keiretsu.quantities import counted
from keiretsu.reasons import Reason
from keiretsu.report import bundle, deals, loops, map_svg, summary
from keiretsu.report import map as maps
from keiretsu.report.alliances import alliances
from keiretsu.report.chapters import APPENDIX, CHAPTERS
from keiretsu.report.concentration import concentration
from keiretsu.report.contents import ReportContents
from keiretsu.report.contradictions import disagreements
from keiretsu.report.dependence import dependence
from keiretsu.report.files import write_file
from keiretsu.report.fragility import fragility
from keiretsu.report.provenance import provenance
from keiretsu.report.reading import readings
from keiretsu.report.scenarios import scenarios
from keiretsu.report.sheets import sheet
from keiretsu.report.spreads import Spreads
from keiretsu.report.stack import stack, standing_anchors
from keiretsu.report.wording import words
from keiretsu.vocabulary import layers, relations, statuses, terms

if TYPE_CHECKING:
    from jinja2 import Environment


def render(contents: ReportContents) -> str:
    """Return the report as one HTML page.

    Answers every question that the report's sections ask, each number down to its quotes. The page
    fetches nothing: scripts, styles and data stand in it, and its Content-Security-Policy lets
    nothing else run. The same contents give the same text.

    Raises
    ------
    KeiretsuError
        ``report.no-bundle`` where the package was never built.
    """
    return _templates().get_template("report.html.j2").render(_view(contents))


def write(contents: ReportContents, path: Path) -> None:
    """Write the report to a file, whole or not at all: a PDF where its name ends so, else HTML.

    Raises
    ------
    KeiretsuError
        ``report.disk-full`` or ``report.not-writable``, with what stood there before untouched;
        and as :func:`render` and :func:`keiretsu.report.pdf.render_pdf` do.
    """
    if path.suffix.lower() == ".pdf":
        from keiretsu.report.pdf import render_pdf

        write_file(path, render_pdf(contents))
    else:
        write_file(path, render(contents).encode("utf-8"))


def _view(contents: ReportContents) -> dict[str, Any]:
    drawn = maps.draw(contents.network)
    spreads = Spreads.of(contents.intervals)
    stacked = stack(contents.stack)
    anchors = _anchors(contents.network)
    circles = loops.loops(contents.circularity, spreads)
    futures = scenarios(contents.comparisons, SEED)
    script = bundle.script()
    return {
        "contents": contents,
        "chapters": CHAPTERS,
        "appendix": APPENDIX,
        "script": script,
        "policy": bundle.policy(script),
        "style": sheet("tokens.css") + sheet("report.css"),
        "key_figures": summary.key_figures(contents, spreads),
        "findings": summary.findings(contents),
        "map": drawn,
        "map_data": _json(drawn.chart(contents.provenance)),
        "map_svg": map_svg.svg(drawn) if drawn.marks else "",
        "loops": circles,
        "loops_data": _json(circles.chart()),
        "money": provenance(contents.provenance, spreads),
        "layers": concentration(contents.concentration, spreads),
        "fragility": fragility(contents.contagion, spreads),
        "dependence": dependence(contents.dependence, spreads),
        "stack": stacked,
        "alliances": alliances(contents.blocs, spreads),
        "anchors": anchors,
        "places": anchors | standing_anchors(stacked) | futures.anchors,
        "futures": futures,
        "deal_groups": deals.groups(contents.network),
        "contradictions": disagreements(contents),
        "readings": readings(contents.documents, contents.claims),
        "assumptions": tuple(contents.network.assumptions),
        "vocabulary": (
            ("Relations", relations()),
            ("States", statuses()),
            ("Layers", layers()),
            ("Terms", terms()),
        ),
    }


def _anchors(network: Network) -> dict[Reason, str]:
    """Return the addresses on the page that explain deals, payments and assumptions to their end."""
    return {
        reason: f"#deal-{about.id}" if isinstance(about, Deal) else f"#assumption-{about.name}"
        for reason, about in network.explained.items()
    }


def _json(data: dict[str, Any]) -> str:
    r"""Return data that may stand in a script element: no ``<`` is left in it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c")


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("keiretsu.report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["words"] = words
    environment.globals["counted"] = counted
    return environment
