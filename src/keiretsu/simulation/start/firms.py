"""Which parties of a network are firms of its industry, and what each sells to end customers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from keiretsu.ledger import Deal, Item
from keiretsu.measures.of_network.trades import NO_LAYER
from keiretsu.network import Network
from keiretsu.network.exposures import CAPITAL_DEALS
from keiretsu.parties import Party
from keiretsu.simulation.industry.records import Outside
from keiretsu.vocabulary import layers
from keiretsu.vocabulary.entries import FlowKind

SHOWING = ("supplies", "builds", "competes")
"""Relations that tell in which layer a party sells."""

MONEY = (Item.REVENUE, Item.CASH, Item.DEBT, Item.CAPITAL_EXPENDITURE, Item.FUNDING)


def firms_of(network: Network) -> tuple[Party, ...]:
    """Return the parties that have to do with money, in the network's order.

    A firm pays or is paid, holds a stake or is held, lends or is lent to, or reports a figure. Others, such
    as a regulator or a rival of whom nothing more is told, have no books.
    """
    found = {
        party.id
        for payment in (*network.payments, *network.possible)
        for party in (payment.payer, payment.payee)
        if party
    }
    found |= {party.id for deal in stakes(network) for party in (deal.subject, deal.object) if party}
    found |= {figure.party.id for figure in network.reported.figures if figure.item in MONEY}
    return tuple(party for party in network.parties if party.id in found)


def stakes(network: Network) -> tuple[Deal, ...]:
    """Return the binding deals by which one party has put capital into another."""
    return tuple(
        deal
        for deal in network.deals
        if deal.relation in CAPITAL_DEALS
        and deal.is_binding
        and deal.object is not None
        and deal.object != deal.subject
    )


def names_of(network: Network, firms: Iterable[Party]) -> tuple[str, ...]:
    """Return what firms are called in the books: names that no other and no sector outside has."""
    outside = set(Outside)
    labels = ((network.label(firm), firm.id) for firm in firms)
    return tuple(f"{label} ({key})" if label in outside else label for label, key in labels)


def end_layers(network: Network) -> dict[str, str]:
    """Return in which layer each party sells to end customers, by its id, as far as anything tells.

    No source says it outright. It is taken to be the layer in which the party sells most to the firms of the
    network, by known sums; else the layer in which most of its deals let it sell, build or compete; else the
    layer of most of what a list of organisations says that it offers. Of equals it is the one nearest to the
    end customer.
    """
    sold: dict[str, dict[str, float]] = {}
    shown: dict[str, dict[str, float]] = {}
    offered: dict[str, dict[str, float]] = {}
    for party, layer, amount in _sold(network):
        _add(sold, party, layer, amount)
    for party, layer in _shown(network):
        _add(shown, party, layer, 1.0)
    for offering in network.offerings:
        _add(offered, offering.party.id, offering.layer, 1.0)
    return {key: _most(found) for each in (offered, shown, sold) for key, found in each.items()}


def layer_order(layer: str) -> tuple[int, str]:
    """Return what sorts layers from the ground up; those that the vocabulary doesn't order come first."""
    entry = layers().get(layer)
    return (entry.order if entry else 0), layer


def market_of(layer: str | None) -> str:
    """Return what the market of a layer is called, also if no source names it."""
    return layer or NO_LAYER


def _sold(network: Network) -> Iterator[tuple[str, str, float]]:
    for payment in network.payments:
        payee, layer, rate = payment.payee, payment.layer, payment.rate
        is_known = payment.flow is FlowKind.PURCHASE and payee != payment.payer and not payment.is_estimated
        if is_known and payee and layer and rate and rate.per_year > 0:
            yield payee.id, layer, rate.per_year


def _shown(network: Network) -> Iterator[tuple[str, str]]:
    for deal in network.deals:
        if deal.relation not in SHOWING or deal.layer is None or not deal.is_binding:
            continue
        yield deal.subject.id, deal.layer
        if deal.relation == "competes" and deal.object is not None:
            yield deal.object.id, deal.layer


def _add(found: dict[str, dict[str, float]], party: str, layer: str, amount: float) -> None:
    layers_of = found.setdefault(party, {})
    layers_of[layer] = layers_of.get(layer, 0.0) + amount


def _most(found: dict[str, float]) -> str:
    return max(found, key=lambda layer: (found[layer], layer_order(layer)))
