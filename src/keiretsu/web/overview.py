"""The overview: what is there, what is new, what needs a decision, and the headline measures."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from keiretsu.judgements.naming import title as judgement_title
from keiretsu.ledger import CONTRADICTION_RULES
from keiretsu.report import summary
from keiretsu.report.wording import sentence
from keiretsu.service.http import AskedOf, SiteOf
from keiretsu.service.overview import overview as look
from keiretsu.service.overview_measured import WITH_INTERVALS, SiteMeasured, spreads
from keiretsu.service.parties_proposals import MOST, proposals
from keiretsu.web.pages import show

SECTIONS = {
    "map": "/map",
    "deals": "/map",
    "loops": "/money",
    "money": "/money",
    "concentration": "/stack",
    "fragility": "/fragility",
    "dependence": "/fragility",
    "alliances": "/fragility/blocs",
    "assumptions": "/assumptions",
}
"""The views that explain what the report's sections explain."""

router = APIRouter()


@router.get("/")
def overview(request: Request, site: SiteOf, asked: AskedOf) -> HTMLResponse:
    """Show the workspace in one page."""
    return show(
        request,
        "overview.html.j2",
        asked=asked,
        found=look(site, asked),
        day=site.day(asked),
        known_by=site.vintage(asked).known_by,
        rules=CONTRADICTION_RULES,
        sentence=sentence,
        judgement_title=judgement_title,
    )


@router.get("/findings")
def findings(request: Request, site: SiteOf, asked: AskedOf, *, intervals: bool = False) -> HTMLResponse:
    """Show the headline measures; the overview fetches them, as they may take long."""
    measured = SiteMeasured(site, asked)
    is_drawn = site.has_intervals(asked, *WITH_INTERVALS)
    return show(
        request,
        "overview_findings.html.j2",
        asked=asked,
        day=site.day(asked),
        figures=summary.money_figures(measured),
        findings=summary.findings(measured),
        spreads=spreads(site, asked, *WITH_INTERVALS) if intervals and is_drawn else None,
        is_drawn=is_drawn,
        sections=SECTIONS,
        problems=len(measured.network.problems),
    )


@router.get("/overview/proposals")
def count_proposals(request: Request, site: SiteOf, asked: AskedOf) -> HTMLResponse:
    """Tell how many parties may be one; the overview fetches it, as it may take long."""
    number = len(proposals(site, asked))
    return show(request, "overview_proposals.html.j2", asked=asked, number=number, most=MOST)
