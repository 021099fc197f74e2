"""The calendar of a run: on which day each of its quarters begins and ends."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

MONTHS = 3


def first_day(quarter: int, as_of: date) -> date:
    """Return the first day of a quarter of a run; quarter 1 begins on the day after ``as_of``.

    A quarter begins on the day of the month on which the run does, or on the last one of a month without it.

    Examples
    --------
    >>> first_day(2, date(2025, 12, 31)), first_day(2, date(2025, 11, 29))
    (datetime.date(2026, 4, 1), datetime.date(2026, 2, 28))
    """
    begin = as_of + timedelta(days=1)
    years, month = divmod(begin.month - 1 + MONTHS * (quarter - 1), 12)
    year = begin.year + years
    return date(year, month + 1, min(begin.day, monthrange(year, month + 1)[1]))


def last_day(quarter: int, as_of: date) -> date:
    """Return the last day of a quarter of a run: that before the next one begins; of quarter 0, ``as_of``.

    Examples
    --------
    >>> last_day(1, date(2025, 11, 30)), last_day(2, date(2026, 6, 30))
    (datetime.date(2026, 2, 28), datetime.date(2026, 12, 31))
    """
    return first_day(quarter + 1, as_of) - timedelta(days=1)


def quarter_of(day: date, as_of: date) -> int:
    """Return the quarter of a run that a day lies in; 0 for ``as_of`` and all days before it.

    Examples
    --------
    >>> start = date(2025, 12, 31)
    >>> [quarter_of(day, start) for day in (start, date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1))]
    [0, 1, 1, 2]
    """
    if day <= as_of:
        return 0
    begin = as_of + timedelta(days=1)
    begun = 1 + ((day.year - begin.year) * 12 + day.month - begin.month) // MONTHS
    return begun if first_day(begun, as_of) <= day else begun - 1
