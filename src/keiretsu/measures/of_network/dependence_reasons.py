"""Why a customer depends on a supplier: the parts of the answer, down to the quotes."""

from __future__ import annotations

from collections.abc import Sequence

from keiretsu.ledger import Item
from keiretsu.measures.of_network.dependence_records import Spending, Supply
from keiretsu.network import Network
from keiretsu.parties import Party
from keiretsu.quantities import counted
from keiretsu.reasons import Reason
from keiretsu.vocabulary.entries import FlowKind


def customer_reason(
    network: Network, customer: Party, spendings: Sequence[Spending], layer: str | None = None
) -> Reason:
    """Explain how a customer spends, on one layer if told which: by layer, by supplier, by deal."""
    total = sum(spending.per_year for spending in spendings)
    text = f"{customer.name} is known to spend {network.currency} {total:,.0f} a year on named suppliers"
    text += f" of {layer}" if layer else ""
    return Reason(text, tuple(_spending_reason(network, spending) for spending in spendings))


def supply_reason(network: Network, supplies: tuple[Supply, ...]) -> Reason:
    """Explain what one customer buys of one supplier, and what ties it there."""
    first = supplies[0]
    customer, supplier, stake = first.customer.name, first.supplier.name, first.stake
    paid = sum(supply.per_year for supply in supplies)
    cost = sum(supply.cost_of_leaving for supply in supplies)
    tying = (_tying_reason(first),) if first.tying else ()
    return Reason(
        f"{customer} pays {supplier} {network.currency} {paid:,.0f} a year; to leave costs it"
        f" {network.currency} {cost:,.0f}",
        (
            *(_leaving_reason(network, supply) for supply in supplies),
            *tying,
            *((stake.why(network.currency),) if stake else ()),
            _revenue_reason(network, supplies, paid),
        ),
    )


def _spending_reason(network: Network, spending: Spending) -> Reason:
    if spending.hhi is None:
        text = f"{spending.layer}: no deal states a sum"
    else:
        text = (
            f"{spending.layer}: {network.currency} {spending.per_year:,.0f} a year,"
            f" HHI {spending.hhi:,.0f} of 10,000, as {spending.effective_suppliers:.1f} equal suppliers"
        )
    without = counted(spending.without_sum, "deal states no sum", "deals state no sum")
    apart = f"; {without}" if spending.without_sum else ""
    if spending.to_nobody_named:
        apart += f"; {network.currency} {spending.to_nobody_named:,.0f} a year to nobody named"
    return Reason(text + apart, tuple(_share_reason(network, supply) for supply in spending.supplies))


def _share_reason(network: Network, supply: Supply) -> Reason:
    share = "a share that is not known" if supply.share_of_layer is None else f"{supply.share_of_layer:.1%}"
    return Reason(
        f"{supply.supplier.name}: {share} ({network.currency} {supply.per_year:,.0f} a year)",
        tuple(payment.why for payment in supply.payments),
        estimate=supply.is_estimated,
    )


def _leaving_reason(network: Network, supply: Supply) -> Reason:
    switch = network.assumptions["switching_cost_years"]
    share = "" if supply.share_of_layer is None else f", {supply.share_of_layer:.1%} of the layer"
    unknown = [
        f"{number} {what}"
        for number, what in ((supply.without_sum, "without a sum"), (supply.open_ended, "without an end"))
        if number
    ]
    apart = f"; deals not counted in it: {', '.join(unknown)}" if unknown else ""
    return Reason(
        f"{supply.layer}: {network.currency} {supply.per_year:,.0f} a year{share}; committed from"
        f" {network.as_of} on: {network.currency} {supply.remaining:,.0f}; with the switch:"
        f" {network.currency} {supply.cost_of_leaving:,.0f}{apart}",
        (*(payment.why for payment in supply.payments), switch.why()),
        estimate=True,
    )


def _tying_reason(supply: Supply) -> Reason:
    terms = ", ".join(term.replace("_", " ") for term in supply.terms)
    return Reason(f"the terms say: {terms}", tuple(deal.why() for deal in supply.tying))


def _revenue_reason(network: Network, supplies: tuple[Supply, ...], paid: float) -> Reason:
    because: tuple[Reason, ...]
    supplier = supplies[0].supplier
    reported = network.reported.of(supplier, Item.REVENUE)
    if reported and supplies[0].revenue_is_reported:
        basis, because = "as reported", (reported.why,)
    else:
        sold = network.payments_between(payee=supplier, kind=FlowKind.PURCHASE)
        basis, because = "as the deals in the network pay it", tuple(payment.why for payment in sold)
    shares = [supply.share_of_revenue for supply in supplies if supply.share_of_revenue is not None]
    share = f"{sum(shares):.1%}" if paid > 0 else "a share that is not known"
    return Reason(f"it is {share} of the revenue of {supplier.name}, {basis}", because)
