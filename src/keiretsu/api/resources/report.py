"""The report, and all records as files for other programs."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse

from keiretsu.api.asking import AskedOf, Unknown, UnknownOf
from keiretsu.api.conditional import RecordedRoute
from keiretsu.api.downloads import download
from keiretsu.api.faults import faults
from keiretsu.report import bundle
from keiretsu.report.export import Format, export
from keiretsu.service.http import SiteOf
from keiretsu.service.reporting import report_page

router = APIRouter(tags=["report"], route_class=RecordedRoute)

ZIP = "application/zip"
FILES = {
    Format.CSV: ("zip", ZIP),
    Format.PARQUET: ("zip", ZIP),
    Format.JSONL: ("zip", ZIP),
    Format.GRAPHML: ("graphml", "application/xml"),
    Format.GEXF: ("gexf", "application/xml"),
    Format.FTM: ("ftm.json", "application/x-ndjson"),
    Format.ANNOTATIONS: ("jsonld", "application/ld+json"),
}
"""The ending and the media type of each form."""


@router.get("/report", response_class=HTMLResponse, responses=faults())
def get_report(site: SiteOf, asked: AskedOf) -> HTMLResponse:
    """Return the report as one file of HTML, which needs nothing from elsewhere."""
    page = report_page(site, asked)
    return HTMLResponse(page, headers={"Content-Security-Policy": bundle.policy(bundle.script())})


@router.get(
    "/exports/{form}",
    response_class=FileResponse,
    responses={
        **faults(),
        200: {"description": "The file.", "content": {kind: {} for _, kind in FILES.values()}},
    },
)
def get_export(
    site: SiteOf, asked: AskedOf, form: Format, unknown: UnknownOf = Unknown.EXCLUDE
) -> FileResponse:
    """Return documents, claims, deals, payments and all else as a file; several files come as an archive."""
    ending, kind = FILES[form]
    vintage, day = site.vintage(asked), site.day(asked)
    contents = vintage.contents(day, unknown=unknown.value, samples=0)
    return download(f"keiretsu-{day}.{ending}", kind, lambda place: export(contents, form, place))
