"""A deal's sum turned into money per year."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

from keiretsu.errors import Problem, Severity
from keiretsu.ledger import Deal, ExchangeRates
from keiretsu.network.assumptions import Assumption, Assumptions
from keiretsu.network.money import Rate, per_year
from keiretsu.network.records import Payment
from keiretsu.parties import Party
from keiretsu.quantities import Money
from keiretsu.quantities.period import DAYS_PER_YEAR
from keiretsu.reasons import Reason
from keiretsu.vocabulary import relation
from keiretsu.vocabulary.entries import FlowKind, MoneyDirection


@dataclass(frozen=True, slots=True)
class _Term:
    """Over how many years a sum is paid, and the assumption that says so, if claims don't.

    ``None`` years for a sum per year.
    """

    years: float | None
    assumption: Assumption | None


def payment_of(
    deal: Deal, as_of: date, rates: ExchangeRates, assumptions: Assumptions
) -> tuple[Payment | None, Problem | None]:
    """Return what a deal pays on a day, or nothing where it moves no money then.

    Of a deal that binds nobody yet it is what would be paid if the deal came true. The problem says
    why a stated sum could not be used.
    """
    entry = relation(deal.relation)
    ends = _ends(deal, entry.money)
    if ends is None or entry.flow is None:
        return None, None
    term = _term(deal, entry.flow, assumptions)
    if not _is_paid_on(deal, term, as_of):
        return None, None
    rate, because, problem = _own_rate(deal, as_of, rates, assumptions)
    payment = Payment(
        payer=ends[0],
        payee=ends[1],
        flow=entry.flow,
        layer=deal.layer,
        rate=rate,
        in_kind="in_kind" in deal.terms,
        deal=deal,
        why=_why(ends, rate, rates.base, deal, because),
        start=_start(deal),
        end=_end(deal, term),
    )
    return payment, problem


def _ends(deal: Deal, money: MoneyDirection) -> tuple[Party, Party | None] | None:
    match money:
        case MoneyDirection.SUBJECT_PAYS_OBJECT:
            return deal.subject, deal.object
        case MoneyDirection.OBJECT_PAYS_SUBJECT if deal.object is not None:
            return deal.object, deal.subject
        case MoneyDirection.SUBJECT_PAYS_OUTSIDE:
            return deal.subject, None
        case _:
            return None


def _term(deal: Deal, flow: FlowKind, assumptions: Assumptions) -> _Term:
    if deal.amount is not None and deal.amount.basis == "per_year":
        return _Term(None, None)
    if deal.term_years is not None:
        return _Term(deal.term_years, None)
    name = "capital_term_years" if flow is FlowKind.CAPITAL else "supply_term_years"
    return _Term(assumptions[name].value, assumptions[name])


def _is_paid_on(deal: Deal, term: _Term, day: date) -> bool:
    """Whether the day lies in the deal's term; an undated deal, or one per year, is always in it."""
    end = _end(deal, term)
    return end is None or day < end


def _start(deal: Deal) -> date | None:
    return deal.amount_day or deal.valid_from


def _end(deal: Deal, term: _Term) -> date | None:
    """Return the day from which on it isn't paid; ``None`` if undated, per year, or after all days."""
    start = _start(deal)
    if start is None or term.years is None:
        return None
    days = math.ceil(term.years * DAYS_PER_YEAR)
    return start + timedelta(days=days) if days <= (date.max - start).days else None


def stated_rate(
    deal: Deal, as_of: date, rates: ExchangeRates, assumptions: Assumptions
) -> tuple[Rate | None, tuple[Reason, ...], Problem | None]:
    """Return the deal's sum in money per year, whether it is of this pair alone or of several together.

    With what the rate rests on, and a problem where a stated sum could not be used.
    """
    flow = relation(deal.relation).flow
    if deal.amount is None or flow is None:
        return None, (), None
    term = _term(deal, flow, assumptions)
    year = (deal.amount_day or as_of).year
    gathered = deal.accumulated.years if deal.accumulated else None
    years = term.years if gathered is None else max(gathered, _shortest(deal, term))
    rate, because = per_year(deal.amount, years, year, rates, assumptions)
    if term.assumption is not None:
        because = (term.assumption.why(), *because)
    return rate, because, None if rate else _no_rate(deal, deal.amount, rates.base)


def _shortest(deal: Deal, term: _Term) -> float:
    """Return the years that gathered sums take at least: a year; a term where the last is yet to come."""
    return term.years or 1.0 if deal.amount_rule == "later_added" else 1.0


def _own_rate(
    deal: Deal, as_of: date, rates: ExchangeRates, assumptions: Assumptions
) -> tuple[Rate | None, tuple[Reason, ...], Problem | None]:
    return stated_rate(deal, as_of, rates, assumptions) if _is_of_the_pair(deal) else (None, (), None)


def _is_of_the_pair(deal: Deal) -> bool:
    """Whether the sum is what this deal alone pays, or would pay where it binds nobody yet."""
    if deal.is_binding:
        return deal.is_paid
    used = {claim.id for step in deal.derivation.steps() for claim in step.claims}
    is_shared = any(step.shares_sum and step.claim.id in used for step in deal.timeline)
    return deal.amount_rule != "shared_sum" and not is_shared


def _why(
    ends: tuple[Party, Party | None],
    rate: Rate | None,
    currency: str,
    deal: Deal,
    because: tuple[Reason, ...],
) -> Reason:
    payee = ends[1].name if ends[1] else "others, not named,"
    what = (
        "a sum that no source gives for it alone"
        if rate is None
        else f"{currency} {rate.per_year:,.0f} a year"
    )
    because = (deal.why(), *because)
    if deal.is_binding:
        return Reason(f"{ends[0].name} pays {payee} {what}", because)
    return Reason(
        f"{ends[0].name} would pay {payee} {what} if the deal came true: it binds nobody yet", because
    )


def _no_rate(deal: Deal, money: Money, base: str) -> Problem:
    return Problem(
        "network.no-exchange-rate",
        Severity.WARNING,
        deal.id,
        f"its {money} can't be turned into {base}, so the edge has no weight",
        f"add a rate for {money.currency} to the pack's exchange_rates.csv",
    )
