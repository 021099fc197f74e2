"""What comes into the network from outside: reported figures less what the deals explain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from keiretsu.errors import Problem, Severity
from keiretsu.ledger import ExchangeRates, Item, ReportedFigure
from keiretsu.network.assumptions import Assumptions
from keiretsu.network.money import per_year
from keiretsu.network.records import Inflow, OutsideSource, Payment
from keiretsu.parties import Party
from keiretsu.quantities.period import DAYS_PER_YEAR
from keiretsu.reasons import Reason
from keiretsu.vocabulary.entries import FlowKind

FULL_YEAR = 0.95
"""Years below which a period is only a part of one: fiscal years have 52 or 53 weeks."""


@dataclass(frozen=True, slots=True)
class Reported:
    """A reported figure as money per year of the network's currency."""

    per_year: float
    why: Reason


@dataclass(frozen=True)
class Boundary:
    """What the figures and the deals say of the money that enters from outside.

    Answers *what of a party's income do the deals not explain*. Reported revenue beyond the
    purchases in the network comes from end customers; reported funding beyond the capital in the
    network, from outside investors; what is paid out beyond all of this, from own cash, or from
    sources unreported where the party reports no revenue.
    """

    payments: tuple[Payment, ...]
    figures: tuple[ReportedFigure, ...]
    as_of: date
    rates: ExchangeRates
    assumptions: Assumptions

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
        revenue = self.reported(party, Item.REVENUE)
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

    def reported(self, party: Party, item: Item) -> Reported | None:
        """Return a party's figure that stands for the day: of the latest period begun by then.

        A period that has been over for longer than the assumption ``figure_age_years`` doesn't
        count.
        """
        oldest = self.assumptions["figure_age_years"].value
        fitting = [
            figure
            for figure in self.figures
            if figure.party.id == party.id and figure.item is item and self._stands(figure, oldest)
        ]
        if not fitting:
            return None
        newest = max(fitting, key=_recency)
        return self._as_rate(newest, newest.period.years)

    def raised(self, party: Party) -> Reported | None:
        """Return a party's funding in money per year, spread as the deals' capital is.

        Funding is raised at once and spent over time: every round of the last years, as many as the
        assumption ``capital_term_years`` says, counts with its part of one year.
        """
        term = self.assumptions["capital_term_years"]
        rounds = [
            self._as_rate(figure, max(term.value, figure.period.years or 0.0))
            for figure in self.figures
            if figure.party.id == party.id
            and figure.item is Item.FUNDING
            and self._stands(figure, term.value)
        ]
        if not rounds:
            return None
        total = sum(each.per_year for each in rounds)
        text = f"{party.name}'s funding of the last {term.value:g} years: {total:,.0f} a year"
        return Reported(total, Reason(text, (*(each.why for each in rounds), term.why())))

    def _stands(self, figure: ReportedFigure, oldest: float) -> bool:
        start, end = figure.period.start, figure.period.end
        if start is None or end is None or start > self.as_of:
            return False
        currency = figure.amount.currency
        has_rate = currency == self.rates.base or self.rates.find(currency, end.year) is not None
        return has_rate and (self.as_of - end).days <= oldest * DAYS_PER_YEAR

    def _as_rate(self, figure: ReportedFigure, years: float | None) -> Reported:
        year = (figure.period.end or self.as_of).year
        weight = self.assumptions["midpoint_weight"]
        rate, because = per_year(figure.amount, years, year, self.rates, weight)
        source = figure.source
        is_part = figure.item is not Item.FUNDING and (years or 1.0) < FULL_YEAR
        leaf = Reason(
            f"{figure.party.name} reports {figure.item.replace('_', ' ')} of {figure.amount}"
            f" for {figure.period.start} to {figure.period.end}{', taken for a year' if is_part else ''}",
            because,
            source=f"{source.title}, {source.publisher}, {source.date}",
            estimate=is_part,
        )
        return Reported(rate.per_year if rate else 0.0, leaf)

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
        rest = max(0.0, reported.per_year - known) if reported else 0.0
        because = ((reported.why,) if reported else ()) + ((why,) if known else ())
        return Inflow(party, source, rest, Reason(f"{source.meaning[:-1]}: {rest:,.0f} a year", because))

    def _excess(self, party: Party, revenue: Reported | None, sold: float) -> Problem | None:
        if revenue is None or sold <= revenue.per_year:
            return None
        return Problem(
            "network.payments-exceed-revenue",
            Severity.WARNING,
            party.name,
            f"the deals pay it {sold:,.0f} a year, more than its reported revenue of {revenue.per_year:,.0f}",
            "look whether a contract begins later, or runs longer, than assumed",
        )


def _recency(figure: ReportedFigure) -> tuple[date, float, str, str]:
    """Order figures by their period's end, then its length, then the date of the source."""
    end = figure.period.end or date.min
    return end, figure.period.years or 0.0, figure.source.date, figure.id
