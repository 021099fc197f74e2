"""Pictures of runs: fans of any figure, of several runs at once, and who gains and who loses."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from keiretsu.errors import NotFoundError
from keiretsu.measures.arrays import Floats
from keiretsu.measures.charts import Bars, Lines, Series
from keiretsu.quantities import counted
from keiretsu.simulation.industry.outcomes import OUTCOMES
from keiretsu.simulation.industry.quarters import last_day
from keiretsu.simulation.scenarios.wording import unit_words

MOST_FIRMS = 12
KINDS = {"baseline": 0, "scenario": 1, "difference": 2}


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure of a scenario in a run, with its way over the quarters: see ``figures_of``."""

    run: str
    scenario: str
    title: str
    outcome: str
    of: str
    unit: str
    days: tuple[date, ...]
    paths: int
    ways: Floats

    def series(self, kind: str, name: str) -> Series:
        """Return one of ``baseline``, ``scenario`` and ``difference``, with its band."""
        low, middle, high = (tuple(map(_known, row)) for row in self.ways[KINDS[kind]].tolist())
        return Series(name, middle, low, high)


def place_of(told: Mapping[str, Any], outcome: str, of: str) -> int:
    """Return where a figure stands in a scenario's table.

    Raises
    ------
    NotFoundError
        ``simulation.unknown-name`` where it doesn't differ, or isn't there.
    """
    for place, row in enumerate(told["figures"]):
        if row["outcome"] == outcome and row["of"] == of:
            return place
    raise NotFoundError(
        "simulation.unknown-name",
        where=f"{outcome} of {of}"[:120],
        message="doesn't differ from the baseline on any path, or isn't there",
        hint="choose one of the figures of the table",
    )


def shown(result: Mapping[str, Any], told: Mapping[str, Any], ways: Floats, place: int, run: str) -> Shown:
    """Return a figure by its place in a scenario's table."""
    row, start = told["figures"][place], date.fromisoformat(result["as_of"])
    days = tuple(last_day(quarter, start) for quarter in range(ways.shape[-1]))
    unit = unit_words(row["unit"], result["currency"])
    known = (told["name"], told["title"], row["outcome"], row["of"], unit, days, result["paths"])
    return Shown(run, *known, ways[place])


def fan(figure: Shown) -> Lines:
    """Return a figure in both runs."""
    series = (figure.series("baseline", "baseline"), figure.series("scenario", figure.scenario))
    return Lines(_title(figure), figure.unit, figure.days, series, note=_note(figure.paths))


def gap(figure: Shown) -> Lines:
    """Return by how much a figure differs, path by path."""
    series = (figure.series("difference", "difference to the baseline"),)
    title = f"{_title(figure)}: difference"
    return Lines(title, figure.unit, figure.days, series, note=_note(figure.paths))


def together(figures: Sequence[Shown], kind: str = "scenario") -> Lines:
    """Return a figure of several runs in one picture, over the days of all.

    ``kind`` is ``scenario``, with each different baseline, or ``difference``.
    """
    days = tuple(sorted({day for each in figures for day in each.days}))
    named = _baselines(figures, days) if kind == "scenario" else {}
    for each in figures:
        name = each.scenario if each.scenario not in named else f"{each.scenario} ({each.run})"
        named[name] = _laid_out(each.series(kind, name), each.days, days)
    first = figures[0]
    words = f"{first.outcome} of {first.of}" if first.of else first.outcome
    title = f"{words}: difference to the baseline" if kind == "difference" else words
    least = min(each.paths for each in figures)
    return Lines(title, first.unit, days, tuple(named.values()), note=_note(least))


def _baselines(figures: Sequence[Shown], days: Sequence[date]) -> dict[str, Series]:
    """Return the baselines that differ, the longest of those that agree, by their names."""
    named: dict[str, Series] = {}
    for each in sorted(figures, key=lambda one: -len(one.days)):
        base = _laid_out(each.series("baseline", "baseline"), each.days, days)
        if not any(_agree(base, other) for other in named.values()):
            name = f"baseline of {each.scenario} ({each.run})" if named else "baseline"
            named[name] = Series(name, base.values, base.low, base.high)
    return named


def _agree(one: Series, other: Series) -> bool:
    """Tell whether a series says nothing else than a longer one."""
    pairs = zip(one.values, other.values, strict=True)
    return all(value is None or value == longer for value, longer in pairs)


def gains_and_losses(told: Mapping[str, Any], outcome: str, currency: str) -> Bars:
    """Return the firms whose outcome moves most, the largest gain first: medians and 5 to 95 %."""
    moved = [row for row in told["figures"] if row["outcome"] == outcome and row["difference"]]
    moved.sort(key=lambda row: -abs(row["difference"]))
    chosen = sorted(moved[:MOST_FIRMS], key=lambda row: -row["difference"])
    left = len(moved) - len(chosen)
    columns = ([row[name] for row in chosen] for name in ("difference", "low", "high"))
    series = Series("median difference", *(tuple(column) for column in columns))
    note = f"The {len(chosen)} that move most; {left:,} more are in the table." if left else ""
    unit = unit_words(OUTCOMES[outcome].unit, currency)
    title = f"Who gains and who loses: {outcome} after {counted(told['quarter'], 'quarter')}"
    return Bars(title, unit, tuple(row["of"] for row in chosen), (series,), note=note)


def choices(told: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return whom each outcome that differs is of, in the order of outcomes."""
    found: dict[str, list[str]] = {}
    for row in told["figures"]:
        found.setdefault(row["outcome"], []).append(row["of"])
    return {name: sorted(found[name], key=str.casefold) for name in OUTCOMES if name in found}


def chart_read(told: Mapping[str, Any]) -> Lines | Bars:
    """Return the chart that :func:`~keiretsu.measures.charts.chart_json` told, to be drawn again."""
    series = tuple(_series_read(one) for one in told["series"])
    common = (told["title"], told["unit"])
    if told["kind"] == "bars":
        return Bars(*common, tuple(told["labels"]), series, told["is_stacked"], told["note"])
    days = tuple(date.fromisoformat(day) for day in told["days"])
    return Lines(*common, days, series, told["note"])


def _series_read(told: Mapping[str, Any]) -> Series:
    rows: Iterable[Any] = (told[name] for name in ("values", "low", "high"))
    values, low, high = (None if row is None else tuple(row) for row in rows)
    return Series(told["name"], values or (), low, high)


def _laid_out(series: Series, own: Sequence[date], days: Sequence[date]) -> Series:
    """Return a series over more days than its own."""

    def spread(values: tuple[float | None, ...] | None) -> tuple[float | None, ...]:
        known = dict(zip(own, values or (), strict=False))
        return tuple(known.get(day) for day in days)

    return Series(series.name, spread(series.values), spread(series.low), spread(series.high))


def _title(figure: Shown) -> str:
    of = f" of {figure.of}" if figure.of and figure.of != "industry" else ""
    return f"{figure.outcome}{of}, {figure.scenario}"


def _note(paths: int) -> str:
    return f"Medians of {counted(paths, 'path')}; bands from the 5th to the 95th percentile."


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value
