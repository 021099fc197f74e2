"""Stretches of time, as precise as the text that gives them."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Self

from keiretsu.errors import InvalidRecordError

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
DAYS_PER_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Period:
    """A closed stretch of days; an open end is ``None``.

    Answers *from when to when*, from a date that is as precise as its text: a year is all of its
    days, ``2019/..`` is from the start of 2019 on.

    Raises
    ------
    InvalidRecordError
        For a date that doesn't exist, or an end before the start.

    Examples
    --------
    >>> Period.parse("2025-02")
    Period(start=datetime.date(2025, 2, 1), end=datetime.date(2025, 2, 28))
    >>> Period.parse("2019/..").end is None
    True
    >>> date(2025, 2, 3) in Period.parse("2025")
    True
    """

    start: date | None
    end: date | None

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise _invalid(f"{self.start}/{self.end}", "ends before it starts", "swap the two dates")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``2025``, ``2025-03``, ``2025-03-04``, ``2019/..``, ``../2026`` or ``2024/2026``."""
        return cls(*_ends(text))

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    @property
    def years(self) -> float | None:
        """Length in years, or ``None`` where an end is open.

        Examples
        --------
        >>> round(Period.parse("2024/2026").years, 2)
        3.0
        """
        if self.start is None or self.end is None:
            return None
        return ((self.end - self.start).days + 1) / DAYS_PER_YEAR


@lru_cache(maxsize=4096)  # the dates of claims are few, and read again by every rule
def _ends(text: str) -> tuple[date | None, date | None]:
    first, slash, last = text.strip().partition("/")
    start = None if first == ".." else _days(first, text)[0]
    end = (None if last == ".." else _days(last, text)[1]) if slash else _days(first, text)[1]
    return start, end


def _days(partial: str, text: str) -> tuple[date, date]:
    """Return the first and last day of a partial date."""
    match = _PARTIAL.fullmatch(partial)
    if match is None:
        raise _invalid(text, "is not an ISO 8601 date", "write 2025, 2025-03 or 2025-03-04")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None  # noqa: S101 - the pattern has it
    try:
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except (ValueError, calendar.IllegalMonthError):
        raise _invalid(text, "is not a date that exists", "check the month and the day") from None


def _invalid(where: str, message: str, hint: str) -> InvalidRecordError:
    return InvalidRecordError("quantity.invalid-date", where=where, message=message, hint=hint)
