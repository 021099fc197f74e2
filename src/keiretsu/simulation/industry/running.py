"""Run an industry on many paths, a block of them at a time, and keep its outcomes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from keiretsu.errors import MisuseError
from keiretsu.execution import Executor, SerialExecutor
from keiretsu.measures.arrays import Floats
from keiretsu.network import SEED
from keiretsu.quantities import counted
from keiretsu.simulation.closed import ClosedPeriod
from keiretsu.simulation.industry.mechanism import build
from keiretsu.simulation.industry.noise import shocks
from keiretsu.simulation.industry.outcomes import OUTCOMES, Outcome, View
from keiretsu.simulation.industry.parameters import dated_changes
from keiretsu.simulation.industry.records import Industry
from keiretsu.simulation.run import Run
from keiretsu.simulation.running import BLOCK, walk
from keiretsu.simulation.starting import Start

MOST_CELLS = 4_000_000  # edges, pairs and firms times paths in a block: 32 MB an array

Changes = Mapping[int, Mapping[str, Floats]]
Outcomes = dict[str, Floats]
DrawnStart = Callable[[Sequence[int]], Start]


@dataclass(frozen=True, eq=False)
class Plan:
    """What is to be run.

    Answers *what becomes of this industry over so many quarters, if these things happen*.

    Parameters
    ----------
    industry
        The industry.
    quarters
        How many quarters.
    seed
        Of the random numbers. A path's are drawn from the seed and the path's own number, so that they
        are the same in every plan of the same seed, in any block and on any machine.
    outcomes
        Names out of :data:`~keiretsu.simulation.industry.outcomes.OUTCOMES`; all if none.
    changes
        Values of levers and parameters from a quarter on, by its number: what a scenario does.
    behaviours
        What acts in the turn of a built-in mechanism: another one, or ``off``.
    draw_start
        Gets the numbers of paths and returns their start; that of the industry if not given.
    """

    industry: Industry
    quarters: int
    seed: int = SEED
    outcomes: tuple[str, ...] = ()
    changes: Changes = field(default_factory=dict)
    behaviours: Mapping[str, str] = field(default_factory=dict)
    draw_start: DrawnStart | None = None

    def __post_init__(self) -> None:
        if self.quarters < 1:
            raise _invalid(
                f"{counted(self.quarters, 'quarter is', 'quarters are')} no run", "ask for 1 or more"
            )
        for name in self.outcomes:
            if name not in OUTCOMES:
                raise _invalid(f"there is no outcome {name!r}", f"use one of: {', '.join(OUTCOMES)}")

    @property
    def block(self) -> int:
        """How many paths are run at a time: fewer where the industry is large."""
        industry = self.industry
        cells = len(industry.firms) + len(industry.supplies) + len(industry.equity) + len(industry.loans)
        return max(1, min(BLOCK, MOST_CELLS // max(cells, 1)))


def run_plan(plan: Plan, paths: int, *, executor: Executor | None = None) -> Outcomes:
    """Run a plan on many paths; see :func:`run_plans`."""
    return run_plans([plan], paths, executor=executor)[0]


def run_plans(
    plans: Sequence[Plan],
    paths: int,
    *,
    executor: Executor | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> list[Outcomes]:
    """Run several plans on the same number of paths.

    Parameters
    ----------
    plans
        What is run.
    paths
        How many paths each has; their numbers are 0, 1, 2 ...
    executor
        Who does the work; this process if not given. It has no influence on any figure.
    on_progress
        Called with the number of paths that have been run, over all plans.

    Returns
    -------
    list
        For each plan its outcomes by name: rows x (quarters + 1) x paths. The first quarter is the start.

    Raises
    ------
    MisuseError
        For less than one path.
    SimulationError
        If books don't balance.

    Examples
    --------
    >>> from keiretsu.simulation.industry.example import three_firms
    >>> from keiretsu.simulation.industry.parameters import parameters_of
    >>> from keiretsu.simulation.industry.mechanism import chosen
    >>> industry = three_firms(parameters_of(chosen()))
    >>> found = run_plans([Plan(industry, 4, outcomes=("revenue",))], 8)
    >>> found[0]["revenue"].shape
    (3, 5, 8)
    """
    if paths < 1:
        raise _invalid(f"{counted(paths, 'path is', 'paths are')} no run", "ask for 1 or more")
    blocks = [
        (number, range(low, min(low + plan.block, paths)))
        for number, plan in enumerate(plans)
        for low in range(0, paths, plan.block)
    ]
    parts: list[list[Outcomes]] = [[] for _ in plans]
    work = (executor or SerialExecutor()).run(partial(worker, tuple(plans)), blocks)
    done = 0
    for (number, block), outcome in zip(blocks, work, strict=True):
        if outcome.error is not None:
            raise outcome.error
        parts[number].append(outcome.result or {})
        done += len(block)
        if on_progress is not None:
            on_progress(done)
    return [
        {name: np.concatenate([part[name] for part in each], axis=-1) for name in each[0]} for each in parts
    ]


def worker(plans: Sequence[Plan]) -> Callable[[tuple[int, Sequence[int]]], Outcomes]:
    """Return what runs a block of paths of one of the plans, given its number and theirs."""
    return lambda block: run_block(plans[block[0]], block[1])


def run_block(plan: Plan, numbers: Sequence[int], values: Mapping[str, Floats] | None = None) -> Outcomes:
    """Run some paths, and return their outcomes: rows x (quarters + 1) x paths.

    Parameters
    ----------
    plan
        What is run.
    numbers
        The numbers of the paths.
    values
        Values of parameters in place of the industry's, one a path.
    """
    names, start = plan.outcomes or tuple(OUTCOMES), start_of(plan, numbers)
    view = View.opening(plan.industry, start, len(numbers))
    rows: dict[str, list[Floats]] = {name: [OUTCOMES[name].of(view)] for name in names}
    for closed in periods(plan, numbers, start, values):
        view = View.of(plan.industry, closed)
        for name in names:
            rows[name].append(OUTCOMES[name].of(view))
    return {name: _over_time(OUTCOMES[name], each) for name, each in rows.items()}


def _over_time(outcome: Outcome, quarters: Sequence[Floats]) -> Floats:
    """Return an outcome's figures quarter by quarter: rows x quarters x paths."""
    figures = np.stack(quarters, axis=1)
    return np.cumsum(figures, axis=1) if outcome.adds_up else figures


