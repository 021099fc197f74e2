"""What firms have to pay in a quarter, and what they can pay of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.books import Books
from keiretsu.simulation.industry import debts
from keiretsu.simulation.industry.clearing_kernel import Cleared, Terms, clear, debts_between
from keiretsu.simulation.industry.grouping import gather_sum
from keiretsu.simulation.industry.records import Holding, Industry
from keiretsu.simulation.parameters import Parameter

PARAMETERS: Mapping[str, Parameter] = {
    "rate of interest": debts.PARAMETERS["rate of interest"],
    "recovery of own means": Parameter(
        0.84,
        "which part of its own money a firm that can't pay all still pays out (alpha)",
        "Branch (2002): distress uses up 12 to 20 % of a firm's value before it; the middle of this "
        "range. Davydenko, Strebulaev and Zhao (2012), A Market-Based Study of the Cost of Default: "
        "14.7 % if bonds are renegotiated, 30.5 % in bankruptcy",
        unit="share",
        least=0,
        most=1,
        likely=(0.7, 0.88),
    ),
    "recovery of incoming payments": Parameter(
        0.84,
        "which part of what it still gets a firm that can't pay all passes on (beta)",
        "as the recovery of own means",
        unit="share",
        least=0,
        most=1,
        likely=(0.7, 0.88),
    ),
}


@dataclass(frozen=True, slots=True, eq=False)
class Obligations:
    """What falls due in a quarter. Firms that are no longer alive owe nothing.

    Parameters
    ----------
    due
        For inputs: (edges, paths).
    costs
        To others than firms: (firms, paths).
    interest, repayments
        On loans: (loans, paths).
    is_forced
        Which firms fail whatever they have; all that they have borrowed falls due: (firms, paths).
    """

    due: Floats
    costs: Floats
    interest: Floats
    repayments: Floats
    is_forced: NDArray[np.bool_]


class Payables:
    """Who owes what to whom in an industry: the same for all quarters.

    Answers *what has each firm to pay this quarter, and what can it pay of that?*

    Parameters
    ----------
    industry
        The industry whose mechanism asks.
    """

    def __init__(self, industry: Industry) -> None:
        supplies, loans, self.firms = industry.supplies, industry.loans, len(industry.firms)
        self.customer, self.borrower = supplies.customer, loans.issuer
        self._debts = debts.Debts(industry)
        self._lent_by_firms = np.flatnonzero(loans.holder < self.firms)
        self._lent_outside = np.flatnonzero(loans.holder >= self.firms)
        debtor = np.concatenate([supplies.customer, loans.issuer[self._lent_by_firms]])
        creditor = np.concatenate([supplies.supplier, loans.holder[self._lent_by_firms]])
        self.between = debts_between(debtor, creditor, self.firms)

    def read(self, books: Books) -> Obligations:
        """Return what falls due in the quarter."""
        alive = books["alive"]
        is_forced = (books.parameter("failure") > 0) & (alive > 0)
        return Obligations(
            due=books["due"] * alive[self.customer],
            costs=books["costs"] * alive,
            interest=self._debts.interest(books),
            repayments=np.where(
                is_forced[self.borrower],
                books.opening_pairs(Holding.LOANS),
                self._debts.repayments(books),
            ),
            is_forced=is_forced,
        )

    def money(self, books: Books) -> Floats:
        """Return the money of the firms as it stands: (firms, paths)."""
        return np.maximum(books.holdings(Holding.MONEY)[: self.firms], 0.0)  # rounding may leave -1e-17

    def terms(self, books: Books, obligations: Obligations, money: Floats) -> Terms:
        """Return what is owed and had in the form in which it is cleared."""
        served = obligations.interest + obligations.repayments
        outside = self._lent_outside
        return Terms(
            debts=np.concatenate([obligations.due, served[self._lent_by_firms]]),
            outside=obligations.costs + gather_sum(self.borrower[outside], served[outside], self.firms),
            means=money,
            is_forced=obligations.is_forced,
            alpha=books.parameter("recovery of own means").copy(),
            beta=books.parameter("recovery of incoming payments").copy(),
        )

    def clear(self, terms: Terms) -> Cleared:
        """Return who pays which part of what it owes, and who fails."""
        return clear(self.between, terms)
