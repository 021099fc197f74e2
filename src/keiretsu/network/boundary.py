"""What comes into the network from outside: reported figures less what the deals explain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from keiretsu.errors import Problem, Severity
from keiretsu.ledger import Item
from keiretsu.network.outside import Accounts, Floats, is_lending
from keiretsu.network.records import Inflow, OutsideSource, Payment
from keiretsu.network.reporting import Reported, ReportedFigures, StockChange
from keiretsu.parties import Party
from keiretsu.reasons import Reason
from keiretsu.vocabulary.entries import FlowKind


@dataclass(frozen=True, slots=True)
class _Total:
    amount: float
    why: Reason


@dataclass(frozen=True)
class _Flows:
    """The payments of known sums of one party: those that it makes, and those that it receives."""

    made: list[Payment] = field(default_factory=list)
    received: list[Payment] = field(default_factory=list)


def _total(what: str, found: Iterable[Payment], currency: str) -> _Total:
    """Return what payments add up to."""
    kept = [payment for payment in found if payment.rate is not None]
    amount = sum(payment.rate.per_year for payment in kept if payment.rate)
    return _Total(
        amount, Reason(f"{what}: {currency} {amount:,.0f} a year", tuple(each.why for each in kept))
    )


@dataclass(frozen=True)
class Boundary:
    """What the figures and the deals say of the money that enters from outside.

    Answers *what of a party's income do the deals not explain*, by the rules of
    :class:`keiretsu.network.outside.Accounts`, with the reasons.
    """

    payments: tuple[Payment, ...]
    reported: ReportedFigures

    def inflows(self, parties: Iterable[Party]) -> tuple[tuple[Inflow, ...], tuple[Problem, ...]]:
        """Return the inflows of all parties, and the figures that don't fit the deals."""
        flows: defaultdict[str, _Flows] = defaultdict(_Flows)
        for payment in self.payments:
            flows[payment.payer.id].made.append(payment)
            if payment.payee is not None:
                flows[payment.payee.id].received.append(payment)
        known = [_Known.of(self.reported, party, flows[party.id]) for party in parties]
        amounts = _accounts(known).sources().tolist()
        inflows = [inflow for one, row in zip(known, amounts, strict=True) for inflow in one.inflows(row)]
        problems = (one.excess() for one in known)
        return tuple(inflows), tuple(problem for problem in problems if problem)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of one party's money, with the reasons."""

    party: Party
    currency: str
    sold: _Total
    invested: _Total
    lent: _Total
    paid: _Total
    bought: _Total
    budgeted: _Total
    unnamed: _Total
    revenue: Reported | None
    funding: Reported | None
    debt: StockChange | None
    saved: StockChange | None
    cash: Reported | None
    funding_years: float

    @classmethod
    def of(cls, reported: ReportedFigures, party: Party, flows: _Flows) -> _Known:
        def received(what: str, is_meant: Callable[[Payment], bool]) -> _Total:
            return _total(f"{what} {party.name}", filter(is_meant, flows.received), reported.rates.base)

        def paid(what: str, is_meant: Callable[[Payment], bool]) -> _Total:
            return _total(f"{what} {party.name}", filter(is_meant, flows.made), reported.rates.base)

        return cls(
            party=party,
            currency=reported.rates.base,
            sold=received("purchases from", lambda paid: paid.flow is FlowKind.PURCHASE),
            invested=received(
                "equity paid to", lambda paid: paid.flow is FlowKind.CAPITAL and not is_lending(paid)
            ),
            lent=received("loans to", is_lending),
            paid=paid("payments by", lambda one: one.payee is not None),
            bought=paid("purchases by", lambda one: one.payee is not None and one.flow is FlowKind.PURCHASE),
            budgeted=paid(
                "budgets, which contain purchases from named sellers, of",
                lambda one: one.payee is None and one.flow is FlowKind.PURCHASE,
            ),
            unnamed=paid(
                "capital paid to nobody named by",
                lambda one: one.payee is None and one.flow is FlowKind.CAPITAL,
            ),
            revenue=reported.of(party, Item.REVENUE),
            funding=reported.raised(party),
            debt=reported.change(party, Item.DEBT),
            saved=reported.change(party, Item.CASH),
            cash=reported.of(party, Item.CASH),
            funding_years=reported.funding_years,
        )

    def inflows(self, amounts: Iterable[float]) -> list[Inflow]:
        """Return what enters at the party, given how much it is from each source."""
        return [
            Inflow(self.party, source, amount, self._why(source, amount))
            for source, amount in zip(OutsideSource, amounts, strict=True)
            if amount > 0
        ]

    def excess(self) -> Problem | None:
        """Return the problem that the deals pay the party more than it reports."""
        if self.revenue is None or self.sold.amount <= self.revenue.amount:
            return None
        return Problem(
            "network.payments-exceed-revenue",
            Severity.WARNING,
            self.party.name,
            f"the deals pay it {self.currency} {self.sold.amount:,.0f} a year,"
            f" more than its reported revenue of {self.revenue.amount:,.0f}",
            "look whether a contract begins later, or runs longer, than assumed",
        )

    @property
    def raised_as_debt(self) -> float | None:
        """The yearly rise of its debt spread as funding is, ``None`` where it isn't known."""
        if self.debt is None:
            return None
        return self.debt.per_year * self.debt.years / max(self.debt.years, self.funding_years)

    def _why(self, source: OutsideSource, amount: float) -> Reason:
        because: tuple[_Total | Reported | StockChange | None, ...]
        match source:
            case OutsideSource.END_CUSTOMERS:
                because = (self.revenue, self.sold)
            case OutsideSource.OUTSIDE_EQUITY:
                because = (self.funding, self.invested, self.lent, self.debt)
            case OutsideSource.DEBT:
                because = (self.debt, self.lent)
            case OutsideSource.OWN_CASH if self.saved:
                because = (self.saved,)
            case _:
                return self._missing(source, amount)
        return Reason(f"{source.meaning[:-1]}: {self.currency} {amount:,.0f} a year", _reasons(because))

    def _missing(self, source: OutsideSource, amount: float) -> Reason:
        """Explain what the party must have had to pay what it pays."""
        income = [
            self.sold,
            self.invested,
            self.lent,
            self.revenue,
            self.funding,
            self.debt,
            self.saved or self.cash,
        ]
        more = f"{self.currency} {amount:,.0f} a year"
        text = f"{self.party.name} pays out {more} more than it is known to take in"
        spending = [self.paid, self.budgeted, self.unnamed]
        return Reason(f"{text}: {source}", _reasons((*spending, *income)), estimate=True)


