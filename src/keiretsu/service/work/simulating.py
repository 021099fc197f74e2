"""The work of running scenarios beside the baseline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from keiretsu.errors import MisuseError, Problem
from keiretsu.quantities import parse_day, parse_moment
from keiretsu.service.jobs.record import JobContext, problem_fields
from keiretsu.service.runs_told import (
    comparison_told,
    figures_of,
    read_scenario_text,
    reason_told,
)
from keiretsu.simulation.scenarios import Comparison, Scenario, check_scenario
from keiretsu.workspace import Workspace
from keiretsu.workspace.simulating import Simulating

FIGURES = "figures"


def work(context: JobContext, request: Mapping[str, Any]) -> dict[str, Any]:
    """Run scenarios and return what each changes.

    ``request`` holds ``scenarios`` (texts in YAML, or names of the pack's), ``paths``, ``seed``, and the
    day and moment: ``as_of`` and ``known_by``. Quantiles of every figure that differs are left in files.
    """
    context.progress(0, None, "reading the network")
    simulating = simulating_of(context, request)
    chosen, problems = scenarios_of(simulating, request["scenarios"])
    paths, seed = int(request["paths"]), int(request["seed"])
    total = paths * _runs(simulating, chosen)
    found, faults = simulating.compare(
        chosen,
        paths=paths,
        seed=seed,
        on_progress=lambda done: context.progress(done, total, "running paths"),
    )
    told = []
    for place, one in enumerate(found):
        context.progress(place, len(found), "summing up scenarios")
        told.append(comparison_told(one))
        _keep(context.folder, place, one)
    if not found:
        raise nothing_ran((*problems, *faults))
    return {
        "kind": "simulate",
        "paths": paths,
        "seed": seed,
        "as_of": found[0].industry.as_of.isoformat(),
        "currency": found[0].industry.currency,
        "scenarios": told,
        "assumptions": [reason_told(each) for each in found[0].assumed()],
        "problems": [problem_fields(each) for each in (*problems, *faults)],
    }


def simulating_of(context: JobContext, request: Mapping[str, Any]) -> Simulating:
    """Return the simulation of the day and moment that are asked for."""
    known_by = parse_moment(request.get("known_by"), "known_by")
    vintage = Workspace.open(context.workspace).vintage(known_by)
    return vintage.simulating(parse_day(request.get("as_of"), "as_of"))


def scenarios_of(
    simulating: Simulating, wanted: Sequence[str]
) -> tuple[tuple[Scenario, ...], tuple[Problem, ...]]:
    """Return scenarios by the names of the pack's, or by their texts, and what is wrong with others."""
    known = {each.name: each for each in simulating.scenarios()[0]}
    read = [known.get(one) or read_scenario_text(one, n) for n, one in enumerate(wanted, start=1)]
    found = {each.name: each for each in read if isinstance(each, Scenario)}
    return tuple(found.values()), tuple(
        one for each in read if not isinstance(each, Scenario) for one in each
    )


def nothing_ran(problems: Sequence[Problem]) -> MisuseError:
    """Return the fault of a run in which nothing could be run: its first problem."""
    first = problems[0]
    return MisuseError(first.code, where=first.where, message=first.message, hint=first.hint)


def _runs(simulating: Simulating, chosen: Sequence[Scenario]) -> int:
    """Return how many runs there are, those of baselines included."""
    industry, parties = simulating.industry(), simulating.network.parties
    possible = [each for each in chosen if not check_scenario(each, industry, parties)]
    given = sum(1 for each in possible if each.given)
    return len(possible) + given + (1 if given < len(possible) else 0)


def _keep(folder: Path, place: int, found: Comparison) -> None:
    below = folder / FIGURES
    below.mkdir(exist_ok=True)
    np.save(below / f"{place}.npy", figures_of(found), allow_pickle=False)
