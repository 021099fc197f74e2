"""Who depends on whom: shares of suppliers and customers, and what it costs to leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from keiretsu.errors import NotFoundError
from keiretsu.measures.charts import Grid
from keiretsu.measures.of_network.critical import ESRI, CriticalInputs, critical_statistics, criticality
from keiretsu.measures.of_network.dependence_figures import figures
from keiretsu.measures.of_network.dependence_reasons import customer_reason, supply_reason
from keiretsu.measures.of_network.dependence_records import Spending, Supply, spendings, supplies
from keiretsu.measures.of_network.naming import party_named
from keiretsu.measures.of_network.result import Measure, Result, Statistic
from keiretsu.measures.of_network.trades import Trades
from keiretsu.network import Draws, Network
from keiretsu.quantities import counted
from keiretsu.reasons import Reason

if TYPE_CHECKING:
    import pandas as pd

SHOWN = 15  # customers and suppliers in the chart


@dataclass(frozen=True)
class Dependence(Result):
    """Who depends on whom in a network, by what binding deals pay for goods and services.

    Parameters
    ----------
    network
        What was measured.
    supplies
        What each customer buys of each supplier by layer, the costliest to leave first; deals without
        a known sum cost nothing that is known, and come last.
    spendings
        How each customer spends on each layer, largest first.
    critical
        What stops if one party stops.
    """

    network: Network = field(repr=False)
    supplies: tuple[Supply, ...]
    spendings: tuple[Spending, ...]
    critical: CriticalInputs

    def table(self) -> pd.DataFrame:
        """Return the shares, the ties and the cost of leaving of each supply."""
        import pandas as pd

        return pd.DataFrame([_row(supply, self.network) for supply in self.supplies], columns=_COLUMNS)

    def spending_table(self) -> pd.DataFrame:
        """Return how concentrated each customer's suppliers of each layer are."""
        import pandas as pd

        rows = [
            (
                spending.customer.name,
                spending.layer,
                spending.per_year,
                self.network.currency,
                len(spending.supplies),
                spending.largest.supplier.name if spending.largest else None,
                spending.hhi,
                spending.effective_suppliers,
                spending.without_sum,
                spending.to_nobody_named,
                any(supply.is_estimated for supply in spending.supplies),
            )
            for spending in self.spendings
        ]
        columns = ["customer", "layer", "per_year", "currency", "suppliers", "largest", "hhi"]
        more = ["effective_suppliers", "deals_without_sum", "to_nobody_named", "estimated"]
        return pd.DataFrame(rows, columns=[*columns, *more])

    def chart(self) -> Grid:
        """Return the share of each large customer's known spending that goes to each large supplier."""
        spent: dict[str, float] = {}
        earned: dict[str, float] = {}
        shares: dict[tuple[str, str], float] = {}
        for supply in self.supplies:
            pair = supply.customer.name, supply.supplier.name
            if supply.share_of_spending is not None:
                spent[pair[0]] = spent.get(pair[0], 0.0) + supply.per_year
                earned[pair[1]] = earned.get(pair[1], 0.0) + supply.per_year
                shares[pair] = shares.get(pair, 0.0) + supply.share_of_spending
        customers, suppliers = _largest(spent), _largest(earned)
        cells = tuple(
            tuple(shares.get((customer, supplier)) for supplier in suppliers) for customer in customers
        )
        return Grid(
            title="Share of each customer's known spending by supplier",
            rows=customers,
            columns=suppliers,
            values=cells,
            words=tuple(tuple("" if cell is None else f"{cell:.0%}" for cell in row) for row in cells),
            note=self._note(len(spent), len(earned)),
        )

    def why(self, *names: str) -> Reason:
        """Explain what a customer buys, or what ties it to one supplier, down to the quotes.

        ``why(customer)`` or ``why(customer, supplier)``, of one layer where that is the last name; and
        ``why("esri", party)`` for what stops with a party.

        Parameters
        ----------
        names
            Parties by any name or by id, a layer by its exact name.

        Raises
        ------
        NotFoundError
            Where there is no such customer, or it buys nothing of the supplier.
        """
        if names[:1] == (ESRI,):
            return self.critical.why(*names[1:])
        last = names[-1] if len(names) > 1 else None
        layer = last if last in {supply.layer for supply in self.supplies} else None
        parties = names[:-1] if layer else names
        found = self._supplies_of(parties, layer)
        if not found:
            raise NotFoundError(
                "measure.no-such-party",
                where=" / ".join(names),
                message=f"no customer of this name has a binding purchase as of {self.network.as_of}",
                hint="give a customer, or a customer and its supplier, of the table of dependence",
            )
        if len(parties) > 1:
            return supply_reason(self.network, found)
        customer = found[0].customer
        own = [each for each in self.spendings if each.customer == customer and layer in (None, each.layer)]
        return customer_reason(self.network, customer, own, layer)

    def _supplies_of(self, names: Sequence[str], layer: str | None) -> tuple[Supply, ...]:
        """Return what a customer buys, of one supplier if a second name is given."""
        if len(names) not in (1, 2):
            return ()
        wanted = [party_named(name, self.network.parties, self.network.as_of) for name in names]
        return tuple(
            each
            for each in self.supplies
            if [each.customer, each.supplier][: len(wanted)] == wanted and layer in (None, each.layer)
        )

    def _note(self, customers: int, suppliers: int) -> str:
        without = sum(supply.without_sum for supply in self.supplies)
        shown = (
            f"{min(customers, SHOWN)} of {counted(customers, 'customer')},"
            f" {min(suppliers, SHOWN)} of {counted(suppliers, 'supplier')}"
        )
        stating = counted(without, "deal states none and doesn't count", "deals state none and don't count")
        return f"{shown}. Shares are of known sums; {stating}."


