"""An industry under a scenario as an experiment: what ensembles run over and over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from importlib.metadata import version
from typing import Any

import numpy as np

from keiretsu.errors import MisuseError
from keiretsu.measures.arrays import Floats
from keiretsu.parties import Party
from keiretsu.simulation.amounts import Amount
from keiretsu.simulation.ensembles import Outcome, Range
from keiretsu.simulation.industry.outcomes import OUTCOMES
from keiretsu.simulation.industry.quarters import last_day
from keiretsu.simulation.industry.records import Industry
from keiretsu.simulation.industry.running import Outcomes, Plan, run_block, start_of
from keiretsu.simulation.scenarios import Compiled, Contrast, Scenario, compile_scenario, labels
from keiretsu.simulation.scenarios.fields import Firms, Selector
from keiretsu.simulation.scenarios.naming import Names
from keiretsu.simulation.starting import Start

FIRST = 2  # paths whose start tells one experiment from another


@dataclass(frozen=True, eq=False)
class IndustryExperiment:
    """Runs of an industry whose parameters, and whose scenario's sizes, are drawn from ranges.

    Answers *what can come of it, given what isn't known, and what drives it*. With a scenario every
    figure is the difference to the baseline with the same parameters and random numbers.

    Parameters
    ----------
    plan
        The baseline: the industry, quarters, seed and start.
    scenario
        What happens; ``None`` for the baseline itself.
    asked
        Outcomes by name, each with whom it is of: firms by name or as a scenario names them, the label of a
        layer or market, or empty for all together. Sums of money are added up, other figures averaged.
    parties
        Who the firms are, for the names that the scenario uses.
    """

    plan: Plan
    scenario: Scenario | None = None
    asked: tuple[tuple[str, str | Firms], ...] = ()
    parties: tuple[Party, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        for name, of in self.asked:
            self._rows(name, of)  # what isn't there is refused before anything is run
        if self.scenario is not None:
            for one in self._compiled(self.scenario, {}).problems:
                raise MisuseError(one.code, where=one.where, message=one.message, hint=one.hint)

    @property
    def name(self) -> str:
        """What is run."""
        return self.scenario.title if self.scenario else f"{self.plan.industry.name}, nothing happening"

    @cached_property
    def ranges(self) -> tuple[Range, ...]:
        """The likely range of each parameter that has one, then those of the scenario's sizes."""
        fixed = self.scenario.parameters if self.scenario else {}
        drawn = [
            Range(name, *each.likely, each.unit, each.meaning, each.source)
            for name, each in self.plan.industry.parameters.items()
            if each.likely is not None and name not in fixed
        ]
        sizes = self.scenario.ranges if self.scenario else {}
        drawn += [
            Range(name, each.least, each.most, "", "a size of the scenario", "")
            for name, each in sizes.items()
        ]
        return tuple(drawn)

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What is kept of each run: the figures asked for, at the end of every year and at the end."""
        verb = "change of " if self.scenario else ""
        return tuple(
            Outcome(
                f"{verb}{name}{f' of {_words(of)}' if of else ''}",
                self._unit(OUTCOMES[name].unit),
                OUTCOMES[name].about,
                last_day(quarter, self.plan.industry.as_of),
            )
            for name, of in self.asked
            for quarter in self.quarters
        )

    @property
    def quarters(self) -> tuple[int, ...]:
        """The quarters that are kept: the last one of each year, the last one, and that of the answer."""
        last = self.plan.quarters
        return tuple(sorted({*range(4, last + 1, 4), last, self.answered}))

    @property
    def answered(self) -> int:
        """The quarter in which the scenario reads its answer; the last one unless it says so."""
        main = self.scenario.main if self.scenario else None
        return min((main.quarter if main else None) or self.plan.quarters, self.plan.quarters)

    @property
    def answer(self) -> Outcome:
        """The figure asked for first, in the quarter of the answer."""
        return self.outcomes[self.quarters.index(self.answered)]

    @cached_property
    def identity(self) -> str:
        """A hash of the plan, the start of its first paths, the scenario and the version."""
        plan, asked = self.plan, [(name, _words(of)) for name, of in self.asked]
        told = (version("keiretsu"), plan.quarters, plan.seed, sorted(plan.behaviours.items()), asked)
        digest = sha256(repr(told).encode())
        digest.update(self.scenario.model_dump_json().encode() if self.scenario else b"")
        drawn = (
            {name: np.array([size.middle]) for name, size in self.scenario.ranges.items()}
            if self.scenario
            else {}
        )
        moved = (*_moved(plan), *_moved(self._plan(drawn)), *_moved(self._background(drawn)))
        for text in (*_told(plan.industry), *_told_of_start(start_of(plan, range(FIRST))), *moved):
            digest.update(text)
        return digest.hexdigest()

    def run(self, numbers: Sequence[int], values: Floats) -> Floats:
        """Run some paths, and return their figures: paths x outcomes."""
        names = tuple(dict.fromkeys(name for name, _ in self.asked))
        parameters, sizes = self._drawn(values)
        changed = replace(self._plan(sizes), outcomes=names)
        found = self._figures(run_block(changed, numbers, parameters))
        if self.scenario is None:
            return found
        before = replace(self._background(sizes), outcomes=names)
        return found - self._figures(run_block(before, numbers, parameters))

    def outcomes_of(self, numbers: Sequence[int], values: Floats) -> Outcomes:
        """Run some paths, and return the plan's outcomes: rows x (quarters + 1) x paths."""
        parameters, sizes = self._drawn(values)
        return run_block(self._plan(sizes), numbers, parameters)

    def _drawn(self, values: Floats) -> tuple[dict[str, Floats], dict[str, Floats]]:
        """Return the parameters that are drawn, and the scenario's sizes."""
        drawn = {each.name: np.ascontiguousarray(values[:, place]) for place, each in enumerate(self.ranges)}
        sizes = {name: drawn.pop(name) for name in (self.scenario.ranges if self.scenario else {})}
        return drawn, sizes

    def _plan(self, sizes: Mapping[str, Floats]) -> Plan:
        return self.plan if self.scenario is None else self._with(self.scenario, sizes)

    def _background(self, sizes: Mapping[str, Floats]) -> Plan:
        """Return the baseline: what is given in the scenario happens in it too."""
        given = self.scenario.background if self.scenario else None
        if given is None:
            return self.plan
        return self._with(given, {name: size for name, size in sizes.items() if name in given.ranges})

    def _with(self, scenario: Scenario, sizes: Mapping[str, Floats]) -> Plan:
        plan, compiled = self.plan, self._compiled(scenario, sizes)
        changes = {
            quarter: {**plan.changes.get(quarter, {}), **compiled.changes.get(quarter, {})}
            for quarter in sorted({*plan.changes, *compiled.changes})
        }
        return replace(plan, changes=changes, behaviours={**plan.behaviours, **compiled.behaviours})

    def _compiled(self, scenario: Scenario, sizes: Mapping[str, Floats]) -> Compiled:
        plan = self.plan
        return compile_scenario(scenario, plan.industry, self.parties, quarters=plan.quarters, sizes=sizes)

    def _figures(self, found: Outcomes) -> Floats:
        columns = []
        for name, of in self.asked:
            outcome = OUTCOMES[name]
            known = labels(self.plan.industry, outcome.per)
            whole = Contrast(name, outcome.per, outcome.unit, known, found[name], found[name])
            together = whole.together(self._rows(name, of), _words(of))
            columns.append(together.baseline[0][list(self.quarters)])
        return np.concatenate(columns).T

    def _rows(self, name: str, of: str | Firms) -> Iterable[int]:
        """Return the rows of an outcome that belong to somebody."""
        if name not in OUTCOMES:
            raise _unknown("outcome", name, tuple(OUTCOMES))
        known = labels(self.plan.industry, OUTCOMES[name].per)
        if not of:
            return range(len(known))
        if of in known:
            return [known.index(str(of))]
        asked = (Selector.model_validate(of),) if isinstance(of, str) else of
        found = Names(self.plan.industry, self.parties).rows(asked, OUTCOMES[name].per, name)
        if found.problems:
            raise _unknown(name, _words(of), known)
        return found.places

    def _unit(self, unit: str) -> str:
        return unit.replace("money", self.plan.industry.currency)


