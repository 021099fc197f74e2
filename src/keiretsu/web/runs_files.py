"""What can be downloaded of a run."""

from __future__ import annotations

import json
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response

from keiretsu.errors import NotFoundError
from keiretsu.measures.charts import Chart
from keiretsu.service.http import SiteOf
from keiretsu.service.jobs.record import Job
from keiretsu.service.runs import outcome_of, quantiles_of, result_of, run_of, texts_of
from keiretsu.service.runs_charts import chart_read, fan, gains_and_losses, gap, place_of, shown
from keiretsu.service.runs_files import csv_of, picture_of
from keiretsu.service.site import Site
from keiretsu.web.runs import ViewedOf
from keiretsu.web.runs_words import Viewed

KINDS = {"png": "image/png", "svg": "image/svg+xml"}

router = APIRouter()


@router.get("/runs/{job_id}/figures.csv")
def figures(site: SiteOf, job_id: str, viewed: ViewedOf) -> Response:
    """Return every figure that differs, or what drives the outcome, as CSV."""
    job = run_of(site, job_id)
    result = result_of(site, job)
    if job.kind == "sensitivity":
        return _file(csv_of(result["indices"]), "text/csv; charset=utf-8", f"{job_id}.csv")
    _, told = outcome_of(result, viewed.scenario)
    return _file(csv_of(told["figures"]), "text/csv; charset=utf-8", f"{told['name']}-{job_id}.csv")


@router.get("/runs/{job_id}/result.json")
def whole(site: SiteOf, job_id: str) -> Response:
    """Return the request and all that came of it, as JSON."""
    job = run_of(site, job_id)
    told = {"request": dict(job.request), "result": result_of(site, job)}
    content = json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8")
    return _file(content, "application/json", f"run-{job_id}.json")


@router.get("/runs/{job_id}/scenario.yaml")
def scenario(site: SiteOf, job_id: str, number: Annotated[int, Query(ge=0, le=1_000)] = 0) -> Response:
    """Return a scenario of a run as the file that it can be run from."""
    texts = texts_of(run_of(site, job_id))
    if number >= len(texts):
        raise NotFoundError(
            "simulation.unknown-scenario",
            where=str(number),
            message="the run has no such scenario",
            hint=f"ask for 0 to {len(texts) - 1}",
        )
    return _file(texts[number].encode("utf-8"), "application/yaml", f"scenario-{job_id}-{number}.yaml")


@router.get("/runs/{job_id}/chart.{form}")
def picture(
    site: SiteOf,
    job_id: str,
    form: Literal["png", "svg"],
    viewed: ViewedOf,
    show: Literal["fan", "difference", "firms"] = "fan",
) -> Response:
    """Return a chart of a run as a picture."""
    job = run_of(site, job_id)
    return _file(picture_of(_chart(site, job, viewed, show), form), KINDS[form], f"{show}-{job_id}.{form}")


def _chart(site: Site, job: Job, viewed: Viewed, what: str) -> Chart:
    result = result_of(site, job)
    if job.kind == "sensitivity":
        return chart_read(result["chart"])
    number, told = outcome_of(result, viewed.scenario)
    if what == "firms":
        return gains_and_losses(told, viewed.outcome or told["main"]["outcome"], result["currency"])
    if not viewed.outcome:
        return chart_read(told["chart" if what == "fan" else "difference"])
    place = place_of(told, viewed.outcome, viewed.of)
    figure = shown(result, told, quantiles_of(site, job, number), place, job.id)
    return fan(figure) if what == "fan" else gap(figure)


def _file(content: bytes, kind: str, name: str) -> Response:
    return Response(
        content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