def dependence(network: Network) -> Dependence:
    """Measure who depends on whom.

    Answers *how much of what a party buys comes from one supplier, how much of a supplier's revenue
    comes from one customer, and what would it cost to leave?* Shares are over the known sums of binding
    deals; deals without a sum are counted beside. See :func:`keiretsu.measures.dependence_shares`,
    :func:`keiretsu.measures.cost_of_leaving` and :func:`keiretsu.measures.esri`.

    The cost of leaving is what the customer is still committed to pay, at the network's pace, plus the
    assumption ``switching_cost_years`` times what it pays a year. Exclusive terms and the supplier's
    stake in the customer stand beside it and aren't part of the sum.

    Examples
    --------
    >>> from datetime import date
    >>> from keiretsu.claims import Claim, Evidence
    >>> from keiretsu.documents import Document
    >>> from keiretsu.ledger import ExchangeRates, reconcile
    >>> from keiretsu.network import project
    >>> from keiretsu.parties import Registry
    >>> from keiretsu.quantities import Money
    >>> text = Document("Beta sells Alpha chips for $30. Gamma sells Alpha chips for $10.", name="a.txt")
    >>> claims = [
    ...     Claim(Evidence.find(text, f"{name} sells Alpha chips for ${sum_}."), "supplies", name, "Alpha",
    ...           amount=Money.exactly(sum_, "USD", basis="per_year"), layer="chips")
    ...     for name, sum_ in (("Beta", 30), ("Gamma", 10))
    ... ]
    >>> network = project(reconcile(claims, Registry()), as_of=date(2025, 1, 1), rates=ExchangeRates("USD"))
    >>> found = dependence(network).supplies
    >>> [(one.supplier.name, one.share_of_layer, one.cost_of_leaving) for one in found]
    [('Beta', 0.75, 15.0), ('Gamma', 0.25, 5.0)]
    """
    found = figures(Trades.of(network), Draws.point(network))
    bought = tuple(supplies(found))
    spent = tuple(sorted(spendings(found, bought), key=lambda each: -each.per_year))
    ranked = tuple(sorted(bought, key=lambda each: -each.cost_of_leaving))
    return Dependence(network, ranked, spent, criticality(found))


def statistics(draws: Draws) -> Sequence[Statistic]:
    """Return the shares, the costs of leaving, and the index of what stops, in every draw."""
    found = figures(Trades.of(draws.network), draws)
    return [*found.statistics(), *critical_statistics(found)]


def _largest(sums: dict[str, float]) -> tuple[str, ...]:
    return tuple(sorted(sums, key=lambda name: (-sums[name], name))[:SHOWN])


def _row(supply: Supply, network: Network) -> tuple[object, ...]:
    return (
        supply.customer.name,
        supply.supplier.name,
        supply.layer,
        supply.per_year,
        network.currency,
        supply.share_of_layer,
        supply.share_of_spending,
        supply.share_of_revenue,
        "reported" if supply.revenue_is_reported else "network",
        supply.remaining,
        supply.cost_of_leaving,
        supply.cost_in_years,
        ", ".join(supply.terms),
        supply.stake is not None,
        supply.stake.invested if supply.stake else None,
        len(supply.payments),
        supply.without_sum,
        supply.open_ended,
        supply.is_estimated,
    )


_COLUMNS = [
    "customer",
    "supplier",
    "layer",
    "per_year",
    "currency",
    "share_of_layer",
    "share_of_spending",
    "share_of_revenue",
    "revenue",
    "remaining_commitment",
    "cost_of_leaving",
    "cost_in_years",
    "tying_terms",
    "supplier_holds_stake",
    "supplier_invested",
    "deals",
    "deals_without_sum",
    "deals_without_end",
    "estimated",
]

MEASURE = Measure(
    name="dependence",
    question="Who depends on whom, and what would it cost to leave?",
    of=dependence,
    statistics=statistics,
)
