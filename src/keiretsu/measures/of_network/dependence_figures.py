"""The figures of dependence as arrays over draws: one arithmetic for the point and for its interval."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from keiretsu.ledger import Item
from keiretsu.measures.arrays import Floats
from keiretsu.measures.concentration import GroupShares, shares_within
from keiretsu.measures.dependence import LeavingCost, cost_of_leaving
from keiretsu.measures.grouped import Groups, fraction_of
from keiretsu.measures.of_network.dependence_leaving import years_left
from keiretsu.measures.of_network.result import Statistic
from keiretsu.measures.of_network.trades import Trades
from keiretsu.network import Draws


@dataclass(frozen=True, eq=False)
class Figures:
    """What trades come to in ``s`` draws; arrays of shape ``(s, k)`` in the order of the trades.

    Parameters
    ----------
    annual, remaining
        What the customer pays a year, and what it is still committed to pay.
    leaving
        What leaving costs.
    budgets, spending
        The shares of what the customer spends on the layer, and of all that it spends.
    buyers
        The customer of each of ``budgets``'s groups, with the layer.
    of_revenue
        The share of what the supplier earns.
    revenue
        What each party earns, shape ``(s, n)``.
    is_reported
        Whether that is what the party reports, and not what the network pays it, shape ``(s, n)``.
    """

    trades: Trades
    annual: Floats
    remaining: Floats
    leaving: LeavingCost
    budgets: GroupShares
    buyers: tuple[tuple[int, str], ...]
    spending: GroupShares
    of_revenue: Floats
    revenue: Floats
    is_reported: NDArray[np.bool_]

    def statistics(self) -> Iterator[Statistic]:
        """Yield the figures by trade, and by customer and layer."""
        network = self.trades.network
        for place, trade in enumerate(self.trades.trades):
            about = trade.about(network)
            yield Statistic("paid", about, "per year", self.annual[:, place])
            yield Statistic("share_of_layer", about, "share", self._known(self.budgets, place))
            yield Statistic("share_of_spending", about, "share", self._known(self.spending, place))
            yield Statistic("share_of_revenue", about, "share", self.of_revenue[:, place])
            yield Statistic("remaining_commitment", about, "money", self.remaining[:, place])
            yield Statistic("cost_of_leaving", about, "money", self.leaving.money[:, place])
            yield Statistic("cost_in_years", about, "years", self.leaving.years[:, place])
        fraction, effective = self.budgets.fraction, self.budgets.effective_number
        for place, (customer, layer) in enumerate(self.buyers):
            about = f"{network.label(network.parties[customer])} / {layer}"
            yield Statistic("supplier_hhi", about, "points", fraction[:, place] * 10_000)
            yield Statistic("effective_suppliers", about, "count", effective[:, place])

    def _known(self, shares: GroupShares, place: int) -> Floats:
        total = shares.totals[:, shares.groups.labels[place]]
        return np.where(total > 0, shares.shares[:, place], np.nan)


def figures(trades: Trades, draws: Draws) -> Figures:
    """Work the figures out."""
    network = trades.network
    annual = trades.sums(draws)
    remaining = trades.sums(draws, lambda payment: years_left(payment, network.as_of) or 0.0)
    by_layer, buyers = trades.grouped(lambda trade: (trade.customer, trade.layer))
    customers = np.array([trade.customer for trade in trades.trades], dtype=np.int64)
    suppliers = np.array([trade.supplier for trade in trades.trades], dtype=np.int64)
    sellers = Groups(suppliers, len(network.parties))
    sold, reported = sellers.total(annual), draws.reported[Item.REVENUE]
    revenue = np.fmax(sold, reported)
    return Figures(
        trades=trades,
        annual=annual,
        remaining=remaining,
        leaving=cost_of_leaving(annual, remaining, network.assumptions["switching_cost_years"].value),
        budgets=shares_within(annual, by_layer),
        buyers=buyers,
        spending=shares_within(annual, Groups(customers, len(network.parties))),
        of_revenue=fraction_of(annual, sellers.spread(revenue)),
        revenue=revenue,
        is_reported=reported >= sold,
    )
