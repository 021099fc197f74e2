"""What a firm may still spend in a quarter: what it has, less what it must pay and keeps in hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from keiretsu.execution.jit import kernel
from keiretsu.measures.arrays import Floats
from keiretsu.simulation.books import Books
from keiretsu.simulation.industry import debts
from keiretsu.simulation.industry.records import QUARTER, Holding, Industry, Places
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


class Bills(NamedTuple):
    """What firms are to pay in a quarter, all (firms, paths).

    Parameters
    ----------
    purchases
        For inputs.
    to_come
        What firms that live are to pay each firm for inputs.
    owed
        In all: inputs, costs and the service of loans.
    """

    purchases: Floats
    to_come: Floats
    owed: Floats


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

    def bills(self, books: Books) -> Bills:
        """Return what each firm is to pay and to be paid in the quarter."""
        purchases, to_come = np.zeros((2, self._firms, books.paths))
        _add_up(
            self._supplies.customer, self._supplies.supplier, books["due"], books["alive"], purchases, to_come
        )
        return Bills(purchases, to_come, purchases + books["costs"] + self._debts.service(books))

    def left(self, books: Books, bills: Bills) -> Floats:
        """Return what each firm may still spend, at least 0 and at most what it has: (firms, paths)."""
        held = np.maximum(books.holdings(Holding.MONEY)[: self._firms], 0)
        kept = bills.owed * (1 + books.parameter("reserve") / QUARTER)
        return np.asarray(np.clip(held + bills.to_come - kept, 0, held) * books["alive"])

    def __call__(self, books: Books) -> Floats:
        """Return what each firm may still spend: (firms, paths)."""
        return self.left(books, self.bills(books))


@kernel
def _add_up(
    customer: Places, supplier: Places, due: Floats, alive: Floats, purchases: Floats, to_come: Floats
) -> None:
    for edge in range(len(customer)):
        buys, sells = customer[edge], supplier[edge]
        for path in range(purchases.shape[1]):
            amount = due[edge, path]
            purchases[buys, path] += amount
            to_come[sells, path] += amount * alive[buys, path]
