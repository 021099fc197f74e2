"""What must hold of the measures whatever the flows are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.measures import (
    circulation_decomposition,
    concentration_ratio,
    elementary_cycles,
    hhi,
    maximum_circulation,
    round_trip,
    source_shares,
)

AMOUNTS = st.one_of(st.just(0.0), st.floats(0.01, 1e6), st.integers(1, 50).map(float))
RATES = st.floats(1e-6, 1e9)


def law(*cases):
    """Draw cases without a deadline: the first one waits for the solvers to be imported."""
    return lambda test: settings(deadline=None)(given(*cases)(test))


def square(n):
    rows = st.lists(st.lists(AMOUNTS, min_size=n, max_size=n), min_size=n, max_size=n)
    return rows.map(np.array)


def column(n):
    return st.lists(AMOUNTS, min_size=n, max_size=n).map(np.array)


matrices = st.integers(1, 6).flatmap(square)
networks = st.integers(2, 5).flatmap(lambda n: st.tuples(square(n), column(n)))
shuffled = matrices.flatmap(lambda flows: st.tuples(st.just(flows), st.permutations(range(len(flows)))))
markets = st.lists(AMOUNTS, min_size=1, max_size=8).filter(any)


def close(amount):
    return pytest.approx(amount, rel=1e-9, abs=1e-9)


def side_by_side(first, second):
    both = np.zeros((len(first) + len(second),) * 2)
    both[: len(first), : len(first)] = first
    both[len(first) :, len(first) :] = second
    return both


def split_last(flows, part):
    """Split the last party in two that share each of its payments in one proportion."""
    weights = np.vstack([np.eye(len(flows)), np.eye(len(flows))[-1]])
    weights[-2, -1], weights[-1, -1] = part, 1 - part
    divided = weights @ flows @ weights.T
    divided[-2:, -2:] = 0
    return divided


@law(matrices)
def test_a_circulation_is_feasible_conserved_and_proved_largest(flows):
    result = maximum_circulation(flows)
    between = result.flows - np.diag(np.diag(result.flows))
    assert (between.sum(axis=0) == between.sum(axis=1)).all()
    assert ((result.flows >= 0) & (result.flows <= flows)).all()
    assert 0 <= result.total <= result.gross
    assert result.upper_bound == close(result.total)
    potential = result.potentials
    excess = np.maximum(0, 1 - potential[:, None] + potential[None, :])
    assert (flows * excess).sum() == close(result.total)


@law(st.integers(1, 6).flatmap(lambda n: square(n).map(np.floor)))
def test_what_is_left_of_whole_amounts_holds_no_cycle(flows):
    left = flows - maximum_circulation(flows).flows
    assert list(elementary_cycles(left)) == []


@law(matrices)
def test_loops_rebuild_the_circulation(flows):
    result = maximum_circulation(flows)
    loops = result.loops()
    rebuilt = np.zeros_like(flows)
    for loop in loops:
        assert loop.amount > 0
        assert len(set(loop.parties)) == len(loop.parties)
        for payer, payee in loop.edges:
            rebuilt[payer, payee] += loop.amount
    assert rebuilt == pytest.approx(result.flows)
    assert sum(loop.amount * len(loop.parties) for loop in loops) == close(result.total)
    assert len({loop.parties for loop in loops}) == len(loops)


@law(matrices, RATES)
def test_circulation_does_not_depend_on_the_currency(flows, rate):
    here, there = maximum_circulation(flows), maximum_circulation(flows * rate)
    assert there.total == pytest.approx(here.total * rate, rel=1e-9)
    assert there.share == close(here.share)


@law(shuffled)
def test_circularity_does_not_depend_on_the_order_of_the_parties(case):
    flows, order = case
    moved = flows[np.ix_(order, order)]
    assert maximum_circulation(moved).total == close(maximum_circulation(flows).total)
    if len(flows) < 6:
        assert len(list(elementary_cycles(moved))) == len(list(elementary_cycles(flows)))


@law(matrices, matrices)
def test_circulations_of_separate_networks_add_up(first, second):
    both = maximum_circulation(side_by_side(first, second))
    assert both.total == close(maximum_circulation(first).total + maximum_circulation(second).total)


@law(matrices)
def test_a_party_without_payments_changes_nothing(flows):
    alone = side_by_side(flows, np.zeros((1, 1)))
    assert maximum_circulation(alone).total == close(maximum_circulation(flows).total)


@law(networks, st.floats(0.01, 0.99))
def test_splitting_a_firm_in_proportion_leaves_the_circulation(case, part):
    flows, _ = case
    np.fill_diagonal(flows, 0)
    assert maximum_circulation(split_last(flows, part)).total == close(maximum_circulation(flows).total)


@law(networks, st.data())
def test_splitting_a_firm_in_any_way_never_raises_the_circulation(case, data):
    flows, _ = case
    np.fill_diagonal(flows, 0)
    n = len(flows)
    parts = np.array(data.draw(st.lists(st.floats(0, 1), min_size=2 * n, max_size=2 * n))).reshape(2, n)
    divided = side_by_side(flows, np.zeros((1, 1)))
    divided[-1, :n], divided[:n, -1] = flows[-1] * parts[0], flows[:, -1] * parts[1]
    divided[-2, :n] -= divided[-1, :n]
    divided[:n, -2] -= divided[:n, -1]
    assert maximum_circulation(divided).total <= maximum_circulation(flows).total * (1 + 1e-9)


@law(networks)
def test_columns_of_source_shares_add_up_to_one(case):
    flows, entering = case
    result = source_shares(flows, entering)
    whole = result.shares.sum(axis=0) + result.unsourced
    assert whole == close((result.throughflow > 0).astype(float))
    assert (result.shares >= 0).all()
    assert not result.shares[entering == 0].any()


@law(networks, RATES)
def test_source_shares_do_not_depend_on_the_currency(case, rate):
    flows, entering = case
    here, there = source_shares(flows, entering), source_shares(flows * rate, entering * rate)
    assert there.shares == close(here.shares)


@law(networks, networks)
def test_source_shares_of_separate_networks_stay_apart(first, second):
    both = source_shares(side_by_side(first[0], second[0]), np.concatenate([first[1], second[1]]))
    apart = side_by_side(source_shares(*first).shares, source_shares(*second).shares)
    assert both.shares == close(apart)


@law(networks, st.data())
def test_source_shares_follow_the_order_of_the_parties(case, data):
    flows, entering = case
    order = data.draw(st.permutations(range(len(flows))))
    moved = source_shares(flows[np.ix_(order, order)], entering[list(order)])
    assert moved.shares == close(source_shares(flows, entering).shares[np.ix_(order, order)])


@law(networks, st.floats(0.01, 0.99))
def test_halves_of_a_firm_have_the_sources_of_the_whole(case, part):
    flows, entering = case
    np.fill_diagonal(flows, 0)
    sources = entering[:, None] * np.eye(len(flows))
    divided = np.vstack([sources, sources[-1]])
    divided[-2] *= part
    divided[-1] *= 1 - part
    whole, halves = source_shares(flows, sources), source_shares(split_last(flows, part), divided)
    assert halves.shares[:, :-1] == close(whole.shares)
    assert halves.shares[:, -1] == close(whole.shares[:, -1])


@law(networks)
def test_payments_to_oneself_do_not_change_whose_money_it_is(case):
    flows, entering = case
    without = flows - np.diag(np.diag(flows))
    fed = (entering + without.sum(axis=0)) > 0
    with_them, result = source_shares(flows, entering), source_shares(without, entering)
    assert with_them.shares[:, fed] == close(result.shares[:, fed])


@law(networks)
def test_round_trip_bounds_hold_the_pro_rata_value(case):
    result = round_trip(*case, (0, 1))
    assert 0 <= result.lower <= result.proportional <= result.upper <= result.invested
    assert 0 <= result.return_probability <= 1
    assert result.linked_inflow <= result.inflow * (1 + 1e-12)
    assert all(0 <= share <= 1 + 1e-9 for share in result.share_of_linked_inflow)


@law(networks, RATES)
def test_round_trips_do_not_depend_on_the_currency(case, rate):
    flows, other = case
    here, there = round_trip(flows, other, (0, 1)), round_trip(flows * rate, other * rate, (0, 1))
    for name in ("lower", "proportional", "upper"):
        allowed = 1e-9 * max(flows.max(), 1) * rate
        assert getattr(there, name) == pytest.approx(getattr(here, name) * rate, abs=allowed)


@law(networks, networks)
def test_a_separate_network_changes_no_round_trip(case, other_case):
    both = round_trip(side_by_side(case[0], other_case[0]), np.concatenate([case[1], other_case[1]]), (0, 1))
    alone = round_trip(*case, (0, 1))
    for name in ("lower", "proportional", "upper", "invested", "inflow"):
        assert getattr(both, name) == close(getattr(alone, name))


@law(st.integers(3, 5).flatmap(lambda n: st.tuples(square(n), column(n))), st.floats(0.01, 0.99))
def test_splitting_a_third_party_in_proportion_leaves_the_round_trip(case, part):
    flows, other = case
    np.fill_diagonal(flows, 0)
    divided = np.append(other, other[-1] * (1 - part))
    divided[-2] *= part
    whole, halves = round_trip(flows, other, (0, 1)), round_trip(split_last(flows, part), divided, (0, 1))
    allowed = 1e-9 * max(flows.max(), other.max(), 1)
    for name in ("lower", "proportional", "upper", "inflow"):
        assert getattr(halves, name) == pytest.approx(getattr(whole, name), abs=allowed)


@law(networks)
def test_all_money_of_a_party_comes_back_as_often_as_it_cycles(case):
    flows, entering = case
    np.fill_diagonal(flows, 0)
    # Nobody draws on cash of its own, and everybody has some from outside.
    entering = entering + 1 + np.maximum(0, flows.sum(axis=1) - flows.sum(axis=0))
    edges = [(0, int(investee)) for investee in np.flatnonzero(flows[0])]
    visits = source_shares(flows, entering).N
    if edges:
        result = round_trip(flows, entering, edges)
        assert result.share_of_inflow.proportional == pytest.approx(1 - 1 / visits[0, 0], abs=1e-9)


@law(markets, st.floats(1e-6, 1e9), st.randoms())
def test_concentration_does_not_depend_on_unit_order_or_firms_without_sales(shares, rate, random):
    again = [share * rate for share in [*shares, 0.0]]
    random.shuffle(again)
    assert hhi(again).fraction == close(hhi(shares).fraction)
    assert hhi(again).shannon_bits == close(hhi(shares).shannon_bits)
    assert concentration_ratio(again, 2) == close(concentration_ratio(shares, 2))


@law(markets)
def test_effective_numbers_lie_between_one_and_the_number_of_firms(shares):
    market = hhi(shares)
    firms = sum(share > 0 for share in shares)
    tiny = 1e-9
    assert 1 - tiny <= market.effective_number <= market.effective_number_shannon + tiny
    assert market.effective_number_shannon <= firms + tiny


@law(markets)
def test_two_markets_as_one_have_twice_the_firms(shares):
    one, two = hhi(shares), hhi([*shares, *shares])
    assert two.fraction == close(one.fraction / 2)
    assert two.effective_number_shannon == close(one.effective_number_shannon * 2)


@law(markets.filter(lambda shares: len(shares) > 1))
def test_a_merger_never_lowers_the_index(shares):
    merged = [shares[0] + shares[1], *shares[2:]]
    assert hhi(merged).fraction >= hhi(shares).fraction - 1e-12


@law(st.integers(1, 5).flatmap(square))
def test_cycle_weights_rebuild_the_stationary_flows(flows):
    chances = flows + 0.01
    chances /= chances.sum(axis=1, keepdims=True)
    result = circulation_decomposition(chances)
    rebuilt = np.zeros_like(chances)
    for cycle in result:
        parties = cycle.parties
        for payer, payee in zip(parties, (*parties[1:], parties[0]), strict=True):
            rebuilt[payer, payee] += cycle.weight
    assert rebuilt == close(result.flows)
    assert result.flows.sum(axis=0) == close(result.flows.sum(axis=1))
    assert result.total == close(1.0)
