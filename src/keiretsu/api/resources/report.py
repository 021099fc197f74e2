"""The report, and all records as files for other programs."""

from __future__ import annotations

from fastapi import APIRouter, Response, status
from fastapi.responses import FileResponse, HTMLResponse

from keiretsu.api.asking import AskedOf, Unknown, UnknownOf
from keiretsu.api.conditional import RecordedRoute, StrictRoute
from keiretsu.api.downloads import download
from keiretsu.api.faults import faults
from keiretsu.api.shapes.jobs import Job
from keiretsu.api.shapes.reports import ReportRequest
from keiretsu.report import bundle
from keiretsu.report.export import Format, export
from keiretsu.service import reports
from keiretsu.service.http import IdentityOf, SiteOf
from keiretsu.service.reporting import report_page

router = APIRouter(tags=["report"], route_class=RecordedRoute)
made = APIRouter(tags=["report"], route_class=StrictRoute)

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

REPORTS = {reports.Form.HTML: "text/html", reports.Form.PDF: "application/pdf"}


@router.get("/report", response_class=HTMLResponse, responses=faults())
def get_report(site: SiteOf, asked: AskedOf) -> HTMLResponse:
    """Return the report as one file of HTML, which needs nothing from elsewhere.

    Of a large workspace it takes minutes: have it made in the background, by POST to `/reports`.
    """
    page = report_page(site, asked)
    return HTMLResponse(page, headers={"Content-Security-Policy": bundle.policy(bundle.script())})


@made.post("/reports", status_code=status.HTTP_202_ACCEPTED, responses=faults(429))
def make_report(
    response: Response, site: SiteOf, asked: AskedOf, who: IdentityOf, body: ReportRequest
) -> Job:
    """Have a report made in the background, as HTML or PDF; the same day and moment give the same file."""
    held = reports.make(site, asked, body.form, by=who.name, samples=body.samples, paths=body.paths)
    job = Job.of(held)
    response.headers["Location"] = job.url
    return job


@made.get(
    "/reports/{job_id}",
    response_class=FileResponse,
    responses={
        **faults(404),
        200: {"description": "The file.", "content": {kind: {} for kind in REPORTS.values()}},
    },
)
def get_made_report(site: SiteOf, job_id: str) -> FileResponse:
    """Return a report that a job has made."""
    found = reports.made(site, job_id)
    headers = {"Content-Security-Policy": found.policy} if found.policy else None
    return FileResponse(found.place, media_type=REPORTS[found.form], filename=found.name, headers=headers)


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
