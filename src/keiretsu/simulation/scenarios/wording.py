"""Differences in words."""

from __future__ import annotations

from math import isnan

from keiretsu.measures.scales import short_number
from keiretsu.quantities import counted
from keiretsu.simulation.scenarios.contrast import Difference

_IN_CURRENCY = {"money": "{}", "money/year": "{} per year"}


def movement(moved: Difference, unit: str, currency: str) -> str:
    """Return which way a figure moves, by how much, and between which bounds.

    Examples
    --------
    >>> movement(Difference(2e9, 1e9, -2e9, -1e9, -5e8), "money", "USD")
    'falls by USD 1 bn from USD 2 bn (90% of paths: USD -2 bn to USD -500 m)'
    >>> movement(Difference(0.25, 0.3, 0.01, 0.05, 0.1), "share", "USD")
    'rises by 5 points from 25% (90% of paths: 1 point to 10 points)'
    """
    if isnan(moved.middle):
        return "has no meaning on any path"
    interval = f"(90% of paths: {_step(moved.low, unit, currency)} to {_step(moved.high, unit, currency)})"
    if moved.middle == 0:
        return f"does not move at the median {interval}"
    verb = "rises" if moved.middle > 0 else "falls"
    amount = _step(abs(moved.middle), unit, currency)
    return f"{verb} by {amount} from {_number(moved.baseline, unit, currency)} {interval}"


def unit_words(unit: str, currency: str) -> str:
    """Return a unit as tables and pictures show it.

    Examples
    --------
    >>> unit_words("money/year", "USD"), unit_words("share", "USD")
    ('USD per year', 'share')
    """
    return _IN_CURRENCY.get(unit, unit).format(currency)


def _number(value: float, unit: str, currency: str) -> str:
    number = short_number(value, unit)
    return f"{currency} {number}" if unit in _IN_CURRENCY else number


def _step(value: float, unit: str, currency: str) -> str:
    if unit != "share":
        return _number(value, unit, currency)
    return counted(float(f"{value * 100:.3g}"), "point")
