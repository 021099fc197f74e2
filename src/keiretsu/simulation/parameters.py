"""The numbers that behaviours use, each with its meaning, range and source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from keiretsu.simulation.amounts import Amount
from keiretsu.simulation.faults import invalid


@dataclass(frozen=True, slots=True, eq=False)
class Parameter:
    """A number that a behaviour uses.

    Parameters
    ----------
    value
        The number, or an array whose last axis is 1 or the paths.
    meaning
        What it is.
    source
        Where it is from; without one it is an assumption.
    unit
        Such as ``1/year``.
    least, most
        The range in which it can lie.
    likely
        The range in which it probably lies, which ensembles draw from; ``None`` for what isn't drawn.
    dated
        Days and the values that hold from them on, the earliest first.

    Raises
    ------
    MisuseError
        If a value is out of range, or the days don't follow each other.

    Examples
    --------
    >>> rate = Parameter(0.02, "rate of interest", most=0.2, dated=((date(2024, 7, 1), 0.03),))
    >>> rate.at(date(2024, 6, 30)), rate.at(date(2025, 1, 1))
    (0.02, 0.03)
    >>> rate.range
    'up to 0.2'
    """

    value: Amount
    meaning: str
    source: str = ""
    _: KW_ONLY
    unit: str = ""
    least: float | None = None
    most: float | None = None
    likely: tuple[float, float] | None = None
    dated: tuple[tuple[date, Amount], ...] = ()

    def __post_init__(self) -> None:
        days = [day for day, _ in self.dated]
        if any(later <= day for day, later in pairwise(days)):
            raise invalid(self.meaning, "its dated values are not in order", "put the earliest day first")
        for value in (self.value, *(value for _, value in self.dated), *(self.likely or ())):
            self.check(self.meaning, value)

    def at(self, day: date) -> Amount:
        """Return the value in force on a day; before the first dated one, ``value``."""
        in_force = [value for since, value in self.dated if since <= day]
        return in_force[-1] if in_force else self.value

    def check(self, where: str, value: Amount) -> None:
        """Stop if a value is out of range.

        Raises
        ------
        MisuseError
            With the first value that is.
        """
        numbers = np.atleast_1d(np.asarray(value, dtype=np.float64))
        low = -np.inf if self.least is None else self.least
        high = np.inf if self.most is None else self.most
        if (wrong := numbers[(numbers < low) | (numbers > high)]).size:
            raise invalid(
                where, f"{wrong[0]:,.6g} is out of its range {self.range}", "give one that lies within"
            )

    @property
    def range(self) -> str:
        """The range in words; empty if there is none."""
        return " ".join(self._bounds())

    def _bounds(self) -> Iterator[str]:
        if self.least is not None:
            yield f"from {self.least:,.6g}"
        if self.most is not None:
            yield f"up to {self.most:,.6g}" if self.least is None else f"to {self.most:,.6g}"
