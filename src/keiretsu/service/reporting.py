"""The report as one file, made once for each day and moment."""

from __future__ import annotations

from datetime import date, datetime

from keiretsu import report
from keiretsu.service.asked import Asked
from keiretsu.service.keeping import Kept
from keiretsu.service.site import Site

KEPT_PAGES = 8

_pages: Kept[tuple[str, date, datetime], str] = Kept(KEPT_PAGES)


def report_page(site: Site, asked: Asked) -> str:
    """Return the report of the day and moment asked for, as one file of HTML."""
    vintage, day = site.vintage(asked), site.day(asked)
    key = (site.settings.workspace, day, vintage.known_by)
    return _pages.get(key, lambda: report.render(vintage.contents(day)))
