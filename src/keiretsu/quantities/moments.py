"""Days and moments as people type them, on the command line and in addresses."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, time
from typing import overload

from keiretsu.errors import MisuseError


@overload
def parse_day(text: str, where: str = ...) -> date: ...
@overload
def parse_day(text: str | None, where: str = ...) -> date | None: ...
def parse_day(text: str | None, where: str = "--as-of") -> date | None:
    """Read a day that somebody gave; ``where`` is what they gave it as.

    Raises
    ------
    MisuseError
        Where it isn't a day that exists.

    Examples
    --------
    >>> parse_day("2025-12-31")
    datetime.date(2025, 12, 31)
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise MisuseError(
            "time.invalid-day",
            where=f"{where} {text[:40]}",
            message="isn't a day that exists",
            hint="write it as YYYY-MM-DD",
        ) from None


def parse_moment(text: str | None, where: str = "--known-by") -> datetime | None:
    """Read a moment that somebody gave; a day stands for its end, in UTC.

    Raises
    ------
    MisuseError
        Where it isn't a moment that exists, or has a time of day without a zone.

    Examples
    --------
    >>> parse_moment("2025-12-31").isoformat()
    '2025-12-31T23:59:59.999999+00:00'
    >>> parse_moment("2025-12-31T12:00:00+01:00").isoformat()
    '2025-12-31T12:00:00+01:00'
    """
    if text is None:
        return None
    with suppress(ValueError):
        return datetime.combine(date.fromisoformat(text), time.max, UTC)
    with suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            moment.astimezone(UTC)  # one of the first or last hours of all years may not exist there
            return moment
    raise MisuseError(
        "time.invalid-moment",
        where=f"{where} {text[:40]}",
        message="isn't a day, or a moment with its time zone",
        hint="write it as YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ",
    )
