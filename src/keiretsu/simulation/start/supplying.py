"""Who may buy which layer from whom: the supply edges of an industry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import numpy as np

from keiretsu.measures.of_network.dependence_leaving import years_left
from keiretsu.measures.of_network.trades import NO_LAYER
from keiretsu.network import Network, Payment
from keiretsu.reasons import Reason
from keiretsu.simulation.industry.records import Supplies
from keiretsu.simulation.start.firms import layer_order
from keiretsu.vocabulary.entries import FlowKind

OFFERS = 8
"""Offers that a customer chooses among for one layer, at most, if it doesn't buy from more already.

It keeps the number of edges linear in the number of firms.
"""

EXCLUSIVE = "exclusive"


class Offer(NamedTuple):
    """A supply edge: a customer and a supplier by their places, and the layer."""

    customer: int
    layer: str
    supplier: int


@dataclass(frozen=True, slots=True)
class Trade:
    """The payments of one offer, those of deals that bind nobody yet among them."""

    offer: Offer
    payments: list[Payment] = field(default_factory=list)

    @property
    def spend(self) -> float:
        """What is known to be paid a year."""
        return sum(one.rate.per_year for one in self.payments if one.rate and one.deal.is_binding)

    @property
    def has_sum(self) -> bool:
        """Whether any payment has a sum."""
        return any(one.rate is not None for one in self.payments)


@dataclass(frozen=True, eq=False)
class Supply:
    """The edges, and which of them each payment is made on.

    Parameters
    ----------
    supplies
        The edges.
    layers
        The layers that they name, from the ground up.
    place
        The place of each offer among the edges.
    """

    supplies: Supplies
    layers: tuple[str, ...]
    place: Mapping[Offer, int]


def offer_of(payment: Payment, places: Mapping[str, int]) -> Offer | None:
    """Return the offer that a payment takes up; ``None`` if it isn't for something that another supplies."""
    if payment.flow is not FlowKind.PURCHASE or payment.payee is None or payment.payee == payment.payer:
        return None
    return Offer(places[payment.payer.id], payment.layer or NO_LAYER, places[payment.payee.id])


def supply_of(network: Network, places: Mapping[str, int], markets: Sequence[str]) -> Supply:
    """Return who may buy what from whom.

    A customer may buy from whom it has a deal with, and, if any deal states a sum, from others that sell the
    layer in the network: the largest, :data:`OFFERS` in all. A layer that no source names has no others.
    """
    trades = _trades(network, places)
    sellers = _sellers(trades)
    groups: dict[tuple[int, str], list[Trade]] = {}
    for trade in trades.values():
        groups.setdefault((trade.offer.customer, trade.offer.layer), []).append(trade)
    rows = [
        trade
        for _, group in sorted(groups.items(), key=lambda one: (one[0][0], layer_order(one[0][1])))
        for trade in _with_candidates(group, sellers)
    ]
    layers = tuple(sorted({*(each.offer.layer for each in rows), *markets}, key=layer_order))
    return Supply(
        _supplies(network, rows, layers, _only_known(groups), sellers),
        layers,
        {trade.offer: place for place, trade in enumerate(rows)},
    )


def _trades(network: Network, places: Mapping[str, int]) -> dict[Offer, Trade]:
    trades: dict[Offer, Trade] = {}
    for payment in (*network.payments, *network.possible):
        if offer := offer_of(payment, places):
            trades.setdefault(offer, Trade(offer)).payments.append(payment)
    return trades


def _sellers(trades: Mapping[Offer, Trade]) -> dict[str, dict[int, Trade]]:
    """Return who sells each layer by a deal that binds, the largest first, each with its largest sale."""
    sold: dict[tuple[str, int], float] = {}
    largest: dict[tuple[str, int], Trade] = {}
    for offer, trade in trades.items():
        if offer.layer != NO_LAYER and any(one.deal.is_binding for one in trade.payments):
            key = offer.layer, offer.supplier
            sold[key] = sold.get(key, 0.0) + trade.spend
            if key not in largest or trade.spend > largest[key].spend:
                largest[key] = trade
    found: dict[str, dict[int, Trade]] = {}
    for layer, supplier in sorted(sold, key=lambda key: (-sold[key], key)):
        found.setdefault(layer, {})[supplier] = largest[layer, supplier]
    return found


