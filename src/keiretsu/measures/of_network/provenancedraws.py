"""Provenance in every draw of a network: each party's revenue by source, and what is its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from keiretsu.ledger import Item
from keiretsu.measures.arrays import Floats
from keiretsu.measures.of_network.result import Statistic
from keiretsu.measures.of_network.revenueclasses import RevenueSource, by_class, money_flows
from keiretsu.measures.of_network.revenuesources import MoneyFlows, revenue_shares
from keiretsu.measures.of_network.selffunded import self_funded_bounds
from keiretsu.network import Network, OutsideSource, Payment
from keiretsu.network.draws import Draws
from keiretsu.network.outside import accounts
from keiretsu.parties import Party
from keiretsu.vocabulary.entries import FlowKind

CELLS = 1_000_000  # of a matrix over draws; about 20 of them stand in memory at once
BOUNDS = ("self-funded, lower", "self-funded, proportional", "self-funded, upper")


def statistics(draws: Draws) -> Sequence[Statistic]:
    """Return each party's revenue by class of source, and the bounds of its self-funded share.

    Of every party that sells anything, or reports revenue, and bounds of those that invest in another;
    ``nan`` in a draw in which the party has no revenue.
    """
    size = max(1, CELLS // max(1, draws.parties**2))
    blocks = [list(_figures(block)) for block in draws.blocks(size)]
    return [
        Statistic(name, about, "share", np.concatenate([block[place][2] for block in blocks]))
        for place, (name, about, _) in enumerate(blocks[0] if blocks else ())
    ]


def _figures(draws: Draws) -> Iterator[tuple[str, str, Floats]]:
    network = draws.network
    money = money_flows(draws, accounts(draws).sources(), [each is _CUSTOMERS for each in OutsideSource])
    shares = by_class(revenue_shares(money), list(OutsideSource))
    revenue = np.where(money.revenue > 0, money.revenue, np.nan)
    investors = {payment.payer.id for payment in _payments(network, FlowKind.CAPITAL)}
    for party in vendors(network):
        place, about = network.index[party.id], network.label(party)
        for source, share in shares.items():
            yield source, about, np.where(np.isnan(revenue[:, place]), np.nan, share[:, place])
        if party.id in investors:
            bounds = _bounds(money, place, shares[RevenueSource.OWN_CAPITAL][:, place], revenue[:, place])
            yield from ((name, about, each) for name, each in zip(BOUNDS, bounds, strict=True))


_CUSTOMERS = OutsideSource.END_CUSTOMERS


def vendors(network: Network) -> tuple[Party, ...]:
    """Return the parties that sell to another in some draw, or report revenue."""
    paid = {payment.payee.id for payment in _payments(network, FlowKind.PURCHASE) if payment.payee}
    return tuple(
        party
        for party in network.parties
        if party.id in paid or network.reported.of(party, Item.REVENUE) is not None
    )


def _payments(network: Network, flow: FlowKind) -> Iterator[Payment]:
    return (each for each in (*network.payments, *network.possible) if each.flow is flow and each.payee)


def _bounds(money: MoneyFlows, place: int, share: Floats, revenue: Floats) -> tuple[Floats, Floats, Floats]:
    lower, upper = (bound / revenue for bound in self_funded_bounds(money, place))
    # Where the flows leave no choice all three are equal; rounding must not turn their order.
    return lower, np.clip(share, lower, upper), upper
