"""What parties are worth, and the cash that they can pay with: known, or estimated from revenue."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from keiretsu.ledger import Deal, Item
from keiretsu.measures.arrays import Floats
from keiretsu.network import Draws, Network
from keiretsu.network.money import per_year
from keiretsu.parties import Party
from keiretsu.reasons import Reason


@dataclass(frozen=True, slots=True)
class Means:
    """A sum that a party has, in the network's currency; ``is_estimated`` where its revenue gives it."""

    amount: float
    is_estimated: bool
    why: Reason = field(repr=False)


@dataclass(frozen=True, slots=True)
class Valuation:
    """What a deal says that a party is worth as a whole, in the network's currency."""

    amount: float
    deal: Deal


def sum_of(network: Network, deal: Deal) -> float | None:
    """Return a deal's sum in the network's currency; ``None`` where it has none of its own, or no rate."""
    if deal.amount is None or not deal.is_paid:
        return None
    year = (deal.amount_day or network.as_of).year
    rate, _ = per_year(deal.amount, None, year, network.reported.rates, network.assumptions)
    return rate.per_year if rate else None


def valuations(network: Network) -> dict[str, Valuation]:
    """Return what each party is valued at, by its id."""
    found = {}
    for deal in network.deals:
        if deal.relation == "valued" and deal.is_binding and (amount := sum_of(network, deal)):
            found[deal.subject.id] = Valuation(amount, deal)
    return found


def worth(draws: Draws) -> Floats:
    """Return what each party is worth in every draw, shape ``(s, n)``.

    That is its valuation, else an assumed multiple of its revenue; ``nan`` where neither is known.
    """
    network = draws.network
    able = network.assumptions["worth_of_revenue"].value * draws.reported[Item.REVENUE]
    column = {deal.id: place for place, deal in enumerate(network.deals)}
    for party, valuation in valuations(network).items():
        place = network.index[party]
        is_real = draws.real[:, column[valuation.deal.id]]
        able[:, place] = np.where(is_real, valuation.amount, able[:, place])
    return able


def buffers(draws: Draws) -> Floats:
    """Return the cash of each party in every draw, shape ``(s, n)``.

    That is what it reports, else an assumed share of its revenue; ``nan`` where it reports neither.
    """
    share = draws.network.assumptions["buffer_of_revenue"].value
    cash, revenue = draws.reported[Item.CASH], draws.reported[Item.REVENUE]
    able: Floats = np.where(np.isnan(cash), share * revenue, cash)
    return able


def worths_of(network: Network) -> dict[str, Means | None]:
    """Return what each party is worth, with the reason, by its id; ``None`` where nothing tells."""
    valued = valuations(network)
    return {party.id: _worth_of(network, party, valued.get(party.id)) for party in network.parties}


def _worth_of(network: Network, party: Party, valuation: Valuation | None) -> Means | None:
    if valuation:
        return Means(valuation.amount, is_estimated=False, why=valuation.deal.why())
    return _from_revenue(network, party, "worth_of_revenue", "is worth")


def buffer_of(network: Network, party: Party) -> Means | None:
    """Return the cash of a party, with the reason; ``None`` where it reports nothing to go by."""
    cash = network.reported.of(party, Item.CASH)
    if cash:
        return Means(cash.amount, is_estimated=False, why=cash.why)
    return _from_revenue(network, party, "buffer_of_revenue", "reports no cash and is taken to hold")


def _from_revenue(network: Network, party: Party, name: str, verb: str) -> Means | None:
    revenue = network.reported.of(party, Item.REVENUE)
    if revenue is None:
        return None
    share = network.assumptions[name]
    amount = share.value * revenue.amount
    text = f"{party.name} {verb} {network.currency} {amount:,.0f}, by its revenue"
    return Means(amount, is_estimated=True, why=Reason(text, (revenue.why, share.why()), estimate=True))
