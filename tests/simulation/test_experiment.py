"""An industry as an experiment: equal bits whoever runs it, what drives it, and when it is another one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from what_ifs import dear, scenario
from whole_industries import drawn, lever, set_to, three

from keiretsu.errors import MisuseError
from keiretsu.execution import ProcessExecutor, SerialExecutor
from keiretsu.simulation.ensembles import Ensemble, run_ensemble
from keiretsu.simulation.experiment import IndustryExperiment
from keiretsu.simulation.industry.levers import Per
from keiretsu.simulation.industry.outcomes import OUTCOMES
from keiretsu.simulation.industry.records import Industry
from keiretsu.simulation.industry.running import Plan, run_block

SERIAL = SerialExecutor()
DEAR = scenario("dear", dear(times={"least": 1, "most": 5}), horizon=5)


def unknown(**ranges: tuple[float, float]) -> Industry:
    """Return the three firms where only these parameters aren't known; names have _ for spaces."""
    industry = three()
    likely = {name.replace("_", " "): range_ for name, range_ in ranges.items()}
    return industry.with_parameters(
        {name: replace(each, likely=likely.get(name)) for name, each in industry.parameters.items()}
    )


def experiment(industry: Industry | None = None, quarters: int = 5, **more: Any) -> IndustryExperiment:
    industry = industry or unknown(growth_of_demand=(-0.5, 1.0), depreciation=(0.16, 0.17))
    plan = Plan(industry, quarters, draw_start=partial(drawn, industry))
    return IndustryExperiment(plan, **{"asked": (("revenue", "Gamma"), ("cash", "")), **more})


def ran(what: IndustryExperiment, samples: int, folder: Path, **more: Any) -> Ensemble:
    return run_ensemble(what, samples, **{"executor": SERIAL, "folder": folder, **more})


def drawn_values(what: IndustryExperiment, paths: int) -> np.ndarray[Any, Any]:
    return np.random.default_rng(5).uniform(
        [each.least for each in what.ranges], [each.most for each in what.ranges], (paths, len(what.ranges))
    )


def test_what_is_kept_is_of_the_end_of_each_year_and_the_end() -> None:
    assert experiment(quarters=9).quarters == (4, 8, 9)
    assert experiment(quarters=3).quarters == (3,)
    titles = [each.title for each in experiment().outcomes]
    assert len(titles) == len(set(titles)) == 4
    assert [each.unit for each in experiment().outcomes] == ["USD/year", "USD/year", "USD", "USD"]
    assert str(experiment().outcomes[1].day) == "2027-04-01"


def test_figures_are_those_of_a_plan_with_these_parameters() -> None:
    what = experiment()
    values = drawn_values(what, 3)
    found = what.run([7, 8, 9], values)
    by_name = {each.name: values[:, place] for place, each in enumerate(what.ranges)}
    plain = run_block(what.plan, [7, 8, 9], by_name)
    assert found.shape == (3, 4)
    assert found[:, 0].tolist() == plain["revenue"][2, 4].tolist()
    assert found[:, 3] == pytest.approx(plain["cash"][:, 5].sum(axis=0))


def test_with_a_scenario_figures_are_differences() -> None:
    """Where costs are once what they were, nothing is different; where they are five times, cash is lost."""
    what = experiment(scenario=DEAR)
    assert [each.name for each in what.ranges][-1] == "change_costs (action 1): times"
    values = drawn_values(what, 2)
    values[:, -1] = 1, 5
    same, dear_ = what.run([3, 3], values)
    assert not same.any()
    assert dear_[3] < 0


def test_what_is_given_is_in_the_baseline_too() -> None:
    """Only Gamma's costs, which don't change, are compared; Alpha's would change much."""
    given = [dear(times={"least": 4, "most": 5})]
    nothing = experiment(scenario=scenario("given", dear("Gamma", times=1), given=given))
    assert not nothing.run([0, 1], drawn_values(nothing, 2)).any()
    something = experiment(scenario=scenario("given", dear("Gamma", times=2), given=given))
    assert something.run([0, 1], drawn_values(something, 2))[:, 3].max() < 0


def test_what_changes_in_the_plan_anyway_is_in_both_runs() -> None:
    industry = three()
    moved = {1: {"cost factor": lever(industry, "cost factor", Alpha=4)}}
    plan = Plan(industry, 5, changes=moved, behaviours={"rescue": "off"})
    demand = {"date": "2026-02-01", "do": "change_demand", "layers": "all", "times": 1}
    found = IndustryExperiment(plan, scenario("demand", demand), (("cash", ""),))
    assert not found.run([0], drawn_values(found, 1)).any()


def test_whom_an_outcome_is_of_can_be_named_as_in_a_scenario() -> None:
    buyers = scenario(
        "of", dear(), main={"outcome": "cash", "of": {"buys": "chips"}, "expect": "falls", "why": "No."}
    )
    asked = (("cash", "Beta"), ("cash", buyers.main.of), ("concentration", "cloud"))
    found = experiment(asked=asked).run([0], drawn_values(experiment(), 1))[0]
    assert found[0] == found[2]
    assert 0 < found[4] <= 1


