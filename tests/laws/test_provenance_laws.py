"""What must hold of the sources of revenue whatever the flows are."""

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.measures import capital_returned, self_funded
from keiretsu.measures.of_network.revenuesources import (
    MoneyFlows,
    RevenueShares,
    revenue_shares,
    ultimate_shares,
)
from keiretsu.measures.of_network.selffunded import self_funded_bounds

CASH = 2


def law(*cases):
    """Draw cases without a deadline: the first one waits for the solvers to be imported."""
    return lambda test: settings(deadline=None)(given(*cases)(test))


def money(purchases, equity, loans, sources):
    parts = [np.array(part, dtype=float)[None] for part in (purchases, equity, loans, sources)]
    return MoneyFlows(*parts, np.array([True, False, False]))


def industry(n, closed):
    """Draw the money of n parties; all that they pay beyond what comes in is drawn from cash if closed.

    Amounts come from a seed: drawing each by itself would take most of the time.
    """

    def build(seed):
        draw = np.random.default_rng(seed)

        def amounts(columns):
            some = draw.random((n, columns)) < draw.random() ** 2
            return some * np.where(
                draw.random() < 0.5, draw.integers(1, 50, (n, columns)), 1e4 * draw.random()
            )

        purchases, equity, loans, sources = amounts(n), amounts(n), amounts(n), amounts(3)
        np.fill_diagonal(equity, 0)
        np.fill_diagonal(loans, 0)
        flows = purchases + equity + loans
        if closed:
            missing = flows.sum(axis=1) - flows.sum(axis=0) - sources.sum(axis=1)
            sources[:, CASH] += np.maximum(missing, 0)
        return money(purchases, equity, loans, sources)

    return st.integers(0, 2**32 - 1).map(build)


networks = st.integers(1, 6).flatmap(lambda n: st.booleans().flatmap(lambda closed: industry(n, closed)))
closed_books = st.integers(1, 6).flatmap(lambda n: industry(n, closed=True))


def total(shares):
    inside = shares.own_capital + shares.own_purchases + shares.circulating
    return inside + shares.equity.sum(axis=2) + shares.loans.sum(axis=2) + shares.outside.sum(axis=2)


def taken(case, order):
    """Return the money of the parties in another order, or of some of them."""
    squares = (each[:, order][:, :, order] for each in (case.purchases, case.equity, case.loans))
    return MoneyFlows(*squares, case.sources[:, order], case.is_revenue)


def close(values):
    return pytest.approx(values, rel=1e-6, abs=1e-6)


@law(networks)
def test_the_sources_of_revenue_add_up_to_one(case):
    sells = (case.revenue > 0).astype(float)
    assert total(revenue_shares(case)) == close(sells)
    outside, circulating = ultimate_shares(case)
    assert outside.sum(axis=2) + circulating == close(sells)


@law(networks)
def test_no_share_is_below_zero(case):
    shares = revenue_shares(case)
    assert all((getattr(shares, each.name) >= 0).all() for each in fields(RevenueShares))


@law(networks, st.sampled_from([2.0**-30, 3.0, 1e6]))
def test_the_currency_does_not_matter(case, rate):
    other = MoneyFlows(
        case.purchases * rate, case.equity * rate, case.loans * rate, case.sources * rate, case.is_revenue
    )
    here, there = revenue_shares(case), revenue_shares(other)
    for each in fields(RevenueShares):
        assert getattr(there, each.name) == close(getattr(here, each.name))


@law(networks.flatmap(lambda case: st.tuples(st.just(case), st.permutations(range(case.revenue.shape[1])))))
def test_the_order_of_the_parties_does_not_matter(pair):
    case, order = pair
    here, there = revenue_shares(case), revenue_shares(taken(case, order))
    assert there.own_capital == close(here.own_capital[:, order])
    assert there.outside == close(here.outside[:, order])
    assert there.equity == close(here.equity[:, order][:, :, order])


@law(networks, networks)
def test_separate_industries_do_not_touch_each_other(first, second):
    n = first.revenue.shape[1]

    def both(name):
        one, other = getattr(first, name)[0], getattr(second, name)[0]
        zeros = np.zeros((len(one), len(other)))
        return np.block([[one, zeros], [zeros.T, other]])

    sources = np.vstack([first.sources[0], second.sources[0]])
    joined = revenue_shares(money(both("purchases"), both("equity"), both("loans"), sources))
    alone = revenue_shares(first)
    assert joined.own_capital[:, :n] == close(alone.own_capital)
    assert joined.equity[:, :n, :n] == close(alone.equity)
    assert not joined.equity[:, :n, n:].any()
    assert joined.outside[:, :n] == close(alone.outside)


