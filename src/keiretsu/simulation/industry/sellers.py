"""The firms that sell to end customers, market by market."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from keiretsu.execution.jit import kernel
from keiretsu.measures.arrays import Floats
from keiretsu.simulation.industry.records import Industry, Places


@dataclass(frozen=True, slots=True, eq=False)
class Sellers:
    """Who sells to end customers, sorted by market.

    Parameters
    ----------
    firms
        Places of the firms: (sellers,).
    market
        The market of each, a place in :attr:`Industry.markets`: (sellers,).
    bounds
        Where each market's sellers begin, and their number: (markets + 1,).
    """

    firms: Places
    market: Places
    bounds: Places

    @property
    def markets(self) -> int:
        """How many markets there are."""
        return len(self.bounds) - 1

    @classmethod
    def of(cls, industry: Industry) -> Sellers:
        """Return the sellers of an industry."""
        order = np.argsort(industry.market, kind="stable")
        firms = order[industry.market[order] >= 0]
        market = industry.market[firms]
        return cls(firms, market, np.searchsorted(market, np.arange(len(industry.markets) + 1)))

    def frontier(self, capability: Floats) -> Floats:
        """Return the largest capability in each market; 0 where nobody sells: (markets, paths).

        Firms that have failed count: what they found out is known.
        """
        return largest_within(self.bounds, capability[self.firms])


def rows_at(values: Floats, places: Places) -> Floats:
    """Return the row of each place, of values that may be the same for all places: (places, paths).

    Examples
    --------
    >>> rows_at(np.array([1.0, 2.0]), np.array([1, 1])).tolist()
    [[1.0, 2.0], [1.0, 2.0]]
    >>> rows_at(np.array([[1.0], [2.0]]), np.array([1, 1])).tolist()
    [[2.0], [2.0]]
    """
    return values[places] if values.ndim > 1 else np.broadcast_to(values, (len(places), len(values)))


def largest_within(bounds: Places, amounts: Floats) -> Floats:
    """Return the largest row of each group; 0 for a group of none: (groups, paths).

    Examples
    --------
    >>> largest_within(np.array([0, 2, 2]), np.array([[-1.0], [-3.0]])).tolist()
    [[-1.0], [0.0]]
    """
    largest = np.zeros((len(bounds) - 1, amounts.shape[1]))
    _find_largest(bounds, amounts, largest)
    return largest


@kernel
def _find_largest(bounds: Places, amounts: Floats, largest: Floats) -> None:
    for group in range(len(bounds) - 1):
        for row in range(bounds[group], bounds[group + 1]):
            for path in range(amounts.shape[1]):
                if row == bounds[group] or amounts[row, path] > largest[group, path]:
                    largest[group, path] = amounts[row, path]
