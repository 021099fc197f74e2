"""What is known of a layer's market: who sells to how many, for how much."""

from __future__ import annotations

from dataclasses import dataclass, field

from keiretsu.network import Assumption, Network, Payment
from keiretsu.parties import Party
from keiretsu.quantities import counted
from keiretsu.reasons import Reason
from keiretsu.vocabulary.entries import FlowKind

FEWEST = 2
"""Known sales, or a supplier's known customers, below which a share says nothing."""


@dataclass
class Market:
    """The known sales of one layer, by supplier's id and customer's id; nobody sells to itself.

    ``payments`` are the sales with a sum, ``ties`` all of those that bind.
    """

    layer: str
    currency: str
    payments: list[Payment] = field(default_factory=list)
    ties: set[tuple[str, str]] = field(default_factory=set)

    def sales(self, party: Party | None = None) -> float:
        """Return the known sales per year, of one supplier or of all."""
        paid = [p.rate.per_year for p in self.payments if p.rate and (party is None or p.payee == party)]
        return sum(paid)

    def lead(self, party: Party, least: Assumption) -> Reason | None:
        """Return why a supplier leads, or ``None`` where it doesn't."""
        total, own = self.sales(), self.sales(party)
        if len(self.payments) >= FEWEST and own >= least.value * total:
            text = f"it has {own / total:.0%} of the known sales of {self.layer}"
            sales = counted(len(self.payments), "sale")
            whole = f"{self.currency} {own:,.0f} of {total:,.0f} a year, by {sales} with a sum"
            paid = tuple(payment.why for payment in self.payments if payment.payee == party)
            return Reason(text, (least.why(), Reason(whole, paid)), estimate=True)
        customers = sum(supplier == party.id for supplier, _ in self.ties)
        if customers >= FEWEST and customers >= least.value * len(self.ties):
            ties = counted(len(self.ties), "tie")
            text = f"of {ties} of supplier and customer known in {self.layer} it has {customers}"
            return Reason(text, (least.why(),), estimate=True)
        return None


def markets(network: Network) -> dict[str, Market]:
    """Return the market of each layer that has a binding supply deal."""
    found: dict[str, Market] = {}

    def of(layer: str) -> Market:
        return found.setdefault(layer, Market(layer, network.currency))

    for deal in network.deals:
        is_sale = deal.relation == "supplies" and deal.is_binding
        if is_sale and deal.layer and deal.object and deal.object != deal.subject:
            of(deal.layer).ties.add((deal.subject.id, deal.object.id))
    for payment in network.payments_between(kind=FlowKind.PURCHASE):
        is_sale = payment.payee is not None and payment.payee != payment.payer
        if is_sale and payment.layer and payment.rate and payment.rate.per_year > 0:
            of(payment.layer).payments.append(payment)
    return found
