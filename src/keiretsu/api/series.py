"""A measure over a range of days: worked out once for each range, and no longer than a request may take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeAlias

from keiretsu.errors import MisuseError
from keiretsu.measures import MeasureSeries
from keiretsu.quantities import counted
from keiretsu.service.asked import Asked
from keiretsu.service.keeping import Kept
from keiretsu.service.site import Site

MOST_DAYS = 40
KEPT = 24

Key: TypeAlias = tuple[str, datetime, str, tuple[date, ...]]

_series: Kept[Key, MeasureSeries] = Kept(KEPT)


def series_of(site: Site, asked: Asked, measure: str, days: Sequence[date]) -> MeasureSeries:
    """Return a measure over some days, as known by the moment asked for.

    Raises
    ------
    MisuseError
        ``server.too-many-days`` for more days than a request may take.
    """
    if len(days) > MOST_DAYS:
        raise MisuseError(
            "server.too-many-days",
            where=f"{days[0]} to {days[-1]}",
            message=f"are {counted(len(days), 'day')}, and {MOST_DAYS} are measured at most",
            hint="ask for days that are farther apart, or for a shorter range",
        )
    vintage = site.settled(asked)
    key = (site.settings.workspace, vintage.known_by, measure, tuple(days))
    return _series.get(key, lambda: vintage.series(measure, days))
