"""Those who would lose more by a failure than a rescue costs pay for the rescue."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from keiretsu.measures.arrays import Floats, Indices
from keiretsu.simulation.books import Books
from keiretsu.simulation.industry import obligations, partners
from keiretsu.simulation.industry.clearing_kernel import Cleared, Terms
from keiretsu.simulation.industry.grouping import gather_sum
from keiretsu.simulation.industry.mechanism import Mechanism
from keiretsu.simulation.industry.obligations import Payables
from keiretsu.simulation.industry.partners import Partners
from keiretsu.simulation.industry.records import QUARTER, Holding, Industry
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
    terms
        What is owed and had.
    lost
        What each pair's holder loses if the issuer fails, unpaid bills apart: (pairs, paths).
    burn
        What each firm pays beyond what it sells until the horizon of a rescue: (firms, paths).
    """

    terms: Terms
    lost: Floats
    burn: Floats


def rescue(industry: Industry) -> Behaviour:
    """Return the behaviour by which partners of a firm that would fail decide whether to rescue it."""
    payables, those = Payables(industry), Partners(industry)
    supplier, issuer = industry.supplies.supplier, industry.equity.issuer
    count = len(industry.firms)

    def behaviour(books: Books) -> None:
        owed = payables.read(books)
        terms = payables.terms(books, owed, payables.money(books))
        cleared = payables.clear(terms)
        hit = np.flatnonzero(((cleared.failed_in > 0) & ~terms.is_forced).any(axis=0))
        paid = np.zeros((len(issuer), books.paths))
        if hit.size:
            sold = gather_sum(supplier, owed.due, count) + books["end sales"]
            quarters = books.parameter("horizon of a rescue") / QUARTER
            burn = np.maximum(cleared.owed - sold, 0.0) * quarters
            case = Case(_on(terms, hit), those.lost(books, owed.due)[:, hit], burn[:, hit])
            paid[:, hit] = _decided(payables, those, case)
        books["rescued"] = gather_sum(issuer, paid, count)
        if paid.any():
            _issue(books, issuer, paid)

    return behaviour


def _on(terms: Terms, paths: Indices) -> Terms:
    def on(amounts: Floats) -> Floats:
        return np.ascontiguousarray(amounts[..., paths])

    return Terms(
        on(terms.debts),
        on(terms.outside),
        on(terms.means),
        np.ascontiguousarray(terms.is_forced[:, paths]),
        on(terms.alpha),
        on(terms.beta),
    )


def _decided(payables: Payables, those: Partners, case: Case) -> Floats:
    """Return what each pair's holder pays for the issuer's rescue.

    Firms are decided on in the order in which they would fail, as a rescue of the first can save others.
    """
    firms, terms = payables.firms, case.terms
    paid, is_open = np.zeros_like(case.lost), ~terms.is_forced
    while True:
        cleared = payables.clear(terms)
        fails_in = np.where((cleared.failed_in > 0) & is_open, cleared.failed_in, firms + 1)
        candidates = (fails_in == fails_in.min(axis=0)) & (fails_in <= firms)
        if not candidates.any():
            return paid
        left = terms.means + cleared.received - cleared.owed
        wants = _wanted(payables, those, case, cleared, candidates)
        free = np.where(cleared.failed_in > 0, 0.0, np.maximum(left, 0.0))
        pays = _shared(those, wants, free, np.where(candidates, case.burn - left, np.inf))
        paid += pays
        terms = terms._replace(
            means=terms.means + gather_sum(those.issuer, pays, firms) - those.by_holder(pays)
        )
        is_open &= ~candidates


def _wanted(
    payables: Payables, those: Partners, case: Case, cleared: Cleared, candidates: NDArray[np.bool_]
) -> Floats:
    """Return what each pair's holder that does not fail itself would lose by a candidate's failure."""
    bills = case.terms.debts[: len(payables.customer)] * (1 - cleared.part[payables.customer])
    stands = np.concatenate([cleared.failed_in == 0, np.zeros((1, bills.shape[1]), np.bool_)])
    return (case.lost + those.sold(bills)) * (stands[those.holder] & candidates[those.issuer])


def _shared(those: Partners, lost: Floats, free: Floats, cost: Floats) -> Floats:
    """Return what each pair's holder pays, if all lose more than the cost and can raise it together.

    In proportion to what each loses, or to what it has if that is less.
    """
    at_most = np.minimum(lost, those.split(free, lost))
    raised, avoided = (gather_sum(those.issuer, each, len(cost)) for each in (at_most, lost))
    part = np.divide(cost, raised, out=np.zeros_like(cost), where=(avoided > cost) & (raised >= cost))
    return np.asarray(at_most * part[those.issuer])


def _issue(books: Books, issuer: Indices, paid: Floats) -> None:
    """Let partners pay for new shares, at what the shares are worth as things stand."""
    rows, rescued = np.flatnonzero(paid.any(axis=1)), books["rescued"]
    worth, valuation = books.held_pairs(Holding.EQUITY) + paid, books["valuation"] + rescued
    part = books["ownership"].copy()  # of firms that nobody rescues it stays as it is
    np.divide(worth, valuation[issuer], out=part, where=rescued[issuer] > 0)
    books.exchange(Holding.EQUITY, rows, paid[rows])
    books["valuation"], books["ownership"] = valuation, part
    books["invested"] = books["invested"] + paid


MECHANISM = Mechanism(
    name="rescue",
    about="Partners who would lose more by a firm's failure than its rescue costs buy new shares in it.",
    equation=(
        "rescued if the sum of losses (stakes, loans, bills, margin on sales, supply to replace) > shortfall"
        " + burn until the horizon, and free money allows; each pays in proportion to what it would lose"
    ),
    source="Rogers and Veraart (2013) on when solvent ones rescue those who fail",
    make=rescue,
    parameters=PARAMETERS,
)
