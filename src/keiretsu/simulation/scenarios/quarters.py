"""Which quarter of a run a day lies in."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

MONTHS = 3


def quarter_of(day: date, as_of: date) -> int:
    """Return the quarter of a run that a day lies in: 1 begins on the day after ``as_of``; 0 is before.

    Examples
    --------
    >>> start = date(2025, 12, 31)
    >>> [quarter_of(day, start) for day in (start, date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1))]
    [0, 1, 1, 2]
    """
    if day <= as_of:
        return 0
    months = (day.year - as_of.year) * 12 + day.month - as_of.month
    return 1 + (months - (day.day <= as_of.day)) // MONTHS


def last_day(quarter: int, as_of: date) -> date:
    """Return the last day of a quarter of a run; of quarter 0, ``as_of`` itself.

    Examples
    --------
    >>> last_day(1, date(2025, 11, 30)), last_day(4, date(2025, 12, 31))
    (datetime.date(2026, 2, 28), datetime.date(2026, 12, 31))
    """
    years, month = divmod(as_of.month - 1 + MONTHS * quarter, 12)
    year = as_of.year + years
    return date(year, month + 1, min(as_of.day, monthrange(year, month + 1)[1]))
