"""Provenance of a network as it is, inflow by inflow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.measures.of_network.provenancerecords import PartyProvenance, SelfFunded
from keiretsu.measures.of_network.revenueclasses import RevenueSource, by_class, money_flows
from keiretsu.measures.of_network.revenuesources import (
    MoneyFlows,
    RevenueShares,
    revenue_shares,
    ultimate_shares,
)
from keiretsu.measures.of_network.selffunded import self_funded_bounds
from keiretsu.measures.provenance import source_shares
from keiretsu.network import Network, OutsideSource
from keiretsu.network.draws import Draws
from keiretsu.vocabulary.entries import FlowKind

CIRCULATING = str(RevenueSource.CIRCULATING)
_Named = TypeVar("_Named")


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """The figures of a network as it is, every inflow a source of its own.

    ``income`` and ``revenue`` have shape ``n``, as have ``unsourced`` and ``circulating``; ``mix`` (of
    income), ``outside`` and ``ultimate`` (of revenue) are party by inflow, ``funded`` is vendor by funder.
    """

    network: Network
    income: Floats
    revenue: Floats
    mix: Floats
    unsourced: Floats
    classes: Mapping[RevenueSource, Floats]
    outside: Floats
    funded: Floats
    ultimate: Floats
    circulating: Floats
    own: Mapping[int, SelfFunded]

    @classmethod
    def of(cls, network: Network) -> Point:
        """Trace the money of a network."""
        entering = _by_inflow(network)
        sources = [inflow.source for inflow in network.inflows]
        is_revenue = [source is OutsideSource.END_CUSTOMERS for source in sources]
        money = money_flows(Draws.point(network), entering[None], is_revenue)
        shares, traced = revenue_shares(money), source_shares(money.flows[0], entering)
        ultimate, circulating = ultimate_shares(money)
        investors = np.flatnonzero(money.capital[0].any(axis=1)).tolist()
        return cls(
            network=network,
            income=traced.throughflow,
            revenue=money.revenue[0],
            mix=traced.shares.T,
            unsourced=traced.unsourced,
            classes={each: part[0] for each, part in by_class(shares, sources).items()},
            outside=shares.outside[0],
            funded=shares.equity[0] + shares.loans[0],
            ultimate=ultimate[0],
            circulating=circulating[0],
            own={place: _self_funded(money, shares, place) for place in investors},
        )

    def party(self, place: int) -> PartyProvenance:
        """Return what is found of one party."""
        network = self.network
        party = network.parties[place]
        sold = network.payments_between(payee=party, kind=FlowKind.PURCHASE)
        return PartyProvenance(
            party=party,
            income=float(self.income[place]),
            shares=_by_source(network, self.mix[place], float(self.unsourced[place])),
            entries=_largest(network.inflows, self.mix[place]),
            self_funded=self.own.get(int(place)),
            revenue=float(self.revenue[place]),
            revenue_shares={each: float(part[place]) for each, part in self.classes.items()},
            revenue_entries=_largest(network.inflows, self.outside[place]),
            funders=_largest(network.parties, self.funded[place]),
            ultimate=_by_source(network, self.ultimate[place], float(self.circulating[place])),
            unknown=sum(payment.rate is None for payment in sold),
        )


def _self_funded(money: MoneyFlows, shares: RevenueShares, place: int) -> SelfFunded:
    revenue = float(money.revenue[0, place])
    lower, upper = (float(bound[0]) for bound in self_funded_bounds(money, place))
    # Where the flows leave no choice all three are equal; rounding must not turn their order.
    returned = min(max(float(shares.own_capital[0, place]) * revenue, lower), upper)
    invested = float(money.capital[0, place].sum())
    return SelfFunded(invested, revenue, lower, returned, upper)


def _by_inflow(network: Network) -> Floats:
    """Return what enters, party by inflow, so that each inflow is a source of its own."""
    entering = np.zeros((len(network.parties), len(network.inflows)))
    for column, inflow in enumerate(network.inflows):
        entering[network.index[inflow.party.id], column] = inflow.per_year
    return entering


def _by_source(network: Network, shares: Floats, unsourced: float) -> dict[str, float]:
    totals = {str(source): 0.0 for source in OutsideSource}
    for inflow, share in zip(network.inflows, shares, strict=True):
        totals[str(inflow.source)] += float(share)
    return totals | {CIRCULATING: unsourced}


def _largest(named: Sequence[_Named], shares: Floats) -> tuple[tuple[_Named, float], ...]:
    pairs = zip(named, shares.tolist(), strict=True)
    return tuple(sorted((pair for pair in pairs if pair[1] > 0), key=lambda pair: -pair[1]))
