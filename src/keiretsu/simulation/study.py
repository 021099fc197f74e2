"""Scenarios beside one baseline, on the same random numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from keiretsu.errors import Problem
from keiretsu.execution import Executor
from keiretsu.parties import Party
from keiretsu.simulation.industry.outcomes import OUTCOMES
from keiretsu.simulation.industry.records import Industry
from keiretsu.simulation.industry.running import SEED, DrawnStart, Outcomes, Plan, run_plan
from keiretsu.simulation.scenarios import Comparison, Compiled, Contrast, Scenario, compile_scenario, labels

if TYPE_CHECKING:
    import pandas as pd

PATHS = 200


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
        problems = tuple(problem for each in compiled for problem in each.problems)
        possible = [each for each in compiled if not each.problems]
        longest = max((each.scenario.horizon for each in possible if not each.scenario.given), default=1)
        count = _Count(on_progress)
        common = self.baseline(longest, count) if any(not each.scenario.given for each in possible) else {}
        return tuple(self._comparison(each, common, count) for each in possible), problems

    def baseline(self, quarters: int, on_progress: Callable[[int], None] | None = None) -> Outcomes:
        """Return the outcomes where nothing happens."""
        return self._run(Plan(self.industry, quarters), on_progress)

    def _comparison(self, compiled: Compiled, common: Outcomes, count: _Count) -> Comparison:
        scenario = compiled.scenario
        if scenario.background is not None:
            given = compile_scenario(scenario.background, self.industry, self.parties)
            common = self._run(self._plan(given), count)
        contrasts = tuple(
            Contrast(
                name,
                OUTCOMES[name].per,
                OUTCOMES[name].unit,
                labels(self.industry, OUTCOMES[name].per),
                common[name][:, : scenario.horizon + 1],
                values,
            )
            for name, values in self._run(self._plan(compiled), count).items()
        )
        return Comparison(self.industry, compiled, contrasts, self.parties)

    def _plan(self, compiled: Compiled) -> Plan:
        return Plan(
            self.industry,
            compiled.scenario.horizon,
            changes=compiled.changes,
            behaviours=compiled.behaviours,
        )

    def _run(self, plan: Plan, on_progress: Callable[[int], None] | None) -> Outcomes:
        full = replace(plan, seed=self.seed, outcomes=self.outcomes, draw_start=self.draw_start)
        return run_plan(full, self.paths, executor=self.executor, on_progress=on_progress)


@dataclass
class _Count:
    """Adds up the paths of several runs, each of which counts its own from 0."""

    on_progress: Callable[[int], None] | None
    before: int = 0
    last: int = 0

    def __call__(self, done: int) -> None:
        if done < self.last:
            self.before += self.last
        self.last = done
        if self.on_progress is not None:
            self.on_progress(self.before + done)


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
