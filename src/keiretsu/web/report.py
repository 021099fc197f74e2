"""The report as one file, as it is sent by mail."""

from __future__ import annotations

from datetime import UTC, date, datetime

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from keiretsu import report
from keiretsu.report import bundle
from keiretsu.service.http import AskedOf, SiteOf
from keiretsu.service.keeping import Kept

KEPT_PAGES = 8

router = APIRouter()
_pages: Kept[tuple[str, date, datetime], str] = Kept(KEPT_PAGES)


@router.get("/report")
def show_report(site: SiteOf, asked: AskedOf) -> HTMLResponse:
    """Return the report of the day and moment asked for, made once for each.

    It brings its own Content-Security-Policy, which lets the one script run that stands in it.
    """
    vintage, day = site.vintage(asked), site.day(asked)

    def make() -> str:
        return report.render(vintage.contents(day, printed=datetime.now(UTC)))

    page = _pages.get((site.settings.workspace, day, vintage.known_by), make)
    return HTMLResponse(page, headers={"Content-Security-Policy": bundle.policy(bundle.script())})
