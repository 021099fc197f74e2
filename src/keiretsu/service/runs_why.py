"""Why a figure of a run is what it is."""

from __future__ import annotations

from collections.abc import Mapping
from math import nan
from typing import Any

from keiretsu.quantities import counted
from keiretsu.reasons import Reason
from keiretsu.service.jobs.record import Job
from keiretsu.service.runs import asked_of_job
from keiretsu.service.runs_told import read_scenario_text, reason_read
from keiretsu.service.scenarios import ready
from keiretsu.service.site import Site
from keiretsu.simulation.scenarios import Difference, Scenario, compile_scenario
from keiretsu.simulation.scenarios.reasons import because
from keiretsu.simulation.scenarios.wording import movement


def why_answer(told: Mapping[str, Any]) -> Reason:
    """Return why a scenario's answer is what it is, as the run told it."""
    return reason_read(told["why"])


def why_figure(
    site: Site, job: Job, result: Mapping[str, Any], told: Mapping[str, Any], place: int
) -> Reason:
    """Return why another figure is what it is, from the network that the run started from."""
    row = told["figures"][place]
    text = line_of(row, told["quarter"], result["currency"])
    read = [read_scenario_text(each) for each in job.request["scenarios"]]
    scenario = next(one for one in read if isinstance(one, Scenario) and one.name == told["name"])
    made = ready(site, asked_of_job(job))
    compiled = compile_scenario(scenario, made.industry, made.simulating.network.parties)
    firms = sorted(set(row["of"].split(" / ")) & set(made.industry.firms))
    return Reason(text, because(compiled, made.industry, firms, result["paths"]), estimate=True)


def line_of(row: Mapping[str, Any], quarter: int, currency: str) -> str:
    """Return a figure's difference in words."""
    return f"{_words(row)} after {counted(quarter, 'quarter')} {movement(_moved(row), row['unit'], currency)}"


def _words(row: Mapping[str, Any]) -> str:
    return f"{row['outcome']} of {row['of']}" if row["of"] else str(row["outcome"])


def _moved(row: Mapping[str, Any]) -> Difference:
    names = ("baseline", "scenario", "low", "difference", "high")
    return Difference(*(nan if row[name] is None else row[name] for name in names))