def _with_candidates(group: list[Trade], sellers: Mapping[str, Mapping[int, Trade]]) -> list[Trade]:
    known = sorted(group, key=lambda trade: (-trade.spend, trade.offer.supplier))
    if not any(trade.has_sum for trade in known):
        return known
    customer, layer, _ = known[0].offer
    taken = {customer, *(trade.offer.supplier for trade in known)}
    others = (each for each in sellers.get(layer, {}) if each not in taken)
    candidates = [Trade(Offer(customer, layer, each)) for each in others]
    return known + candidates[: max(OFFERS - len(known), 0)]


def _only_known(groups: Mapping[tuple[int, str], list[Trade]]) -> set[Offer]:
    """Return the offers of those from whom alone their customer is known to buy a layer."""
    bound = (
        [trade.offer for trade in group if any(one.deal.is_binding for one in trade.payments)]
        for group in groups.values()
    )
    return {offers[0] for offers in bound if len(offers) == 1}


def _supplies(
    network: Network,
    rows: list[Trade],
    layers: tuple[str, ...],
    alone: set[Offer],
    sellers: Mapping[str, Mapping[int, Trade]],
) -> Supplies:
    order = {layer: place for place, layer in enumerate(layers)}
    keys = [(trade.offer.customer, trade.offer.layer) for trade in rows]
    is_new = [place == 0 or keys[place - 1] != key for place, key in enumerate(keys)]
    return Supplies(
        customer=np.array([trade.offer.customer for trade in rows], dtype=np.intp),
        supplier=np.array([trade.offer.supplier for trade in rows], dtype=np.intp),
        layer=np.array([order[trade.offer.layer] for trade in rows], dtype=np.intp),
        group=np.cumsum(np.array(is_new, dtype=np.intp)) - 1,
        # Others who also sell it show that the term doesn't hold, or doesn't hold any more.
        is_exclusive=np.array([_is_exclusive(one) and one.offer in alone for one in rows], dtype=np.bool_),
        years=np.array([_committed_years(network, trade) for trade in rows], dtype=np.float64),
        grounds=tuple(_ground(trade, sellers) for trade in rows),
    )


def _is_exclusive(trade: Trade) -> bool:
    return any(EXCLUSIVE in one.deal.terms and one.deal.is_binding for one in trade.payments)


def _committed_years(network: Network, trade: Trade) -> float:
    """Return for how long what is committed runs, so that it falls due at the pace of its payments."""
    left = [(one, committed_years(one, network.as_of)) for one in trade.payments]
    return mean_years([(one.rate.per_year if one.rate else 0.0, years) for one, years in left if years > 0])


def committed_years(payment: Payment, day: date) -> float:
    """Return for how many years a payment is still committed; a sum that was filled in commits to nothing."""
    return 0.0 if payment.is_estimated else years_left(payment, day) or 0.0


def mean_years(paid: list[tuple[float, float]]) -> float:
    """Return the mean years of payments, each weighted by what it pays a year; 0 without payments."""
    total = sum(rate for rate, _ in paid)
    if total > 0:
        return sum(rate * years for rate, years in paid) / total
    return sum(years for _, years in paid) / len(paid) if paid else 0.0


def _ground(trade: Trade, sellers: Mapping[str, Mapping[int, Trade]]) -> Reason:
    if trade.payments:
        first, because = trade.payments[0], tuple(one.why for one in trade.payments)
        supplier = first.payee.name if first.payee else ""
        text = f"{first.payer.name} buys {trade.offer.layer} from {supplier}"
        return Reason(text, because, estimate=any(one.is_estimated for one in trade.payments))
    sale = sellers[trade.offer.layer][trade.offer.supplier].payments[0]
    supplier = sale.payee.name if sale.payee else ""
    text = f"{supplier} could sell {trade.offer.layer} to it, as it sells it to {sale.payer.name}"
    return Reason(text, (sale.why,), estimate=True)
