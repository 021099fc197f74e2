"""Project deals and figures on parties as of a day.

How a deal becomes money per year:

- a sum per year is paid every year from the deal's start;
- a cumulative sum is paid at the pace at which it came together since the deal's start, over a
  year at least, and goes on at that pace for the assumed term after it is told;
- any other sum is paid evenly over its term from the day on which it is stated, and not after;
  the term is the one that the claims tell, else the one assumed for supply or for capital;
- a sum that one sentence states for several pairs together, or that is only planned or talked
  about, is no payment: the edge stays without weight;
- a range counts as the assumption ``midpoint_weight`` says;
- other currencies are exchanged at the average rate of the year in which the sum is stated.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from keiretsu.errors import Problem
from keiretsu.ledger import Deal, ExchangeRates, ReportedFigure, deals_as_of
from keiretsu.network.assumptions import Assumptions
from keiretsu.network.boundary import Boundary
from keiretsu.network.payments import payment_of
from keiretsu.network.records import Network, Payment
from keiretsu.network.reporting import ReportedFigures
from keiretsu.parties import Party
from keiretsu.vocabulary import statuses


def project(
    deals: Iterable[Deal],
    figures: Iterable[ReportedFigure] = (),
    *,
    as_of: date,
    rates: ExchangeRates,
    assumptions: Assumptions | None = None,
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

    Returns
    -------
    Network
        With a problem for each deal whose sum could not be projected.
    """
    assumed = assumptions or Assumptions()
    standing = tuple(deal for deal in deals_as_of(deals, as_of) if not deal.is_over)
    problems: list[Problem] = []
    payments: list[Payment] = []
    for deal in standing:
        if statuses()[deal.status].binding:
            payment, problem = payment_of(deal, as_of, rates, assumed)
            payments += [payment] if payment else []
            problems += [problem] if problem else []
    parties = _parties(standing)
    reported = ReportedFigures(tuple(figures), as_of, rates, assumed)
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
        reported=reported,
    )


def _parties(deals: Iterable[Deal]) -> tuple[Party, ...]:
    found = {party.id: party for deal in deals for party in (deal.subject, deal.object) if party}
    return tuple(sorted(found.values(), key=lambda party: (party.name.casefold(), party.id)))
