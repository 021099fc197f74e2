"""Figures of runs in words, and the addresses of their pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from keiretsu.measures.scales import short_number
from keiretsu.quantities import counted
from keiretsu.service.asked import Asked

NONE, MINUS = "\N{EN DASH}", "\N{MINUS SIGN}"
COLUMNS = ("outcome", "of", "baseline", "scenario", "difference", "low", "high")


@dataclass(frozen=True, slots=True)
class Say:
    """Writes figures in their units.

    Examples
    --------
    >>> say = Say("USD")
    >>> say.value(2e9, "money"), say.step(0.05, "share"), say.step(2e9, "money/year")
    ('USD 2 bn', '+5 points', 'USD +2 bn')
    """

    currency: str

    def value(self, value: float | None, unit: str) -> str:
        """Return a figure."""
        if value is None:
            return NONE
        return f"{self._of(unit)}{short_number(value, unit)}".replace("-", MINUS)

    def step(self, value: float | None, unit: str) -> str:
        """Return a difference, with its sign; that of shares is in points."""
        if value is None:
            return NONE
        sign = "+" if value > 0 else MINUS if value < 0 else ""
        if unit == "share":
            return f"{sign}{counted(float(f'{abs(value) * 100:.3g}'), 'point')}"
        return f"{self._of(unit)}{sign}{short_number(abs(value), unit)}"

    def number(self, value: float | None) -> str:
        """Return a number whose unit stands beside it."""
        return self.value(value, "")

    def _of(self, unit: str) -> str:
        return f"{self.currency} " if unit.startswith("money") else ""


@dataclass(frozen=True, slots=True)
class Viewed:
    """Which part of a run's result its page shows: all of it stands in the address."""

    scenario: str = ""
    outcome: str = ""
    of: str = ""
    only: str = ""
    sort: str = ""
    down: bool = False
    later: bool = False
    offset: int = 0

    def query(self, **changed: object) -> dict[str, object]:
        """Return what an address must carry; ``None`` drops one."""
        own = {name: getattr(self, name) for name in ("scenario", "outcome", "of", "only", "sort", "offset")}
        return {
            **own,
            **{name: "yes" if getattr(self, name) else "" for name in ("down", "later")},
            **changed,
        }


def addresses(asked: Asked) -> Callable[..., str]:
    """Return what makes the addresses of pages of the day and moment that a run is about."""

    def to(path: str) -> str:
        text = urlencode(asked.query())
        return f"{quote(path)}?{text}" if text else quote(path)

    return to