@pytest.mark.parametrize("design", ["sobol", "saltelli"])
def test_ensembles_are_the_same_to_the_bit_in_any_batch(tmp_path: Path, design: str) -> None:
    first, second = (
        ran(experiment(scenario=DEAR), 8, tmp_path / str(batch), design=design, batch=batch)
        for batch in (3, 64)
    )
    assert first.problems == second.problems == ()
    assert first.figures.tobytes() == second.figures.tobytes()
    assert np.isfinite(first.figures).all()


def test_ensembles_are_the_same_to_the_bit_by_processes(tmp_path: Path) -> None:
    here = ran(experiment(scenario=DEAR), 8, tmp_path / "here")
    there = ran(experiment(scenario=DEAR), 8, tmp_path / "there", executor=ProcessExecutor(1), batch=3)
    assert there.problems == ()
    assert (here.values.tobytes(), here.figures.tobytes()) == (
        there.values.tobytes(),
        there.figures.tobytes(),
    )


def test_what_obviously_drives_an_outcome_comes_first(tmp_path: Path) -> None:
    """Demand may halve or double, while wear is all but known."""
    found = ran(experiment(asked=(("revenue", ""),)), 32, tmp_path, design="saltelli")
    indices = found.sensitivity(found.manifest.outcomes[-1].title).indices
    assert indices[0].name == "growth of demand"
    assert indices[0].total > 0.5
    wear = next(each for each in indices if each.name == "depreciation")
    assert wear.total < 0.05


def test_the_size_of_a_scenario_drives_its_difference(tmp_path: Path) -> None:
    what = experiment(unknown(depreciation=(0.16, 0.17)), scenario=DEAR, asked=(("cash", "Alpha"),))
    found = ran(what, 32, tmp_path, design="saltelli")
    indices = found.sensitivity(found.manifest.outcomes[-1].title).indices
    assert indices[0].name == "change_costs (action 1): times"
    assert indices[0].total > 0.5


def others() -> Sequence[tuple[str, IndustryExperiment]]:
    """Return experiments that differ from the plain one in one thing each."""
    plain = experiment()
    plan, industry = plain.plan, plain.plan.industry
    moved = {1: {"cost factor": lever(industry, "cost factor", Alpha=4)}}
    start = industry.start
    richer = replace(start, variables={**start.variables, "base sales": start.variables["base sales"] * 2})
    return [
        ("a parameter", experiment(set_to(industry, penalty_on_suspicion=1.5))),
        ("quarters", replace(plain, plan=replace(plan, quarters=6))),
        ("the seed", replace(plain, plan=replace(plan, seed=2))),
        ("whom it is of", replace(plain, asked=(("revenue", "Beta"), ("cash", "")))),
        ("a mechanism", replace(plain, plan=replace(plan, behaviours={"rescue": "off"}))),
        ("a lever", replace(plain, plan=replace(plan, changes=moved))),
        ("the drawn start", replace(plain, plan=replace(plan, draw_start=None))),
        (
            "the start",
            replace(plain, plan=replace(plan, draw_start=None, industry=replace(industry, start=richer))),
        ),
        ("a scenario", replace(plain, scenario=DEAR)),
        ("its size", replace(plain, scenario=scenario("dear", dear(times=2), horizon=5))),
    ]


def test_each_thing_that_figures_hang_on_makes_another_experiment() -> None:
    found = {name: each.identity for name, each in [("plain", experiment()), *others()]}
    assert experiment().identity == found["plain"]
    assert len(set(found.values())) == len(found)


def test_runs_of_another_experiment_are_not_taken_over(tmp_path: Path) -> None:
    ran(experiment(), 2, tmp_path)
    changed = set_to(experiment().plan.industry, penalty_on_suspicion=1.5)
    with pytest.raises(MisuseError, match="other-ensemble"):
        ran(experiment(changed), 2, tmp_path)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"asked": (("happiness", ""),)}, "no outcome of this name"),
        ({"asked": (("cash", "Delta"),)}, "no cash of this name"),
        ({"asked": (("concentration", "ships"),)}, "no concentration of this name"),
        ({"scenario": scenario("bad", dear("Delta"))}, "no firm 'Delta'"),
        ({"scenario": scenario("late", dear(date="2030-01-01"))}, "lies in quarter"),
    ],
    ids=["outcome", "firm", "layer", "scenario", "day"],
)
def test_what_is_not_there_is_refused_before_anything_is_run(more: dict[str, Any], words: str) -> None:
    with pytest.raises(MisuseError, match=words):
        experiment(**more)


def test_every_outcome_can_be_asked_for() -> None:
    what = experiment(asked=tuple((name, "") for name in OUTCOMES), quarters=1)
    figures = what.run([0], drawn_values(what, 1))
    assert figures.shape == (1, len(OUTCOMES))
    assert {one.per for one in OUTCOMES.values()} >= {Per.FIRM, Per.LAYER, Per.INDUSTRY}
