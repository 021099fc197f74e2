"""A difference shared out among the changes that made it: the Shapley value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import permutations

import numpy as np
from numpy.typing import NDArray

from keiretsu.measures.arrays import Floats
from keiretsu.measures.options import whole

Marks = NDArray[np.bool_]
EXACT = 6  # changes; up to here all orders are gone through: 720 at most
FEWEST = 4  # pairs of orders that are drawn, however many changes there are
MOST_STATES = 6000  # that are looked at where changes are so many that fewer orders must do


def shapley(
    value: Callable[[Marks], Floats], changes: int, *, orders: int = 50, seed: int = 20260101
) -> Floats:
    """Share out the difference that several changes make together among them.

    Answers *how much of it did each change do?* The changes are made one after the other, and each
    is given the step that it makes; the mean over all orders is its Shapley value. All shares add
    up to the whole difference.

    Parameters
    ----------
    value
        Gives the value of each state: from marks of shape ``(s, k)``, whether each change is made,
        to shape ``(s,)``.
    changes
        Their number ``k``.
    orders
        How many pairs of orders, each with its reverse, are drawn where there are more than 6 changes;
        fewer, but 4 at least, where they would lead through more than 6,000 states.
    seed
        Of the draws.

    Returns
    -------
    ndarray
        Shape ``(k,)``, in the unit of the value.

    Raises
    ------
    MisuseError
        ``measure.invalid-option`` for a number of changes below 0, or of orders below 1.

    Notes
    -----
    Shapley (1953); the drawing of orders after Castro, Gómez and Tejada (2009), each with its
    reverse, which lowers the error.

    Examples
    --------
    Alpha's and Beta's deals add 2 and 3, and 1 more together; Gamma's adds nothing.

    >>> shapley(lambda made: made @ np.array([2.0, 3.0, 0.0]) + (made[:, 0] & made[:, 1]), 3).tolist()
    [2.5, 3.5, 0.0]
    """
    if whole(changes, "changes", least=0) == 0:
        return np.zeros(0)
    shares = np.zeros(changes)
    chosen = list(_orders(changes, whole(orders, "orders", least=1), seed))
    states = np.zeros((len(chosen), changes + 1, changes), dtype=np.bool_)
    for number, order in enumerate(chosen):
        for step, change in enumerate(order, start=1):
            states[number, step:, change] = True
    found, places = np.unique(states.reshape(-1, changes), axis=0, return_inverse=True)
    values = np.asarray(value(found), dtype=np.float64)[places.ravel()].reshape(len(chosen), changes + 1)
    for order, steps in zip(chosen, np.diff(values, axis=1), strict=True):
        shares[list(order)] += steps
    return shares / len(chosen)


def _orders(changes: int, pairs: int, seed: int) -> Iterator[tuple[int, ...]]:
    if changes <= EXACT:
        yield from permutations(range(changes))
        return
    generator = np.random.default_rng(seed)
    for _ in range(min(pairs, max(FEWEST, MOST_STATES // (2 * changes)))):
        order = tuple(generator.permutation(changes).tolist())
        yield order
        yield order[::-1]
