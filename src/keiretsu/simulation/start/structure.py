"""The structure of an industry, from a network: its firms, edges and pairs, the same on all paths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from keiretsu.ledger import Item
from keiretsu.network import Network
from keiretsu.parties import Party
from keiretsu.simulation.industry.records import Places
from keiretsu.simulation.start.firms import end_layers, firms_of, market_of, names_of, stakes
from keiretsu.simulation.start.owning import Ownership, ownership_of
from keiretsu.simulation.start.supplying import Supply, supply_of
from keiretsu.vocabulary.entries import FlowKind

EARNED = (Item.REVENUE, Item.DEBT, Item.CAPITAL_EXPENDITURE)
"""What is earned, or must be earned to be paid."""


@dataclass(frozen=True, eq=False)
class Structure:
    """Who is in an industry, who may buy from whom, and who may own or lend to whom.

    Parameters
    ----------
    network
        What it is made from.
    firms, names
        The firms, and what they are called in the books.
    places
        The place of each firm by its party's id.
    columns
        The place of each firm in the network's arrays: (firms,).
    supply, ownership
        The edges and the pairs.
    market
        The layer that each firm sells to end customers; ``None`` for one that sells them nothing.
    """

    network: Network
    firms: tuple[Party, ...]
    names: tuple[str, ...]
    places: Mapping[str, int]
    columns: Places
    supply: Supply
    ownership: Ownership
    market: tuple[str | None, ...]

    @property
    def markets(self) -> tuple[Places, Places]:
        """The layers that end customers buy, by their places, and the market of each firm, -1 for none."""
        order = {layer: place for place, layer in enumerate(self.supply.layers)}
        sold = sorted({order[layer] for layer in self.market if layer is not None})
        places = [-1 if layer is None else sold.index(order[layer]) for layer in self.market]
        return np.array(sold, dtype=np.intp), np.array(places, dtype=np.intp)


def structure_of(network: Network) -> Structure:
    """Return the structure of a network's industry."""
    firms = firms_of(network)
    places = {firm.id: place for place, firm in enumerate(firms)}
    market = _markets(network, firms)
    supply = supply_of(network, places, [layer for layer in market if layer is not None])
    return Structure(
        network=network,
        firms=firms,
        names=names_of(network, firms),
        places=places,
        columns=np.array([network.index[firm.id] for firm in firms], dtype=np.intp),
        supply=supply,
        ownership=ownership_of(network, places, supply.supplies),
        market=market,
    )


def _markets(network: Network, firms: tuple[Party, ...]) -> tuple[str | None, ...]:
    """Return what each firm sells to end customers: if it reports revenue, or must earn what it pays."""
    layers = end_layers(network)
    paying = {
        payment.payer.id
        for payment in (*network.payments, *network.possible)
        if payment.flow is FlowKind.PURCHASE and payment.payee and payment.rate
    }
    paying |= {deal.object.id for deal in stakes(network) if deal.is_lent and deal.object}
    paying |= {figure.party.id for figure in network.reported.figures if figure.item in EARNED}
    return tuple(market_of(layers.get(firm.id)) if firm.id in paying else None for firm in firms)