def _words(of: str | Firms) -> str:
    return of if isinstance(of, str) else ", ".join(map(str, of))


def _told(industry: Industry) -> list[bytes]:
    """Return all that an industry's figures depend on beside its start, as bytes."""
    supplies, equity, loans = industry.supplies, industry.equity, industry.loans
    arrays: list[Any] = [industry.markets, industry.market]
    arrays += [supplies.customer, supplies.supplier, supplies.layer, supplies.group, supplies.is_exclusive]
    arrays += [supplies.years]
    arrays += [equity.holder, equity.issuer, equity.years, loans.holder, loans.issuer, loans.years]
    arrays += [each.value for each in industry.parameters.values()]
    dated = [str(each.dated) for each in industry.parameters.values()]
    names = [str(industry.as_of), *industry.names, *industry.layers, *industry.parameters, *dated]
    return [repr(names).encode(), *_bytes(arrays)]


def _told_of_start(start: Start) -> list[bytes]:
    held = {(name, party): amount for name, each in start.positions.items() for party, amount in each.items()}
    told: dict[Any, Amount] = {**start.variables, **held, **start.pairs}
    return [repr(list(told)).encode(), *_bytes(told.values())]


def _moved(plan: Plan) -> list[bytes]:
    """Return what changes in a plan, as bytes."""
    moved = [(quarter, name, value) for quarter, new in plan.changes.items() for name, value in new.items()]
    return [*(f"{quarter} {name}".encode() for quarter, name, _ in moved), *_bytes([one[2] for one in moved])]


def _bytes(arrays: Iterable[Amount]) -> list[bytes]:
    return [np.asarray(each, dtype=np.float64).tobytes() for each in arrays]


def _unknown(kind: str, name: str, known: tuple[str, ...]) -> MisuseError:
    return MisuseError(
        "simulation.unknown-outcome",
        where=name,
        message=f"there is no {kind} of this name",
        hint=f"use one of: {', '.join(known)}",
    )
