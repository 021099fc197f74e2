"""The records of dependence: what a customer buys of a supplier, and how it spends on a layer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from keiretsu.ledger import Deal
from keiretsu.measures.of_network.dependence_figures import Figures
from keiretsu.measures.of_network.dependence_leaving import (
    TYING_TERMS,
    Stake,
    stake,
    tying_deals,
    years_left,
)
from keiretsu.network import Network, Payment
from keiretsu.parties import Party
from keiretsu.vocabulary.entries import FlowKind


@dataclass(frozen=True)
class Supply:
    """What one customer buys of one supplier in one layer, and what ties it there.

    Parameters
    ----------
    per_year
        What the deals with a sum pay; 0 where none has one.
    share_of_layer, share_of_spending
        Which part of what the customer is known to spend on the layer, and in all, this is; ``None``
        where no sum is known.
    share_of_revenue
        Which part of what the supplier earns this is; ``None`` as above.
    revenue_is_reported
        Whether the supplier's revenue is what it reports, or what the network pays it.
    remaining
        What the customer is still committed to pay, from the day on.
    cost_of_leaving, cost_in_years
        ``remaining`` and the assumed cost of the switch, in money and in years of spending (``None``
        where no sum is known).
    tying
        The deals of the two that make the supplier exclusive, first or hard to leave.
    stake
        What the supplier has invested in the customer; ``None`` if nothing.
    payments
        The payments, of which ``without_sum`` have no known sum and ``open_ended`` no known end.
    """

    customer: Party
    supplier: Party
    layer: str
    per_year: float
    share_of_layer: float | None
    share_of_spending: float | None
    share_of_revenue: float | None
    revenue_is_reported: bool
    remaining: float
    cost_of_leaving: float
    cost_in_years: float | None
    tying: tuple[Deal, ...] = field(repr=False)
    stake: Stake | None = field(repr=False)
    payments: tuple[Payment, ...] = field(repr=False)
    without_sum: int
    open_ended: int

    @property
    def terms(self) -> tuple[str, ...]:
        """The terms that tie the customer: ``exclusive``, ``lock_in``, ``primary_provider``."""
        return tuple(sorted({term for deal in self.tying for term in deal.terms} & TYING_TERMS))

    @property
    def is_estimated(self) -> bool:
        """Whether some of the money is filled in and stated by no source."""
        return any(payment.is_estimated for payment in self.payments)


@dataclass(frozen=True)
class Spending:
    """How a customer spreads what it spends on a layer over suppliers.

    Parameters
    ----------
    per_year
        What the deals with a sum pay to named suppliers.
    hhi, effective_suppliers
        The Herfindahl-Hirschman index of its suppliers in points, up to 10,000, and how many equal ones
        would be as concentrated; ``None`` where no sum is known.
    supplies
        What it buys of whom, largest first.
    to_nobody_named
        What it spends besides without a named supplier; counts in no share.
    """

    customer: Party
    layer: str
    per_year: float
    hhi: float | None
    effective_suppliers: float | None
    supplies: tuple[Supply, ...] = field(repr=False)
    to_nobody_named: float

    @property
    def without_sum(self) -> int:
        """How many of its deals state no sum."""
        return sum(supply.without_sum for supply in self.supplies)

    @property
    def largest(self) -> Supply | None:
        """The supplier with the largest share, where a sum is known."""
        return self.supplies[0] if self.per_year > 0 else None


def supplies(found: Figures) -> Iterator[Supply]:
    """Yield what is bought, of the network as it is; the figures are of one draw."""
    trades = found.trades
    network = trades.network
    for place, (trade, payments) in enumerate(zip(trades.trades, trades.payments, strict=True)):
        if not payments:  # it binds nobody yet
            continue
        customer, supplier = network.parties[trade.customer], network.parties[trade.supplier]
        paid = float(found.annual[0, place])
        with_sum = [payment for payment in payments if payment.rate]
        yield Supply(
            customer=customer,
            supplier=supplier,
            layer=trade.layer,
            per_year=paid,
            share_of_layer=_known(found.budgets.shares[0, place], paid),
            share_of_spending=_known(found.spending.shares[0, place], paid),
            share_of_revenue=_known(found.of_revenue[0, place], paid),
            revenue_is_reported=bool(found.is_reported[0, trade.supplier]),
            remaining=float(found.remaining[0, place]),
            cost_of_leaving=float(found.leaving.money[0, place]),
            cost_in_years=_known(found.leaving.years[0, place], paid),
            tying=tying_deals(network, supplier, customer),
            stake=stake(network, supplier, customer),
            payments=payments,
            without_sum=len(payments) - len(with_sum),
            open_ended=sum(years_left(payment, network.as_of) is None for payment in with_sum),
        )


def spendings(found: Figures, bought: tuple[Supply, ...]) -> Iterator[Spending]:
    """Yield how each customer spends on each layer."""
    network = found.trades.network
    fraction, effective = found.budgets.fraction[0], found.budgets.effective_number[0]
    for place, (number, layer) in enumerate(found.buyers):
        customer = network.parties[number]
        own = [each for each in bought if each.customer == customer and each.layer == layer]
        if own:
            paid = float(found.budgets.totals[0, place])
            yield Spending(
                customer=customer,
                layer=layer,
                per_year=paid,
                hhi=_known(10_000 * fraction[place], paid),
                effective_suppliers=_known(effective[place], paid),
                supplies=tuple(sorted(own, key=lambda each: -each.per_year)),
                to_nobody_named=_to_nobody(network, customer, layer),
            )


def _to_nobody(network: Network, customer: Party, layer: str) -> float:
    return sum(
        payment.rate.per_year
        for payment in network.payments_between(customer, kind=FlowKind.PURCHASE)
        if payment.payee is None and payment.layer == layer and payment.rate
    )


def _known(value: float, paid: float) -> float | None:
    return float(value) if paid > 0 else None
