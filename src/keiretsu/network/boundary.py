"""What comes into the network from outside: reported figures less what the deals explain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from keiretsu.errors import Problem, Severity
from keiretsu.ledger import Item
from keiretsu.network.records import Inflow, OutsideSource, Payment
from keiretsu.network.reporting import Reported, ReportedFigures
from keiretsu.parties import Party
from keiretsu.reasons import Reason
from keiretsu.vocabulary.entries import FlowKind


@dataclass(frozen=True)
class Boundary:
    """What the figures and the deals say of the money that enters from outside.

    Answers *what of a party's income do the deals not explain*. Reported revenue beyond the
    purchases in the network comes from end customers; reported funding beyond the capital in the
    network, from outside investors; what is paid out beyond all of this, from own cash, or from
    sources unreported where the party reports no revenue.
    """

    payments: tuple[Payment, ...]
    reported: ReportedFigures

    def inflows(self, parties: Iterable[Party]) -> tuple[tuple[Inflow, ...], tuple[Problem, ...]]:
        """Return the inflows of all parties, and the figures that don't fit the deals."""
        inflows: list[Inflow] = []
        problems: list[Problem] = []
        for party in parties:
            found, problem = self._of(party)
            inflows += [inflow for inflow in found if inflow.per_year > 0]
            problems += [problem] if problem else []
        return tuple(inflows), tuple(problems)

    def _of(self, party: Party) -> tuple[tuple[Inflow, ...], Problem | None]:
        sold, sold_why = self._paid(to=party, kind=FlowKind.PURCHASE)
        raised, raised_why = self._paid(to=party, kind=FlowKind.CAPITAL)
        spent, spent_why = self._paid(by=party)
        revenue = self.reported.of(party, Item.REVENUE)
        funding = self.raised(party)
        customers = self._beyond(party, OutsideSource.END_CUSTOMERS, revenue, sold, sold_why)
        investors = self._beyond(party, OutsideSource.OUTSIDE_CAPITAL, funding, raised, raised_why)
        known = sold + raised + customers.per_year + investors.per_year
        received = (
            sold_why if sold else None,
            raised_why if raised else None,
            customers.why if customers.per_year else None,
            investors.why if investors.per_year else None,
        )
        rest = OutsideSource.OWN_CASH if revenue else OutsideSource.UNREPORTED
        drawn = Inflow(
            party,
            rest,
            max(0.0, spent - known),
            Reason(
                f"{party.name} pays out {spent:,.0f} and is known to take in {known:,.0f} a year",
                tuple(why for why in (spent_why, *received) if why is not None),
                estimate=True,
            ),
        )
        return (customers, investors, drawn), self._excess(party, revenue, sold)

    def raised(self, party: Party) -> Reported | None:
        """Return a party's funding in money per year, spread as the deals' capital is.

        Funding is raised at once and spent over time: every round of the last years, as many as the
        assumption ``capital_term_years`` says, counts with its part of one year.
        """
        term = self.reported.assumptions["capital_term_years"]
        rounds = [
            self.reported.read(figure, max(term.value, figure.period.years or 0.0))
            for figure in self.reported.standing(party, Item.FUNDING, term.value)
        ]
        if not rounds:
            return None
        total = sum(each.amount for each in rounds)
        most = None if any(each.high is None for each in rounds) else sum(each.high or 0.0 for each in rounds)
        text = f"{party.name}'s funding of the last {term.value:g} years: {total:,.0f} a year"
        because = (*(each.why for each in rounds), term.why())
        return Reported(total, sum(each.low for each in rounds), most, Reason(text, because))

    def _paid(
        self, *, to: Party | None = None, by: Party | None = None, kind: FlowKind | None = None
    ) -> tuple[float, Reason]:
        found = [
            payment
            for payment in self.payments
            if payment.rate is not None
            and (to is None or payment.payee == to)
            and (by is None or payment.payer == by)
            and (kind is None or payment.flow is kind)
        ]
        total = sum(payment.rate.per_year for payment in found if payment.rate)
        what = f"{kind} payments" if kind else "payments"
        way = f"to {to.name}" if to else f"by {by.name}" if by else ""
        return total, Reason(f"{what} {way}: {total:,.0f} a year", tuple(payment.why for payment in found))

    def _beyond(
        self, party: Party, source: OutsideSource, reported: Reported | None, known: float, why: Reason
    ) -> Inflow:
        rest = max(0.0, reported.amount - known) if reported else 0.0
        because = ((reported.why,) if reported else ()) + ((why,) if known else ())
        return Inflow(party, source, rest, Reason(f"{source.meaning[:-1]}: {rest:,.0f} a year", because))

    def _excess(self, party: Party, revenue: Reported | None, sold: float) -> Problem | None:
        if revenue is None or sold <= revenue.amount:
            return None
        return Problem(
            "network.payments-exceed-revenue",
            Severity.WARNING,
            party.name,
            f"the deals pay it {sold:,.0f} a year, more than its reported revenue of {revenue.amount:,.0f}",
            "look whether a contract begins later, or runs longer, than assumed",
        )
