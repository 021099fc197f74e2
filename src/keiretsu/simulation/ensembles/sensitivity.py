"""What drives an outcome: the shares of its variance that each input accounts for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

import numpy as np

from keiretsu.errors import MisuseError
from keiretsu.measures.answer import Answer
from keiretsu.measures.arrays import Floats
from keiretsu.measures.charts import Bars, Series
from keiretsu.quantities import counted
from keiretsu.reasons import Reason
from keiretsu.simulation.ensembles.manifest import Manifest
from keiretsu.simulation.ensembles.records import NOISE, Design
from keiretsu.simulation.ensembles.sampling import noise_and

if TYPE_CHECKING:
    import pandas as pd

RESAMPLES = 200
RESAMPLING_SEED = 1
LEAST_BLOCKS = 16
STILL = 1e-12
"""An outcome whose figures differ by less than this, relatively, doesn't vary."""
SETTLED = 0.1
"""How wide an interval may be, as a share of the variance, even where the index is smaller."""
CHARTED = 12


@dataclass(frozen=True, slots=True)
class Index:
    """What one input accounts for, as shares of an outcome's variance, with 95 % intervals.

    ``first`` is what it does by itself, ``total`` also what it does together with others; each is an
    estimate, which can come out a little below 0 or above 1. ``nan`` where the outcome doesn't vary.
    """

    name: str
    first: float
    first_low: float
    first_high: float
    total: float
    total_low: float
    total_high: float

    @classmethod
    def unknown(cls, name: str) -> Self:
        """Return the index of an input of an outcome that doesn't vary."""
        return cls(name, *[np.nan] * 6)

    @property
    def is_settled(self) -> bool:
        """Whether the interval of the total is narrower than the total itself, or than a tenth."""
        return self.total_high - self.total_low <= max(self.total, SETTLED)


@dataclass(frozen=True, slots=True, eq=False)
class Sensitivity(Answer):
    """What drives an outcome of an ensemble, the strongest input first.

    Parameters
    ----------
    manifest
        The ensemble's.
    outcome
        The outcome's title.
    indices
        One an input, by their totals; the last input of the design is the random numbers.
    variance
        Of the outcome, over the runs that were used.
    blocks
        How many blocks of runs were complete and used.
    """

    manifest: Manifest = field(repr=False)
    outcome: str
    indices: tuple[Index, ...]
    variance: float
    blocks: int

    @property
    def varies(self) -> bool:
        """Whether the outcome varies at all."""
        return self.variance > 0

    @property
    def note(self) -> str:
        """How far the indices can be trusted, in one line."""
        used = f"{self.blocks:,} of {counted(self.manifest.base, 'block')} of runs, seed {self.manifest.seed}"
        parts = [used, f"95 % intervals by {RESAMPLES} resamples"]
        if not self.varies:
            parts.append("the outcome doesn't vary, so that nothing drives it")
        if self.blocks < self.manifest.base:
            parts.append("blocks with a run that failed or has no figure are left out")
        if unsettled := [each.name for each in self.indices if not each.is_settled and self.varies]:
            parts.append(f"too few samples to tell how much {', '.join(unsettled)} matters: take more")
        return "; ".join(parts)

    def table(self) -> pd.DataFrame:
        """Return the ranking: each input's first-order and total index with 95 % intervals.

        ``settled`` tells whether the interval of the total is narrower than the total, or than a tenth.
        """
        import pandas as pd

        rows = [
            (
                place,
                each.name,
                each.first,
                each.first_low,
                each.first_high,
                each.total,
                each.total_low,
                each.total_high,
                each.is_settled,
            )
            for place, each in enumerate(self.indices, start=1)
        ]
        by_itself = ["by itself", "by itself low", "by itself high"]
        columns = ["rank", "input", *by_itself, "in all", "in all low", "in all high", "settled"]
        frame = pd.DataFrame(rows, columns=columns)
        frame.attrs["note"] = self.note
        return frame

    def chart(self) -> Bars:
        """Return the strongest inputs, by themselves and together with others."""
        shown = self.indices[:CHARTED] if self.varies else ()
        first = Series(
            "by itself (first-order index)",
            tuple(each.first for each in shown),
            tuple(each.first_low for each in shown),
            tuple(each.first_high for each in shown),
        )
        total = Series(
            "in all (total index)",
            tuple(each.total for each in shown),
            tuple(each.total_low for each in shown),
            tuple(each.total_high for each in shown),
        )
        labels = tuple(each.name for each in shown)
        title = f"What drives {self.outcome}"
        return Bars(title, "share of the variance", labels, (total, first), note=self.note)

    def why(self, *names: str) -> Reason:
        """Explain how much an input matters, by its name.

        Raises
        ------
        MisuseError
            ``simulation.unknown-outcome`` for what isn't one input.
        """
        found = [each for each in self.indices if names == (each.name,)]
        if not found:
            raise MisuseError(
                "simulation.unknown-outcome",
                where=", ".join(names) or "nothing",
                message="isn't one input",
                hint="use " + ", ".join(each.name for each in self.indices),
            )
        (index,) = found
        text = (
            f"{index.name} accounts for {index.total:.1%} of the variance of {self.outcome}"
            f" ({index.total_low:.1%} to {index.total_high:.1%}), {index.first:.1%} by itself"
            if self.varies
            else f"{self.outcome} doesn't vary, so that {index.name} doesn't drive it"
        )
        return Reason(text, (Reason(self.note, self.assumed(), estimate=True),), estimate=True)

    def assumed(self) -> tuple[Reason, ...]:
        """Return the ranges, on which every share of the variance depends."""
        return tuple(each.why() for each in self.manifest.ranges)


