"""Days of a range, evenly apart."""

from __future__ import annotations

import calendar
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

    Each is on the first one's day of the month, or on the last day of a month that is shorter.

    Raises
    ------
    MisuseError
        ``cli.days-reversed`` where the first day is after the last one.

    Examples
    --------
    >>> [str(day) for day in days_between(date(2025, 1, 31), date(2025, 8, 1), Every.QUARTER)]
    ['2025-01-31', '2025-04-30', '2025-07-31', '2025-08-01']
    """
    if first > last:
        raise MisuseError(
            "cli.days-reversed",
            where=f"from {first} to {last}",
            message="the first day is after the last one",
            hint="give the earlier day first",
        )
    days = [first]
    while (after := _later(first, len(days) * every.months)) is not None and after < last:
        days.append(after)
    return days if first == last else [*days, last]


def _later(day: date, months: int) -> date | None:
    """Return the day so many months later; ``None`` beyond the last year that a date can have."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year:
        return None
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
