"""Whether an industry can run a scenario, before it is run."""

from __future__ import annotations

from collections.abc import Iterable

from keiretsu.errors import Problem
from keiretsu.parties import Party
from keiretsu.simulation.industry.outcomes import OUTCOMES
from keiretsu.simulation.industry.records import Industry
from keiretsu.simulation.scenarios import faults
from keiretsu.simulation.scenarios.compiling import compile_scenario
from keiretsu.simulation.scenarios.naming import Names
from keiretsu.simulation.scenarios.records import Scenario


def check_scenario(
    scenario: Scenario, industry: Industry, parties: Iterable[Party] = ()
) -> tuple[Problem, ...]:
    """Return why an industry can't run a scenario; nothing where it can.

    Examples
    --------
    >>> from keiretsu.simulation.industry.example import three_firms
    >>> stop = Scenario.model_validate({
    ...     "name": "stop", "title": "Stop", "asks": "Who lives?", "about": "A test.", "horizon": 4,
    ...     "actions": [{"date": "2026-05-01", "do": "fail", "firms": "Alpa"}],
    ...     "main": {"outcome": "money", "expect": "falls", "why": "Less is paid in."},
    ... })
    >>> [problem.hint[:21] for problem in check_scenario(stop, three_firms())]
    ["did you mean 'Alpha'?", 'use one of: revenue, ']
    """
    known = tuple(parties)
    compiled = compile_scenario(scenario, industry, known)
    return (*compiled.problems, *asked_in_vain(scenario, industry, known))


def asked_in_vain(scenario: Scenario, industry: Industry, parties: tuple[Party, ...]) -> tuple[Problem, ...]:
    """Return what is wrong with the outcome that a scenario asks for."""
    main, where = scenario.main, scenario.where("main", "outcome")
    if main.outcome not in OUTCOMES:
        return (faults.unknown(where, "outcome", main.outcome, OUTCOMES),)
    if main.of is None:
        return ()
    names, per = Names(industry, parties), OUTCOMES[main.outcome].per
    return tuple(names.rows(main.of, per, scenario.where("main", "of")).problems)
