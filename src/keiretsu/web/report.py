"""The report: made in the background, opened here or saved to be sent by mail."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse

from keiretsu import report
from keiretsu.errors import NotFoundError
from keiretsu.report import bundle
from keiretsu.service.asked import Asked
from keiretsu.service.http import AskedOf, IdentityOf, SiteOf
from keiretsu.service.jobs import JobState
from keiretsu.web.pages import back, show

REPORT = "report"
MOST_SAMPLES, MOST_PATHS = 1_000, 500
SHOWN = 20

router = APIRouter()


class Kind(StrEnum):
    """What a report can be made as."""

    HTML = "html"
    PDF = "pdf"


@router.get("/report")
def choose(request: Request, site: SiteOf, asked: AskedOf) -> HTMLResponse:
    """Show what a report is made of, and those that were made."""
    made = [job for job in site.jobs.all() if job.kind == REPORT][:SHOWN]
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
    form: Annotated[Kind, Form()] = Kind.HTML,
    samples: Annotated[int, Form(ge=0, le=MOST_SAMPLES)] = report.SAMPLES,
    paths: Annotated[int, Form(ge=0, le=MOST_PATHS)] = report.PATHS,
    as_of: Annotated[str, Form()] = "",
    known_by: Annotated[str, Form()] = "",
) -> RedirectResponse:
    """Have a report made; the same day and moment give the same file."""
    asked = Asked.parse(as_of, known_by)
    day = site.day(asked)
    wanted = {
        "form": str(form),
        "samples": samples,
        "paths": paths,
        "as_of": day.isoformat(),
        "known_by": site.vintage(asked).known_by.isoformat(),
    }
    job = site.jobs.submit(REPORT, wanted, title=f"Report as of {day} ({form})", by=identity.name)
    return back(request, f"/jobs/{job.id}")


@router.get("/report/{job_id}")
def open_report(site: SiteOf, job_id: str) -> FileResponse:
    """Return a report that was made.

    As HTML it brings its own Content-Security-Policy, which lets the one script run that stands in it.
    """
    job = site.jobs.get(job_id)
    if job.kind != REPORT or job.state is not JobState.DONE:
        raise _no_report(job_id, "is no report that was made")
    form, day = job.request["form"], job.request["as_of"]
    place = site.jobs.folder.of(job_id) / "results" / f"report.{form}"
    try:
        if form == Kind.PDF and place.is_file():
            return FileResponse(place, media_type="application/pdf", filename=f"keiretsu-{day}.pdf")
        policy = {"Content-Security-Policy": bundle.policy_of(place)}
    except (FileNotFoundError, ValueError) as error:
        site.jobs.lose(job_id)
        raise _no_report(job_id, "can't be read any more") from error
    return FileResponse(place, media_type="text/html", headers=policy)


def _no_report(job_id: str, message: str) -> NotFoundError:
    return NotFoundError(
        "server.no-such-page", where=job_id[:64], message=message, hint="choose one of the list at /report"
    )
