"""Sums over groups of entries: the last axis of an array, each entry with the number of its group."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from keiretsu.measures.arrays import Floats, Indices


@dataclass(frozen=True, eq=False)
class Groups:
    """Which group each of ``k`` entries belongs to.

    Parameters
    ----------
    labels
        Shape ``(k,)``, whole numbers ``0..size-1``.
    size
        Number of groups; a group may be empty.

    Examples
    --------
    >>> groups = Groups(np.array([1, 0, 1]), 3)
    >>> groups.total(np.array([5.0, 2.0, 1.0])).tolist(), groups.largest(np.array([5.0, 2.0, 1.0])).tolist()
    ([2.0, 6.0, 0.0], [2.0, 5.0, 0.0])
    """

    labels: Indices
    size: int

    def total(self, values: Floats) -> Floats:
        """Return the sum of each group, ``(..., k)`` to ``(..., size)``; 0 for an empty one."""
        return self._reduced(np.add, values)

    def largest(self, values: Floats) -> Floats:
        """Return the largest of each group, values not being negative; 0 for an empty one."""
        return self._reduced(np.maximum, values)

    def spread(self, values: Floats) -> Floats:
        """Return the group's value for each entry, ``(..., size)`` to ``(..., k)``."""
        return np.asarray(values[..., self.labels], dtype=np.float64)

    @cached_property
    def _order(self) -> tuple[Indices, Indices, Indices]:
        """Return the entries group by group, where each group starts, and the groups that aren't empty."""
        order = np.argsort(self.labels, kind="stable")
        present, starts = np.unique(self.labels[order], return_index=True)
        return order, starts, present

    def _reduced(self, how: np.ufunc, values: Floats) -> Floats:
        order, starts, present = self._order
        found = np.zeros((*values.shape[:-1], self.size))
        if present.size:
            found[..., present] = how.reduceat(values[..., order], starts, axis=-1)
        return found


def fraction_of(part: Floats | float, whole: Floats, otherwise: Floats | float = 0.0) -> Floats:
    """Return ``part / whole``, and ``otherwise`` where the whole is 0."""
    divided = np.full(np.broadcast_shapes(np.shape(part), whole.shape), otherwise, dtype=np.float64)
    return np.divide(part, whole, out=divided, where=whole > 0)


def fraction_or_nan(part: Floats | float, whole: Floats) -> Floats:
    """Return ``part / whole``, and ``nan`` where the whole is 0: a share of nothing is unknown, not 0."""
    return fraction_of(part, whole, np.nan)
