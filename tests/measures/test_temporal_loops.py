"""Loops in time: what is sent today can't have come back yesterday."""

from itertools import product

import numpy as np
import pytest

from keiretsu.errors import MisuseError
from keiretsu.measures import TimedTrip, elementary_cycles, time_respecting_cycles, timed_trips

INF = float("inf")


def earliest_by_trying(legs, starter, horizon):
    """Try every sequence of days, and return the smallest, or None."""
    order = [legs[(starter + k) % len(legs)] for k in range(len(legs))]
    possible = (
        days
        for days in product(range(horizon), repeat=len(legs))
        if list(days) == sorted(days)
        and all(any(start <= day < end for start, end in leg) for day, leg in zip(days, order, strict=True))
    )
    return min(possible, default=None)


def test_purchases_that_ended_before_the_investment_cannot_bring_it_back():
    invested_in_2025, bought_until_2024 = [(2025, 2027)], [(2022, 2025)]
    (only,) = timed_trips([invested_in_2025, bought_until_2024])
    assert only == TimedTrip(starter=1, days=(2022, 2025))


def test_money_may_go_on_the_day_on_which_it_arrives():
    assert [trip.days for trip in timed_trips([[(7, 8)], [(7, 8)], [(7, 8)]])] == [(7, 7, 7)] * 3


def test_a_ring_whose_legs_follow_each_other_in_the_wrong_order_goes_round_for_one_starter_only():
    assert [trip.starter for trip in timed_trips([[(3, 4)], [(2, 3)], [(1, 2)]])] == []
    assert [trip.starter for trip in timed_trips([[(1, 2)], [(2, 3)], [(3, 4)]])] == [0]


def test_the_last_day_of_a_window_is_not_in_it():
    assert timed_trips([[(1, 5)], [(0, 1)]])[0].starter == 1
    assert [trip.starter for trip in timed_trips([[(1, 5)], [(0, 2)]])] == [0, 1]


def test_a_second_payment_of_the_pair_can_carry_the_money_later():
    assert timed_trips([[(5, 6)], [(1, 2)]])[0].starter == 1
    assert [trip.starter for trip in timed_trips([[(5, 6)], [(1, 2), (9, 10)]])] == [0, 1]


def test_undated_payments_set_no_bound():
    trips = timed_trips([[(-INF, INF)], [(4, INF)]])
    assert [trip.days for trip in trips] == [(-INF, 4), (4, 4)]
    (cycle,) = time_respecting_cycles([0, 1], [1, 0], [np.nan, np.nan], [np.nan, np.nan])
    assert cycle.trips[0].sent == -INF


@pytest.mark.parametrize("seed", range(40))
def test_no_sequence_of_days_is_earlier(seed):
    draw = np.random.default_rng(seed)
    legs = [
        [
            (start, start + int(draw.integers(1, 3)))
            for start in draw.integers(0, 5, draw.integers(1, 3)).tolist()
        ]
        for _ in range(draw.integers(1, 5))
    ]
    found = {trip.starter: trip.days for trip in timed_trips(legs)}
    for starter in range(len(legs)):
        assert found.get(starter) == earliest_by_trying(legs, starter, horizon=8)


def test_cycles_without_dates_are_the_elementary_ones():
    flows = np.array([[1, 1, 0], [1, 0, 1], [1, 0, 0]])
    payer, payee = np.nonzero(flows)
    nothing = np.full(payer.size, np.nan)
    found = [cycle.parties for cycle in time_respecting_cycles(payer, payee, nothing, nothing)]
    assert sorted(found) == sorted(elementary_cycles(flows))
    short = time_respecting_cycles(payer, payee, nothing, nothing, max_length=1)
    assert [cycle.parties for cycle in short] == [(0,)]


def test_what_is_never_paid_is_on_no_cycle():
    assert list(time_respecting_cycles([0, 1], [1, 0], [5, 1], [5, 9])) == []
    assert list(time_respecting_cycles([], [], [], [])) == []


@pytest.mark.parametrize(
    ("columns", "where"),
    [
        (([0, 1], [1], [0, 0], [1, 1]), "payer"),
        (([[0]], [[1]], [[0]], [[1]]), "payer"),
        (([0.5], [1], [0], [1]), "payer"),
        (([0], [-1], [0], [1]), "payee"),
    ],
)
def test_columns_that_do_not_fit(columns, where):
    with pytest.raises(MisuseError) as caught:
        time_respecting_cycles(*columns)
    assert (caught.value.problem.code, caught.value.problem.where) == ("measure.invalid-payments", where)


def test_a_longest_length_below_one_is_refused():
    with pytest.raises(MisuseError):
        time_respecting_cycles([0], [1], [0], [1], max_length=0)
