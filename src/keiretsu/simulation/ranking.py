"""How well scores told beforehand who would fail."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from keiretsu.errors import MisuseError
from keiretsu.measures.arrays import Floats

LEAST_RANKED = 3  # two parties agree or disagree by chance
NORMAL_95 = 1.645  # 90 % of a normal distribution lies within so many standard deviations


@dataclass(frozen=True, slots=True)
class Discrimination:
    """How well scores tell those to whom something happened from the others.

    Parameters
    ----------
    area
        The chance that one to whom it happened had the higher score than one to whom it did not, ties
        counted half: 1 is perfect, 0.5 is a coin. The area under the ROC curve.
    low, high
        Its 90 % interval, wide where there are few of either.
    happened, spared
        How many there are of each.
    """

    area: float
    low: float
    high: float
    happened: int
    spared: int


def discrimination(scores: ArrayLike, happened: ArrayLike) -> Discrimination:
    """Return how well scores tell those to whom something happened from the others.

    The area is the Mann-Whitney statistic as a share of all pairs; its standard error is that of Hanley
    and McNeil (1982), *The meaning and use of the area under a ROC curve*.

    Parameters
    ----------
    scores
        One a party; higher says likelier: (parties,).
    happened
        Whether it did: (parties,).

    Raises
    ------
    MisuseError
        If it happened to all or to none, or a score is not a number.

    Examples
    --------
    Of three parties the one with the highest score failed.

    >>> discrimination([0.9, 0.2, 0.1], [True, False, False]).area
    1.0
    """
    values, truth = np.asarray(scores, dtype=float), np.asarray(happened, dtype=bool)
    _check(values, truth)
    failed, spared = values[truth], values[~truth]
    wins = (failed[:, None] > spared).sum() + 0.5 * (failed[:, None] == spared).sum()
    area = float(wins / (failed.size * spared.size))
    half = 0.5 / (failed.size * spared.size)  # of a pair: at 0 and 1 the formula knows no error at all
    margin = NORMAL_95 * _standard_error(min(max(area, half), 1 - half), failed.size, spared.size)
    return Discrimination(area, max(0.0, area - margin), min(1.0, area + margin), failed.size, spared.size)


def ranks(scores: ArrayLike) -> Floats:
    """Return each party's place, the highest score first; equal scores share the middle of their places.

    Examples
    --------
    >>> ranks([5.0, 9.0, 5.0]).tolist()
    [2.5, 1.0, 2.5]
    """
    from scipy.stats import rankdata

    return np.asarray(rankdata(-np.asarray(scores, dtype=float)), dtype=float)


def agreement(scores: ArrayLike, truth: ArrayLike) -> float:
    """Return how far two rankings agree: Spearman's rank correlation, from -1 to 1.

    ``nan`` where all scores of one are equal, or there are fewer than three parties (Spearman 1904).

    Examples
    --------
    >>> round(agreement([1.0, 2.0, 3.0], [10.0, 40.0, 20.0]), 2)
    0.5
    """
    first, second = ranks(scores), ranks(truth)
    if first.size < LEAST_RANKED or np.ptp(first) == 0 or np.ptp(second) == 0:
        return float("nan")
    return float(np.corrcoef(first, second)[0, 1])


def _standard_error(area: float, happened: int, spared: int) -> float:
    if_one, if_other = area / (2 - area), 2 * area**2 / (1 + area)
    spread = area * (1 - area) + (happened - 1) * (if_one - area**2) + (spared - 1) * (if_other - area**2)
    return float(np.sqrt(max(spread, 0.0) / (happened * spared)))


def _check(values: Floats, truth: NDArray[np.bool_]) -> None:
    if values.shape != truth.shape or values.ndim != 1 or not np.isfinite(values).all():
        raise _misuse("scores and what happened are not one finite number and one answer a party")
    if truth.all() or not truth.any():
        raise _misuse("it happened to all or to none, so that nothing can be told apart")


def _misuse(message: str) -> MisuseError:
    return MisuseError(
        "simulation.invalid-ranking",
        where="discrimination",
        message=message,
        hint="give parties of both kinds, each with a score",
    )
