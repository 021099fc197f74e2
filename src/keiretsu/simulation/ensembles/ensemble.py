"""What came of an ensemble: every run, quantiles of outcomes, and what drives them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from keiretsu.errors import MisuseError, Problem
from keiretsu.measures.answer import Answer
from keiretsu.measures.arrays import Floats
from keiretsu.measures.charts import Bars, Lines, Series
from keiretsu.quantities import counted
from keiretsu.reasons import Reason
from keiretsu.simulation.ensembles.folder import Folder, Part, damaged
from keiretsu.simulation.ensembles.manifest import Manifest
from keiretsu.simulation.ensembles.quantiles import figures_at
from keiretsu.simulation.ensembles.records import Outcome
from keiretsu.simulation.ensembles.sampling import run_numbers
from keiretsu.simulation.ensembles.sensitivity import Sensitivity, sensitivity_of
from keiretsu.simulation.percentiles import LEVELS

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, eq=False)
class Ensemble(Answer):
    """The runs of an experiment.

    Parameters
    ----------
    manifest
        Whose runs they are, and how parameters were drawn.
    folder
        Where they are kept.
    is_done
        Which runs there are, shape ``runs``.
    values
        The parameters, runs x ranges; ``nan`` for a run that isn't done.
    figures
        The outcomes, runs x outcomes, likewise; ``nan`` also where one has no meaning.
    problems
        What went wrong on the way.
    """

    manifest: Manifest
    folder: Path
    is_done: NDArray[np.bool_] = field(repr=False)
    values: Floats = field(repr=False)
    figures: Floats = field(repr=False)
    problems: tuple[Problem, ...] = ()

    def table(self) -> pd.DataFrame:
        """Return every run that is done: its place, run number, parameters and outcomes."""
        import pandas as pd

        done, drawn = self.is_done, self.manifest
        numbers = run_numbers(drawn.design, drawn.base, len(drawn.ranges))
        columns = {"run": np.flatnonzero(done), "number": numbers[done]}
        columns |= {each.name: self.values[done, place] for place, each in enumerate(drawn.ranges)}
        columns |= {each.title: self.figures[done, place] for place, each in enumerate(drawn.outcomes)}
        frame = pd.DataFrame(columns)
        frame.attrs["note"] = self.note
        return frame

    def quantiles(self, at: Sequence[float] = LEVELS) -> pd.DataFrame:
        """Return each outcome's mean and quantiles, over the runs in which it has a meaning.

        Parameters
        ----------
        at
            Shares of the runs, from 0 to 1. A quantile is the least figure that at least this share of
            the runs don't exceed (type 1 of Hyndman and Fan 1996).

        Raises
        ------
        MisuseError
            ``simulation.invalid-ensemble`` for a share that isn't from 0 to 1.
        """
        import pandas as pd

        rows = []
        for place, each in enumerate(self.manifest.outcomes):
            known = self._known(place)
            mean = float(known.mean()) if known.size else np.nan
            rows.append((each.title, each.unit, known.size, mean, *figures_at(known, at)))
        columns = ["outcome", "unit", "runs", "mean", *(f"{share * 100:g} %" for share in at)]
        frame = pd.DataFrame(rows, columns=columns)
        frame.attrs["note"] = self.note
        return frame

    def chart(self, *names: str) -> Bars | Lines:
        """Return medians with the interval that holds the middle nine tenths of the runs.

        Outcomes with days are lines with bands, others are bars.

        Parameters
        ----------
        names
            Of outcomes that have one unit; all in the unit of the first one, if none is named.

        Raises
        ------
        MisuseError
            ``simulation.unknown-outcome``.
        """
        chosen = self._chosen(names)
        title, unit = f"{self.manifest.experiment}: median and 5 to 95 % of the runs", chosen[0].unit
        days = tuple(sorted({each.day for each in chosen if each.day is not None}))
        if days and all(each.day is not None for each in chosen):
            names = tuple(dict.fromkeys(each.name for each in chosen))
            at = {(each.name, each.day): each for each in chosen}
            lines = tuple(self._series(name, [at.get((name, day)) for day in days]) for name in names)
            return Lines(title, unit, days, lines, self.note)
        labels = tuple(each.title for each in chosen)
        return Bars(title, unit, labels, (self._series("median", chosen),), note=self.note)

    def sensitivity(self, outcome: str) -> Sensitivity:
        """Return what drives an outcome, by its title; see :func:`sensitivity_of`.

        Raises
        ------
        MisuseError
            ``simulation.unknown-outcome``; ``simulation.no-sensitivity`` where parameters weren't drawn
            by the design ``saltelli``, or too few blocks of runs are complete.
        """
        (place,) = self._places([outcome])
        return sensitivity_of(self.manifest, place, self.figures[:, place])

    def why(self, *names: str) -> Reason:
        """Explain an outcome, named by its title: its spread, the runs and the ranges behind it.

        Raises
        ------
        MisuseError
            ``simulation.unknown-outcome``.
        """
        (place,) = self._places(names)
        outcome, known = self.manifest.outcomes[place], self._known(place)
        low, median, high = figures_at(known, LEVELS)
        told = f"{outcome.title}: median {median:,.4g}, 5 to 95 % {low:,.4g} to {high:,.4g} {outcome.unit}"
        told = told if known.size else f"{outcome.title}: no meaning in any run"
        about = Reason(f"{outcome.about} ({counted(known.size, 'run')})")
        drawn = Reason(self.note, self.assumed(), estimate=True)
        return Reason(told, (about, drawn), estimate=True)

    def assumed(self) -> tuple[Reason, ...]:
        """Return the ranges."""
        return tuple(each.why() for each in self.manifest.ranges)

    @property
    def note(self) -> str:
        """The runs and how they were drawn, in one line."""
        drawn = self.manifest
        return (
            f"{int(self.is_done.sum()):,} of {counted(len(self.is_done), 'run')}, parameters drawn by the"
            f" design {drawn.design} with {counted(drawn.base, 'sample')}, seed {drawn.seed}"
        )

    def _repr_html_(self) -> str:
        from keiretsu.measures.drawing import notebook_html

        return notebook_html(self.quantiles(), self.chart(), self.assumed())

    def _known(self, place: int) -> Floats:
        """Return the figures of an outcome that have a meaning."""
        column = self.figures[:, place]
        return column[~np.isnan(column)]

    def _series(self, name: str, outcomes: Sequence[Outcome | None]) -> Series:
        titles = [each.title for each in self.manifest.outcomes]
        rows: list[tuple[float | None, ...]] = []
        for each in outcomes:
            known = self._known(titles.index(each.title)) if each else np.empty(0)
            rows.append(figures_at(known, LEVELS) if known.size else (None, None, None))
        low, median, high = zip(*rows, strict=True)
        return Series(name, median, low, high)

    def _chosen(self, names: Sequence[str]) -> list[Outcome]:
        known = self.manifest.outcomes
        if not names:
            return [each for each in known if each.unit == known[0].unit]
        if missing := [name for name in names if name not in {each.name for each in known}]:
            raise _unknown(missing[0], "isn't an outcome", [each.name for each in known])
        chosen = [each for each in known if each.name in names]
        if units := {each.unit for each in chosen} - {chosen[0].unit}:
            alike = [each.name for each in known if each.unit == chosen[0].unit]
            raise _unknown(", ".join(names), f"are in {chosen[0].unit} and {', '.join(units)}", alike)
        return chosen

    def _places(self, titles: Sequence[str]) -> list[int]:
        known = [each.title for each in self.manifest.outcomes]
        if len(titles) != 1 or titles[0] not in known:
            raise _unknown(", ".join(titles) or "nothing", "isn't one outcome", known)
        return [known.index(titles[0])]


def load_ensemble(folder: str | PathLike[str]) -> Ensemble:
    """Read an ensemble from the folder of its runs, complete or not.

    Raises
    ------
    MisuseError
        ``simulation.other-ensemble`` where the folder has no ensemble that can be read.

    Examples
    --------
    >>> import tempfile
    >>> from keiretsu.execution import SerialExecutor
    >>> from keiretsu.simulation.ensembles import run_ensemble
    >>> from keiretsu.simulation.ensembles.example import Margins
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     made = run_ensemble(Margins(), 16, executor=SerialExecutor(), folder=folder)
    ...     print(load_ensemble(folder).note)
    16 of 16 runs, parameters drawn by the design sobol with 16 samples, seed 20260101
    """
    kept = Folder(Path(folder))
    return gathered(kept, Manifest.read(kept.manifest), ())


def gathered(folder: Folder, manifest: Manifest, problems: Sequence[Problem]) -> Ensemble:
    """Read what is written in the folder of an ensemble."""
    runs = manifest.runs()
    found = list(problems)
    is_done = np.zeros(runs, dtype=bool)
    values = np.full((runs, len(manifest.ranges)), np.nan)
    figures = np.full((runs, len(manifest.outcomes)), np.nan)
    for part in folder.read(manifest):
        if isinstance(part, Part):
            is_done[part.runs] = True
            values[part.runs], figures[part.runs] = part.values, part.figures
        else:
            found.append(damaged(part, "run the ensemble on this folder, which does its runs again"))
    return Ensemble(manifest, folder.path, is_done, values, figures, tuple(found))


def _unknown(where: str, message: str, known: Sequence[str]) -> MisuseError:
    hint = "use " + ", ".join(dict.fromkeys(known))
    return MisuseError("simulation.unknown-outcome", where=where, message=message, hint=hint)
