"""The values of parameters: those of the mechanisms, a pack's own over them, and how they change by date."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from difflib import get_close_matches

import numpy as np

from keiretsu.errors import MisuseError, PackError
from keiretsu.measures.arrays import Floats
from keiretsu.simulation.industry.by_market import split_name
from keiretsu.simulation.industry.given import Given
from keiretsu.simulation.industry.mechanism import Mechanism
from keiretsu.simulation.industry.quarters import first_day
from keiretsu.simulation.parameters import Parameter


def parameters_of(
    mechanisms: Mapping[str, Mechanism],
    overrides: Mapping[str, Given] | None = None,
    markets: Collection[str] = (),
) -> dict[str, Parameter]:
    """Return the parameters of mechanisms, with values given in place of theirs.

    Parameters
    ----------
    mechanisms
        As :func:`~keiretsu.simulation.industry.mechanism.chosen` returns them.
    overrides
        As :func:`~keiretsu.simulation.industry.given.read_given` returns them. What
        :mod:`~keiretsu.simulation.industry.by_market` lists may be given for one market alone.
    markets
        What the markets are called; values for others are left out.

    Raises
    ------
    PackError
        For a name that no mechanism reads, another unit than the parameter's, a value out of its range, or
        out of the likely one.

    Examples
    --------
    >>> from keiretsu.simulation.industry.given import parse_given
    >>> pull = Parameter(0.5, "how strongly", least=0, most=1)
    >>> mechanism = Mechanism("gift", "", "", "", lambda industry: lambda books: None, {"pull": pull})
    >>> given = parse_given("pull: {value: 0.25, source: A report}", "parameters.yaml")
    >>> parameters_of({"gift": mechanism}, given)["pull"].value
    0.25
    """
    declared = {name: one for each in mechanisms.values() for name, one in each.parameters.items()}
    found = dict(declared)
    for name, given in (overrides or {}).items():
        general, market = split_name(name) or (name, None)
        if general not in declared:
            raise _unknown(name, given, declared)
        replaced = _replaced(declared[general], name, given)
        if market is None or market in markets:
            found[name] = replaced
    return found


def dated_changes(
    parameters: Mapping[str, Parameter], as_of: date, periods: int
) -> dict[int, dict[str, Floats]]:
    """Return what changes in each period because parameters have dated values.

    A value holds from the first period on that begins on its day or later. What held before the first
    period is a change of period 1.

    Parameters
    ----------
    parameters
        By name.
    as_of
        The day before the first period.
    periods
        How many quarters.

    Examples
    --------
    >>> rate = Parameter(0.02, "rate of interest", dated=((date(2026, 5, 1), 0.03),))
    >>> dated_changes({"rate": rate}, date(2025, 12, 31), 4)
    {3: {'rate': array(0.03)}}
    """
    changes: dict[int, dict[str, Floats]] = {}
    for name, parameter in parameters.items():
        if not parameter.dated:
            continue
        before = parameter.value
        for period in range(1, periods + 1):
            value = parameter.at(first_day(period, as_of))
            if value is not before:
                changes.setdefault(period, {})[name] = np.asarray(value, dtype=np.float64)
            before = value
    return changes


def _replaced(parameter: Parameter, name: str, given: Given) -> Parameter:
    if given.unit is not None and given.unit != parameter.unit:
        raise given.fault(f"{name} is in {given.unit!r}", f"give it in {parameter.unit or 'no unit'}")
    for value in given.numbers():
        try:
            parameter.check(name, value)
        except MisuseError:
            raise given.fault(f"{name} is {value:g}", f"give a number {parameter.range}") from None
    likely = given.likely or parameter.likely
    if likely is not None and not likely[0] <= given.value <= likely[1]:
        message = f"{name} is {given.value:g}, and likely from {likely[0]:g} to {likely[1]:g}"
        raise given.fault(message, "give its own likely range: likely: [0.1, 0.4]")
    try:
        return replace(
            parameter,
            value=given.value,
            source=given.source,
            dated=given.dated,
            likely=likely,
            least=parameter.least if given.least is None else given.least,
            most=parameter.most if given.most is None else given.most,
        )
    except MisuseError as error:
        raise given.fault(f"{name}: {error.problem.message}", error.problem.hint) from None


def _unknown(name: str, given: Given, known: Mapping[str, Parameter]) -> PackError:
    near = get_close_matches(name, known, n=1) or sorted(known)[:1]
    return given.fault(
        f"no mechanism reads a parameter {name!r}", f"did you mean {', '.join(near) or 'none'}?"
    )
