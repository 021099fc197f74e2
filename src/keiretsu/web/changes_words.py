"""Figures before and after a change, in words."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan

from keiretsu.report.money import percent, short
from keiretsu.web.runs_words import MINUS, NONE

_MONEY = {"per year": " a year", "money": ""}
_DECIMALS = {"points": 0, "count": 1, "years": 1, "ratio": 3}


@dataclass(frozen=True, slots=True)
class Moving:
    """Writes what a figure was and is, and how far it moved.

    Examples
    --------
    >>> moving = Moving("USD")
    >>> moving.value(2.5e9, "per year"), moving.value(0.1368, "share")
    ('USD 2.5 bn a year', '13.7 %')
    >>> moving.step(1e9, 4e9, "money"), moving.step(0.25, 0.25, "share")
    ('+USD 3.0 bn', 'the same')
    """

    currency: str

    def value(self, value: float | None, unit: str) -> str:
        """Return a figure; a dash where there is none, or where it has no meaning."""
        if value is None or isnan(value):
            return NONE
        return f"{MINUS if value < 0 else ''}{self._size(abs(value), unit)}"

    def step(self, before: float | None, after: float | None, unit: str) -> str:
        """Return by how much a figure moved; a dash where one of the two is missing."""
        if before is None or after is None:
            return NONE
        return self.move(after - before, unit)

    def move(self, difference: float, unit: str) -> str:
        """Return a difference with its sign; that of shares in points of a percentage."""
        if isnan(difference):
            return NONE
        if not difference:
            return "the same"
        sign = "+" if difference > 0 else MINUS
        if unit == "share":
            return f"{sign}{abs(difference) * 100:,.2g} points"
        return f"{sign}{self._size(abs(difference), unit)}"

    def _size(self, value: float, unit: str) -> str:
        if unit == "share":
            return percent(value)
        if unit in _MONEY:
            return f"{self.currency} {short(value)}{_MONEY[unit]}"
        decimals = 0 if float(value).is_integer() else _DECIMALS.get(unit, 3)
        return f"{value:,.{decimals}f}{' years' if unit == 'years' else ''}"
