"""What a firm may still spend in a quarter: what it has, less what it must pay and keeps in hand."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.books import Books
from keiretsu.simulation.industry import debts
from keiretsu.simulation.industry.grouping import gather_sum
from keiretsu.simulation.industry.records import QUARTER, Holding, Industry
from keiretsu.simulation.parameters import Parameter

PARAMETERS: Mapping[str, Parameter] = {
    "reserve": Parameter(
        0.25,
        "how long a firm could pay its bills from what it keeps in hand",
        "JPMorgan Chase Institute (2016), Cash is King: 27 days for half of all small businesses; "
        "large ones hold more, by assumption",
        unit="years",
        least=0,
        most=5,
        likely=(0.07, 0.5),
    ),
    "rate of interest": debts.PARAMETERS["rate of interest"],
}


class FreeMoney:
    """The bills of a quarter, and what is left for other things.

    ``free = clip(held + to come - bills - reserve, 0, held)``: held is money after what earlier turns paid,
    to come is what other firms that live are to pay it for inputs, bills are inputs, costs and the service
    of loans, and the reserve is the bills of some quarters.

    Parameters
    ----------
    industry
        The industry whose mechanism asks.
    """

    def __init__(self, industry: Industry) -> None:
        self._supplies, self._firms = industry.supplies, len(industry.firms)
        self._debts = debts.Debts(industry)

    def bills(self, books: Books) -> Floats:
        """Return what each firm is to pay in the quarter: (firms, paths)."""
        return np.asarray(self.purchases(books) + books["costs"] + self._debts.service(books))

    def purchases(self, books: Books) -> Floats:
        """Return what each firm is to pay for inputs in the quarter: (firms, paths)."""
        return gather_sum(self._supplies.customer, books["due"], self._firms)

    def to_come(self, books: Books) -> Floats:
        """Return what firms are to pay each firm for inputs in the quarter: (firms, paths)."""
        due = books["due"] * books["alive"][self._supplies.customer]
        return gather_sum(self._supplies.supplier, due, self._firms)

    def __call__(self, books: Books) -> Floats:
        """Return what each firm may still spend, at least 0 and at most what it has: (firms, paths)."""
        held = np.maximum(books.holdings(Holding.MONEY)[: self._firms], 0)
        bills = self.bills(books)
        kept = bills * (1 + books.parameter("reserve") / QUARTER)
        return np.asarray(np.clip(held + self.to_come(books) - kept, 0, held) * books["alive"])
