"""What each party would lose if another became worthless: stakes, loans, bills, sales and supply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from keiretsu.ledger import Deal
from keiretsu.network.assumptions import Assumption, Assumptions
from keiretsu.network.money import Rate, per_year
from keiretsu.network.records import Network, Payment
from keiretsu.parties import Party
from keiretsu.quantities.period import DAYS_PER_YEAR
from keiretsu.reasons import Reason
from keiretsu.vocabulary.entries import FlowKind

CAPITAL_DEALS = ("invests", "acquires")


class ExposureKind(StrEnum):
    """What is lost."""

    STAKE = "stake"
    LOAN = "loan"
    RECEIVABLE = "receivable"
    SALES = "sales"
    SUPPLY = "supply"
    BACKLOG = "backlog"

    @property
    def meaning(self) -> str:
        """The sentence that explains the kind in tables and reports."""
        return _KINDS[self].meaning

    @property
    def is_claim(self) -> bool:
        """Whether it is a claim on the other party, a stock: it loses worth before the other fails."""
        return self in (ExposureKind.STAKE, ExposureKind.LOAN, ExposureKind.RECEIVABLE)

    @property
    def is_per_year(self) -> bool:
        """Whether the amount is money per year instead of a stock."""
        return self in (ExposureKind.SALES, ExposureKind.SUPPLY)

    def recovery(self, assumptions: Assumptions) -> Assumption | None:
        """Return what is assumed to be got back; ``None`` for a backlog, which is no loss of the year."""
        name = _KINDS[self].recovery
        return assumptions[name] if name else None

    def lost_part(self, assumptions: Assumptions) -> float:
        """Return the part that is lost within a year of the failure, between 0 and 1."""
        recovery = self.recovery(assumptions)
        return 1.0 - recovery.value if recovery else 0.0


class _Kind(NamedTuple):
    meaning: str
    recovery: str | None


_KINDS = {
    ExposureKind.STAKE: _Kind("Paid for shares, convertibles or warrants, all so far.", "recovery_of_equity"),
    ExposureKind.LOAN: _Kind("Lent, all so far.", "recovery_of_debt"),
    ExposureKind.RECEIVABLE: _Kind(
        "Bills for goods and services that aren't paid yet.", "recovery_of_receivables"
    ),
    ExposureKind.SALES: _Kind("A year's sales to the party.", "recovery_of_sales"),
    ExposureKind.SUPPLY: _Kind(
        "What is bought from the party in a year and must be bought elsewhere.", "recovery_of_supply"
    ),
    ExposureKind.BACKLOG: _Kind("Sales that are committed for after the coming year.", None),
}


@dataclass(frozen=True, slots=True)
class Exposure:
    """What one party stands to lose under a deal if another becomes worthless.

    Parameters
    ----------
    holder
        Who would lose.
    of
        Whose failure it would be.
    kind
        What would be lost.
    amount
        How much before any recovery, in the network's currency, per year where the kind is;
        ``None`` where no source gives a sum of this pair.
    low, high
        The least and the most that the sources allow; ``high`` is ``None`` where they give no most.
    deal
        The deal that it follows from.
    why
        How it follows.
    is_estimated
        Whether no source gives the payment that it follows from, and the network filled it in.
    """

    holder: Party
    of: Party
    kind: ExposureKind
    amount: float | None
    low: float
    high: float | None
    deal: Deal
    why: Reason
    is_estimated: bool = False


def exposures(network: Network) -> tuple[Exposure, ...]:
    """Return every exposure of a party to another, largest first; those of unknown size last.

    Answers *what would each party lose if another became worthless*, before any recovery:

    - a stake or a loan is all that was put in so far, whatever the payments of the year are; a deal
      that is only agreed counts whole, and 0 as its least;
    - a bill is the assumed days of what the customer pays a year;
    - sales and supply are a year's payments, seen from the supplier and from the customer;
    - a backlog is what a contract that ends still brings after the coming year.

    A sum that is stated for several pairs together is no amount, and the most that it can be. What
    a party owes itself is no exposure. The texts' vocabulary knows no guarantees.

    Examples
    --------
    If Beta fails, Alpha loses a customer for 80 a year, its stake of 60, and some unpaid bills.

    >>> from keiretsu.network.example import three_firms
    >>> [(str(one.kind), round(one.amount)) for one in exposures(three_firms()) if one.of.name == "Beta"]
    [('sales', 80), ('stake', 60), ('receivable', 13)]
    """
    found = [
        *claims_of(network, (deal for deal in network.deals if deal.is_binding)),
        *(each for payment in network.payments for each in _of_purchase(network, payment)),
    ]
    return tuple(sorted(found, key=_order))


def claims_of(network: Network, deals: Iterable[Deal]) -> Iterator[Exposure]:
    """Yield the stake or loan that each of the deals gives, also of deals that bind nobody yet."""
    for deal in deals:
        if deal.relation not in CAPITAL_DEALS or deal.object is None or deal.object == deal.subject:
            continue
        kind = ExposureKind.LOAN if deal.is_lent else ExposureKind.STAKE
        rate, because = _put_in(network, deal)
        is_stated = rate is not None and (deal.is_paid or not deal.is_binding)
        amount = rate.per_year if rate and is_stated else None
        yield Exposure(
            holder=deal.subject,
            of=deal.object,
            kind=kind,
            amount=amount,
            low=rate.low if rate and is_stated and deal.status == "in_effect" else 0.0,
            high=rate.high if rate else None,
            deal=deal,
            why=Reason(_told(network, deal, kind, amount, rate), (deal.why(), *because)),
        )


def _put_in(network: Network, deal: Deal) -> tuple[Rate | None, tuple[Reason, ...]]:
    """Return all that was put in so far; the rate's ``per_year`` is the sum."""
    if deal.amount is None:
        return None, ()
    years = None
    if deal.amount.basis == "per_year":
        # A sum per year adds up since the deal's start, over one year at least.
        start = deal.valid_from or network.as_of
        years = 1.0 / max(_years(start, network.as_of), 1.0)
    year = (deal.amount_day or network.as_of).year
    return per_year(deal.amount, years, year, network.reported.rates, network.assumptions)


