"""What must hold of loops in time, of cycles under mixing and of chance, whatever the flows are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.measures import (
    circulating_money,
    circulating_share,
    cycle_flows,
    cycling,
    finn_index,
    maximum_circulation,
    null_model,
    time_respecting_cycles,
)
from keiretsu.measures.rewiring import rewired

AMOUNTS = st.one_of(st.just(0.0), st.floats(0.01, 1e6), st.integers(1, 50).map(float))
RATES = st.floats(1e-6, 1e9)


def law(*cases):
    """Draw cases without a deadline: the first one waits for the solvers to be imported."""
    return lambda test: settings(deadline=None, max_examples=60)(given(*cases)(test))


def square(n):
    rows = st.lists(st.lists(AMOUNTS, min_size=n, max_size=n), min_size=n, max_size=n)
    return rows.map(np.array)


def column(n):
    return st.lists(AMOUNTS, min_size=n, max_size=n).map(np.array)


def close(amount):
    return pytest.approx(amount, rel=1e-6, abs=1e-9)


def side_by_side(first, second):
    both = np.zeros((len(first) + len(second),) * 2)
    both[: len(first), : len(first)] = first
    both[len(first) :, len(first) :] = second
    return both


def by_parties(loops, places=None):
    """Return the amounts of loops by their parties, renumbered if told how, from the smallest."""
    found = {}
    for loop in loops:
        parties = [int(places[party]) for party in loop.parties] if places is not None else list(loop.parties)
        start = parties.index(min(parties))
        found[(*parties[start:], *parties[:start])] = loop.amount
    return found


matrices = st.integers(1, 5).flatmap(square)
circulations = matrices.map(lambda flows: maximum_circulation(flows).flows)
shuffled = st.integers(1, 5).flatmap(lambda n: st.tuples(square(n), st.permutations(range(n))))
fed = st.integers(1, 5).flatmap(lambda n: st.tuples(square(n), column(n)))
payments = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 9), st.integers(0, 6)), max_size=9
)


@law(circulations)
def test_cycles_under_mixing_add_up_to_the_circulation(flows):
    rebuilt = np.zeros_like(flows)
    for loop in cycle_flows(flows):
        assert loop.amount > 0
        for payer, payee in loop.edges:
            rebuilt[payer, payee] += loop.amount
    assert rebuilt == pytest.approx(flows, rel=1e-6, abs=1e-9 * max(flows.max(), 1))


@law(circulations, RATES)
def test_cycles_under_mixing_do_not_depend_on_the_currency(flows, rate):
    here, there = by_parties(cycle_flows(flows)), by_parties(cycle_flows(flows * rate))
    assert there == {parties: close(amount * rate) for parties, amount in here.items()}


@law(shuffled)
def test_cycles_under_mixing_do_not_depend_on_the_order_of_the_parties(case):
    flows, order = case
    circulation = maximum_circulation(flows).flows
    moved = cycle_flows(circulation[np.ix_(order, order)])
    assert by_parties(moved, order) == {
        parties: close(amount) for parties, amount in by_parties(cycle_flows(circulation)).items()
    }


@law(circulations, circulations)
def test_cycles_under_mixing_of_separate_networks_are_those_of_each(first, second):
    both = by_parties(cycle_flows(side_by_side(first, second)))
    shifted = by_parties(cycle_flows(second), range(len(first), len(first) + len(second)))
    apart = by_parties(cycle_flows(first)) | shifted
    assert both == {parties: close(amount) for parties, amount in apart.items()}


@law(st.integers(1, 4).flatmap(lambda n: st.lists(st.tuples(square(n), column(n)), min_size=1, max_size=5)))
def test_networks_at_once_give_what_each_gives(networks):
    flows = np.array([one for one, _ in networks])
    entering = np.array([z for _, z in networks])
    assert finn_index(flows, entering) == close([cycling(one, z).fci for one, z in networks])
    assert circulating_money(flows) == close([maximum_circulation(one).total for one, _ in networks])
    assert ((circulating_share(flows) >= 0) & (circulating_share(flows) <= 1 + 1e-12)).all()


@law(fed, RATES)
def test_finn_s_index_depends_on_no_currency_and_no_party_without_payments(case, rate):
    flows, entering = case
    found = finn_index(flows[None], entering[None])
    assert finn_index(flows[None] * rate, entering[None] * rate) == close(found)
    wider = side_by_side(flows, np.zeros((1, 1)))
    assert finn_index(wider[None], np.append(entering, 0)[None]) == close(found)


@law(fed, fed)
def test_finn_s_index_of_separate_networks_is_their_mean_by_throughflow(first, second):
    both = side_by_side(first[0], second[0])[None], np.append(first[1], second[1])[None]
    throughflow = [flows.sum() + entering.sum() for flows, entering in (first, second)]
    cycled = [
        finn_index(flows[None], z[None])[0] * t
        for (flows, z), t in zip((first, second), throughflow, strict=True)
    ]
    assert finn_index(*both)[0] * sum(throughflow) == pytest.approx(sum(cycled), rel=1e-6, abs=1e-3)


@law(st.integers(2, 6).flatmap(square), st.integers(0, 9))
def test_chance_keeps_partners_and_what_is_paid(flows, seed):
    (block,) = rewired(flows, np.random.default_rng(seed), 3)
    for one in block.flows:
        assert (np.diag(one) == np.diag(flows)).all()
        assert one.sum(axis=1) == close(flows.sum(axis=1))
        assert ((one > 0).sum(axis=1) <= (flows > 0).sum(axis=1)).all()
        assert ((one > 0).sum(axis=0) <= (flows > 0).sum(axis=0)).all()
    assert ((block.unmet >= 0) & (block.unmet <= 1)).all()


@law(st.integers(2, 6).flatmap(square), st.integers(-20, 20))
def test_a_p_value_depends_on_no_unit_of_money(flows, power):
    first, second = (null_model(one, circulating_share, samples=5) for one in (flows, flows * 2.0**power))
    assert 1 / 6 <= first.p_value <= 1
    assert first.p_value == second.p_value


def cycles_in(found):
    columns = np.array(found, dtype=float).reshape(-1, 4).T
    return {
        cycle.parties: cycle.trips for cycle in time_respecting_cycles(*columns[:3], columns[2] + columns[3])
    }


@law(payments)
def test_each_day_of_a_trip_lies_in_a_window_of_its_leg_and_none_before_the_last(paid):
    for parties, trips in cycles_in(paid).items():
        assert trips
        for trip in trips:
            assert list(trip.days) == sorted(trip.days)
            for leg, day in enumerate(trip.days, start=trip.starter):
                ends = parties[leg % len(parties)], parties[(leg + 1) % len(parties)]
                assert any((i, j) == ends and start <= day < start + length for i, j, start, length in paid)


@law(payments, st.integers(-1000, 1000))
def test_another_calendar_moves_all_days_alike(paid, shift):
    moved = cycles_in([(i, j, start + shift, length) for i, j, start, length in paid])
    here = cycles_in(paid)
    assert moved.keys() == here.keys()
    for parties, trips in moved.items():
        assert [trip.returned - shift for trip in trips] == [trip.returned for trip in here[parties]]


@law(payments, payments)
def test_more_payments_never_undo_or_delay_a_loop(paid, more):
    before, after = cycles_in(paid), cycles_in(paid + more)
    for parties, trips in before.items():
        later = {trip.starter: trip.returned for trip in after[parties]}
        assert all(later[trip.starter] <= trip.returned for trip in trips)


@law(payments, payments)
def test_separate_groups_have_the_loops_of_each(first, second):
    apart = [(i + 4, j + 4, start, length) for i, j, start, length in second]
    assert cycles_in(first + apart) == cycles_in(first) | cycles_in(apart)


@law(payments)
def test_a_loop_that_is_whole_on_some_day_respects_time_from_every_starter(paid):
    windows = {}
    for i, j, start, length in paid:
        windows.setdefault((i, j), set()).update(range(start, start + length))
    for parties, trips in cycles_in(paid).items():
        legs = [windows[pair] for pair in zip(parties, (*parties[1:], parties[0]), strict=True)]
        if set.intersection(*legs):
            assert len(trips) == len(parties)


@law(st.integers(2, 5).flatmap(lambda n: st.tuples(square(n), column(n))), st.floats(0.01, 0.99))
def test_splitting_a_firm_in_proportion_never_raises_finn_s_index_and_leaves_what_can_circulate(case, part):
    """What comes back to the other half has not been at the same party before."""
    flows, entering = case
    np.fill_diagonal(flows, 0)
    weights = np.vstack([np.eye(len(flows)), np.eye(len(flows))[-1]])
    weights[-2, -1], weights[-1, -1] = part, 1 - part
    split, entered = weights @ flows @ weights.T, weights @ entering
    whole = finn_index(flows[None], entering[None])[0]
    assert finn_index(split[None], entered[None])[0] <= whole + 1e-9
    assert circulating_money(split[None]) == close(circulating_money(flows[None]))
