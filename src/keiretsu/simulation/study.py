"""Scenarios beside one baseline, on the same random numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from keiretsu.errors import Problem, Severity
from keiretsu.execution import Executor
from keiretsu.network import SEED
from keiretsu.parties import Party
from keiretsu.quantities import counted
from keiretsu.simulation.industry.levers import count
from keiretsu.simulation.industry.outcomes import OUTCOMES
from keiretsu.simulation.industry.records import Industry
from keiretsu.simulation.industry.running import DrawnStart, Outcomes, Plan, run_plans
from keiretsu.simulation.scenarios import (
    Comparison,
    Compiled,
    Contrast,
    Scenario,
    asked_in_vain,
    compile_scenario,
    labels,
)

if TYPE_CHECKING:
    import pandas as pd

PATHS = 200
BYTES = 8  # a figure takes
GIGA = 1e9
MOST_BYTES = 1.5 * GIGA  # beside what the runs themselves and their comparison take
ALWAYS = ("revenue", "cash", "written off", "failures")


@dataclass(frozen=True, eq=False)
class Study:
    """What scenarios are compared on: an industry, its paths, and who does the work.

    Answers *what is different if this happens, where nothing else is*.

    Parameters
    ----------
    industry
        The industry.
    parties
        Who the firms are, for the names that scenarios use.
    paths
        How many paths each run has.
    seed
        Of the random numbers, the same for all runs.
    outcomes
        Which outcomes are kept; all if none.
    draw_start
        Gets the numbers of paths and returns their start; that of the industry if not given.
    executor
        Who does the work; this process if not given.

    Examples
    --------
    What Alpha loses where its other costs double.

    >>> from keiretsu.simulation.industry.example import three_firms
    >>> from keiretsu.simulation.industry.mechanism import chosen
    >>> from keiretsu.simulation.industry.parameters import parameters_of
    >>> dear = Scenario.model_validate({
    ...     "name": "dear", "title": "Dear staff", "asks": "Who pays?", "about": "A test.", "horizon": 4,
    ...     "actions": [{"date": "2026-02-01", "do": "change_costs", "firms": "Alpha", "times": 2}],
    ...     "main": {"outcome": "cash", "of": "Alpha", "expect": "falls", "why": "It costs money."},
    ... })
    >>> study = Study(three_firms(parameters_of(chosen())), paths=8, outcomes=("cash",))
    >>> (found,), problems = study.compare([dear])
    >>> found.is_as_expected, found.quarter, found.main.labels, problems
    (True, 4, ('Alpha',), ())
    """

    industry: Industry
    parties: tuple[Party, ...] = ()
    paths: int = PATHS
    seed: int = SEED
    outcomes: tuple[str, ...] = ()
    draw_start: DrawnStart | None = None
    executor: Executor | None = None

    def compare(
        self, scenarios: Sequence[Scenario], on_progress: Callable[[int], None] | None = None
    ) -> tuple[tuple[Comparison, ...], tuple[Problem, ...]]:
        """Return each scenario beside its baseline, and what is wrong with those that can't be run.

        Parameters
        ----------
        scenarios
            What is asked. One baseline serves all in which nothing is given, over the longest horizon.
        on_progress
            Called with the number of paths that have been run, those of baselines included.
        """
        compiled = [compile_scenario(each, self.industry, self.parties) for each in scenarios]
        vain = [asked_in_vain(each, self.industry, self.parties) for each in scenarios]
        wrong = [(*each.problems, *told) for each, told in zip(compiled, vain, strict=True)]
        problems = tuple(problem for each in wrong for problem in each)
        possible = [each for each, told in zip(compiled, wrong, strict=True) if not told]
        if not possible:
            return (), problems
        plans = [self._plan(each) for each in possible]
        given = [self._background(each.scenario) for each in possible if each.scenario.given]
        free = [each.scenario.horizon for each in possible if not each.scenario.given]
        common = [Plan(self.industry, max(free))] if free else []
        kept, notes = self._kept([*plans, *given, *common], {each.scenario.main.outcome for each in possible})
        found = self._run([*plans, *given, *common], kept, on_progress)
        before = iter(found[len(plans) :])
        return tuple(
            self._comparison(each, next(before) if each.scenario.given else found[-1], changed)
            for each, changed in zip(possible, found, strict=False)
        ), (*problems, *notes)

    def baseline(self, quarters: int) -> Outcomes:
        """Return the outcomes where nothing happens."""
        return self._run([Plan(self.industry, quarters)], self.outcomes, None)[0]

    def _comparison(self, compiled: Compiled, baseline: Outcomes, changed: Outcomes) -> Comparison:
        contrasts = tuple(
            Contrast(
                name,
                OUTCOMES[name].per,
                OUTCOMES[name].unit,
                labels(self.industry, OUTCOMES[name].per),
                baseline[name][:, : compiled.scenario.horizon + 1],
                values,
            )
            for name, values in changed.items()
        )
        return Comparison(self.industry, compiled, contrasts, self.parties)

    def _background(self, scenario: Scenario) -> Plan:
        """Return the baseline of a scenario in which something is given."""
        return self._plan(compile_scenario(scenario.background or scenario, self.industry, self.parties))

    def _plan(self, compiled: Compiled) -> Plan:
        return Plan(
            self.industry,
            compiled.scenario.horizon,
            changes=compiled.changes,
            behaviours=compiled.behaviours,
        )

    def _kept(self, plans: Sequence[Plan], asked: set[str]) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
        """Return which outcomes are kept, those asked among them, and a note if not all fit into memory."""
        if self.outcomes:
            return tuple(dict.fromkeys([*self.outcomes, *sorted(asked)])), ()
        cells = sum(count(self.industry, each.per) for each in OUTCOMES.values())
        size = cells * sum(plan.quarters + 1 for plan in plans) * self.paths * BYTES
        if size <= MOST_BYTES:
            return tuple(OUTCOMES), ()
        few = tuple(name for name in OUTCOMES if name in {*ALWAYS, *asked})
        message = f"all outcomes of {counted(self.paths, 'path')} would take {size / GIGA:.1f} GB"
        hint = f"kept are {', '.join(few)}; for others run fewer paths or fewer scenarios at a time"
        return few, (Problem("simulation.fewer-outcomes", Severity.NOTE, "the study", message, hint),)

    def _run(
        self, plans: Sequence[Plan], kept: tuple[str, ...], on_progress: Callable[[int], None] | None
    ) -> list[Outcomes]:
        full = [replace(each, seed=self.seed, outcomes=kept, draw_start=self.draw_start) for each in plans]
        return run_plans(full, self.paths, executor=self.executor, on_progress=on_progress)


def answers(comparisons: Sequence[Comparison]) -> pd.DataFrame:
    """Return each scenario's main difference with its interval, and what theory expects: one row each."""
    import pandas as pd

    rows = [
        (
            each.scenario.name,
            each.main.name,
            each.main.labels[0],
            each.main.unit,
            each.quarter,
            each.answer.baseline,
            each.answer.middle,
            each.answer.low,
            each.answer.high,
            str(each.scenario.main.expect),
            each.is_as_expected,
        )
        for each in comparisons
    ]
    columns = ["scenario", "outcome", "of", "unit", "quarters", "baseline", "difference", "low", "high"]
    return pd.DataFrame(rows, columns=[*columns, "theory", "as_expected"])
