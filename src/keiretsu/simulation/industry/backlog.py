"""What customers have committed to buy and not yet bought."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from keiretsu.execution.jit import array_kernel
from keiretsu.measures.arrays import Floats
from keiretsu.simulation.books import Books
from keiretsu.simulation.industry.records import QUARTER, Holding, Industry, Places
from keiretsu.simulation.parameters import Parameter

PARAMETERS: Mapping[str, Parameter] = {
    "take-or-pay": Parameter(
        0.8,
        "the part of what is committed that must be paid for, taken or not",
        unit="share",
        least=0,
        most=1,
        likely=(0.5, 1.0),
    )
}


class Backlog:
    """The register of what is committed, edge by edge, as a quarter sees it.

    Parameters
    ----------
    industry
        The industry whose mechanism asks.
    """

    def __init__(self, industry: Industry) -> None:
        self._supplies = industry.supplies
        self._years = industry.supplies.years[:, None]

    def years_left(self, books: Books) -> Floats:
        """Return how long each commitment still runs, at least a quarter: (edges, 1)."""
        return np.asarray(np.maximum(self._years - (books.period - 1) * QUARTER, QUARTER))

    def ends(self, books: Books) -> NDArray[np.bool_]:
        """Return whether a commitment runs out in this quarter, or has: (edges, 1)."""
        return np.asarray(self._years - (books.period - 1) * QUARTER <= QUARTER)

    def a_year(self, books: Books) -> Floats:
        """Return what is committed for each year that is left, between those who live: (edges, paths)."""
        supplies, alive = self._supplies, books["alive"]
        left, signed = self.years_left(books)[:, 0], books.opening_pairs(Holding.BACKLOG)
        a_year = np.empty(signed.shape)
        _spread(supplies.customer, supplies.supplier, signed, left, alive, a_year)
        return a_year

    def least(self, books: Books) -> Floats:
        """Return what must be paid for a year, taken or not: (edges, paths)."""
        return np.asarray(books.parameter("take-or-pay") * self.a_year(books))


@array_kernel
def _spread(
    customer: Places, supplier: Places, signed: Floats, left: Floats, alive: Floats, a_year: Floats
) -> None:
    for edge in range(len(left)):
        buys, sells = customer[edge], supplier[edge]
        for path in range(a_year.shape[1]):
            live = alive[buys, path] * alive[sells, path]
            a_year[edge, path] = signed[edge, path] / left[edge] * live
