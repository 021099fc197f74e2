"""The figures of one measure over draws, joined block by block to medians and intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from keiretsu.errors import MisuseError
from keiretsu.measures.arrays import Floats
from keiretsu.measures.of_network.result import Measure, Statistic
from keiretsu.network.draws import Draws
from keiretsu.quantities import counted


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure as used, and what it is in draws of what could be so.

    Parameters
    ----------
    measure, name, about, unit
        Which figure it is, as its :class:`Statistic` says.
    point
        The figure for the network as it is; ``nan`` where it has no meaning there.
    median, low, high
        The median and the 5 % and 95 % quantiles of the draws in which it has a meaning: the least
        drawn value that at least this share of them don't exceed; ``nan`` where there are none.
    defined
        In how many draws it has a meaning.
    """

    measure: str
    name: str
    about: str
    unit: str
    point: float
    median: float
    low: float
    high: float
    defined: int

    @property
    def title(self) -> str:
        """What the figure is, and of whom."""
        return f"{self.name} of {self.about}" if self.about else self.name


class Gathered:
    """The figures of one measure, gathered block by block."""

    def __init__(self, measure: Measure) -> None:
        self.measure = measure
        self.blocks: list[Sequence[Statistic]] = []

    def add(self, block: Draws) -> None:
        """Work the figures out in a few draws more.

        Raises
        ------
        MisuseError
            ``measure.broken-statistics`` where they aren't the same figures as before.
        """
        found = self._checked(block)
        if self.blocks and _keys(found) != _keys(self.blocks[0]):
            raise self._broken(
                "gives other figures, or in another order, in one block of draws than in another"
            )
        self.blocks.append(found)

    def intervals(self, draw: Draws) -> list[Interval]:
        """Return an interval a figure; ``draw`` is the network as it is."""
        point = {(each.name, each.about): float(each.values[0]) for each in self._checked(draw)}
        if not point.keys() <= set(_keys(self.blocks[0])):
            raise self._broken("gives figures of the network as it is that it doesn't give of its draws")
        return [
            _interval(self.measure.name, each, point.get((each.name, each.about), np.nan))
            for each in self.joined()
        ]

    def joined(self) -> list[Statistic]:
        """Return the figures in all draws, block after block."""
        return [
            replace(parts[0], values=np.concatenate([part.values for part in parts]))
            for parts in zip(*self.blocks, strict=True)
        ]

    def _checked(self, draws: Draws) -> Sequence[Statistic]:
        found = self.measure.statistics(draws)
        if len(set(_keys(found))) < len(found):
            raise self._broken("gives two figures of one name about one party")
        if any(each.values.shape != (len(draws),) for each in found):
            raise self._broken(f"doesn't give one value for each of {counted(len(draws), 'draw')}")
        return found

    def _broken(self, message: str) -> MisuseError:
        return MisuseError(
            "measure.broken-statistics",
            where=self.measure.name,
            message=message,
            hint="mend the measure's statistics, or leave it out",
        )


def _keys(found: Sequence[Statistic]) -> list[tuple[str, str]]:
    return [(each.name, each.about) for each in found]


def _interval(measure: str, drawn: Statistic, point: float) -> Interval:
    low, median, high = quantiles(drawn.values)
    defined = int((~np.isnan(drawn.values)).sum())
    name, about = str(drawn.name), str(drawn.about)  # a measure may name its figures by an enumeration
    return Interval(measure, name, about, drawn.unit, point, median, low, high, defined=defined)


def quantiles(drawn: Floats) -> tuple[float, float, float]:
    """Return the 5 % quantile, the median and the 95 % quantile of the draws that have a meaning.

    Each is a value that was drawn (type 1 of Hyndman and Fan 1996); ``nan`` where there is none.
    """
    ordered = np.sort(drawn[~np.isnan(drawn)])
    return _quantile(ordered, 5), _quantile(ordered, 50), _quantile(ordered, 95)


def _quantile(ordered: Floats, percent: int) -> float:
    """Return the least value that at least so many percent don't exceed."""
    return float(ordered[-(-len(ordered) * percent // 100) - 1]) if ordered.size else np.nan
