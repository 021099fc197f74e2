"""The overview: what is there, what is new, what needs a decision, and the headline measures."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from keiretsu.service.http import AskedOf, SiteOf
from keiretsu.web.pages import show

router = APIRouter()


@router.get("/")
def overview(request: Request, site: SiteOf, asked: AskedOf) -> HTMLResponse:
    """Show the workspace in one page."""
    vintage = site.settled(asked)
    return show(
        request,
        "overview.html.j2",
        asked=asked,
        counts=vintage.view.counts(),
        day=site.day(asked),
    )
