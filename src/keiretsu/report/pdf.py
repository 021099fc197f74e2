"""The report on paper: the page without what folds and moves, as a PDF."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from keiretsu.errors import MissingExtraError
from keiretsu.report.contents import ReportContents
from keiretsu.report.sheets import sheet

if TYPE_CHECKING:
    from lxml.html import HtmlElement

FOLDED = ("details.why", "details.reason", "details.twin", "script", "nav", "a.skip", "input")
"""What a reader of paper can't unfold, select or hide; the deals with their sentences stay."""

_SHAPE = re.compile(r"\s*(rect|polyline|polygon|\.(track|span|mark|whisker|band)\b)")
"""What the rules for shapes of pictures begin with."""

NOTE = (
    "This is the report for paper. Its file for the browser also unfolds why each figure is what it is, step"
    " by step, and has each picture as a table."
)


def render_pdf(contents: ReportContents) -> bytes:
    """Return the report as a PDF; the same contents give the same bytes.

    Raises
    ------
    MissingExtraError
        ``report.needs-pdf`` where WeasyPrint, or what it needs of the system, isn't installed.
    """
    from lxml import html

    weasyprint = _weasyprint()
    tree = _for_paper(contents)
    text = html.tostring(tree, encoding="unicode", doctype="<!doctype html>")
    identifier = hashlib.sha256(text.encode("utf-8")).hexdigest()[:32].encode("ascii")
    made: bytes = weasyprint.HTML(string=text).write_pdf(pdf_identifier=identifier)
    return made


def _for_paper(contents: ReportContents) -> HtmlElement:
    from lxml import html

    from keiretsu.measures.drawing import svg
    from keiretsu.report.page import render

    tree = html.document_fromstring(render(contents))
    _take_out(tree, *FOLDED)
    for place in _all(tree, "noscript"):
        if place.find("svg") is not None:
            place.drop_tag()
    _take_out(tree, "noscript", "div.chart", "div.ends", "meta[@http-equiv]")
    for place in _all(tree, "div.chart-tall"):
        drawn = html.fragment_fromstring(svg(contents.circularity.chart()))
        place.getparent().replace(place, drawn)
    for folded in _all(tree, "details", "summary"):
        folded.tag = "div"
    for picture in _all(tree, "svg.bar", "svg.range", "figure.fan//svg"):
        picture.insert(0, html.fragment_fromstring(f"<style>{_colours()}</style>"))
    style = tree.find(".//style")
    assert style is not None  # noqa: S101 - the page has one
    style.text = f"{style.text}\n{sheet('paper.css')}"
    tree.find(".//main").insert(0, html.fragment_fromstring(f'<p class="aside">{NOTE}</p>'))
    return tree


def _all(tree: HtmlElement, *paths: str) -> list[HtmlElement]:
    """Return the elements of some paths, in which ``tag.name`` is a tag of a class."""
    classed = r"[contains(concat(' ', normalize-space(@class), ' '), ' \1 ')]"
    return [each for path in paths for each in tree.xpath(f".//{re.sub(r'[.]([a-z-]+)', classed, path)}")]


def _take_out(tree: HtmlElement, *paths: str) -> None:
    for each in _all(tree, *paths):
        if each.getparent() is not None:
            each.drop_tree()


@cache
def _colours() -> str:
    """Return the rules for shapes with their colours told, because pictures on paper know no variables."""
    tokens = sheet("tokens.css").partition("@media")[0]
    known = dict(re.findall(r"--([\w-]+):\s*([^;]+);", tokens))
    rules = re.findall(r"[^{}]+\{[^{}]*\}", sheet("report.css").partition("@media")[0])
    shapes = [rule for rule in rules if _SHAPE.match(rule)]
    told = re.sub(r"var\(--([\w-]+)\)", lambda found: known[found[1]], "".join(shapes))
    return f"{told} polyline {{ fill: none; stroke-width: .6; }} polygon {{ opacity: .22; }}"


def _weasyprint() -> Any:  # noqa: ANN401 - a module without types
    try:
        import weasyprint
    except (ImportError, OSError) as error:  # it loads Pango of the system as it is imported
        raise MissingExtraError(
            "report.needs-pdf",
            where="a report as PDF",
            message=f"WeasyPrint or what it needs isn't installed ({error})",
            hint="run: pip install keiretsu[pdf], and on Debian: apt-get install libpango-1.0-0",
        ) from error
    return weasyprint
