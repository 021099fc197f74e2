"""Whose money a firm's revenue of a quarter is, by the last one who put it in."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.measures.grouped import fraction_of
from keiretsu.simulation.compiled.moving import totals
from keiretsu.simulation.industry.clearing_kernel import Between, debts_between
from keiretsu.simulation.industry.grouping import gather_sum
from keiretsu.simulation.industry.mixing_kernel import mix_pools
from keiretsu.simulation.industry.partners import Partners
from keiretsu.simulation.industry.records import Industry
from keiretsu.simulation.industry.view import Payments, View

KEPT = 8  # industries whose structure is remembered


class Source(StrEnum):
    """Whose money a dollar of revenue was, by the last one who put it in."""

    END_CUSTOMERS = "end customers"
    OUTSIDE_EQUITY = "outside equity"
    DEBT = "debt"
    OWN_CAPITAL = "own capital"
    OTHERS_EQUITY = "other firms' equity"
    CASH = "payers' own cash"
    REST = "the rest"


ENTERING = (Source.END_CUSTOMERS, Source.OUTSIDE_EQUITY, Source.DEBT, Source.OTHERS_EQUITY, Source.CASH)


@lru_cache(maxsize=1)  # each source is an outcome of its own, and they are asked for one after the other
def revenue_by_source(view: View) -> Mapping[Source, Floats]:
    """Return each firm's revenue of the quarter by the last one who put the money in: (firms, paths).

    Every firm pools what it is paid in the quarter, and what it draws from its own cash, and pays each
    bill from the pool (proportional sharing, Bialek 1996). What a firm invests in or lends to a direct
    customer and gets back from that customer is its own capital. What comes back by longer ways counts
    as other firms' equity or debt, so that own capital is less than a full trace would find. Interest,
    shares sold on and money that only goes round are the rest. The sums of a firm are its revenue.

    Examples
    --------
    Beta has promised Alpha 5 a year, and Alpha spends 20 on Beta. Alpha's pool is 10 from end customers, 5
    from Beta, and 13 of its own cash.

    >>> from keiretsu.simulation.industry.example import three_firms
    >>> industry = three_firms()
    >>> found = revenue_by_source(View.opening(industry, industry.start, paths=1))
    >>> {str(source): round(float(4 * sums[1, 0]), 2) for source, sums in found.items()}  # of Beta, a year
    {'end customers': 67.14, 'outside equity': 0.0, 'debt': 0.0, 'own capital': 3.57, ...}
    """
    industry, payments = view.industry, view.payments
    between, partners = _structure(industry)
    entering, pool = _entering(industry, payments)
    share = fraction_of(1.0, pool)
    parts = payments.purchases * share[industry.supplies.supplier]
    mix = mix_pools(between, parts, np.stack([entering[each] for each in ENTERING]) * share)
    customer, supplier, firms = industry.supplies.customer, industry.supplies.supplier, view.firms
    carried = {
        each: gather_sum(supplier, payments.purchases * mix[place][customer], firms)
        for place, each in enumerate(ENTERING)
    }
    carried[Source.END_CUSTOMERS] += payments.sales
    back = partners.sold(payments.purchases) * share[partners.issuer]
    equity = partners.by_holder(back * payments.invested)
    loans = partners.by_holder(back * partners.lent(payments.lent))
    found = carried | {
        Source.DEBT: np.maximum(carried[Source.DEBT] - loans, 0.0),
        Source.OTHERS_EQUITY: np.maximum(carried[Source.OTHERS_EQUITY] - equity, 0.0),
        Source.OWN_CAPITAL: equity + loans,
    }
    revenue = payments.sales + gather_sum(supplier, payments.purchases, firms)
    rest = revenue - sum(found.values())
    found[Source.REST] = np.where(rest > 1e-9 * revenue, rest, 0.0)
    return {each: found[each] for each in Source}


def circular(view: View) -> tuple[Floats, Floats]:
    """Return what of firms' sales to firms the sellers' own capital may have paid, and these sales.

    Pair by pair at most the smaller of what a supplier puts into a customer in the quarter and what the
    customer buys from it; both sums (1, paths).
    """
    payments, (_, partners) = view.payments, _structure(view.industry)
    is_inside = (view.industry.equity.holder < view.firms)[:, None]
    capital = is_inside * (payments.invested + partners.lent(payments.lent))
    returned = np.minimum(capital, partners.sold(payments.purchases))
    # Summed row by row: NumPy adds in another order where there is one path only.
    return totals(returned)[None], totals(payments.purchases)[None]


def _entering(industry: Industry, payments: Payments) -> tuple[Mapping[Source, Floats], Floats]:
    """Return what enters each firm's pool from each source, and the pool."""
    firms = len(payments.sales)
    is_outside = (industry.equity.holder >= firms)[:, None]
    inside, outside = (
        gather_sum(industry.equity.issuer, payments.invested * which, firms)
        for which in (~is_outside, is_outside)
    )
    entering = {
        Source.END_CUSTOMERS: payments.sales,
        Source.OUTSIDE_EQUITY: outside,
        Source.DEBT: gather_sum(industry.loans.issuer, payments.lent, firms),
        Source.OTHERS_EQUITY: inside,
        Source.CASH: payments.drawn,
    }
    known = gather_sum(industry.supplies.supplier, payments.purchases, firms) + sum(entering.values())
    return entering, np.maximum(payments.received + payments.drawn, known)


@lru_cache(maxsize=KEPT)
def _structure(industry: Industry) -> tuple[Between, Partners]:
    supplies = industry.supplies
    between = debts_between(supplies.customer, supplies.supplier, len(industry.firms))
    return between, Partners.of(industry)
