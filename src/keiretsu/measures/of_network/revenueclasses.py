"""The classes of sources of revenue, and the parts of each party's revenue that fall in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.measures.of_network.revenuesources import MoneyFlows, RevenueShares
from keiretsu.network import OutsideSource
from keiretsu.network.draws import Draws
from keiretsu.network.outside import is_lending
from keiretsu.vocabulary.entries import FlowKind


class RevenueSource(StrEnum):
    """Whose money a dollar of revenue was, by the last one who put it in."""

    END_CUSTOMERS = "end customers"
    OUTSIDE_EQUITY = "outside equity"
    DEBT = "debt"
    OWN_CAPITAL = "vendor's own capital"
    OTHERS_EQUITY = "other parties' equity"
    OWN_PURCHASES = "vendor's own purchases"
    OWN_CASH = "payers' own cash"
    UNREPORTED = "unreported"
    CIRCULATING = "circulating, no outside source"

    @property
    def meaning(self) -> str:
        """The sentence that explains the class in tables and reports."""
        return _MEANINGS[self]

    @property
    def outside(self) -> OutsideSource | None:
        """The source outside of the network that the class contains, if any."""
        return _OUTSIDE.get(self)


_MEANINGS = {
    RevenueSource.END_CUSTOMERS: "Paid by customers outside of the network, here or further up the chain.",
    RevenueSource.OUTSIDE_EQUITY: "Put in by investors outside of the network, here or further up the chain.",
    RevenueSource.DEBT: "Lent, by lenders outside of the network or by other parties in it.",
    RevenueSource.OWN_CAPITAL: "Invested or lent by the vendor itself, directly or through others.",
    RevenueSource.OTHERS_EQUITY: "Invested by other parties of the network.",
    RevenueSource.OWN_PURCHASES: "Paid by the vendor itself for goods and services, and come back.",
    RevenueSource.OWN_CASH: "Drawn by those who pay from cash that they had.",
    RevenueSource.UNREPORTED: "Paid by parties of which no source says where they have it from.",
    RevenueSource.CIRCULATING: "Goes round among other parties, and no known source feeds it.",
}
_OUTSIDE = {
    RevenueSource.END_CUSTOMERS: OutsideSource.END_CUSTOMERS,
    RevenueSource.OUTSIDE_EQUITY: OutsideSource.OUTSIDE_EQUITY,
    RevenueSource.DEBT: OutsideSource.DEBT,
    RevenueSource.OWN_CASH: OutsideSource.OWN_CASH,
    RevenueSource.UNREPORTED: OutsideSource.UNREPORTED,
}


def money_flows(draws: Draws, sources: Floats, is_revenue: list[bool]) -> MoneyFlows:
    """Return the money of draws, with what enters from outside by source, shape ``(s, n, k)``."""
    is_loan = np.array([is_lending(payment) for payment in draws.payments], dtype=np.bool_)
    lent = tuple(payment for payment, loan in zip(draws.payments, is_loan, strict=True) if loan)
    loans = replace(draws, payments=lent, rates=draws.rates[:, is_loan]).flows()
    equity = np.maximum(draws.flows(FlowKind.CAPITAL) - loans, 0.0)
    oneself = np.arange(draws.parties)
    loans[:, oneself, oneself] = equity[:, oneself, oneself] = 0.0
    return MoneyFlows(
        purchases=draws.flows(FlowKind.PURCHASE),
        equity=equity,
        loans=loans,
        sources=sources,
        is_revenue=np.array(is_revenue, dtype=np.bool_),
    )


def by_class(shares: RevenueShares, sources: list[OutsideSource]) -> Mapping[RevenueSource, Floats]:
    """Return the part of each party's revenue in each class, shape ``(s, n)``.

    ``sources`` names the columns of ``shares.outside``.
    """
    inside = {
        RevenueSource.DEBT: shares.loans.sum(axis=2),
        RevenueSource.OWN_CAPITAL: shares.own_capital,
        RevenueSource.OTHERS_EQUITY: shares.equity.sum(axis=2),
        RevenueSource.OWN_PURCHASES: shares.own_purchases,
        RevenueSource.CIRCULATING: shares.circulating,
    }
    return {
        each: inside.get(each, 0.0)
        + shares.outside[:, :, [source is each.outside for source in sources]].sum(axis=2)
        for each in RevenueSource
    }
