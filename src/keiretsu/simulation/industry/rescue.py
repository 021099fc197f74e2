"""Those who would lose more by a failure than a rescue costs pay for the rescue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.books import Books
from keiretsu.simulation.industry import obligations, partners
from keiretsu.simulation.industry.clearing_kernel import Cleared, Terms
from keiretsu.simulation.industry.grouping import gather_sum
from keiretsu.simulation.industry.mechanism import Mechanism
from keiretsu.simulation.industry.obligations import Payables
from keiretsu.simulation.industry.partners import Partners
from keiretsu.simulation.industry.records import QUARTER, Holding, Industry, Places
from keiretsu.simulation.industry.stakes import Stakes
from keiretsu.simulation.parameters import Parameter
from keiretsu.simulation.records import Behaviour

PARAMETERS = {
    **obligations.PARAMETERS,
    **partners.PARAMETERS,
    "horizon of a rescue": Parameter(
        1.0,
        "for how long those who rescue a firm also pay what it loses, beyond what it lacks now",
        unit="years",
        least=0,
        most=10,
        likely=(0.25, 2.0),
    ),
}


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """What is decided on in a quarter, on the paths on which somebody would fail.

    Parameters
    ----------
    terms, cleared
        What is owed and had, and who would fail.
    lost
        What each pair's holder loses if the issuer fails, unpaid bills apart: (pairs, paths).
    burn
        What each firm pays beyond what it sells until the horizon of a rescue: (firms, paths).
    """

    terms: Terms
    cleared: Cleared
    lost: Floats
    burn: Floats


def make(industry: Industry) -> Behaviour:
    """Return the behaviour by which partners of a firm that would fail decide whether to rescue it."""
    payables, everybody, stakes = Payables(industry), Partners.of(industry), Stakes(industry)
    supplier, count = industry.supplies.supplier, len(industry.firms)

    def behaviour(books: Books) -> None:
        if not stakes.are_counted(books):
            stakes.count(books, books.held_pairs(Holding.EQUITY))
        owed = payables.read(books)
        terms = payables.terms(books, owed, payables.money(books))
        cleared = payables.clear(terms)
        would_fail = (cleared.failed_in > 0) & ~terms.is_forced
        hit, rescued = np.flatnonzero(would_fail.any(axis=0)), np.zeros((count, books.paths))
        if hit.size:
            those = everybody.toward(np.logical_or.reduce(would_fail, axis=1))
            sold = gather_sum(supplier, owed.due, count) + books["end sales"]
            quarters = books.parameter("horizon of a rescue") / QUARTER
            burn = np.maximum(cleared.owed - sold, 0.0) * quarters
            lost = those.lost(books, owed.due, hit)
            case = Case(Terms(*_on(hit, terms)), Cleared(*_on(hit, cleared)), lost, burn[:, hit])
            paid = _decided(payables, those, case)
            rescued[:, hit] = gather_sum(those.issuer, paid, count)
            if paid.any():
                _issue(books, those, hit, paid)
        books["rescued"] = rescued

    return behaviour


def _on(paths: Places, amounts: Iterable[Any]) -> Iterator[Any]:
    return (np.ascontiguousarray(each[..., paths]) for each in amounts)


def _decided(payables: Payables, those: Partners, case: Case) -> Floats:
    """Return what each pair's holder pays for the issuer's rescue.

    Firms are decided on in the order in which they would fail, as a rescue of the first can save others.
    """
    firms, terms, cleared = payables.firms, case.terms, case.cleared
    paid, is_open = np.zeros_like(case.lost), ~terms.is_forced
    while True:
        fails_in = np.where((cleared.failed_in > 0) & is_open, cleared.failed_in, firms + 1)
        candidates = (fails_in == fails_in.min(axis=0)) & (fails_in <= firms)
        if not candidates.any():
            return paid
        left = terms.means + cleared.received - cleared.owed
        wants = _wanted(payables, those, case, cleared, candidates)
        free = np.where(cleared.failed_in > 0, 0.0, np.maximum(left, 0.0))
        pays = _shared(those, wants, free, np.where(candidates, case.burn - left, np.inf))
        is_open &= ~candidates
        if pays.any():
            paid += pays
            raised = gather_sum(those.issuer, pays, firms) - those.by_holder(pays)
            terms = terms._replace(means=terms.means + raised)
            cleared = payables.clear(terms)


def _wanted(
    payables: Payables, those: Partners, case: Case, cleared: Cleared, candidates: NDArray[np.bool_]
) -> Floats:
    """Return what each pair's holder that does not fail itself would lose by a candidate's failure."""
    sales = those.sales.places
    unpaid = case.terms.debts[sales] * (1 - cleared.part[payables.customer[sales]])
    stands = np.concatenate([cleared.failed_in == 0, np.zeros((1, unpaid.shape[1]), np.bool_)])
    lost = case.lost + those.summed(those.sales, unpaid)
    return np.asarray(lost * (stands[those.holder] & candidates[those.issuer]))


def _shared(those: Partners, lost: Floats, free: Floats, cost: Floats) -> Floats:
    """Return what each pair's holder pays, if all lose more than the cost and can raise it together.

    In proportion to what each loses, or to what it has if that is less.
    """
    at_most = np.minimum(lost, those.split(free, lost))
    raised, avoided = (gather_sum(those.issuer, each, len(cost)) for each in (at_most, lost))
    part = np.divide(cost, raised, out=np.zeros_like(cost), where=(avoided > cost) & (raised >= cost))
    return np.asarray(at_most * part[those.issuer])


def _issue(books: Books, those: Partners, paths: Places, paid: Floats) -> None:
    """Let partners pay for new shares, at a price at which all shares are worth less than they stood at.

    Stakes are written down to that price, so that each holds its ownership of the worth that is left and of
    what was paid.
    """
    at, issuer = np.ix_(those.rows, paths), those.issuer
    rescued = gather_sum(issuer, paid, those.firms)
    loses = books.parameter("discount of a rescue")[paths] * (rescued > 0)
    held, worth = books.held_pairs(Holding.EQUITY)[at], books["valuation"].copy()
    worth[:, paths] = left = worth[:, paths] * (1 - loses) + rescued
    lost, parts = held * loses[issuer], books["ownership"].copy()
    part = parts[at]  # of firms that nobody rescues it stays as it is
    np.divide(held - lost + paid, left[issuer], out=part, where=rescued[issuer] > 0)
    parts[at] = part
    bought, written_down = np.zeros((2, len(issuer), books.paths))
    bought[:, paths], written_down[:, paths] = paid, lost
    books.exchange(Holding.EQUITY, those.rows, bought)
    books.reprice(Holding.EQUITY, those.rows, -written_down)
    invested = books["invested"].copy()
    invested[at] += paid
    books["invested"], books["valuation"], books["ownership"] = invested, worth, parts


MECHANISM = Mechanism(
    name="rescue",
    about="Partners who would lose more by a firm's failure than its rescue costs buy new shares in it, at a "
    "discount that dilutes those who don't.",
    equation=(
        "rescued if the sum of losses (stakes, loans, bills, margin on sales, supply to replace) > shortfall"
        " + burn until the horizon, and free money allows; each pays in proportion to what it would lose;"
        " V = (1 - discount) x V + paid"
    ),
    source="Rogers and Veraart (2013) on when solvent ones rescue those who fail; Hertzel and Smith (1993) "
    "on the price of shares that are sold in distress",
    make=make,
    parameters=PARAMETERS,
)
