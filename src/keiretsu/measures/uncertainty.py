"""How far the figures of measures can be from what is used: medians and intervals over draws."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from keiretsu.errors import MisuseError
from keiretsu.measures.charts import Bars, Series
from keiretsu.measures.of_network.result import Measure, Result
from keiretsu.measures.registry import load_measure, measure_names
from keiretsu.measures.uncertain_figures import Gathered, Interval
from keiretsu.network import Assumption, Network, drawing_assumptions
from keiretsu.network.draws import Draws
from keiretsu.network.sampling import SAMPLES, SEED, sample
from keiretsu.quantities import counted
from keiretsu.reasons import Reason

if TYPE_CHECKING:
    import pandas as pd

LARGEST_BLOCK = 64
"""Draws that are measured at once, at most."""

BLOCK_BYTES = 64 * 2**20
"""What one matrix of flows in each draw of a block may take, unless one draw takes more."""

CHARTED = 12


@dataclass(frozen=True)
class Intervals(Result):
    """The figures of measures with medians and 5 to 95 % intervals.

    Parameters
    ----------
    network
        What was drawn from.
    figures
        An interval a figure, measure by measure, each in its measure's order.
    samples, seed
        Of the draws.
    """

    network: Network = field(repr=False)
    figures: tuple[Interval, ...]
    samples: int
    seed: int
    measures: tuple[Measure, ...] = field(repr=False)

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """What the draws assume: the chance of each state, and how ranges are drawn."""
        return drawing_assumptions(self.network.assumptions)

    @property
    def note(self) -> str:
        """The draws and what they assume, in one line."""
        assumed = ", ".join(f"{each.name} = {each.value:g}" for each in self.assumptions)
        return (
            f"{counted(self.samples, 'draw')}, seed {self.seed}; assumed: {assumed}; a range is drawn"
            " evenly between its bounds; terms and exchange rates aren't drawn"
        )

    def of(self, name: str, about: str = "", measure: str | None = None) -> Interval:
        """Return the interval of a figure.

        Raises
        ------
        MisuseError
            ``measure.no-such-figure`` where there is none, or several measures have one of this name.
        """
        found = [
            each
            for each in self.figures
            if (each.name, each.about) == (name, about) and measure in (None, each.measure)
        ]
        if len(found) == 1:
            return found[0]
        what = ", ".join(word for word in (measure, name, about) if word)
        measures = " and ".join(each.measure for each in found)
        raise MisuseError(
            "measure.no-such-figure",
            where=what,
            message=f"is a figure of {measures}" if found else "isn't among the intervals",
            hint="name the measure too" if found else "take name and about from a row of .table()",
        )

    def table(self) -> pd.DataFrame:
        """Return all figures; what was assumed stands in the frame's ``attrs["note"]``."""
        import pandas as pd

        columns = ["measure", "figure", "about", "unit", "point", "median", "low", "high", "defined"]
        rows = [
            (
                each.measure,
                each.name,
                each.about,
                self._unit(each.unit),
                each.point,
                each.median,
                each.low,
                each.high,
                each.defined,
            )
            for each in self.figures
        ]
        frame = pd.DataFrame(rows, columns=columns)
        frame.attrs["note"] = self.note
        return frame

    def chart(self, measure: str | None = None) -> Bars:
        """Return the largest figures of a measure, the first one if not told, with their intervals.

        They are the measure's first figure of each whom it is about; of a figure about nobody in
        particular, all of the measure in its unit.

        Raises
        ------
        MisuseError
            ``measure.no-such-figure`` for a measure that has no figure here.
        """
        found = [each for each in self.figures if measure in (None, each.measure)]
        if not found and measure is None:
            return Bars("No figures", "", (), ())
        if not found:
            raise MisuseError(
                "measure.no-such-figure",
                where=str(measure),
                message="has no figure among the intervals",
                hint="use one of " + ", ".join(each.name for each in self.measures),
            )
        first = found[0]
        alike = [each for each in found if each.defined and _is_alike(each, first)]
        shown = sorted(alike, key=lambda each: -each.median)[:CHARTED]
        what = f"{first.measure}: {first.name}" if first.about else first.measure
        return Bars(
            title=f"{what}, median and 5 to 95 % of the draws",
            unit=self._unit(first.unit),
            labels=tuple(each.about if first.about else each.title for each in shown),
            series=(
                Series("as used", tuple(None if np.isnan(each.point) else each.point for each in shown)),
                Series(
                    "median",
                    tuple(each.median for each in shown),
                    tuple(each.low for each in shown),
                    tuple(each.high for each in shown),
                ),
            ),
            note=self.note,
        )

    def why(self, *names: str) -> Reason:
        """Explain a figure, named by name, about and measure, as far as it takes to tell it.

        The figure as used is explained by its measure, where that explains whom it is about.

        Raises
        ------
        MisuseError
            ``measure.no-such-figure`` as :meth:`of`.
        """
        if not 1 <= len(names) <= 3:
            raise MisuseError(
                "measure.no-such-figure",
                where=", ".join(names) or "why",
                message="isn't a figure",
                hint="give its name, whom it is about, and its measure where several have one of this name",
            )
        found = self.of(*names)
        unit = self._unit(found.unit)
        point = "no meaning" if np.isnan(found.point) else f"{found.point:,.4g} {unit}"
        drawn = (
            f"median {found.median:,.4g}, 5 to 95 % {found.low:,.4g} to {found.high:,.4g}, over the"
            f" {found.defined:,} of {counted(self.samples, 'draw')} in which it has a meaning"
            if found.defined
            else f"no meaning in any of {counted(self.samples, 'draw')}"
        )
        assumed = Reason(self.note, tuple(each.why() for each in self.assumptions), estimate=True)
        text = f"{found.title}: {point} as used; {drawn}"
        return Reason(text, (*self._why_of_point(found), assumed), estimate=True)

    def _unit(self, unit: str) -> str:
        """Return a unit of :class:`Statistic` with the network's currency."""
        currency = self.network.currency
        return {"per year": f"{currency} per year", "money": currency}.get(unit, unit)

    def _why_of_point(self, found: Interval) -> tuple[Reason, ...]:
        measure = next(each for each in self.measures if each.name == found.measure)
        result = measure.of(self.network)
        about = found.about.split(" / ") if found.about else []
        # A measure may explain a figure by its name; else it explains whom the figure is about.
        for names in ([found.name, *about], about):
            with suppress(MisuseError):
                return (result.why(*names),)
        return ()


