"""All firms pay what they owe at once, as far as they can; who can't pay all fails."""

from __future__ import annotations

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.books import Books
from keiretsu.simulation.industry.mechanism import Mechanism
from keiretsu.simulation.industry.obligations import PARAMETERS, Payables
from keiretsu.simulation.industry.records import Holding, Industry, Outside
from keiretsu.simulation.records import Behaviour


def make(industry: Industry) -> Behaviour:
    """Return the behaviour by which an industry's firms settle what they owe in a quarter."""
    payables, supplies, loans = Payables(industry), industry.supplies, industry.loans
    firms, lent = np.arange(len(industry.firms)), np.arange(len(loans))
    others = np.full(len(firms), industry.outside(Outside.OTHERS))

    def behaviour(books: Books) -> None:
        owed, money = payables.read(books), payables.money(books)
        terms = payables.terms(books, owed, money)
        cleared = payables.clear(terms)
        part, fails = cleared.part, cleared.failed_in > 0
        paid = owed.due * part[supplies.customer]
        books.transfer("purchases", supplies.customer, supplies.supplier, paid, grounds=supplies.grounds)
        books.transfer("costs", firms, others, owed.costs * part)
        served = part[loans.issuer]
        books.transfer("interest", loans.issuer, loans.holder, owed.interest * served, grounds=loans.grounds)
        books.exchange(Holding.LOANS, lent, -owed.repayments * served, grounds=loans.grounds)
        if fails.any():
            lost = fails * ((1 - terms.alpha) * money + (1 - terms.beta) * cleared.received)
            books.transfer("default costs", firms, others, lost)
            left = money + cleared.received - cleared.owed * part - lost
            _pay_out(books, industry, np.where(owed.is_forced, np.maximum(left, 0.0), 0.0))
        books["paid"] = paid
        books["shortfall"] = cleared.owed * (1 - part)
        books["failed"] = fails.astype(np.float64)
        books["alive"] = books["alive"] * ~fails

    return behaviour


def _pay_out(books: Books, industry: Industry, left: Floats) -> None:
    """Let firms that fail with money left hand it to their owners, up to what the stakes are worth."""
    if left.any():
        places = np.arange(len(industry.equity))
        parts = books["ownership"] * left[industry.equity.issuer]
        books.exchange(Holding.EQUITY, places, -np.minimum(parts, books.held_pairs(Holding.EQUITY)))


MECHANISM = Mechanism(
    name="settlement",
    about="Firms pay what they owe for inputs, costs, interest and loans; one that can't pay all fails.",
    equation=(
        "p_i = owed_i if e_i + c_i >= owed_i, else alpha e_i + beta c_i, where c_i = sum_j p_j L_ji / owed_j;"
        " the greatest p"
    ),
    source="Eisenberg and Noe (2001); costs of default after Rogers and Veraart (2013)",
    make=make,
    parameters=PARAMETERS,
)
