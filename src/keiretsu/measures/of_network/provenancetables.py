"""Tables of provenance beside the main one: by investor, and what each party does with its money."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from keiretsu.measures.roundtrip import capital_returned
from keiretsu.network import Network, OutsideSource
from keiretsu.network.draws import Draws
from keiretsu.network.outside import OutsideSink, accounts
from keiretsu.parties import Party
from keiretsu.vocabulary.entries import FlowKind

INVESTOR_COLUMNS = (
    "vendor",
    "investor",
    "invested_per_year",
    "currency",
    "lower",
    "proportional",
    "upper",
    "lower_share",
    "proportional_share",
    "upper_share",
)


def investor_rows(network: Network, vendors: Iterable[Party]) -> list[dict[str, object]]:
    """Return how much of each investor's capital ends as each vendor's revenue, where any may."""
    flows, capital = network.flows(), network.flows(FlowKind.CAPITAL)
    entered = network.sources()
    customers = entered[:, list(OutsideSource).index(OutsideSource.END_CUSTOMERS)]
    revenue = network.flows(FlowKind.PURCHASE).sum(axis=0) + customers
    np.fill_diagonal(capital, 0.0)
    edges = [(i, j, float(capital[i, j])) for i, j in np.argwhere(capital).tolist()]
    investors = sorted({investor for investor, _, _ in edges})
    rows: list[dict[str, object]] = []
    for vendor in (network.index[party.id] for party in vendors):
        for investor in investors:
            found = capital_returned(flows, entered.sum(axis=1), edges, investor, vendor)
            if found.upper > 0:
                names = network.parties[vendor].name, network.parties[investor].name
                returned = (found.lower, found.proportional, found.upper)
                shares = (sum_ / revenue[vendor] for sum_ in returned)
                values = (*names, found.invested, network.currency, *returned, *shares)
                rows.append(dict(zip(INVESTOR_COLUMNS, values, strict=True)))
    return rows


def balance_rows(network: Network) -> list[dict[str, object]]:
    """Return where each party's money comes from and goes to, per year; the two sides are equal."""
    if not network.parties:
        return []
    known, flows = accounts(Draws.point(network)), network.flows()
    sources, sinks = known.sources()[0], known.sinks()[0]
    return [
        {
            "party": party.name,
            "currency": network.currency,
            "received in the network": flows[:, place].sum(),
            **dict(zip(map(str, OutsideSource), sources[place].tolist(), strict=True)),
            "paid in the network": flows[place].sum(),
            **dict(zip(map(str, OutsideSink), sinks[place].tolist(), strict=True)),
        }
        for place, party in enumerate(network.parties)
        if flows[:, place].any() or sources[place].any()
    ]
