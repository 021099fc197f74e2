"""What a picture shows, apart from who draws it: matplotlib, the report or the workbench."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, ClassVar, TypeAlias


@dataclass(frozen=True, slots=True)
class Series:
    """One named row of numbers, as long as the chart's labels; ``None`` where there is none.

    ``low`` and ``high`` are the interval around each number, where there is one.
    """

    name: str
    values: tuple[float | None, ...]
    low: tuple[float | None, ...] | None = None
    high: tuple[float | None, ...] | None = None


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars, one a label; ``is_stacked`` where the series are parts of one whole."""

    kind: ClassVar[str] = "bars"
    title: str
    unit: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    is_stacked: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines over days, with bands where the series have intervals."""

    kind: ClassVar[str] = "lines"
    title: str
    unit: str
    days: tuple[date, ...]
    series: tuple[Series, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A matrix of cells: a number from ``least`` to ``most`` decides the shade, a word stands in it.

    ``None`` is an empty cell. Where ``least`` is below 0, 0 is the middle of two colours.
    """

    kind: ClassVar[str] = "grid"
    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[float | None, ...], ...]
    words: tuple[tuple[str, ...], ...]
    least: float = 0.0
    most: float = 1.0
    legend: Mapping[str, float] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Money that goes from one name to another; drawn dashed where it is estimated."""

    payer: str
    payee: str
    amount: float
    family: str
    is_estimated: bool = False


@dataclass(frozen=True, slots=True)
class Links:
    """Money between names, drawn from payers on the left to payees on the right."""

    kind: ClassVar[str] = "links"
    title: str
    unit: str
    links: tuple[Link, ...]
    note: str = ""


Chart: TypeAlias = Bars | Lines | Grid | Links


def chart_json(chart: Chart) -> dict[str, Any]:
    """Return a chart as JSON's types, its kind included.

    Examples
    --------
    >>> chart_json(Bars("Shares", "share", ("Alpha", "Beta"), (Series("share", (0.25, 0.75)),)))["labels"]
    ['Alpha', 'Beta']
    """
    return {"kind": chart.kind, **_plain(asdict(chart))}


def _plain(value: Any) -> Any:  # noqa: ANN401 - any of JSON's types
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