def periods(
    plan: Plan, numbers: Sequence[int], start: Start, values: Mapping[str, Floats] | None = None
) -> Iterator[ClosedPeriod]:
    """Run some paths from their start, and yield the books of one quarter after the other."""
    return walk(
        build(plan.industry, plan.behaviours),
        plan.quarters,
        paths=len(numbers),
        start=start,
        parameters=values,
        changes=changes_of(plan, numbers, values or {}),
    )


def books_of(plan: Plan, numbers: Sequence[int]) -> Run:
    """Run some paths and keep all of their books: who paid whom what, by which behaviour, and why.

    The figures are those that :func:`run_plans` gives these paths.

    Examples
    --------
    >>> from keiretsu.simulation.industry.example import three_firms
    >>> from keiretsu.simulation.industry.mechanism import chosen
    >>> from keiretsu.simulation.industry.parameters import parameters_of
    >>> books = books_of(Plan(three_firms(parameters_of(chosen())), 2), [0])
    >>> print(books.why("Beta", "purchases", 1).text.partition(" for ")[2])
    purchases in period 1, less what it pays
    """
    closed = list(periods(plan, numbers, start_of(plan, numbers)))
    return Run(build(plan.industry, plan.behaviours), closed)


def start_of(plan: Plan, numbers: Sequence[int]) -> Start:
    """Return what some paths begin with."""
    return plan.industry.start if plan.draw_start is None else plan.draw_start(numbers)


def changes_of(
    plan: Plan, numbers: Sequence[int], values: Mapping[str, Floats]
) -> dict[int, dict[str, Floats]]:
    """Return what changes in each quarter: dated parameters, random shocks, and what the plan says.

    What is drawn for a path, or set by the plan, stays so: later dated values of it do not count.
    """
    industry, merged = plan.industry, dict[int, dict[str, Floats]]()
    set_in: dict[str, int] = {}
    for quarter in sorted(plan.changes, reverse=True):
        set_in |= dict.fromkeys(plan.changes[quarter], quarter)
    set_in |= dict.fromkeys(values, 0)
    dated = {
        quarter: {name: value for name, value in new.items() if quarter < set_in.get(name, quarter + 1)}
        for quarter, new in dated_changes(industry.parameters, industry.as_of, plan.quarters).items()
    }
    for source in (dated, shocks(industry, numbers, plan.quarters, plan.seed), plan.changes):
        for period, new in source.items():
            merged.setdefault(period, {}).update(new)
    return merged


def _invalid(message: str, hint: str) -> MisuseError:
    return MisuseError("simulation.invalid-plan", where="the run", message=message, hint=hint)
