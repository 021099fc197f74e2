"""Runs of scenarios."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response, status

from keiretsu.api.asking import AskedOf, LimitOf, OffsetOf
from keiretsu.api.conditional import StrictRoute
from keiretsu.api.faults import faults
from keiretsu.api.paging import Paged, paged
from keiretsu.api.resources.jobs import not_done
from keiretsu.api.shapes.jobs import Job, JobResult
from keiretsu.api.shapes.scenarios import Fan, RunFigure, SensitivityRequest, SimulationRequest
from keiretsu.api.shapes.tables import plain
from keiretsu.errors import MisuseError, NotFoundError
from keiretsu.measures.arrays import Floats
from keiretsu.service import runs
from keiretsu.service.http import IdentityOf, SiteOf
from keiretsu.service.jobs import Job as Held
from keiretsu.service.jobs import JobState
from keiretsu.service.paging import USUAL, page_of
from keiretsu.service.scenarios import scenario_named
from keiretsu.service.site import Site

router = APIRouter(tags=["runs"], route_class=StrictRoute)


@router.post("/runs/simulations", status_code=status.HTTP_202_ACCEPTED, responses=faults(404))
def simulate(
    response: Response, site: SiteOf, asked: AskedOf, who: IdentityOf, body: SimulationRequest
) -> Job:
    """Have scenarios run in the background, beside the baseline and on the same random numbers."""
    terms = runs.Terms(paths=body.paths, seed=body.seed)
    return _started(response, runs.simulate(site, asked, body.scenarios, terms, who, body.texts))


@router.post("/runs/sensitivities", status_code=status.HTTP_202_ACCEPTED, responses=faults(404))
def find_drivers(
    response: Response, site: SiteOf, asked: AskedOf, who: IdentityOf, body: SensitivityRequest
) -> Job:
    """Have found out in the background which parameters drive a scenario's answer."""
    if (body.scenario is None) == (body.text is None):
        raise MisuseError(
            "simulation.invalid-run",
            where="scenario",
            message="is given by name and as a text, or not at all",
            hint="give scenario or text",
        )
    text = body.text or scenario_named(site, asked, str(body.scenario)).text
    terms = runs.Terms(samples=body.samples, seed=body.seed)
    return _started(response, runs.sensitivity(site, asked, text, terms, who))


@router.get("/runs", responses=faults())
def list_runs(
    request: Request,
    response: Response,
    site: SiteOf,
    state: Annotated[JobState | None, Query(description="In this state.")] = None,
    limit: LimitOf = USUAL,
    offset: OffsetOf = 0,
) -> Paged[Job]:
    """List the runs, those asked for last first."""
    found = [job for job in runs.runs(site) if state in (None, job.state)]
    return paged(request, response, page_of(found, offset, limit), Job.of)


@router.get("/runs/{job_id}", responses=faults(404))
def get_run(site: SiteOf, job_id: str) -> Job:
    """Return how far a run is."""
    return Job.of(runs.run_of(site, job_id))


@router.get("/runs/{job_id}/result", responses=faults(404, 409))
def get_run_result(site: SiteOf, job_id: str) -> JobResult:
    """Return what came of a run: of each scenario its answer, figures, charts and explanation."""
    job = _done(site, job_id)
    return JobResult(job=Job.of(job), result=plain(runs.result_of(site, job)))


@router.get("/runs/{job_id}/figures", responses=faults(404, 409))
def list_run_figures(
    request: Request,
    response: Response,
    site: SiteOf,
    job_id: str,
    scenario: Annotated[str | None, Query(description="Of this scenario; else of the first.")] = None,
    limit: LimitOf = USUAL,
    offset: OffsetOf = 0,
) -> Paged[RunFigure]:
    """List the figures that a scenario changes, each with its quantiles quarter by quarter."""
    job = _done(site, job_id)
    if job.kind != "simulate":
        raise NotFoundError(
            "server.no-such-job", where=job_id, message="is no simulation", hint="ask for its result"
        )
    place, told = runs.outcome_of(runs.result_of(site, job), scenario)
    quantiles = runs.quantiles_of(site, job, place)
    page = page_of(list(zip(told["figures"], quantiles, strict=True)), offset, limit)
    return paged(request, response, page, _figure)


def _figure(found: tuple[dict[str, Any], Floats]) -> RunFigure:
    told, (baseline, scenario, difference) = found
    return RunFigure(
        outcome=told["outcome"],
        of=told["of"],
        baseline=Fan.of(baseline),
        scenario=Fan.of(scenario),
        difference=Fan.of(difference),
    )


def _started(response: Response, held: Held) -> Job:
    job = Job.of(held)
    response.headers["Location"] = job.url
    return job


def _done(site: Site, job_id: str) -> Held:
    job = runs.run_of(site, job_id)
    if job.state is not JobState.DONE:
        raise not_done(job)
    return job
