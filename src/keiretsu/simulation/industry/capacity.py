"""How much a firm can deliver with what it has built."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.measures.grouped import fraction_of
from keiretsu.simulation.books import Books
from keiretsu.simulation.industry.grouping import gather_sum
from keiretsu.simulation.industry.records import QUARTER, Holding, Industry
from keiretsu.simulation.parameters import Parameter

PARAMETERS: Mapping[str, Parameter] = {
    "spare capacity": Parameter(
        0.25,
        "what a firm could deliver more than it did at the start, as a part",
        "Federal Reserve, statistical release G.17: capacity is used to 80 % on average since 1972; "
        "to 85 % in the good years 1988 and 1989 and to 78 % in the bad ones 1990 and 1991",
        unit="share",
        least=0,
        most=2,
        likely=(0.17, 0.3),
    )
}


class Capacity:
    """What firms deliver and could deliver, a year, at the prices of the start.

    A firm delivers inputs to firms and products to end customers with the same capacity, in proportion to
    it. A firm that had none at the start, or sold nothing then, needs none. One whose capacity is short
    delivers the same part of what each side wants (proportional rationing): end customers get what its
    capacity would leave them beside the orders of firms of the quarter before, and firms what is left. Who
    isn't served doesn't come back, and prices don't clear the market: the firm builds for what was wanted.

    Parameters
    ----------
    industry
        The industry whose mechanism asks.
    """

    def __init__(self, industry: Industry) -> None:
        self._supplier, self._firms = industry.supplies.supplier, len(industry.firms)

    def products(self, books: Books) -> Floats:
        """Return what end customers get: (firms, paths)."""
        return fraction_of(books["end sales"] / QUARTER, books["product price"])

    def output(self, books: Books, inputs: Floats) -> Floats:
        """Return all that firms deliver if they deliver these inputs, (edges, paths): (firms, paths)."""
        return np.asarray(self.products(books) + gather_sum(self._supplier, inputs, self._firms))

    def served(self, books: Books, products: Floats) -> Floats:
        """Return which part of the products that end customers want they get: (firms, paths)."""
        wanted = products + gather_sum(self._supplier, books["orders"], self._firms)
        most = self._most(books)
        return np.divide(most, wanted, out=np.ones_like(wanted), where=wanted > most)

    def room(self, books: Books) -> Floats:
        """Return the inputs that each supplier can deliver at most, infinite if it needs nothing for them."""
        return np.asarray(np.maximum(self._most(books) - self.products(books), 0))

    def _most(self, books: Books) -> Floats:
        """Return all that each firm can deliver at most, infinite if it needs nothing for it."""
        built = np.maximum(books.holdings(Holding.CAPACITY)[: self._firms], 0)
        base, had = books["base revenue"], books["base capacity"]
        most = (1 + books.parameter("spare capacity")) * base * built
        needs = (had > 0) & (base > 0)
        room = np.full(most.shape, np.inf)
        np.divide(most, had, out=room, where=needs)
        return room

    def wanted(self, books: Books, inputs: Floats) -> Floats:
        """Return the capacity for these inputs and for all products that are wanted: (firms, paths)."""
        base = books["base revenue"]
        output = books["end orders"] + gather_sum(self._supplier, inputs, self._firms)
        return fraction_of(books["base capacity"] * output, base)