def _is_alike(one: Interval, first: Interval) -> bool:
    """Tell whether a figure can stand in one chart with the first of its measure."""
    same = one.name == first.name if first.about else one.unit == first.unit
    return same and one.measure == first.measure


def intervals(
    network: Network,
    measures: Iterable[str | Measure] | None = None,
    *,
    samples: int = SAMPLES,
    seed: int = SEED,
    on_block: Callable[[int, int], None] | None = None,
) -> Intervals:
    """Measure draws of what could be so, and give each figure's median and 5 to 95 % interval.

    Answers *how far could this figure be from what is used, given which deals may not be real and
    which sums are ranges*. The interval is as good as its assumptions, which are printed with it; it
    tells nothing of deals that no source names.

    Parameters
    ----------
    network
        What is drawn from, see :func:`keiretsu.network.sample`.
    measures
        Names of registered measures, or measures; all registered ones if not given.
    samples, seed
        Of the draws; the same seed gives the same result.
    on_block
        Called with the draws done and all draws, after each few.

    Returns
    -------
    Intervals
        Quantiles are of type 1 (Hyndman and Fan 1996), so each is a value that was drawn.

    Raises
    ------
    MisuseError
        ``measure.unknown-measure``, ``network.invalid-samples``; ``measure.broken-statistics`` for a
        measure that doesn't give the same figures in every draw.

    Examples
    --------
    What the sources tell of Alpha, Beta and Gamma leaves nothing open, so the interval is a point.

    >>> from keiretsu.network.example import three_firms
    >>> share = intervals(three_firms(), ["circularity"], samples=10).of("circulating share")
    >>> round(share.low, 3), round(share.median, 3), round(share.high, 3)
    (0.706, 0.706, 0.706)
    """
    names = measure_names() if measures is None else measures
    chosen = tuple(each if isinstance(each, Measure) else load_measure(each) for each in names)
    gathered = [Gathered(measure) for measure in chosen]
    done = 0
    for block in sample(network, samples, seed=seed).blocks(block_size(network)):
        for each in gathered:
            each.add(block)
        done += len(block)
        if on_block is not None:
            on_block(done, samples)
    point = Draws.point(network)
    figures = tuple(interval for each in gathered for interval in each.intervals(point))
    return Intervals(network, figures, samples, seed, chosen)


def block_size(network: Network) -> int:
    """Return how many draws of a network are measured at once."""
    matrix = 8 * len(network.parties) ** 2
    return max(1, min(LARGEST_BLOCK, BLOCK_BYTES // max(matrix, 1)))
