"""A measure over a range of days."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from keiretsu.errors import MisuseError
from keiretsu.measures.arrays import Floats
from keiretsu.measures.charts import Lines
from keiretsu.measures.charts import Series as ChartSeries
from keiretsu.measures.of_network.result import Measure, Result, Statistic
from keiretsu.measures.registry import load_measure
from keiretsu.measures.uncertain_figures import Gathered, quantiles
from keiretsu.measures.uncertainty import block_size
from keiretsu.network import Draws, Network
from keiretsu.reasons import Reason

if TYPE_CHECKING:
    import pandas as pd

Sampler: TypeAlias = Callable[[Network], Draws]

MOST_LINES = 8


@dataclass(frozen=True, slots=True)
class Point:
    """One figure of a measure on one day; ``low`` and ``high`` are ``None`` where nothing was drawn."""

    day: date
    name: str
    about: str
    unit: str
    value: float
    low: float | None = None
    median: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class MeasureSeries(Result):
    """A measure's figures over a range of days.

    Parameters
    ----------
    network
        The network of the last day.
    measure
        The measure's name.
    networks
        One a day, in the order of the days.
    points
        All figures of all days. A party that isn't in the network of a day has none there.
    """

    network: Network = field(repr=False)
    measure: str
    networks: tuple[Network, ...] = field(repr=False)
    points: tuple[Point, ...] = field(repr=False)

    @property
    def days(self) -> tuple[date, ...]:
        """The days."""
        return tuple(network.as_of for network in self.networks)

    def names(self) -> tuple[tuple[str, str], ...]:
        """Return the figures, each by its name and what it is about, as they first occur."""
        return tuple(dict.fromkeys((point.name, point.about) for point in self.points))

    def of(self, name: str, about: str = "") -> tuple[Point, ...]:
        """Return one figure over the days.

        Raises
        ------
        MisuseError
            ``measure.no-such-figure`` where the measure has no figure of this name about this.
        """
        found = tuple(point for point in self.points if (point.name, point.about) == (name, about))
        if not found:
            raise no_such_figure(self.measure, name, about, self.names())
        return found

    def only(self, name: str) -> MeasureSeries:
        """Return the series of one figure, of all that it is about.

        Raises
        ------
        MisuseError
            ``measure.no-such-figure`` where the measure has no figure of this name.
        """
        points = tuple(point for point in self.points if point.name == name)
        if not points:
            raise no_such_figure(self.measure, name, "", self.names())
        return replace(self, points=points)

    def table(self) -> pd.DataFrame:
        """Return one row a figure and day."""
        import pandas as pd

        columns = ["day", "figure", "about", "unit", "value", "low", "median", "high"]
        rows = [
            (one.day, one.name, one.about, one.unit, one.value, one.low, one.median, one.high)
            for one in self.points
        ]
        return pd.DataFrame(rows, columns=columns)

    def chart(self, name: str | None = None) -> Lines:
        """Return the lines of one figure, by its name; of the measure's first if none is given.

        Of a figure of many parties, the largest of the last day are shown.
        """
        chosen = name or next((point.name for point in self.points), "")
        if name is not None:
            self.only(name)
        abouts = [about for found, about in self.names() if found == chosen]
        lines = [(self.of(chosen, about), about) for about in abouts]
        lines.sort(key=lambda line: (-_last(line[0], self.days[-1]), line[1]))
        unit = lines[0][0][0].unit if lines else ""
        return Lines(
            title=f"{self.measure}: {chosen}",
            unit=unit,
            days=self.days,
            series=tuple(_line(about or chosen, points, self.days) for points, about in lines[:MOST_LINES]),
            note=f"The {MOST_LINES} largest of {len(lines)}." if len(lines) > MOST_LINES else "",
        )

    def why(self, *names: str) -> Reason:
        """Explain a figure of one day: the day, and what the measure's own ``why`` asks for.

        Raises
        ------
        MisuseError
            ``measure.no-such-day`` for a day that isn't in the series.
        """
        day, *rest = names or ("",)
        for network in self.networks:
            if network.as_of.isoformat() == day:
                return load_measure(self.measure).of(network).why(*rest)
        raise MisuseError(
            "measure.no-such-day",
            where=day or "no day",
            message="isn't a day of the series",
            hint=f"use one of {', '.join(map(str, self.days))}",
        )


def series(
    networks: Iterable[Network],
    measure: str,
    *,
    sampler: Sampler | None = None,
    on_day: Callable[[date], None] | None = None,
) -> MeasureSeries:
    """Measure the networks of several days.

    Answers *how has it changed over time?*

    Parameters
    ----------
    networks
        One a day; they are put in the order of their days.
    measure
        A registered measure.
    sampler
        Draws from a network, as :func:`keiretsu.network.sample` does, for an interval on each day;
        without one there is none.
    on_day
        Called as each day is done.

    Raises
    ------
    MisuseError
        ``measure.unknown-measure``; ``measure.no-days`` where there is no network.

    Examples
    --------
    One day of three firms' money: 120 of 170 a year can go round.

    >>> from keiretsu.network.example import three_firms
    >>> (point,) = series([three_firms()], "circularity").of("circulating share")
    >>> str(point.day), round(point.value, 3)
    ('2025-06-30', 0.706)
    """
    chosen, ordered = load_measure(measure), tuple(sorted(networks, key=lambda one: one.as_of))
    if not ordered:
        raise MisuseError(
            "measure.no-days",
            where=measure,
            message="there is no day to measure",
            hint="give one network or more",
        )
    points: list[Point] = []
    for network in ordered:
        drawn = _in_blocks(chosen, sampler(network)) if sampler else ()
        intervals = {(one.name, one.about): one.values for one in drawn}
        for one in chosen.statistics(Draws.point(network)):
            values = intervals.get((one.name, one.about))
            drawn_to = _spread(values) if values is not None else (None, None, None)
            points.append(
                Point(network.as_of, one.name, one.about, one.unit, float(one.values[0]), *drawn_to)
            )
        if on_day:
            on_day(network.as_of)
    return MeasureSeries(ordered[-1], measure, ordered, tuple(points))


def no_such_figure(measure: str, name: str, about: str, known: Iterable[tuple[str, str]]) -> MisuseError:
    """Return the error for a figure that a measure doesn't have."""
    names = dict.fromkeys(found for found, _ in known)
    return MisuseError(
        "measure.no-such-figure",
        where=f"{measure}: {name}" + (f" about {about}" if about else ""),
        message="the measure gives no figure of this name about this",
        hint=f"use one of {', '.join(names) or 'none: the network is empty'}, about a name of its table",
    )


def _in_blocks(measure: Measure, draws: Draws) -> list[Statistic]:
    """Return a measure's figures in every draw, worked out a few draws at a time as they take memory."""
    gathered = Gathered(measure)
    for block in draws.blocks(block_size(draws.network)):
        gathered.add(block)
    return gathered.joined()


def _spread(values: Floats) -> tuple[float | None, float | None, float | None]:
    low, median, high = (None if np.isnan(each) else each for each in quantiles(values))
    return low, median, high


def _last(points: tuple[Point, ...], day: date) -> float:
    found = [point.value for point in points if point.day == day and not np.isnan(point.value)]
    return found[0] if found else 0.0


def _line(name: str, points: tuple[Point, ...], days: tuple[date, ...]) -> ChartSeries:
    by_day = {point.day: point for point in points}
    found = [by_day.get(day) for day in days]
    values = tuple(None if one is None or np.isnan(one.value) else one.value for one in found)
    if all(one is None or one.low is None for one in found):
        return ChartSeries(name, values)
    low, high = (tuple(getattr(one, side) if one else None for one in found) for side in ("low", "high"))
    return ChartSeries(name, values, low, high)
