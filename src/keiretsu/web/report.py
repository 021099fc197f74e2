"""The report: made in the background, opened here or saved to be sent by mail."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse

from keiretsu import report
from keiretsu.service import reports
from keiretsu.service.asked import Asked
from keiretsu.service.http import AskedOf, IdentityOf, SiteOf
from keiretsu.service.reports import KIND, MOST_PATHS, MOST_SAMPLES
from keiretsu.web.pages import back, show

SHOWN = 20

router = APIRouter()


@router.get("/report")
def choose(request: Request, site: SiteOf, asked: AskedOf) -> HTMLResponse:
    """Show what a report is made of, and those that were made."""
    made = [job for job in site.jobs.all() if job.kind == KIND][:SHOWN]
    return show(
        request,
        "reports.html.j2",
        asked=asked,
        day=site.day(asked),
        made=made,
        samples=report.SAMPLES,
        paths=report.PATHS,
        most_samples=MOST_SAMPLES,
        most_paths=MOST_PATHS,
    )


@router.post("/report")
def make(
    request: Request,
    site: SiteOf,
    identity: IdentityOf,
    form: Annotated[reports.Form, Form()] = reports.Form.HTML,
    samples: Annotated[int, Form(ge=0, le=MOST_SAMPLES)] = report.SAMPLES,
    paths: Annotated[int, Form(ge=0, le=MOST_PATHS)] = report.PATHS,
    as_of: Annotated[str, Form()] = "",
    known_by: Annotated[str, Form()] = "",
) -> RedirectResponse:
    """Have a report made; the same day and moment give the same file."""
    asked = Asked.parse(as_of, known_by)
    job = reports.make(site, asked, form, by=identity.name, samples=samples, paths=paths)
    return back(request, f"/jobs/{job.id}")


@router.get("/report/{job_id}")
def open_report(site: SiteOf, job_id: str) -> FileResponse:
    """Return a report that was made: HTML to be looked at, PDF to be saved."""
    made = reports.made(site, job_id)
    if made.form is reports.Form.PDF:
        return FileResponse(made.place, media_type="application/pdf", filename=made.name)
    headers = {"Content-Security-Policy": made.policy}
    return FileResponse(made.place, media_type="text/html", headers=headers)
