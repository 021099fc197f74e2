"""From a scenario to the values of levers and parameters, quarter by quarter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from keiretsu.errors import MisuseError, Problem
from keiretsu.measures.arrays import Floats
from keiretsu.parties import Party
from keiretsu.simulation.faults import unknown
from keiretsu.simulation.industry.levers import LEVERS, SHOCKS, count
from keiretsu.simulation.industry.mechanism import OFF, ORDER, mechanisms
from keiretsu.simulation.industry.quarters import quarter_of
from keiretsu.simulation.industry.records import Industry
from keiretsu.simulation.scenarios import faults
from keiretsu.simulation.scenarios.actions import Action, Lasting
from keiretsu.simulation.scenarios.moves import COMPOSED, How, Move, Mover
from keiretsu.simulation.scenarios.naming import Names, labels
from keiretsu.simulation.scenarios.records import Scenario, size_name


@dataclass(frozen=True, slots=True)
class Effect:
    """What an action does to an industry: its number, the lever, of whom, and the first quarter."""

    number: int
    action: Action
    lever: str
    of: tuple[str, ...]
    quarter: int


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """A scenario as a run takes it.

    Parameters
    ----------
    scenario
        The scenario.
    changes
        By quarter, the levers and parameters that change in it and what they become; arrays end in an
        axis of length 1, or of paths.
    behaviours
        Which mechanism acts in the turn of another.
    effects
        What each action does.
    problems
        What could not be done. With a problem in it, the changes are not the scenario's, and it should
        not be run.
    """

    scenario: Scenario
    changes: Mapping[int, Mapping[str, Floats]]
    behaviours: Mapping[str, str]
    effects: tuple[Effect, ...]
    problems: tuple[Problem, ...]


def compile_scenario(
    scenario: Scenario,
    industry: Industry,
    parties: Iterable[Party] = (),
    *,
    quarters: int | None = None,
    sizes: Mapping[str, float | Floats] | None = None,
) -> Compiled:
    """Return what a scenario changes in an industry, quarter by quarter.

    Answers *which lever stands where, and when*. An action counts from the quarter that its day lies in.
    Several actions on one lever add up in the order of their days: factors multiply, additions add,
    failures, unwindings and disclosure take the largest, and an in-house target the last.

    Parameters
    ----------
    scenario
        The scenario.
    industry
        Whom it happens to.
    parties
        Who the firms are: their aliases, ids and kinds.
    quarters
        How many quarters are run; as many as the scenario says, unless given.
    sizes
        What ranges are drawn as, by the names of :attr:`Scenario.ranges`: a number, or one a path. The
        middle of a range, unless given.

    Raises
    ------
    MisuseError
        For sizes that the scenario doesn't draw.

    Examples
    --------
    Alpha's outside investors give half from the second quarter on.

    >>> from keiretsu.simulation.industry.example import three_firms
    >>> half = Scenario.model_validate({
    ...     "name": "half", "title": "Half", "asks": "Who lives?", "about": "A test.", "horizon": 4,
    ...     "actions": [{"date": "2026-05-01", "do": "change_funding", "firms": "Alpha", "times": 0.5}],
    ...     "main": {"outcome": "money", "of": "Alpha", "expect": "falls", "why": "Less is paid in."},
    ... })
    >>> compiled = compile_scenario(half, three_firms())
    >>> compiled.changes[2]["funding factor"][:, 0].tolist()
    [0.5, 1.0, 1.0]
    """
    _check_sizes(scenario, sizes or {})
    timeline = _Timeline(scenario, industry, quarters or scenario.horizon, dict(sizes or {}))
    mover = Mover(Names(industry, tuple(parties)), timeline.problems)
    for number, action in sorted(enumerate(scenario.events), key=lambda pair: pair[1].date):
        timeline.add(number, action, mover)
    parameters = _parameters(scenario, industry, timeline.problems)
    _check_behaviours(scenario, timeline.problems)
    return Compiled(
        scenario,
        timeline.changes(parameters),
        dict(scenario.behaviours),
        tuple(timeline.effects),
        tuple(timeline.problems),
    )


@dataclass
class _Timeline:
    """The levers that are moved, each over all quarters: (quarters + 1, rows, paths)."""

    scenario: Scenario
    industry: Industry
    quarters: int
    sizes: dict[str, float | Floats]
    levers: dict[str, Floats] = field(default_factory=dict)
    effects: list[Effect] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, number: int, action: Action, mover: Mover) -> None:
        """Let an action move its lever."""
        move = mover.move(action, self.scenario.where_event(number))
        first = self._quarter(number, action)
        if move is None or first is None:
            return
        names = labels(self.industry, LEVERS[move.lever].per)
        self.effects.append(Effect(number, action, move.lever, tuple(names[row] for row in move.rows), first))
        size = self._size(number, action, move)
        old = self._lever(move.lever, len(size))
        strength = _strength(action, first, len(old))[:, None, None]
        moved = _composed(COMPOSED[move.lever], old[:, move.rows], size, strength)
        old[:, move.rows] = moved

    def changes(self, parameters: Mapping[str, Floats]) -> dict[int, dict[str, Floats]]:
        """Return the parameters, and each lever in the quarters in which it changes."""
        found: dict[int, dict[str, Floats]] = {1: dict(parameters)} if parameters else {}
        for name, values in self.levers.items():
            for quarter in range(1, len(values)):
                if (values[quarter] != values[quarter - 1]).any():
                    found.setdefault(quarter, {})[name] = values[quarter]
        return dict(sorted(found.items()))

    def _quarter(self, number: int, action: Action) -> int | None:
        quarter = quarter_of(action.date, self.industry.as_of)
        if 1 <= quarter <= self.quarters:
            return quarter
        where = self.scenario.where_event(number, "date")
        if quarter < 1:
            message = f"{action.date} is not after {self.industry.as_of}, the day that the run starts from"
            self.problems.append(faults.outside_horizon(where, message, "give a later day, or start earlier"))
        else:
            message = f"{action.date} lies in quarter {quarter} of {self.quarters}"
            self.problems.append(
                faults.outside_horizon(where, message, "give an earlier day, or a longer horizon")
            )
        return None

    def _size(self, number: int, action: Action, move: Move) -> Floats:
        """Return what the action gives as size: (paths,)."""
        if move.key is None:
            return np.array([move.value], dtype=np.float64)
        given = self.sizes.get(size_name(number, action, move.key), getattr(action, move.key).middle)
        size: Floats = np.atleast_1d(np.asarray(given, dtype=np.float64))
        return np.log(size) if move.is_log else size

    def _lever(self, name: str, paths: int) -> Floats:
        """Return a lever over all quarters, at rest until an action moves it."""
        lever = LEVERS[name]
        shape = (self.quarters + 1, count(self.industry, lever.per), paths)
        old = self.levers.get(name, np.full((*shape[:2], 1), float(lever.value)))
        if old.shape[2] < paths:
            old = np.broadcast_to(old, shape)
        self.levers[name] = old.copy()
        return self.levers[name]


def _strength(action: Action, first: int, quarters: int) -> Floats:
    """Return how much of the action holds in each quarter: 1 while it lasts, falling to 0 as it recovers."""
    strength = np.zeros(quarters)
    if not isinstance(action, Lasting):
        strength[first] = 1
        return strength
    if action.quarters is None:
        strength[first:] = 1
        return strength
    since = np.arange(quarters) - first
    left = 1 - (since - action.quarters + 1) / (action.recovers + 1)
    return np.where(since < 0, 0, np.clip(left, 0, 1))


def _composed(how: How, old: Floats, size: Floats, strength: Floats) -> Floats:
    match how:
        case How.MULTIPLY:
            return old * (1 + (size - 1) * strength)
        case How.ADD:
            return old + size * strength
        case How.LARGEST:
            return np.maximum(old, size * strength)
        case How.LAST:
            return old + (size - old) * strength


def _check_sizes(scenario: Scenario, sizes: Mapping[str, float | Floats]) -> None:
    for name in sizes:
        if name not in scenario.ranges:
            raise unknown(scenario.name, "range", name, scenario.ranges)


def _parameters(scenario: Scenario, industry: Industry, problems: list[Problem]) -> dict[str, Floats]:
    known = mechanisms()
    acting = [known[name] for name in scenario.behaviours.values() if name in known]
    own = {name: one for each in acting for name, one in each.parameters.items()}
    own |= {name: one for name, one in industry.parameters.items() if name not in {**LEVERS, **SHOCKS}}
    found: dict[str, Floats] = {}
    for name, value in scenario.parameters.items():
        where = scenario.where("parameters", name)
        if name not in own:
            problems.append(faults.unknown(where, "parameter", name, own))
            continue
        try:
            own[name].check(name, value)
        except MisuseError as error:
            problems.append(faults.invalid_value(where, error.problem.message, error.problem.hint))
            continue
        found[name] = np.array([value], dtype=np.float64)
    return found


def _check_behaviours(scenario: Scenario, problems: list[Problem]) -> None:
    for turn, name in scenario.behaviours.items():
        where = scenario.where("behaviours", turn)
        if turn not in ORDER:
            problems.append(faults.unknown(where, "turn", turn, ORDER))
        if name != OFF and name not in mechanisms():
            problems.append(faults.unknown(where, "mechanism", name, (OFF, *mechanisms())))
