"""One outcome in the baseline and in a scenario, on the same random numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from keiretsu.errors import MisuseError
from keiretsu.measures.arrays import Floats
from keiretsu.quantities import counted
from keiretsu.simulation.industry.levers import Per
from keiretsu.simulation.masks import Flags
from keiretsu.simulation.percentiles import LEVELS, MEDIAN

ADDED = ("money", "money/year", "firms")


@dataclass(frozen=True, slots=True)
class Difference:
    """What a figure is in the baseline and in a scenario, and by how much it differs.

    ``baseline`` and ``changed`` are medians over paths. The difference is taken path by path; ``middle``
    is its median, and ``low`` and ``high`` are its 5th and 95th percentile. ``nan`` is a figure without
    a meaning on any path.
    """

    baseline: float
    changed: float
    low: float
    middle: float
    high: float


@dataclass(frozen=True, eq=False)
class Contrast:
    """An outcome in both runs.

    Answers *what is different in the scenario, where nothing else is*: both runs draw the same random
    numbers, so that the difference on a path is the scenario's doing (common random numbers; Law and
    Kelton 1991, chapter 11).

    Parameters
    ----------
    name
        What the outcome is called.
    per
        What it has one row of.
    unit
        ``money``, ``money/year`` and ``firms`` are added up over rows; others, such as ``share``, are
        averaged.
    labels
        What each row is called.
    baseline, changed
        The figures: (rows, quarters + 1, paths). The first quarter is the start.

    Examples
    --------
    >>> base = np.array([[[10.0, 10.0], [12.0, 14.0]]])
    >>> contrast = Contrast("money", Per.FIRM, "money", ("Alpha",), base, base - [[[0, 0], [3, 5]]])
    >>> contrast.at(1)[0].middle
    -4.0
    """

    name: str
    per: Per
    unit: str
    labels: tuple[str, ...]
    baseline: Floats
    changed: Floats

    def __post_init__(self) -> None:
        shape = self.baseline.shape
        if self.changed.shape != shape or len(shape) != 3 or shape[0] != len(self.labels):
            raise MisuseError(
                "simulation.invalid-comparison",
                where=self.name,
                message=f"has shapes {shape} and {self.changed.shape} for {counted(len(self.labels), 'row')}",
                hint="run both with the same outcomes, quarters and paths",
            )

    @property
    def quarters(self) -> int:
        """How many quarters were run."""
        return int(self.baseline.shape[1]) - 1

    @cached_property
    def moved(self) -> tuple[int, ...]:
        """The rows that differ in any quarter on any path."""
        same = (self.baseline == self.changed) | (np.isnan(self.baseline) & np.isnan(self.changed))
        return tuple(np.flatnonzero(~same.all(axis=(1, 2))).tolist())

    def at(self, quarter: int) -> list[Difference]:
        """Return the difference of each row after so many quarters."""
        base, new = self.baseline[:, quarter], self.changed[:, quarter]
        columns = (
            *quantiles(base, (MEDIAN,)),
            *quantiles(new, (MEDIAN,)),
            *quantiles(new - base, LEVELS),
        )
        return [Difference(*map(float, row)) for row in zip(*columns, strict=True)]

    def together(self, rows: Iterable[int], label: str) -> Contrast:
        """Return some rows as one: their sum, or their mean where sums have no meaning."""
        chosen = np.array(sorted(rows), dtype=np.intp)
        one, other = (_merged(values[chosen], self.unit) for values in (self.baseline, self.changed))
        return Contrast(self.name, self.per, self.unit, (label,), one, other)


def quantiles(values: Floats, shares: tuple[float, ...]) -> Floats:
    """Return quantiles over the last axis of the values that have a meaning: (shares, ...).

    Examples
    --------
    >>> quantiles(np.array([[1.0, 3.0, np.nan], [np.nan] * 3]), (0.5,)).tolist()
    [[2.0, nan]]
    """
    lost: Flags = np.isnan(values)
    if not lost.any():
        return np.quantile(values, shares, axis=-1)
    empty: Flags = np.asarray(lost.all(axis=-1))
    filled = np.where(empty[..., None], 0.0, values)
    found: Floats = np.nanquantile(filled, shares, axis=-1)
    found[:, empty] = np.nan
    return found


def _merged(values: Floats, unit: str) -> Floats:
    valid = ~np.isnan(values)
    count = valid.sum(axis=0, keepdims=True)
    total = np.where(valid, values, 0.0).sum(axis=0, keepdims=True)
    divisor = 1 if unit in ADDED else np.maximum(count, 1)
    merged: Floats = np.where(count > 0, total / divisor, np.nan)
    return merged
