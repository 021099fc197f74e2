"""How far figures could be from what is used, in words and as marks on a bar."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from keiretsu.measures.uncertain_figures import Interval
from keiretsu.measures.uncertainty import Intervals
from keiretsu.report.money import percent, short

NO_BREAK = "\N{NO-BREAK SPACE}"
MIDDLE = "5 to 95 % of draws".replace(" ", NO_BREAK)


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of a figure over the draws, and the bounds of its middle 90 %."""

    median: float
    low: float
    high: float
    words: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class Spreads:
    """The intervals of a report's figures, by measure, figure, and whom it is about."""

    found: Mapping[tuple[str, str, str], Interval] = field(default_factory=dict)
    currency: str = ""

    @classmethod
    def of(cls, intervals: Intervals | None) -> Self:
        """Take the intervals over; without any there is no spread."""
        if intervals is None:
            return cls()
        found = {(each.measure, each.name, each.about): each for each in intervals.figures}
        return cls(found, intervals.network.currency)

    def get(self, measure: str, figure: str, about: str = "") -> Spread | None:
        """Return the spread of a figure; ``None`` where it has a meaning in no draw."""
        interval = self.found.get((measure, figure, about))
        if interval is None or not interval.defined:
            return None
        median, low, high = (
            self._said(value, interval.unit) for value in (interval.median, interval.low, interval.high)
        )
        words = f"the same in {MIDDLE}" if low == high else f"median {median}, {MIDDLE}: {low} to {high}"
        return Spread(interval.median, interval.low, interval.high, words)

    def _said(self, value: float, unit: str) -> str:
        match unit:
            case "share":
                said = percent(value)
            case "money" | "per year":
                said = f"{self.currency} {short(value)}"
            case _:
                said = f"{value:,.0f}"
        return said.replace(" ", NO_BREAK)


NO_SPREADS = Spreads()