def sensitivity_of(manifest: Manifest, outcome: int, figures: Floats) -> Sensitivity:
    """Share an outcome's variance out among the inputs.

    Answers *which of the things that aren't known drives this outcome*. For an input ``i`` of the
    outcome ``Y``, with ``rest`` for all others:

        by itself  S_i = Var(E[Y | i]) / Var(Y)
        in all     T_i = E[Var(Y | rest)] / Var(Y)

    ``T_i - S_i`` is what it does only together with others. The random numbers are an input as the
    parameters are. The shares depend on the ranges: a wider one makes its parameter matter more.

    Parameters
    ----------
    manifest
        Of an ensemble of the design ``saltelli``.
    outcome
        The outcome's place.
    figures
        Its figures, shape ``runs``; blocks with one that isn't finite are left out.

    Returns
    -------
    Sensitivity
        Shares of the variance, 0 to 1 but for errors of estimation.

    Raises
    ------
    MisuseError
        ``simulation.no-sensitivity`` for another design, or less than 16 complete blocks.

    Notes
    -----
    Sobol (2001); estimators of Saltelli et al. (2010), bootstrapped intervals, by SALib.

    Examples
    --------
    >>> import tempfile
    >>> from keiretsu.execution import SerialExecutor
    >>> from keiretsu.simulation.ensembles import run_ensemble
    >>> from keiretsu.simulation.ensembles.example import Margins
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     asked = {"design": "saltelli", "executor": SerialExecutor(), "folder": folder}
    ...     found = run_ensemble(Margins(), 1024, **asked)
    >>> found.sensitivity("profit").table()[["input", "in all"]].round(1).values.tolist()
    [['margin', 0.9], ['random numbers', 0.1], ['colour', 0.0]]
    """
    title = manifest.outcomes[outcome].title
    if manifest.design is not Design.SALTELLI:
        raise _no_sensitivity(title, f"parameters were drawn by the design {manifest.design}")
    blocks = figures.reshape(manifest.base, -1)
    blocks = blocks[np.isfinite(blocks).all(axis=1)]
    if len(blocks) < LEAST_BLOCKS:
        raise _no_sensitivity(
            title,
            f"{len(blocks)} of {counted(manifest.base, 'block')} of runs came out complete",
        )
    names = [*(each.name for each in manifest.ranges), NOISE]
    if np.ptp(blocks) <= STILL * np.abs(blocks).max():
        return Sensitivity(manifest, title, tuple(map(Index.unknown, names)), 0.0, len(blocks))
    indices = sorted(_indices(manifest, names, blocks.reshape(-1)), key=lambda each: -each.total)
    return Sensitivity(manifest, title, tuple(indices), float(blocks.var()), len(blocks))


def _indices(manifest: Manifest, names: list[str], figures: Floats) -> Iterable[Index]:
    from SALib.analyze import sobol

    found = sobol.analyze(
        noise_and(manifest.ranges),
        figures,
        calc_second_order=False,
        num_resamples=RESAMPLES,
        seed=RESAMPLING_SEED,
    )
    for place, name in enumerate(names):
        first, first_half, total, total_half = (
            float(found[key][place]) for key in ("S1", "S1_conf", "ST", "ST_conf")
        )
        bounds = first - first_half, first + first_half
        yield Index(name, first, *bounds, total, total - total_half, total + total_half)


def _no_sensitivity(outcome: str, message: str) -> MisuseError:
    hint = f"run the ensemble by the design saltelli with at least {LEAST_BLOCKS} samples"
    return MisuseError("simulation.no-sensitivity", where=outcome, message=message, hint=hint)
