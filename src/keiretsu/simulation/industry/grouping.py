"""Sums over edges, for many paths at once. Rows are edges, firms or groups; columns are paths."""

from __future__ import annotations

import numpy as np

from keiretsu.execution.jit import array_kernel, kernel
from keiretsu.measures.arrays import Floats
from keiretsu.simulation.industry.records import Places


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


def gather_rows(rows: Places, places: Places, amounts: Floats, count: int) -> Floats:
    """Return, for each of ``count`` places, the sum of the chosen rows that belong to it: (count, paths).

    Examples
    --------
    >>> gather_rows(np.array([2, 0]), np.array([1, 1]), np.array([[1.0], [2.0], [4.0]]), 2).tolist()
    [[0.0], [5.0]]
    """
    sums = np.zeros((count, amounts.shape[1]))
    _add_chosen(rows, places, amounts, sums)
    return sums


def times_at(places: Places, amounts: Floats, factors: Floats) -> Floats:
    """Return each row times the factor of its place: (rows, paths).

    Examples
    --------
    >>> times_at(np.array([1, 0]), np.array([[1.0], [2.0]]), np.array([[3.0], [4.0]])).tolist()
    [[4.0], [6.0]]
    """
    products = np.empty(amounts.shape)
    _multiply_rows(places, amounts, factors, products)
    return products


def share_within(bounds: Places, amounts: Floats, otherwise: Floats | None = None) -> Floats:
    """Return each row as a share of its group's sum: (rows, paths).

    Parameters
    ----------
    bounds
        Where each group begins, and the number of rows: (groups + 1,).
    amounts
        At least 0: (rows, paths).
    otherwise
        What is returned where the sum is 0; 0 if not given.

    Examples
    --------
    >>> share_within(np.array([0, 2, 3]), np.array([[1.0], [3.0], [0.0]])).tolist()
    [[0.25], [0.75], [0.0]]
    """
    shares = np.zeros(amounts.shape) if otherwise is None else np.array(otherwise)
    _divide_groups(bounds, amounts, shares)
    return shares


@kernel
def _add_rows(places: Places, amounts: Floats, sums: Floats) -> None:
    for row in range(len(places)):
        place = places[row]
        for path in range(amounts.shape[1]):
            sums[place, path] += amounts[row, path]


@kernel
def _add_chosen(rows: Places, places: Places, amounts: Floats, sums: Floats) -> None:
    for at in range(len(rows)):
        row, place = rows[at], places[at]
        for path in range(amounts.shape[1]):
            sums[place, path] += amounts[row, path]


@kernel
def _multiply_rows(places: Places, amounts: Floats, factors: Floats, products: Floats) -> None:
    for row in range(len(places)):
        place = places[row]
        for path in range(products.shape[1]):
            products[row, path] = amounts[row, path] * factors[place, path]


@array_kernel
def _divide_groups(bounds: Places, amounts: Floats, shares: Floats) -> None:
    total = np.empty(amounts.shape[1])
    for group in range(len(bounds) - 1):
        total[:] = 0.0
        for row in range(bounds[group], bounds[group + 1]):
            for path in range(total.size):
                total[path] += amounts[row, path]
        for row in range(bounds[group], bounds[group + 1]):
            for path in range(total.size):
                shares[row, path] = amounts[row, path] / total[path] if total[path] > 0 else shares[row, path]
