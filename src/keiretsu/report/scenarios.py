"""What could happen next: each scenario's answer, its picture, and who gains and loses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from keiretsu.measures.scales import short_number
from keiretsu.reasons import Reason
from keiretsu.report.fans import FanView, fan
from keiretsu.simulation.industry.levers import Per
from keiretsu.simulation.scenarios import Comparison, Contrast
from keiretsu.simulation.scenarios.wording import unit_words

TOLD = ("revenue", "cash", "debt", "valuation", "written off")
"""The outcomes of which a report tells for whom they move most; the workbench shows all."""
MOST = 4  # firms of each


@dataclass(frozen=True, slots=True)
class MoveView:
    """By how much one figure of a firm differs."""

    outcome: str
    of: str
    unit: str
    baseline: str
    difference: str
    span: str


@dataclass(frozen=True, slots=True)
class ScenarioView:
    """One scenario, as the reader meets it."""

    anchor: str
    title: str
    asks: str
    about: str
    answer: str
    is_as_expected: bool
    fan: FanView
    moves: tuple[MoveView, ...]
    why: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class ScenariosView:
    """The chapter: the scenarios, what all of them start from and assume, and how they were run."""

    scenarios: tuple[ScenarioView, ...]
    shared: tuple[tuple[str, Reason], ...]
    paths: int
    seed: int | None

    @property
    def anchors(self) -> dict[Reason, str]:
        """The addresses on the page of what several scenarios share."""
        return {reason: f"#{anchor}" for anchor, reason in self.shared}


def scenarios(found: Sequence[Comparison], seed: int | None = None) -> ScenariosView:
    """Return what scenarios change, for reading, in the order given."""
    shared = dict.fromkeys(step for each in found for step in each.why().because if _is_shared(step))
    return ScenariosView(
        scenarios=tuple(_view(each) for each in found),
        shared=tuple((f"model-{number}", step) for number, step in enumerate(shared, start=1)),
        paths=found[0].contrasts[0].baseline.shape[2] if found else 0,
        seed=seed,
    )


def _is_shared(step: Reason) -> bool:
    """Tell whether a step may be long and stand under several scenarios: a firm's start, the assumptions."""
    return len(step.because) > 1


def _view(found: Comparison) -> ScenarioView:
    scenario = found.scenario
    return ScenarioView(
        anchor=f"scenario-{scenario.name}",
        title=scenario.title,
        asks=scenario.asks,
        about=scenario.about,
        answer=found.line.removeprefix(f"{scenario.title}: "),
        is_as_expected=found.is_as_expected,
        fan=fan(found.chart()),
        moves=tuple(_moves(found)),
        why=found.why().because,
    )


def _moves(found: Comparison) -> Iterator[MoveView]:
    """Yield the largest moves of firms' figures."""
    by_name = {each.name: each for each in found.contrasts if each.per is Per.FIRM}
    currency = found.industry.currency
    for name in TOLD:
        if name in by_name:
            yield from _largest(by_name[name], found.quarter, currency)


def _largest(contrast: Contrast, quarter: int, currency: str) -> Iterator[MoveView]:
    differences = contrast.at(quarter)
    unit = unit_words(contrast.unit, currency)
    moved = (row for row in contrast.moved if differences[row].middle != 0)
    for row in islice(sorted(moved, key=lambda row: -abs(differences[row].middle)), MOST):
        one = differences[row]
        numbers = (
            short_number(value, contrast.unit) for value in (one.baseline, one.middle, one.low, one.high)
        )
        baseline, middle, low, high = numbers
        yield MoveView(contrast.name, contrast.labels[row], unit, baseline, middle, f"{low} to {high}")
