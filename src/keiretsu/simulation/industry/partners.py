"""What a firm's partners lose for good if it fails, pair by pair of the equity register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from keiretsu.measures.arrays import Floats
from keiretsu.measures.grouped import fraction_of
from keiretsu.simulation.books import Books
from keiretsu.simulation.industry.grouping import gather_rows, gather_sum
from keiretsu.simulation.industry.records import QUARTER, Holding, Industry, Places
from keiretsu.simulation.industry.write_downs import PARAMETERS as RECOVERIES
from keiretsu.simulation.parameters import Parameter

PARAMETERS: Mapping[str, Parameter] = {
    "recovery of equity": RECOVERIES["recovery of equity"],
    "recovery of debt": RECOVERIES["recovery of debt"],
    "discount of a rescue": Parameter(
        0.35,
        "what shares are worth less in a rescue than they stood at before, as a part",
        "Hertzel and Smith (1993), Market Discounts and Shareholder Gains for Placing Equity Privately: "
        "20 % on average, up to about 35 % for the smallest firms, and more the greater the distress; that a "
        "rescue is at the upper end is an assumption",
        unit="share",
        least=0,
        most=0.99,
        likely=(0.2, 0.6),
    ),
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


class Paired(NamedTuple):
    """Edges or loans, and the pair of the equity register that each is between.

    Parameters
    ----------
    places
        Of the edges or loans that have such a pair.
    pairs
        The places of the pairs.
    """

    places: Places
    pairs: Places


@dataclass(frozen=True, slots=True, eq=False)
class Partners:
    """Those who own, lend to, sell to or buy from firms and could put money into them.

    Only firms that have a pair in the equity register with a firm count: without one they can't buy
    shares in it.

    Parameters
    ----------
    firms
        How many firms there are.
    rows
        The places of the pairs in the equity register: (pairs,).
    issuer, holder
        Of each pair; all sectors outside are one holder, after the firms: (pairs,).
    sales, purchases, loans
        Edges on which a pair's holder sells to its issuer, edges on which it buys, and loans that it has
        given; and the pairs.
    """

    firms: int
    rows: Places
    issuer: Places
    holder: Places
    sales: Paired
    purchases: Paired
    loans: Paired

    @classmethod
    def of(cls, industry: Industry) -> Partners:
        """Return the partners of all firms of an industry."""
        equity, loans, supplies = industry.equity, industry.loans, industry.supplies
        count = len(industry.firms)
        return cls(
            count,
            np.arange(len(equity)),
            equity.issuer,
            np.minimum(equity.holder, count),
            Paired(*equity.pairs_between(supplies.supplier, supplies.customer)),
            Paired(*equity.pairs_between(supplies.customer, supplies.supplier)),
            Paired(*equity.pairs_between(loans.holder, loans.issuer)),
        )

    def toward(self, firms: NDArray[np.bool_]) -> Partners:
        """Return the partners of some firms only."""
        kept = firms[self.issuer]
        place = np.cumsum(kept) - 1

        def those(all_of_them: Paired) -> Paired:
            is_kept = kept[all_of_them.pairs]
            return Paired(all_of_them.places[is_kept], place[all_of_them.pairs[is_kept]])

        return Partners(
            self.firms,
            self.rows[kept],
            self.issuer[kept],
            self.holder[kept],
            those(self.sales),
            those(self.purchases),
            those(self.loans),
        )

    def lost(self, books: Books, due: Floats, paths: Places) -> Floats:
        """Return what each pair's holder loses if the issuer fails, unpaid bills apart: (pairs, paths).

        ``(1 - discount - recovery) x stake`` (a rescue leaves less than all of it) ``+ (1 - recovery) x
        loans`` + margin on a year's sales that are not resold + what it costs to replace a year's supply. 0
        for those who may not or can't invest.
        """

        def read(name: str) -> Floats:
            return books.parameter(name)[paths]

        def chosen(rows: Places, amounts: Floats) -> Floats:
            return amounts[np.ix_(rows, paths)]

        margin = read("margin on lost sales") * (1 - read("recovery of sales"))
        kept = np.maximum(1 - read("discount of a rescue") - read("recovery of equity"), 0)
        lost = chosen(self.rows, books.held_pairs(Holding.EQUITY)) * kept
        lent = chosen(self.loans.places, books.held_pairs(Holding.LOANS)) * (1 - read("recovery of debt"))
        lost += self.summed(self.loans, lent)
        lost += self.summed(self.sales, chosen(self.sales.places, due) * (margin / QUARTER))
        supply = (1 - read("recovery of supply")) / QUARTER
        lost += self.summed(self.purchases, chosen(self.purchases.places, due) * supply)
        can_invest = _with_outside(books["alive"][:, paths], 1.0)[self.holder]
        return np.asarray(lost * can_invest * chosen(self.rows, books["may invest"]))

    def sold(self, amounts: Floats) -> Floats:
        """Return what each pair's holder sells to the issuer, of amounts given edge by edge."""
        return gather_rows(self.sales.places, self.sales.pairs, amounts, len(self.rows))

    def lent(self, amounts: Floats) -> Floats:
        """Return what each pair's holder has lent the issuer, of amounts given loan by loan."""
        return gather_rows(self.loans.places, self.loans.pairs, amounts, len(self.rows))

    def summed(self, paired: Paired, amounts: Floats) -> Floats:
        """Return the sum of amounts, given for each of the places, of each pair: (pairs, paths)."""
        return gather_sum(paired.pairs, amounts, len(self.rows))

    def by_holder(self, amounts: Floats) -> Floats:
        """Return the sums of the pairs of each firm as a holder: (firms, paths)."""
        return gather_sum(self.holder, amounts, self.firms + 1)[: self.firms]

    def split(self, free: Floats, wanted: Floats) -> Floats:
        """Return each holder's free money, split among its pairs in proportion to what is wanted."""
        total = _with_outside(self.by_holder(wanted), 0.0)[self.holder]
        money = _with_outside(free, 0.0)[self.holder]
        return np.asarray(money * fraction_of(wanted, total))


def _with_outside(amounts: Floats, outside: float) -> Floats:
    """Return the amounts of firms with a row for all sectors outside."""
    return np.concatenate([amounts, np.full((1, amounts.shape[1]), outside)])
