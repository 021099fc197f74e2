"""The work of finding out what drives an outcome."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from keiretsu.execution import load_executor
from keiretsu.measures.charts import chart_json
from keiretsu.service.jobs.record import JobContext, problem_fields
from keiretsu.service.runs_told import reason_told, rows
from keiretsu.service.work.simulating import nothing_ran, scenarios_of, simulating_of

RUNS = "ensemble"


def work(context: JobContext, request: Mapping[str, Any]) -> dict[str, Any]:
    """Rank the parameters by how much of an outcome's variance they explain.

    ``request`` holds ``scenario`` (a text in YAML, the name of one of the pack's, or nothing),
    ``outcome`` and ``of`` (the scenario's own if not given), ``quarters``, ``samples``, ``seed``,
    ``as_of`` and ``known_by``.
    """
    from keiretsu.simulation.ensembles import run_ensemble

    context.progress(0, None, "reading the network")
    simulating = simulating_of(context, request)
    wanted = [request["scenario"]] if request.get("scenario") else []
    found, problems = scenarios_of(simulating, wanted)
    if wanted and not found:
        raise nothing_ran(problems)
    scenario, seed = found[0] if found else None, int(request["seed"])
    outcome, of, quarters = (request.get(name) for name in ("outcome", "of", "quarters"))
    experiment = simulating.experiment(scenario, outcome or None, of or "", quarters=quarters, seed=seed)
    ensemble = run_ensemble(
        experiment,
        int(request["samples"]),
        design="saltelli",
        seed=seed,
        executor=load_executor("serial", 1),
        folder=context.folder / RUNS,
        on_progress=lambda done, total: context.progress(done, total, "running paths"),
    )
    answer = ensemble.sensitivity(experiment.answer.title)
    return {
        "kind": "sensitivity",
        "name": experiment.name,
        "outcome": experiment.answer.title,
        "samples": int(request["samples"]),
        "seed": seed,
        "as_of": simulating.network.as_of.isoformat(),
        "note": answer.note,
        "indices": rows(answer.table()),
        "chart": chart_json(answer.chart()),
        "quantiles": rows(ensemble.quantiles()),
        "ranges": [reason_told(each) for each in answer.assumed()],
        "problems": [problem_fields(each) for each in (*problems, *ensemble.problems)],
    }
