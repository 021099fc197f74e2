"""Sums over edges, for many paths at once. Rows are edges, firms or groups; columns are paths."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from keiretsu.execution.jit import kernel
from keiretsu.measures.arrays import Floats

Places = NDArray[np.intp]


def gather_sum(places: Places, amounts: Floats, count: int) -> Floats:
    """Return, for each of ``count`` places, the sum of the rows that belong to it: (count, paths).

    Examples
    --------
    >>> gather_sum(np.array([0, 2, 0]), np.array([[1.0], [2.0], [3.0]]), 3).tolist()
    [[4.0], [0.0], [2.0]]
    """
    sums = np.zeros((count, amounts.shape[1]))
    _add_rows(places, amounts, sums)
    return sums


def share_within(bounds: Places, amounts: Floats) -> Floats:
    """Return each row as a share of its group's sum; 0 where the sum is 0: (rows, paths).

    Parameters
    ----------
    bounds
        Where each group begins, and the number of rows: (groups + 1,).
    amounts
        At least 0: (rows, paths).

    Examples
    --------
    >>> share_within(np.array([0, 2, 3]), np.array([[1.0], [3.0], [0.0]])).tolist()
    [[0.25], [0.75], [0.0]]
    """
    shares = np.empty_like(amounts)
    _divide_groups(bounds, amounts, shares)
    return shares


@kernel
def _add_rows(places: Places, amounts: Floats, sums: Floats) -> None:
    for row in range(len(places)):
        place = places[row]
        for path in range(amounts.shape[1]):
            sums[place, path] += amounts[row, path]


@kernel
def _divide_groups(bounds: Places, amounts: Floats, shares: Floats) -> None:
    for group in range(len(bounds) - 1):
        for path in range(amounts.shape[1]):
            total = 0.0
            for row in range(bounds[group], bounds[group + 1]):
                total += amounts[row, path]
            for row in range(bounds[group], bounds[group + 1]):
                shares[row, path] = amounts[row, path] / total if total > 0 else 0.0
