"""A scenario beside its baseline: what is different, for whom, and how surely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import isnan
from typing import TYPE_CHECKING

from keiretsu.errors import MisuseError
from keiretsu.measures.answer import Answer
from keiretsu.measures.arrays import Floats
from keiretsu.measures.charts import Lines, Series
from keiretsu.parties import Party
from keiretsu.quantities import counted
from keiretsu.reasons import Reason
from keiretsu.simulation.faults import unknown
from keiretsu.simulation.industry.levers import Per
from keiretsu.simulation.industry.quarters import last_day
from keiretsu.simulation.industry.records import Industry
from keiretsu.simulation.percentiles import LEVELS
from keiretsu.simulation.scenarios.compiling import Compiled
from keiretsu.simulation.scenarios.contrast import Contrast, Difference, quantiles
from keiretsu.simulation.scenarios.naming import Names
from keiretsu.simulation.scenarios.reasons import assumptions, because
from keiretsu.simulation.scenarios.records import Scenario, Sign
from keiretsu.simulation.scenarios.wording import movement, unit_words

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Comparison(Answer):
    """What a scenario changes, against the baseline on the same random numbers.

    Answers *who gains and who loses what if this happens, and how surely, as far as the model goes*.

    Parameters
    ----------
    industry
        The industry that both runs have.
    compiled
        The scenario.
    contrasts
        The outcomes in both runs; the scenario's main outcome among them.
    parties
        Who the firms are.

    Raises
    ------
    MisuseError
        If the main outcome, or whom it is of, is not among the outcomes.
    """

    industry: Industry = field(repr=False)
    compiled: Compiled = field(repr=False)
    contrasts: tuple[Contrast, ...] = field(repr=False)
    parties: tuple[Party, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        _ = self.main  # a scenario that asks for what isn't there has no answer

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.compiled.scenario

    @property
    def quarter(self) -> int:
        """After how many quarters the figures of :meth:`table` are read."""
        run = self.contrasts[0].quarters
        return min(self.scenario.main.quarter or self.scenario.horizon, run)

    @cached_property
    def main(self) -> Contrast:
        """The outcome that answers the scenario's question, in one row."""
        asked = self.scenario.main
        contrast = self._contrast(asked.outcome)
        whole = "all" if len(contrast.labels) > 1 else ""
        return contrast.together(self._asked, whole if asked.of is None else ", ".join(map(str, asked.of)))

    @cached_property
    def _asked(self) -> tuple[int, ...]:
        """The rows of the main outcome that the scenario asks for."""
        asked = self.scenario.main
        contrast = self._contrast(asked.outcome)
        if asked.of is None:
            return tuple(range(len(contrast.labels)))
        where = self.scenario.where("main", "of")
        found = Names(self.industry, self.parties).rows(asked.of, contrast.per, where)
        if found.problems:
            problem = found.problems[0]
            raise MisuseError(problem.code, where=where, message=problem.message, hint=problem.hint)
        return tuple(sorted(found.places))

    @property
    def _labels_asked(self) -> tuple[str, ...]:
        labels = self._contrast(self.scenario.main.outcome).labels
        return tuple(labels[row] for row in self._asked)

    @property
    def answer(self) -> Difference:
        """The difference of the main outcome."""
        return self.main.at(self.quarter)[0]

    @property
    def is_as_expected(self) -> bool:
        """Whether the main outcome moves, at the median, the way that theory says."""
        moved = self.answer.middle
        return moved > 0 if self.scenario.main.expect is Sign.RISES else moved < 0

    @property
    def line(self) -> str:
        """The answer in one line."""
        main = self.main
        text = f"{self.scenario.title}: {self._words(main, self.answer)}"
        says = "as theory says" if self.is_as_expected else f"theory says that it {self.scenario.main.expect}"
        return f"{text}; {says}"

    def table(self) -> pd.DataFrame:
        """Return every figure that differs, the main outcome first and the largest difference before others.

        One row a figure: its median in both runs, and the median, 5th and 95th percentile of the
        difference, after :attr:`quarter` quarters.
        """
        import pandas as pd

        first = self.scenario.main.outcome
        ordered = sorted(self.contrasts, key=lambda contrast: contrast.name != first)
        rows = [row for contrast in ordered for row in _rows(contrast, self.quarter)]
        columns = ["outcome", "of", "unit", "baseline", "scenario", "difference", "low", "high"]
        return pd.DataFrame(rows, columns=columns)

    def by_firm(self) -> pd.DataFrame:
        """Return who loses what: the median difference of each firm's outcomes, those who lose most first.

        Firms that nothing changes for are left out.
        """
        import pandas as pd

        own = [contrast for contrast in self.contrasts if contrast.per is Per.FIRM]
        own.sort(key=lambda contrast: contrast.name != self.scenario.main.outcome)
        firms = sorted({row for contrast in own for row in contrast.moved})
        found = {contrast.name: [each.middle for each in contrast.at(self.quarter)] for contrast in own}
        frame = pd.DataFrame(
            {name: [values[row] for row in firms] for name, values in found.items()},
            index=pd.Index([self.industry.firms[row] for row in firms], name="firm"),
        )
        return frame.sort_values(list(frame.columns), kind="stable") if own else frame

    def chart(self) -> Lines:
        """Return the main outcome over the quarters in both runs, with bands for 90% of the paths."""
        return self._fan(self.main)

    def fan(self, outcome: str, of: str = "") -> Lines:
        """Return the same of any figure, named as the table names it.

        Raises
        ------
        MisuseError
            If there is no such figure.
        """
        return self._fan(self._figure(outcome, of))

    def why(self, *names: str) -> Reason:
        """Explain a difference: what happens, what it starts from, what is assumed and what theory says.

        Parameters
        ----------
        names
            The outcome, and whom it is of, as the table names them; the main outcome if none.

        Raises
        ------
        MisuseError
            If there is no such figure.
        """
        figure = self._figure(names[0], " / ".join(names[1:])) if names else self.main
        labels = figure.labels if names else self._labels_asked
        text = self._words(figure, figure.at(self.quarter)[0])
        firms = {part for label in labels for part in label.split(" / ")} & set(self.industry.firms)
        reasons = because(self.compiled, self.industry, sorted(firms), figure.baseline.shape[2])
        return Reason(text, reasons, estimate=True)

    def assumed(self) -> tuple[Reason, ...]:
        """Return the numbers of the mechanisms that no source gives."""
        return assumptions(self.industry)

    def difference(self) -> Lines:
        """Return by how much the main outcome differs over the quarters, path by path, with its band."""
        figure = self.main
        return self._lines(figure, {"difference to the baseline": figure.changed - figure.baseline})

    def _fan(self, figure: Contrast) -> Lines:
        return self._lines(figure, {"baseline": figure.baseline, self.scenario.name: figure.changed})

    def _lines(self, figure: Contrast, runs: Mapping[str, Floats]) -> Lines:
        days = tuple(last_day(quarter, self.industry.as_of) for quarter in range(figure.quarters + 1))
        of = f" of {figure.labels[0]}" if figure.labels[0] else ""
        series = []
        for name, values in runs.items():
            low, middle, high = quantiles(values[0], LEVELS).tolist()
            series.append(Series(name, _shown(middle), _shown(low), _shown(high)))
        paths = counted(figure.baseline.shape[2], "path")
        return Lines(
            f"{self.scenario.title}: {figure.name}{of}",
            unit_words(figure.unit, self.industry.currency),
            days,
            tuple(series),
            note=f"Medians of {paths}; bands from the 5th to the 95th percentile.",
        )

    def _words(self, figure: Contrast, moved: Difference) -> str:
        of = f" of {figure.labels[0]}" if figure.labels[0] else ""
        subject = f"{figure.name}{of} after {counted(self.quarter, 'quarter')}"
        return f"{subject} {movement(moved, figure.unit, self.industry.currency)}"

    def _contrast(self, outcome: str) -> Contrast:
        for contrast in self.contrasts:
            if contrast.name == outcome:
                return contrast
        where = self.scenario.where("main", "outcome")
        raise unknown(where, "outcome", outcome, [contrast.name for contrast in self.contrasts])

    def _figure(self, outcome: str, of: str) -> Contrast:
        contrast = self._contrast(outcome)
        if not of and len(contrast.labels) == 1:
            of = contrast.labels[0]
        if of not in contrast.labels:
            raise unknown(outcome, "figure", of, contrast.labels)
        return contrast.together([contrast.labels.index(of)], of)


def _rows(contrast: Contrast, quarter: int) -> list[tuple[str | float, ...]]:
    differences = contrast.at(quarter)
    moved = sorted(contrast.moved, key=lambda row: -abs(differences[row].middle))
    return [
        (
            contrast.name,
            contrast.labels[row],
            contrast.unit,
            one.baseline,
            one.changed,
            one.middle,
            one.low,
            one.high,
        )
        for row in moved
        for one in (differences[row],)
    ]


def _shown(values: Sequence[float]) -> tuple[float | None, ...]:
    return tuple(None if isnan(value) else value for value in values)
