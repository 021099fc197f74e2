"""Project deals and figures on parties as of a day.

How a deal becomes money per year:

- a sum per year is paid every year from the deal's start;
- a cumulative sum is paid at the pace at which it came together since the deal's start, over a
  year at least, and goes on at that pace for the assumed term after it is told; one to which a later
  instalment was added is paid over its term at least, as the last of it is yet to come;
- any other sum is paid evenly over its term from the day on which it is stated, and not after;
  the term is the one that the claims tell, by their dates or in words (*over five years*), else the
  one assumed for supply or for capital;
- a sum that one sentence states for several pairs together is no payment: the edge stays without
  weight;
- a sum that is only planned or talked about is no payment either: where the deal binds nobody yet,
  what it would pay is kept apart as possible;
- a range counts as the assumption ``midpoint_weight`` says;
- other currencies are exchanged at the average rate of the year in which the sum is stated.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal, TypeAlias

from keiretsu.errors import MisuseError, Problem
from keiretsu.execution.collecting import without_collecting
from keiretsu.ledger import Deal, ExchangeRates, ReportedFigure, deals_as_of
from keiretsu.network.assumptions import Assumptions
from keiretsu.network.boundary import Boundary
from keiretsu.network.estimation import estimate
from keiretsu.network.payments import payment_of
from keiretsu.network.records import Network, Offering, Payment
from keiretsu.network.reporting import ReportedFigures
from keiretsu.network.totals import totals_over
from keiretsu.parties import Party

UnknownAmounts: TypeAlias = Literal["exclude", "estimate"]


def project(
    deals: Iterable[Deal],
    figures: Iterable[ReportedFigure] = (),
    *,
    as_of: date,
    rates: ExchangeRates,
    assumptions: Assumptions | None = None,
    offerings: Iterable[Offering] = (),
    unknown: UnknownAmounts = "exclude",
) -> Network:
    """Project deals and reported figures on the parties, as of a day.

    Answers *who pays whom how much a year, and what comes in from outside, on this day*. A deal
    that has ended or been denied by the day isn't part of the network. Only agreed deals and deals
    in effect move money, by the rules at the head of this module.

    Parameters
    ----------
    deals
        The deals of the ledger, of any day.
    figures
        What the parties reported.
    as_of
        The day.
    rates
        Exchange rates into the network's currency.
    assumptions
        The assumptions in force; the defaults if not given.
    offerings
        What parties are known to offer without a deal that says so; it adds no party to the network.
    unknown
        What becomes of a payment that no source gives a sum for: ``exclude`` leaves it without a
        weight, ``estimate`` fills it in so that reported totals are met, and marks it.

    Returns
    -------
    Network
        With a problem for each deal whose sum could not be projected or estimated.

    Raises
    ------
    MisuseError
        ``network.unknown-choice`` for another word for ``unknown``.

    Examples
    --------
    Beta pays Alpha 10 over the five years that are assumed of a contract whose length nobody tells.

    >>> from keiretsu.claims import Claim, Evidence
    >>> from keiretsu.documents import Document
    >>> from keiretsu.ledger import reconcile
    >>> from keiretsu.parties import Registry
    >>> from keiretsu.quantities import Money
    >>> text = Document("Alpha sells Beta chips for 10.", name="a.txt", published="2025-01-01")
    >>> sum_ = Money.exactly(10, "USD")
    >>> claim = Claim(Evidence.find(text, text.text), "supplies", "Alpha", "Beta", layer="chips", amount=sum_)
    >>> network = project(reconcile([claim], Registry()), as_of=date(2025, 6, 30), rates=ExchangeRates("USD"))
    >>> network.table()[["payer", "payee", "per_year"]].values.tolist()
    [['Beta', 'Alpha', 2.0]]
    """
    if unknown not in ("exclude", "estimate"):
        raise MisuseError(
            "network.unknown-choice",
            where="unknown",
            message=f"is {unknown!r}",
            hint="use exclude or estimate",
        )
    reported = ReportedFigures(tuple(figures), as_of, rates, assumptions or Assumptions())
    with without_collecting():
        return _projected(deals_as_of(deals, as_of), reported, tuple(offerings), unknown)


def _projected(
    told: tuple[Deal, ...],
    reported: ReportedFigures,
    offerings: tuple[Offering, ...],
    unknown: UnknownAmounts,
) -> Network:
    """Return the network of deals as they stood on a day, and of what the parties report."""
    as_of, rates, assumed = reported.as_of, reported.rates, reported.assumptions
    standing = tuple(deal for deal in told if not deal.is_over)
    parties = parties_of(standing)
    payments, possible, problems = _payments(standing, as_of, rates, assumed)
    estimation = None
    if unknown == "estimate":
        totals = totals_over(payments, reported, rates, assumed, as_of)
        payments, estimation, unmet = estimate(payments, totals, rates.base)
        problems += unmet
    inflows, found = Boundary(tuple(payments), reported).inflows(parties)
    return Network(
        as_of=as_of,
        currency=rates.base,
        parties=parties,
        deals=standing,
        payments=tuple(payments),
        inflows=inflows,
        assumptions=assumed,
        problems=(*problems, *found),
        possible=tuple(possible),
        reported=reported,
        ended=tuple(deal for deal in told if deal.is_over),
        offerings=offerings,
        estimation=estimation,
    )


def _payments(
    deals: Iterable[Deal], as_of: date, rates: ExchangeRates, assumptions: Assumptions
) -> tuple[list[Payment], list[Payment], list[Problem]]:
    """Return the payments of deals that bind, those of deals that don't yet, and what went wrong."""
    payments: list[Payment] = []
    possible: list[Payment] = []
    problems: list[Problem] = []
    for deal in deals:
        payment, problem = payment_of(deal, as_of, rates, assumptions)
        if payment:
            (payments if deal.is_binding else possible).append(payment)
        problems += [problem] if problem else []
    return payments, possible, problems


def parties_of(deals: Iterable[Deal]) -> tuple[Party, ...]:
    """Return the parties of deals in alphabetical order."""
    found = {party.id: party for deal in deals for party in (deal.subject, deal.object) if party}
    return tuple(sorted(found.values(), key=lambda party: (party.name.casefold(), party.id)))
