"""Several runs side by side: their answers, and one figure of all in one picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from keiretsu.quantities import counted
from keiretsu.service.http import AskedOf, SiteOf
from keiretsu.service.jobs.record import Job
from keiretsu.service.runs import quantiles_of, read_run, run_of
from keiretsu.service.runs_charts import Shown, choices, place_of, shown, together
from keiretsu.service.site import Site
from keiretsu.simulation.industry.outcomes import OUTCOMES
from keiretsu.web.pages import show
from keiretsu.web.runs_words import Say

MOST_RUNS = 6
MOST_LINES = 5

router = APIRouter()


@dataclass(frozen=True)
class Compared:
    """A scenario of a run."""

    job: Job
    result: dict[str, Any]
    number: int
    told: dict[str, Any]

    @property
    def run(self) -> str:
        """Which run it is of, in words."""
        return f"{self.result['as_of']}, {counted(self.result['paths'], 'path')}, seed {self.result['seed']}"


@router.get("/runs/compare")
def compare_runs(
    request: Request,
    site: SiteOf,
    asked: AskedOf,
    run: Annotated[list[str] | None, Query(max_length=50)] = None,
    outcome: Annotated[str, Query(max_length=300)] = "",
    of: Annotated[str, Query(max_length=300)] = "",
    kind: Literal["scenario", "difference"] = "scenario",
) -> HTMLResponse:
    """Show several runs side by side."""
    chosen = [run_of(site, job_id).id for job_id in dict.fromkeys(run or ())]
    read = [read_run(site, job_id) for job_id in chosen[:MOST_RUNS]]
    compared = [
        Compared(job, result, number, told)
        for job, result in read
        if result is not None and job.kind == "simulate"
        for number, told in enumerate(result["scenarios"])
    ]
    offered = _offered(compared)
    if not outcome and compared:
        outcome, of = _first(compared, offered)
    differing = [each for one in compared if (each := _figure(site, one, outcome, of))]
    alike = [each for each in differing if each.unit == differing[0].unit]
    drawn = alike[:MOST_LINES]
    return show(
        request,
        "run_compare.html.j2",
        asked=asked,
        jobs=[job for job, _ in read],
        compared=compared,
        say=Say(compared[0].result["currency"] if compared else ""),
        offered=offered,
        outcome=outcome,
        of=of,
        kind=kind,
        shown=drawn,
        chart=together(drawn, kind) if drawn else None,
        left_out={
            "runs": len(chosen) - len(read),
            "lines": len(alike) - len(drawn),
            "units": len(differing) - len(alike),
            "same": len(compared) - len(differing),
        },
    )


def _offered(compared: Iterable[Compared]) -> dict[str, list[str]]:
    """Return whom each outcome is of that differs in any of them."""
    found: dict[str, set[str]] = {}
    for one in compared:
        for name, several in choices(one.told).items():
            found.setdefault(name, set()).update(several)
    return {name: sorted(found[name], key=str.casefold) for name in OUTCOMES if name in found}


def _first(compared: Iterable[Compared], offered: dict[str, list[str]]) -> tuple[str, str]:
    """Return the figure to begin with: a main one that is in the tables, else any."""
    for one in compared:
        main = one.told["main"]
        if main["of"] in offered.get(main["outcome"], ()):
            return main["outcome"], main["of"]
    for one in compared:
        name = one.told["main"]["outcome"]
        own = [row["of"] for row in one.told["figures"] if row["outcome"] == name]
        if own:
            return name, own[0]
    return next(((name, several[0]) for name, several in offered.items()), ("", ""))


def _figure(site: Site, one: Compared, outcome: str, of: str) -> Shown | None:
    """Return a figure of a scenario; ``None`` where it doesn't differ there."""
    if of not in choices(one.told).get(outcome, ()):
        return None
    place = place_of(one.told, outcome, of)
    return shown(one.result, one.told, quantiles_of(site, one.job, one.number), place, one.job.id[:4])
