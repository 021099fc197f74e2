"""Why a scenario's difference is what it is: what happens, the start, the assumptions, and theory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from keiretsu.quantities import counted, measured
from keiretsu.reasons import Reason
from keiretsu.simulation.industry.levers import LEVERS, SHOCKS
from keiretsu.simulation.industry.records import Industry
from keiretsu.simulation.parameters import Parameter
from keiretsu.simulation.scenarios.compiling import Compiled, Effect
from keiretsu.simulation.scenarios.records import Scenario

_NAMED = 12  # of those whom an action touches, or a figure is of, at most


def because(compiled: Compiled, industry: Industry, firms: Sequence[str], paths: int) -> tuple[Reason, ...]:
    """Return what the difference of a figure rests on; ``firms`` are those that it is of."""
    return (
        Reason(f"baseline and scenario have the same random numbers on each of {counted(paths, 'path')}"),
        *(_happens(effect, compiled.scenario) for effect in compiled.effects),
        *_overrides(compiled.scenario),
        *_start(industry, firms),
        *_assumed(industry),
        _theory(compiled.scenario),
    )


def _happens(effect: Effect, scenario: Scenario) -> Reason:
    action, of = effect.action, effect.of
    more = f" and {len(of) - _NAMED:,} more" if len(of) > _NAMED else ""
    lever = f"{effect.lever} ({LEVERS[effect.lever].meaning}) of {', '.join(of[:_NAMED])}{more}"
    text = f"from {action.date}, quarter {effect.quarter}: {action.words}"
    return Reason(
        text, (Reason(lever, estimate=True),), source=scenario.where_event(effect.number), estimate=True
    )


def _overrides(scenario: Scenario) -> Iterator[Reason]:
    for name, value in scenario.parameters.items():
        yield Reason(
            f"the scenario sets {name} = {value:g}", source=scenario.where("parameters", name), estimate=True
        )
    for turn, name in scenario.behaviours.items():
        text = f"{turn} is off" if name == "off" else f"{name} acts in the turn of {turn}"
        yield Reason(text, source=scenario.where("behaviours", turn), estimate=True)


def _start(industry: Industry, firms: Sequence[str]) -> Iterator[Reason]:
    for name in firms[:_NAMED]:
        if grounds := tuple(reason for (_, firm), reason in industry.grounds.items() if firm == name):
            yield Reason(f"{name} starts from", grounds, estimate=any(each.estimate for each in grounds))


def assumptions(industry: Industry) -> tuple[Reason, ...]:
    """Return the numbers of the mechanisms that no source gives."""
    levers = {**LEVERS, **SHOCKS}
    return tuple(
        Reason(f"assumed: {name} = {_value(each)}: {each.meaning}", estimate=True)
        for name, each in industry.parameters.items()
        if name not in levers and not each.source
    )


def _assumed(industry: Industry) -> Iterator[Reason]:
    if assumed := assumptions(industry):
        text = f"the mechanisms use {counted(len(assumed), 'number')} that no source gives"
        yield Reason(text, assumed, estimate=True)


def _value(parameter: Parameter) -> str:
    values = np.unique(np.asarray(parameter.value))
    if len(values) == 1:
        return measured(float(values[0]), parameter.unit).rstrip()
    return f"{values[0]:g} to {values[-1]:g} {parameter.unit}".rstrip()


def _theory(scenario: Scenario) -> Reason:
    main = scenario.main
    return Reason(f"theory: it {main.expect}. {main.why}", source=scenario.where("main"), estimate=True)
