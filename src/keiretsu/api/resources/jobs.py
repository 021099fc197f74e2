"""Jobs: work in the background."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response, status

from keiretsu.api.asking import LimitOf, OffsetOf
from keiretsu.api.conditional import StrictRoute
from keiretsu.api.faults import faults
from keiretsu.api.paging import Paged, paged
from keiretsu.api.shapes.jobs import Job, JobResult
from keiretsu.api.shapes.tables import plain
from keiretsu.errors import ConflictError
from keiretsu.service.http import IdentityOf, ReviewerOf, SiteOf
from keiretsu.service.jobs import Job as Held
from keiretsu.service.jobs import JobState
from keiretsu.service.jobs.rights import require_right
from keiretsu.service.paging import USUAL, page_of
from keiretsu.service.work.reconciling import start_reconciling

router = APIRouter(tags=["jobs"], route_class=StrictRoute)


@router.get("/jobs", responses=faults())
def list_jobs(
    request: Request,
    response: Response,
    site: SiteOf,
    kind: Annotated[str | None, Query(description="Of this kind.")] = None,
    state: Annotated[JobState | None, Query(description="In this state.")] = None,
    limit: LimitOf = USUAL,
    offset: OffsetOf = 0,
) -> Paged[Job]:
    """List the jobs, those asked for last first."""
    found = [job for job in site.jobs.all() if kind in (None, job.kind) and state in (None, job.state)]
    return paged(request, response, page_of(found, offset, limit), Job.of)


@router.get("/jobs/{job_id}", responses=faults(404))
def get_job(site: SiteOf, job_id: str) -> Job:
    """Return how far a job is."""
    return Job.of(site.jobs.get(job_id))


@router.get("/jobs/{job_id}/result", responses=faults(404, 409))
def get_job_result(site: SiteOf, job_id: str) -> JobResult:
    """Return what came of a job; a conflict while nothing has."""
    job, result = site.jobs.get(job_id), site.jobs.result(job_id)
    if result is None:
        raise not_done(job)
    return JobResult(job=Job.of(job), result=plain(result))


@router.post("/jobs/{job_id}/cancel", responses=faults(404))
def cancel_job(site: SiteOf, who: IdentityOf, job_id: str) -> Job:
    """Stop a job; who asked for it, or an admin, may. One that is over stays as it is."""
    require_right(site.jobs.get(job_id), who)
    return Job.of(site.jobs.cancel(job_id))


@router.post("/jobs/{job_id}/again", status_code=status.HTTP_202_ACCEPTED, responses=faults(404, 409))
def repeat_job(site: SiteOf, who: IdentityOf, job_id: str) -> Job:
    """Start a job once more that came to nothing; who asked for it, or an admin, may."""
    require_right(site.jobs.get(job_id), who)
    return Job.of(site.jobs.start_again(job_id))


@router.post("/reconciliations", status_code=status.HTTP_202_ACCEPTED, responses=faults())
def reconcile(response: Response, site: SiteOf, reviewer: ReviewerOf) -> Job:
    """Have all claims added up to deals in the background, with what people decided since the last time."""
    job = Job.of(start_reconciling(site, reviewer.name))
    response.headers["Location"] = job.url
    return job


def not_done(job: Held) -> ConflictError:
    """Return the fault of a job whose result is asked for before there is one."""
    return ConflictError(
        "server.job-not-done",
        where=job.title,
        message=f"the job is {job.state} and has no result",
        hint="start it again" if job.state.is_over else "ask again when it is done",
    )
