"""What must hold of cross-holdings, cycling and input-output whatever the figures are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.measures import (
    cycling,
    dependency_matrix,
    failure_cascade,
    ghosh_inverse,
    hypothetical_extraction,
    leontief_inverse,
    upstreamness,
)

AMOUNTS = st.one_of(st.just(0.0), st.floats(0.01, 1e6), st.integers(1, 50).map(float))
RATES = st.floats(1e-6, 1e9)
PARTS = st.floats(0.01, 0.99)


def law(*cases):
    """Draw cases without a deadline: the first one waits for the solvers to be imported."""
    return lambda test: settings(deadline=None)(given(*cases)(test))


def square(n):
    rows = st.lists(st.lists(AMOUNTS, min_size=n, max_size=n), min_size=n, max_size=n)
    return rows.map(np.array)


def column(n):
    return st.lists(AMOUNTS, min_size=n, max_size=n).map(np.array)


def stakes_of(case):
    """Turn amounts into shares, with something of every party held outside."""
    amounts, outside = case
    return amounts / (amounts.sum(axis=0) + outside + 1)


networks = st.integers(1, 5).flatmap(lambda n: st.tuples(square(n), column(n)))
pairs = st.tuples(networks, networks)
shuffled = networks.flatmap(lambda case: st.tuples(st.just(case), st.permutations(range(len(case[1])))))
shocks = st.integers(1, 5).flatmap(lambda n: st.tuples(square(n), column(n), column(n), column(n)))
tables = networks.map(lambda case: (case[0], case[1] + 1))  # some final demand everywhere


def close(amount):
    return pytest.approx(amount, rel=1e-9, abs=1e-9)


def side_by_side(first, second):
    both = np.zeros((len(first) + len(second),) * 2)
    both[: len(first), : len(first)] = first
    both[len(first) :, len(first) :] = second
    return both


def joined(first, second):
    return side_by_side(first[0], second[0]), np.concatenate([first[1], second[1]])


def split_last(case, part):
    """Split the last party in two that share each of its dealings in one proportion."""
    flows, outside = case
    weights = np.vstack([np.eye(len(flows)), np.eye(len(flows))[-1]])
    weights[-2, -1], weights[-1, -1] = part, 1 - part
    return weights @ flows @ weights.T, weights @ outside


@law(networks)
def test_every_dollar_ends_with_somebody(case):
    dependency = dependency_matrix(stakes_of(case))
    assert (dependency >= 0).all()
    assert dependency.sum(axis=0) == close(np.ones(len(dependency)))


@law(shuffled)
def test_dependency_follows_the_order_of_the_parties(case):
    drawn, order = case
    stakes = stakes_of(drawn)
    moved = dependency_matrix(stakes[np.ix_(order, order)])
    assert moved == close(dependency_matrix(stakes)[np.ix_(order, order)])


@law(pairs)
def test_dependencies_of_separate_groups_stay_apart(case):
    first, second = map(stakes_of, case)
    apart = side_by_side(dependency_matrix(first), dependency_matrix(second))
    assert dependency_matrix(side_by_side(first, second)) == close(apart)


@law(networks, PARTS)
def test_a_holder_split_in_two_splits_what_it_gets(case, part):
    stakes = stakes_of(case)
    stakes[-1, -1] = 0
    # Each half holds its part of what the whole held; everyone holds of each half what it held of the whole.
    divided = np.pad(stakes, (0, 1), mode="edge")
    divided[-2] *= part
    divided[-1] *= 1 - part
    divided[-2:, -2:] = 0
    whole, halves = dependency_matrix(stakes), dependency_matrix(divided)
    assert halves[-2:, :-2].sum(axis=0) == close(whole[-1, :-1])
    assert halves[:-2, :-2] == close(whole[:-1, :-1])


@law(shocks)
def test_a_cascade_is_consistent_and_its_values_account_for_every_cost(case):
    amounts, values, threshold, cost = case
    stakes = stakes_of((amounts, values))
    result = failure_cascade(stakes, values, threshold, cost)
    failed = np.isin(np.arange(len(values)), result.failed)
    assert result.value.sum() == close(values.sum() - cost[failed].sum())
    assert (result.value[~failed] >= threshold[~failed] * (1 - 1e-11)).all()
    assert (result.value <= result.value_before_failures * (1 + 1e-9) + 1e-9).all()
    assert len(set(result.failed)) == len(result.failed)


@law(shocks, PARTS)
def test_a_worse_shock_fails_no_fewer(case, part):
    amounts, values, threshold, cost = case
    stakes = stakes_of((amounts, values))
    mild = failure_cascade(stakes, values, threshold, cost)
    assert set(mild.failed) <= set(failure_cascade(stakes, values * part, threshold, cost).failed)


@law(shocks, st.integers(-20, 20))
def test_a_cascade_does_not_depend_on_the_currency(case, power):
    amounts, *money = case
    stakes, rate = stakes_of((amounts, money[0])), 2.0**power
    here = failure_cascade(stakes, *money)
    there = failure_cascade(stakes, *(amount * rate for amount in money))
    assert here.rounds == there.rounds
    assert there.value == close(here.value * rate)


@law(networks)
def test_cycling_is_bounded_and_adds_up(case):
    result = cycling(*case)
    assert 0 <= result.fci <= 1
    assert ((result.node_share >= 0) & (result.node_share <= 1)).all()
    assert 0 <= result.ascendency_over_capacity <= 1 + 1e-9
    assert result.boundary + result.direct_flow + result.indirect_flow == close(result.tst)


@law(networks)
def test_the_cycling_index_is_that_of_the_fundamental_matrix(case):
    flows, inputs = case
    result = cycling(flows, inputs + 1)
    inverse = np.linalg.inv(np.eye(len(flows)) - flows / result.throughflow[:, None])
    if np.linalg.cond(inverse) < 1e6:
        fundamental = result.N
        assert fundamental == pytest.approx(inverse, rel=1e-7, abs=1e-7)
        assert result.diag_n == pytest.approx(np.diag(inverse), rel=1e-7)
    assert (inputs + 1) @ result.N == close(result.throughflow)
    assert result.fci == close((result.throughflow * (1 - 1 / np.diag(result.N))).sum() / result.tst)


@law(networks, RATES)
def test_cycling_does_not_depend_on_the_currency(case, rate):
    here, there = cycling(*case), cycling(*(amount * rate for amount in case))
    assert there.fci == close(here.fci)
    assert there.ascendency / rate == pytest.approx(here.ascendency, rel=1e-9, abs=1e-9 * here.capacity)
    assert there.capacity == pytest.approx(here.capacity * rate, rel=1e-9)


@law(shuffled)
def test_cycling_follows_the_order_of_the_parties(case):
    (flows, inputs), order = case
    moved = cycling(flows[np.ix_(order, order)], inputs[list(order)])
    still = cycling(flows, inputs)
    assert moved.node_share == close(still.node_share[list(order)])
    assert moved.ascendency == pytest.approx(still.ascendency, rel=1e-9, abs=1e-9 * still.capacity)


@law(pairs)
def test_cycling_of_separate_networks_is_their_mean_by_throughflow(case):
    first, second = (cycling(*network) for network in case)
    both = cycling(*joined(*case))
    assert both.node_share == close(np.concatenate([first.node_share, second.node_share]))
    assert both.fci * both.tst == close(first.fci * first.tst + second.fci * second.tst)


@law(networks)
def test_a_party_without_flows_changes_no_cycling(case):
    alone = cycling(*joined(case, (np.zeros((1, 1)), np.zeros(1))))
    assert alone.fci == close(cycling(*case).fci)


@law(tables)
def test_the_inverses_give_back_the_table(table):
    sales, demand = table
    output = sales.sum(axis=1) + demand
    leontief, ghosh = leontief_inverse(*table), ghosh_inverse(*table)
    assert leontief @ demand == close(output)
    assert output[:, None] * ghosh == close(leontief * output)
    assert upstreamness(*table) == close(ghosh.sum(axis=1))
    assert (np.diag(leontief) >= 1).all()


@law(networks, RATES)
def test_upstreamness_does_not_depend_on_the_currency(case, rate):
    here, there = upstreamness(*case), upstreamness(*(amount * rate for amount in case))
    assert there == pytest.approx(here, rel=1e-9)
    assert (here >= 1).all()


@law(shuffled)
def test_upstreamness_follows_the_order_of_the_sectors(case):
    (sales, demand), order = case
    moved = upstreamness(sales[np.ix_(order, order)], demand[list(order)])
    assert moved == pytest.approx(upstreamness(sales, demand)[list(order)], rel=1e-9)


@law(pairs)
def test_upstreamness_of_separate_tables_stays_apart(case):
    apart = np.concatenate([upstreamness(*case[0]), upstreamness(*case[1])])
    assert upstreamness(*joined(*case)) == pytest.approx(apart, rel=1e-9)


@law(networks, PARTS)
def test_halves_of_a_sector_are_as_far_upstream_as_the_whole(case, part):
    whole, halves = upstreamness(*case), upstreamness(*split_last(case, part))
    assert halves[:-1] == pytest.approx(whole, rel=1e-9)
    assert halves[-1] == pytest.approx(whole[-1], rel=1e-9)


@law(networks, st.data())
def test_an_extraction_never_raises_output_and_grows_with_what_is_extracted(case, data):
    n = len(case[1])
    several = data.draw(st.lists(st.integers(0, n - 1), min_size=1, unique=True))
    one, more = (hypothetical_extraction(*case, cut) for cut in (several[0], several))
    for result in (one, more):
        assert ((result.x_without >= 0) & (result.x_without <= result.x)).all()
    assert (more.x_without <= one.x_without * (1 + 1e-9)).all()
    assert hypothetical_extraction(*case, []).x_without == pytest.approx(one.x, rel=1e-9)


@law(tables, st.data())
def test_an_extraction_solves_the_table_without_the_sector(table, data):
    sales, demand = table
    cut = data.draw(st.integers(0, len(demand) - 1))
    result = hypothetical_extraction(sales, demand, cut)
    inputs = sales / result.x
    inputs[cut], inputs[:, cut] = 0, 0
    assert inputs @ result.x_without + demand == close(result.x_without)


@law(networks, PARTS, st.data())
def test_extracting_both_halves_is_extracting_the_whole(case, part, data):
    n = len(case[1])
    whole = hypothetical_extraction(*case, n - 1)
    halves = hypothetical_extraction(*split_last(case, part), [n - 1, n])
    assert halves.loss == pytest.approx(whole.loss, rel=1e-9, abs=1e-9 * whole.x.sum())
