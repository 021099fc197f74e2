"""Pages made from templates, within the frame that all of them share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse

from keiretsu import __version__
from keiretsu.measures.charts import Chart, chart_json
from keiretsu.quantities import counted
from keiretsu.report.money import a_year
from keiretsu.report.wording import words
from keiretsu.service.asked import Asked
from keiretsu.service.http import site_of
from keiretsu.service.identity import Identity
from keiretsu.web.notices import notice_of, with_notice
from keiretsu.web.static_files import script_address, style_address

if TYPE_CHECKING:
    from jinja2 import Environment

VIEWS = (
    ("/", "Overview"),
    ("/map", "Map"),
    ("/claims", "Claims"),
    ("/contradictions", "Contradictions"),
    ("/parties", "Parties"),
    ("/money", "Money"),
    ("/stack", "Stack"),
    ("/fragility", "Fragility"),
    ("/scenarios", "Scenarios"),
    ("/documents", "Documents"),
    ("/report", "Report"),
)
"""The views, in the order of the menu."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page shows around its own content."""

    title: str
    identity: Identity | None
    asked: Asked
    path: str
    notice: str | None
    at_work: int = 0
    version: str = __version__
    views: tuple[tuple[str, str], ...] = VIEWS

    def to(self, path: str, **query: Any) -> str:  # noqa: ANN401 - whatever an address holds
        """Return the address of another page, of the same day and moment.

        Give ``as_of=None`` or ``known_by=None`` to drop one of these. What is ``None`` or empty is left
        out; a list gives its name several times.
        """
        wanted = {**self.asked.query(), **query}
        kept = {key: value for key, value in wanted.items() if value not in (None, "", [], ())}
        text = urlencode(kept, doseq=True)
        return f"{quote(path)}?{text}" if text else quote(path)

    def is_here(self, path: str) -> bool:
        """Tell whether a view is the one that the page belongs to."""
        return self.path == path or (path != "/" and self.path.startswith(f"{path}/"))


def show(
    request: Request,
    template: str,
    *,
    asked: Asked | None = None,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **context: Any,  # noqa: ANN401 - whatever the template shows
) -> HTMLResponse:
    """Return a page: a template of this room, with the frame around it."""
    identity: Identity | None = getattr(request.state, "identity", None)
    frame = Frame(
        title=site_of(request).title if identity else "keiretsu",  # strangers learn nothing of what is served
        identity=identity,
        asked=asked or Asked(),
        path=request.url.path,
        notice=notice_of(request),
        at_work=site_of(request).jobs.at_work() if identity else 0,
    )
    made = _templates().get_template(template).render({"frame": frame, "to": frame.to, **context})
    response = HTMLResponse(made, status, dict(headers or {}))
    if frame.notice:
        response.delete_cookie("notice")
    return response


def here(request: Request) -> str:
    """Return the address of the page that is asked for, so that a form leads back to it."""
    return f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path


def back(request: Request, address: str, notice: str = "") -> RedirectResponse:
    """Return to a page after something was done, which is told there.

    ``address`` is one of our own; anything else is the front page.
    """
    own = address if address.startswith("/") and not address.startswith(("//", "/\\")) else "/"
    return with_notice(request, RedirectResponse(own, 303), notice)


def load_templates() -> None:
    """Read all templates, which the first visitor of each page would wait for."""
    for name in _templates().list_templates(["j2"]):
        _templates().get_template(name)


@cache
def _templates() -> Environment:
    from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined

    loader = ChoiceLoader(
        [PackageLoader("keiretsu.web"), PrefixLoader({"report": PackageLoader("keiretsu.report")})]
    )
    environment = Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    environment.filters |= {"words": words, "opening": opening, "chart": _chart}
    environment.globals |= {
        "a_year": a_year,
        "counted": counted,
        "style": style_address,
        "script": script_address,
    }
    return environment


def opening(text: str) -> str:
    """Return a text as it opens a sentence: its first letter large, and the names in it as they are.

    Examples
    --------
    >>> opening("save it as PDF")
    'Save it as PDF'
    """
    return text[:1].upper() + text[1:]


def _chart(chart: Chart) -> dict[str, Any]:
    return chart_json(chart)
