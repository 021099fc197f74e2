"""What a firm's partners lose for good if it fails, pair by pair of the equity register."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from keiretsu.measures.arrays import Floats, Indices
from keiretsu.simulation.books import Books
from keiretsu.simulation.industry.grouping import gather_sum
from keiretsu.simulation.industry.records import QUARTER, Holding, Industry
from keiretsu.simulation.industry.stakes import Stakes
from keiretsu.simulation.industry.write_downs import PARAMETERS as RECOVERIES
from keiretsu.simulation.parameters import Parameter

PARAMETERS: Mapping[str, Parameter] = {
    "recovery of equity": RECOVERIES["recovery of equity"],
    "recovery of debt": RECOVERIES["recovery of debt"],
    "margin on lost sales": Parameter(
        0.5,
        "what a supplier would have earned on sales to a firm that fails",
        unit="share",
        least=0,
        most=1,
        likely=(0.2, 0.7),
    ),
    "recovery of sales": Parameter(
        0.5,
        "which part of a year's sales to a firm that fails its suppliers sell to others",
        unit="share",
        least=0,
        most=1,
        likely=(0.2, 0.8),
    ),
    "recovery of supply": Parameter(
        0.8,
        "which part of a year's spend on a firm that fails buys the same elsewhere",
        unit="share",
        least=0,
        most=1,
        likely=(0.5, 0.95),
    ),
}


class Partners:
    """Those who own, lend to, sell to or buy from a firm and could put money into it.

    Only firms that have a pair in the equity register with a firm count: without one they can't buy
    shares in it.

    Parameters
    ----------
    industry
        The industry whose mechanism asks.
    """

    def __init__(self, industry: Industry) -> None:
        equity, loans, supplies = industry.equity, industry.loans, industry.supplies
        self.issuer, self.firms = equity.issuer, len(industry.firms)
        self.holder = np.minimum(equity.holder, self.firms)  # all sectors outside stand in one last row
        self._stakes = Stakes(industry)
        pairs = zip(equity.holder.tolist(), equity.issuer.tolist(), strict=True)
        place = {pair: at for at, pair in enumerate(pairs)}

        def pairs_of(holders: Indices, issuers: Indices) -> Indices:
            sought = zip(holders.tolist(), issuers.tolist(), strict=True)
            return np.array([place.get(pair, len(place)) for pair in sought], dtype=np.int64)

        self._lender = pairs_of(loans.holder, loans.issuer)
        self._buyer = pairs_of(supplies.customer, supplies.supplier)

    def lost(self, books: Books, due: Floats) -> Floats:
        """Return what each pair's holder loses if the issuer fails, unpaid bills apart: (pairs, paths).

        ``(1 - recovery) x stake + (1 - recovery) x loans`` + margin on a year's sales that are not
        resold + what it costs to replace a year's supply. 0 for those who may not or can't invest.
        """
        margin = books.parameter("margin on lost sales") * (1 - books.parameter("recovery of sales"))
        lent = books.held_pairs(Holding.LOANS) * (1 - books.parameter("recovery of debt"))
        lost = self.lent(lent)
        lost += self.sold(due * (margin / QUARTER))
        lost += self._gather(self._buyer, due * ((1 - books.parameter("recovery of supply")) / QUARTER))
        lost += books.held_pairs(Holding.EQUITY) * (1 - books.parameter("recovery of equity"))
        can_invest = np.concatenate([books["alive"], np.zeros((1, books.paths))])[self.holder]
        return np.asarray(lost * can_invest * books["may invest"])

    def sold(self, amounts: Floats) -> Floats:
        """Return what each pair's holder sells to the issuer, of amounts given edge by edge."""
        return self._stakes.of_suppliers(amounts)

    def lent(self, amounts: Floats) -> Floats:
        """Return what each pair's holder has lent the issuer, of amounts given loan by loan."""
        return self._gather(self._lender, amounts)

    def by_holder(self, amounts: Floats) -> Floats:
        """Return the sums of the pairs of each firm as a holder: (firms, paths)."""
        return gather_sum(self.holder, amounts, self.firms + 1)[: self.firms]

    def split(self, free: Floats, wanted: Floats) -> Floats:
        """Return each holder's free money, split among its pairs in proportion to what is wanted."""
        total = np.concatenate([self.by_holder(wanted), np.zeros((1, wanted.shape[1]))])[self.holder]
        money = np.concatenate([free, np.zeros((1, wanted.shape[1]))])[self.holder]
        return np.asarray(money * np.divide(wanted, total, out=np.zeros_like(wanted), where=total > 0))

    def _gather(self, places: Indices, amounts: Floats) -> Floats:
        pairs = len(self.issuer)  # the row after the last is for those without a pair
        return gather_sum(places, amounts, pairs + 1)[:pairs]
