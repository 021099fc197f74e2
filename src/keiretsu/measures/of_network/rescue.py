"""Whether those who would lose by a failure would rather pay for a rescue."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from keiretsu.ledger import Item
from keiretsu.measures.arrays import Floats
from keiretsu.measures.of_network.losses import HolderLoss, Losses
from keiretsu.measures.of_network.means import buffer_of, buffers
from keiretsu.measures.of_network.obligations import owed_by
from keiretsu.measures.of_network.positions import between_parties
from keiretsu.network import Draws, Network
from keiretsu.parties import Party
from keiretsu.reasons import Reason
from keiretsu.vocabulary.entries import FlowKind


@dataclass(frozen=True, slots=True)
class Rescue:
    """What a rescue of a party would avoid for others, and what it would cost them.

    Parameters
    ----------
    party
        Who would be rescued.
    avoided
        What the others lose within the year if it fails, second rounds included.
    cost
        What it has to pay in the year beyond what its customers pay it and its cash; 0 for a party
        that needs no rescue.
    alone
        Who would lose more than the whole cost, and so would gain by paying it alone.
    why
        What the cost is made of.
    """

    party: Party
    avoided: float
    cost: float
    alone: tuple[Party, ...]
    why: Reason = field(repr=False)

    @property
    def ratio(self) -> float | None:
        """Loss avoided by cost, 0 or more; ``None`` where no rescue is needed."""
        return self.avoided / self.cost if self.cost > 0 else None

    @property
    def is_worth_it(self) -> bool:
        """Whether the others together lose more without a rescue than it costs."""
        return self.cost > 0 and self.avoided > self.cost


def rescue_costs(draws: Draws) -> Floats:
    """Return what keeping each party going for a year costs others, in every draw, shape ``(s, n)``.

    Formula: what it owes the others in the year, less its sales (reported revenue, or what the deals
    pay it where that is more), less its cash; 0 where that is negative.
    """
    owed = between_parties(draws.flows()).sum(axis=2)
    sold = draws.flows(FlowKind.PURCHASE).sum(axis=1)
    income = np.fmax(sold, draws.reported[Item.REVENUE])
    costs: Floats = np.maximum(0.0, owed - income - np.nan_to_num(buffers(draws)))
    return costs


def rescue_of(losses: Losses, cost: float) -> Rescue:
    """Weigh what the others lose by a failure against the cost of a rescue."""

    def gains(holder: HolderLoss) -> bool:
        return 0 < cost < holder.total

    alone = tuple(each.holder for each in losses.holders if gains(each))
    return Rescue(losses.party, losses.total, cost, alone, _why(losses, cost))


def _why(losses: Losses, cost: float) -> Reason:
    network, party = losses.network, losses.party
    owed = tuple(each.why for each in owed_by(network, party))
    income = _income(network, party)
    cash = buffer_of(network, party)
    text = (
        f"keeping {party.name} going for a year costs {network.currency} {cost:,.0f}: what it owes the others"
        " beyond its sales and its cash"
    )
    return Reason(text, (*owed, *income, *((cash.why,) if cash else ())), estimate=True)


def _income(network: Network, party: Party) -> tuple[Reason, ...]:
    """Return what its sales rest on: reported revenue, or the deals where they pay it more."""
    sales = network.payments_between(payee=party, kind=FlowKind.PURCHASE)
    revenue = network.reported.of(party, Item.REVENUE)
    if revenue is not None and revenue.amount >= sum(each.rate.per_year for each in sales if each.rate):
        return (revenue.why,)
    return tuple(each.why for each in sales)
