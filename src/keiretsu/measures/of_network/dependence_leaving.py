"""What ties a customer to a supplier: what remains of commitments, exclusivity, and stakes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from keiretsu.ledger import Deal
from keiretsu.measures.of_network.means import sum_of
from keiretsu.network import Network, Payment
from keiretsu.parties import Party
from keiretsu.quantities import counted
from keiretsu.quantities.period import DAYS_PER_YEAR
from keiretsu.reasons import Reason
from keiretsu.vocabulary import relation
from keiretsu.vocabulary.entries import FlowKind

TYING_TERMS = frozenset({"exclusive", "primary_provider", "lock_in"})


def years_left(payment: Payment, day: date) -> float | None:
    """Return for how many years a payment is still committed; ``None`` where it has no known end.

    A sum that has come together so far commits to nothing further, and neither does one that has run
    out. A payment that hasn't begun is committed for its whole term.
    """
    if payment.deal.amount is not None and payment.deal.amount.basis == "cumulative":
        return 0.0
    if payment.end is None:
        return None
    begun = day if payment.start is None else max(day, payment.start)
    return max(0.0, (payment.end - begun).days / DAYS_PER_YEAR)


@dataclass(frozen=True, slots=True)
class Stake:
    """What a supplier has put into its customer.

    Parameters
    ----------
    invested
        The binding sums added up, in the network's currency, paid out yet or not; ``None`` where no
        deal states one.
    deals
        The deals, of which ``without_sum`` state no sum of their own.
    """

    invested: float | None
    deals: tuple[Deal, ...]
    without_sum: int

    def why(self, currency: str) -> Reason:
        """Explain the stake by its deals."""
        sum_ = "a sum that no source gives" if self.invested is None else f"{currency} {self.invested:,.0f}"
        without = counted(self.without_sum, "deal states no sum", "deals state no sum")
        more = f"; {without}" if self.invested and self.without_sum else ""
        investor = self.deals[0].subject.name
        return Reason(
            f"{investor} has put in {sum_} of capital{more}", tuple(deal.why() for deal in self.deals)
        )


def stake(network: Network, supplier: Party, customer: Party) -> Stake | None:
    """Return what a supplier has invested in a customer, or ``None`` if nothing."""
    deals = tuple(
        deal
        for deal in network.deals_between(supplier, customer)
        if relation(deal.relation).flow is FlowKind.CAPITAL and deal.is_binding
    )
    if not deals:
        return None
    known = [sum_ for sum_ in (_sum(network, deal) for deal in deals) if sum_ is not None]
    return Stake(sum(known) if known else None, deals, len(deals) - len(known))


def tying_deals(network: Network, supplier: Party, customer: Party) -> tuple[Deal, ...]:
    """Return the binding deals of two parties that make one the exclusive or first supplier."""
    mutual = [deal for deal in network.deals_between(customer, supplier) if relation(deal.relation).symmetric]
    return tuple(
        deal
        for deal in (*network.deals_between(supplier, customer), *mutual)
        if TYING_TERMS & set(deal.terms) and deal.is_binding
    )


def _sum(network: Network, deal: Deal) -> float | None:
    """Return a deal's own sum; a sum per year adds up to none."""
    if deal.amount is not None and deal.amount.basis == "per_year":
        return None
    return sum_of(network, deal)