@law(networks)
def test_a_party_without_payments_changes_nothing(case):
    padded = [np.pad(each[0], (0, 1)) for each in (case.purchases, case.equity, case.loans)]
    wider = revenue_shares(money(*padded, np.vstack([case.sources[0], np.zeros(3)])))
    here = revenue_shares(case)
    assert wider.own_capital[:, :-1] == close(here.own_capital)
    assert wider.outside[:, :-1] == close(here.outside)


@law(st.integers(2, 5).flatmap(lambda n: industry(n, closed=True)), st.sampled_from([0.125, 0.5, 0.75]))
def test_a_firm_split_in_two_alike_is_to_the_others_as_one(case, part):
    n = case.revenue.shape[1]
    weights = np.vstack([np.eye(n), np.eye(n)[-1]])
    weights[-2, -1], weights[-1, -1] = part, 1 - part
    squares = [weights @ each[0] @ weights.T for each in (case.purchases, case.equity, case.loans)]
    halves = revenue_shares(money(*squares, weights @ case.sources[0]))
    whole = revenue_shares(case)
    others = slice(0, n - 1)
    assert halves.own_capital[:, others] == close(whole.own_capital[:, others])
    assert halves.own_purchases[:, others] == close(whole.own_purchases[:, others])
    assert halves.outside[:, others] == close(whole.outside[:, others])
    merged = halves.equity[:, others, n - 1] + halves.equity[:, others, n]
    assert merged == close(whole.equity[:, others, n - 1])


@law(closed_books)
def test_the_vendor_s_own_capital_is_the_proportional_self_funded_share_within_its_bounds(case):
    flows, capital = case.flows[0], case.capital[0]
    edges = [(i, j, capital[i, j]) for i, j in np.argwhere(capital).tolist()]
    own = revenue_shares(case).own_capital[0] * case.revenue[0]
    size = max(1.0, flows.sum())
    for vendor in range(len(flows)):
        pure = self_funded(flows, case.sources[0].sum(axis=1), edges, vendor)
        (lower,), (upper,) = self_funded_bounds(case, vendor)
        assert own[vendor] == pytest.approx(pure.proportional, rel=1e-6, abs=1e-7 * size)
        assert (lower, upper) == (pytest.approx(pure.lower), pytest.approx(pure.upper))
        assert lower - 1e-7 * size <= own[vendor] <= upper + 1e-7 * size


@law(networks)
def test_without_capital_nothing_is_anybody_s_capital(case):
    none = np.zeros_like(case.equity)
    shares = revenue_shares(MoneyFlows(case.purchases, none, none, case.sources, case.is_revenue))
    assert not shares.own_capital.any()
    assert not shares.equity.any()
    assert not shares.loans.any()


@law(st.integers(1, 4), st.floats(1, 1e6), st.floats(0.1, 1))
def test_a_vendor_that_funds_its_only_customer_through_others_is_wholly_self_funded(steps, invested, spent):
    n = steps + 1
    equity, purchases = np.zeros((n, n)), np.zeros((n, n))
    for step in range(steps):
        equity[step, step + 1] = invested
    purchases[steps, 0] = invested * spent
    case = money(purchases, equity, np.zeros((n, n)), np.zeros((n, 3)))
    assert revenue_shares(case).own_capital[0, 0] == pytest.approx(1)


@law(closed_books)
def test_what_any_investor_s_capital_becomes_is_within_its_bounds(case):
    flows, capital = case.flows[0], case.capital[0]
    edges = [(i, j, capital[i, j]) for i, j in np.argwhere(capital).tolist()]
    for investor in range(len(flows)):
        found = capital_returned(flows, case.sources[0].sum(axis=1), edges, investor, 0)
        assert 0 <= found.lower <= found.proportional <= found.upper <= found.invested
        assert found.upper <= found.linked_inflow * (1 + 1e-9)
        assert found.inflow >= found.linked_inflow * (1 - 1e-9)


@law(networks, networks)
def test_draws_do_not_touch_each_other(first, second):
    n = min(first.revenue.shape[1], second.revenue.shape[1])
    cases = [taken(each, list(range(n))) for each in (first, second)]
    stacked = [
        np.concatenate([getattr(each, name) for each in cases])
        for name in ("purchases", "equity", "loans", "sources")
    ]
    together = revenue_shares(MoneyFlows(*stacked, first.is_revenue))
    for place, case in enumerate(cases):
        alone = revenue_shares(case)
        for each in fields(RevenueShares):
            assert getattr(together, each.name)[place] == close(getattr(alone, each.name)[0])