def _accounts(known: Sequence[_Known]) -> Accounts:
    """Return what is known of the parties' money, one number a party."""

    def numbers(of: Callable[[_Known], float | None]) -> Floats:
        return np.array([np.nan if (one := of(each)) is None else one for each in known], dtype=np.float64)

    return Accounts(
        sold=numbers(lambda one: one.sold.amount),
        invested=numbers(lambda one: one.invested.amount),
        lent=numbers(lambda one: one.lent.amount),
        paid=numbers(lambda one: one.paid.amount),
        bought=numbers(lambda one: one.bought.amount),
        budgeted=numbers(lambda one: one.budgeted.amount),
        unnamed=numbers(lambda one: one.unnamed.amount),
        revenue=numbers(lambda one: one.revenue.amount if one.revenue else None),
        funding=numbers(lambda one: one.funding.amount if one.funding else None),
        borrowed=numbers(lambda one: one.debt.per_year if one.debt else None),
        raised_as_debt=numbers(lambda one: one.raised_as_debt),
        saved=numbers(lambda one: one.saved.per_year if one.saved else None),
        cash=numbers(lambda one: one.cash.amount if one.cash else None),
    )


def _reasons(parts: Iterable[_Total | Reported | StockChange | None]) -> tuple[Reason, ...]:
    return tuple(
        part.why for part in parts if part is not None and not (isinstance(part, _Total) and not part.amount)
    )
