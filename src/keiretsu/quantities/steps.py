"""Days of a range, evenly apart."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from keiretsu.errors import MisuseError


class Every(StrEnum):
    """How far the days of a range are apart."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def months(self) -> int:
        """The same in months."""
        return {"month": 1, "quarter": 3, "year": 12}[self]


def days_between(first: date, last: date, every: Every) -> list[date]:
    """Return the days from the first one on, and the last day itself.

    Raises
    ------
    MisuseError
        ``cli.days-reversed`` where the first day is after the last one.

    Examples
    --------
    >>> [str(day) for day in days_between(date(2025, 1, 1), date(2025, 8, 1), Every.QUARTER)]
    ['2025-01-01', '2025-04-01', '2025-07-01', '2025-08-01']
    """
    import pandas as pd

    if first > last:
        raise MisuseError(
            "cli.days-reversed",
            where=f"from {first} to {last}",
            message="the first day is after the last one",
            hint="give the earlier day first",
        )
    steps = pd.date_range(first, last, freq=pd.DateOffset(months=every.months))
    days = [step.date() for step in steps]
    return days if days[-1] == last else [*days, last]
