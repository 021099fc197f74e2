"""Runs of scenarios: how far they are, and what came of them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Annotated, Any, TypeAlias
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from keiretsu.measures.charts import Bars, Lines
from keiretsu.service.asked import Asked
from keiretsu.service.http import AskedOf, IdentityOf, SiteOf
from keiretsu.service.identity import Identity
from keiretsu.service.jobs.record import Job, JobState
from keiretsu.service.jobs.rights import may_change, require_right
from keiretsu.service.paging import page_of
from keiretsu.service.runs import (
    again,
    asked_of_job,
    outcome_of,
    quantiles_of,
    read_run,
    run_of,
    runs,
    texts_of,
)
from keiretsu.service.runs_charts import chart_read, choices, fan, gains_and_losses, gap, place_of, shown
from keiretsu.service.runs_told import reason_read
from keiretsu.service.runs_why import line_of, why_answer, why_figure
from keiretsu.service.site import Site
from keiretsu.simulation.industry.levers import Per
from keiretsu.simulation.industry.outcomes import OUTCOMES
from keiretsu.web.pages import back, show
from keiretsu.web.places import places
from keiretsu.web.runs_words import COLUMNS, Say, Viewed, addresses

FIGURES = 30
LONGEST = 300

router = APIRouter()

WordOf: TypeAlias = Annotated[str, Query(max_length=LONGEST)]


def viewed_of(
    scenario: WordOf = "",
    outcome: WordOf = "",
    of: WordOf = "",
    only: WordOf = "",
    sort: WordOf = "",
    down: WordOf = "",
    later: WordOf = "",
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> Viewed:
    """Return which part of a result is asked for."""
    sort = sort if sort in COLUMNS else ""
    return Viewed(scenario, outcome, of, only, sort, bool(down), bool(later), offset)


ViewedOf: TypeAlias = Annotated[Viewed, Depends(viewed_of)]


@router.get("/runs/{job_id}", response_model=None)
def show_run(
    request: Request,
    site: SiteOf,
    asked: AskedOf,
    identity: IdentityOf,
    viewed: ViewedOf,
    job_id: str,
    other: Annotated[str, Query(alias="with", max_length=64)] = "",
) -> HTMLResponse | RedirectResponse:
    """Show how far a run is, or what came of it."""
    if other:
        both = [run_of(site, each).id for each in (job_id, other)]
        return RedirectResponse(f"/runs/compare?{urlencode({'run': both, **asked.query()}, doseq=True)}")
    job, result = read_run(site, job_id)
    context = _context(site, job, identity)
    if result is None:
        return show(request, "run.html.j2", asked=asked, **context)
    if job.kind == "sensitivity":
        ranges = tuple(reason_read(each) for each in result["ranges"])
        context |= {"result": result, "ranges": ranges, "chart": chart_read(result["chart"])}
        context["brief"] = Say("").number
        return show(request, "run_sensitivity.html.j2", asked=asked, **context)
    return show(
        request, "run_done.html.j2", asked=asked, **context, **_found(site, asked, job, result, viewed)
    )


@router.get("/runs/{job_id}/progress")
def show_progress(request: Request, site: SiteOf, asked: AskedOf, job_id: str) -> HTMLResponse:
    """Show how far a run is; once it is over, have the page loaded again."""
    job = run_of(site, job_id)
    headers = {"HX-Refresh": "true"} if job.state.is_over else {}
    return show(
        request, "run_progress.html.j2", asked=asked, headers=headers, job=job, before=_before(site, job)
    )


@router.post("/runs/{job_id}/cancel")
def cancel_run(request: Request, site: SiteOf, identity: IdentityOf, job_id: str) -> RedirectResponse:
    """Stop a run, at whatever it is."""
    require_right(run_of(site, job_id), identity)
    job = site.jobs.cancel(job_id)
    told = "The run is stopped." if job.state is JobState.CANCELLED else f"The run is {job.state}."
    return back(request, f"/runs/{job.id}", told)


@router.post("/runs/{job_id}/again")
def run_again(request: Request, site: SiteOf, identity: IdentityOf, job_id: str) -> RedirectResponse:
    """Ask for the same run once more."""
    return back(request, f"/runs/{again(site, run_of(site, job_id), identity).id}")


def _context(site: Site, job: Job, identity: Identity) -> dict[str, Any]:
    return {
        "job": job,
        "texts": texts_of(job),
        "told_request": json.dumps(dict(job.request), indent=2, ensure_ascii=False),
        "may_change": may_change(job, identity),
        "before": _before(site, job),
        "others": [
            one
            for one in runs(site)
            if one.kind == "simulate" and one.state is JobState.DONE and one.id != job.id
        ][:20],
    }


def _before(site: Site, job: Job) -> int:
    """Return how many runs wait or work that were asked for before this one."""
    return sum(1 for one in site.jobs.all() if not one.state.is_over and one.created_at < job.created_at)


def _found(site: Site, asked: Asked, job: Job, result: dict[str, Any], viewed: Viewed) -> dict[str, Any]:
    """Return what the page of a finished run shows."""
    number, told = outcome_of(result, viewed.scenario)
    of_run = asked_of_job(job)
    anchors = places(site.network(of_run, "estimate"), addresses(of_run))
    context = {
        "result": result,
        "told": told,
        "number": number,
        "viewed": viewed,
        "say": Say(result["currency"]),
        "choices": choices(told),
        "outcomes": OUTCOMES,
        "anchors": anchors,
        "why": why_answer(told),
        "figures": page_of(_sorted(told["figures"], viewed), viewed.offset, FIGURES),
        "columns": COLUMNS,
        "main_fan": chart_read(told["chart"]),
        "main_gap": _named_gap(chart_read(told["difference"])),
        "gains": _gains(told, viewed, result["currency"]),
        "chosen": None,
        "of_run": of_run,
        "asked_now": asked,
    }
    if viewed.outcome:
        place = place_of(told, viewed.outcome, viewed.of)
        figure = shown(result, told, quantiles_of(site, job, number), place, job.id)
        context["chosen"] = {
            "line": line_of(told["figures"][place], told["quarter"], result["currency"]),
            "fan": fan(figure),
            "gap": gap(figure),
            "why": why_figure(site, job, result, told, place),
        }
    return context


def _named_gap(chart: Lines | Bars) -> Lines | Bars:
    """Return the chart of a difference under a name that tells it from the chart of both runs."""
    return replace(chart, title=f"{chart.title}: difference")


def _sorted(figures: list[dict[str, Any]], viewed: Viewed) -> list[dict[str, Any]]:
    """Return the figures of an outcome, or all, in the order asked for; what is unknown comes last."""
    chosen = [
        row for row in figures if viewed.only in ("", row["outcome"]) and (viewed.later or _differs(row))
    ]
    if not viewed.sort:
        return chosen
    known = [row for row in chosen if row[viewed.sort] is not None]
    unknown = [row for row in chosen if row[viewed.sort] is None]
    return sorted(known, key=lambda row: row[viewed.sort], reverse=viewed.down) + unknown


def _differs(row: dict[str, Any]) -> bool:
    """Tell whether a figure differs in the quarter of the table on one path in twenty, or on more."""
    return any(row[name] for name in ("difference", "low", "high"))


def _gains(told: dict[str, Any], viewed: Viewed, currency: str) -> Any:  # noqa: ANN401 - a chart, or none
    """Return who gains and who loses, by the outcome of firms that is looked at."""
    own = [name for name in choices(told) if OUTCOMES[name].per is Per.FIRM]
    wanted = [viewed.only, viewed.outcome, told["main"]["outcome"], "cash", *own]
    name = next((name for name in wanted if name in own), None)
    return gains_and_losses(told, name, currency) if name else None
