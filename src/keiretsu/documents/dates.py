"""Publication dates as files state them, made ISO 8601 as far as they go."""

from __future__ import annotations

import re

# A date, perhaps followed by a time of day, which no analysis here needs.
_STATED = re.compile(r"\s*(\d{4}(?:-\d{1,2}){0,2})(?:[T\s].*)?", re.DOTALL | re.ASCII)


def looks_iso(raw: str) -> bool:
    """Say whether a date is written as ISO 8601 does, whether or not the day exists.

    Examples
    --------
    >>> looks_iso("2025-03-04T10:00:00Z"), looks_iso("2025-02-30"), looks_iso("March 2025")
    (True, True, False)
    """
    return _STATED.fullmatch(raw) is not None


def iso_date(raw: str) -> str | None:
    """Return a stated date as an ISO 8601 partial date, or ``None`` if there is no such day.

    Nothing is filled in: a month stays a month.

    Examples
    --------
    >>> iso_date("2025-3"), iso_date("2025-03-04T10:00:00Z"), iso_date("2025-02-30")
    ('2025-03', '2025-03-04', None)
    """
    import prefixdate

    match = _STATED.fullmatch(raw)
    if match is None or match[1].startswith("0000"):
        return None
    text: str | None = prefixdate.parse(match[1]).text
    return text
