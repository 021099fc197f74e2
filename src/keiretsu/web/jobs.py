"""Work in the background: how far it is, and what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from keiretsu.report.wording import verb
from keiretsu.service.asked import Asked
from keiretsu.service.http import AskedOf, IdentityOf, SiteOf
from keiretsu.service.jobs import Job, JobState
from keiretsu.service.jobs.rights import may_change, require_right
from keiretsu.service.paging import page_of
from keiretsu.service.runs import asked_of_job
from keiretsu.service.site import Site
from keiretsu.web.pages import back, show

ROWS = 50
ELSEWHERE = {
    "simulate": ("/runs/", "Show the run"),
    "sensitivity": ("/runs/", "Show the run"),
    "report": ("/report/", "Open the report"),
}
"""Kinds whose results have pages of their own: where, and what the way there is called."""

router = APIRouter()


@router.get("/jobs")
def list_jobs(
    request: Request,
    site: SiteOf,
    asked: AskedOf,
    offset: Annotated[int, Query(ge=0, le=10**6)] = 0,
) -> HTMLResponse:
    """Show the jobs, those asked for last first."""
    page = page_of(site.jobs.all(), offset, ROWS)
    return show(request, "jobs.html.j2", asked=asked, page=page, at_work=site.jobs.at_work(), took=in_words)


@router.get("/jobs/{job_id}")
def show_job(
    request: Request, site: SiteOf, asked: AskedOf, identity: IdentityOf, job_id: str
) -> HTMLResponse:
    """Show how far a job is, or what came of it."""
    is_elsewhere = site.jobs.get(job_id).kind in ELSEWHERE
    result = None if is_elsewhere else site.jobs.result(job_id)
    job = site.jobs.get(job_id)
    return show(
        request,
        "job.html.j2",
        asked=asked,
        job=job,
        result=result,
        elsewhere=ELSEWHERE.get(job.kind) if job.state is JobState.DONE or job.kind != "report" else None,
        may_change=may_change(job, identity),
        took=in_words,
        verb=verb,
        asked_of_job=_asked_of(site, job),
    )


@router.post("/jobs/{job_id}/cancel")
def cancel(request: Request, site: SiteOf, identity: IdentityOf, job_id: str) -> RedirectResponse:
    """Stop a job."""
    require_right(site.jobs.get(job_id), identity)
    job = site.jobs.cancel(job_id)
    return back(request, f"/jobs/{job_id}", f"The job is {job.state}.")


@router.post("/jobs/{job_id}/again")
def start_again(request: Request, site: SiteOf, identity: IdentityOf, job_id: str) -> RedirectResponse:
    """Start a job again that came to nothing."""
    require_right(site.jobs.get(job_id), identity)
    site.jobs.start_again(job_id)
    return back(request, f"/jobs/{job_id}", "The job was started again.")


def _asked_of(site: Site, job: Job) -> dict[str, str]:
    """Return the day and moment that a job is about, as an address holds them: nothing if they are now's."""
    asked = asked_of_job(job)
    now = Asked(site.day(Asked()), site.settled(Asked()).known_by)
    return {} if asked == now else asked.query()


def in_words(time: timedelta | None) -> str:
    """Return how long something took, in words.

    Examples
    --------
    >>> in_words(timedelta(seconds=75)), in_words(timedelta(seconds=5.2)), in_words(None)
    ('1 min 15 s', '5 s', '')
    """
    if time is None:
        return ""
    minutes, seconds = divmod(round(time.total_seconds()), 60)
    return f"{minutes:,} min {seconds} s" if minutes else f"{seconds} s"