def _told(network: Network, deal: Deal, kind: ExposureKind, amount: float | None, rate: Rate | None) -> str:
    whose = f"{deal.subject.name}'s {kind} in {deal.object.name if deal.object else ''}"
    if amount is not None:
        agreed = "" if deal.status == "in_effect" else ", agreed and counted as if all were put in"
        return f"{whose}: {network.currency} {amount:,.0f} put in so far{agreed}"
    if rate is not None and rate.high is not None:
        return f"{whose}: no source gives its sum alone; {network.currency} {rate.high:,.0f} at most"
    return f"{whose}: no source gives its sum"


def _of_purchase(network: Network, payment: Payment) -> Iterator[Exposure]:
    customer, supplier = payment.payer, payment.payee
    if payment.flow is not FlowKind.PURCHASE or supplier is None or supplier == customer:
        return
    yield _at_risk(network, payment, ExposureKind.SALES, supplier, customer)
    yield _at_risk(network, payment, ExposureKind.SUPPLY, customer, supplier)
    if payment.rate is None:
        return
    days = network.assumptions["days_sales_outstanding"]
    bills = days.value / DAYS_PER_YEAR
    yield _at_risk(network, payment, ExposureKind.RECEIVABLE, supplier, customer, bills, (days.why(),))
    later = _years(max(network.as_of, payment.start or date.min), payment.end) - 1.0 if payment.end else 0.0
    if later > 0:
        yield _at_risk(network, payment, ExposureKind.BACKLOG, supplier, customer, later)


def _at_risk(
    network: Network,
    payment: Payment,
    kind: ExposureKind,
    holder: Party,
    of: Party,
    years: float = 1.0,
    because: tuple[Reason, ...] = (),
) -> Exposure:
    rate = payment.rate
    amount = None if rate is None else rate.per_year * years
    size = "of unknown size" if amount is None else f"{network.currency} {amount:,.0f}"
    each = " a year" if kind.is_per_year and amount is not None else ""
    way = "to" if holder == payment.payee else "from"
    return Exposure(
        holder=holder,
        of=of,
        kind=kind,
        amount=amount,
        low=rate.low * years if rate else 0.0,
        high=rate.high * years if rate and rate.high is not None else None,
        deal=payment.deal,
        why=Reason(
            f"{holder.name}'s {kind} {way} {of.name}: {size}{each}",
            (payment.why, *because),
            estimate=payment.is_estimated,
        ),
        is_estimated=payment.is_estimated,
    )


def _years(start: date, end: date) -> float:
    return (end - start).days / DAYS_PER_YEAR


def _order(exposure: Exposure) -> tuple[float, str, str, str, str]:
    size = -1.0 if exposure.amount is None else exposure.amount
    return -size, exposure.holder.name, exposure.of.name, exposure.kind, exposure.deal.id
