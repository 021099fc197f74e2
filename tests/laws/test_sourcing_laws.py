"""Laws of sourcing: whatever is offered and committed, shares are shares and commitments are honoured."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from keiretsu.simulation.industry.choosing import bind, choose_shares, honour
from keiretsu.simulation.industry.grouping import gather_sum, share_within

PATHS = 2
MANY = settings(deadline=None, max_examples=80)  # the first case waits for the compiler
AMOUNTS = st.one_of(st.just(0.0), st.floats(1e-6, 1e6))
OFFERS = st.one_of(st.just(np.inf), st.floats(0, 1e3))
SPEEDS = st.one_of(st.sampled_from([0.0, 1.0]), st.floats(0, 1))
SENSITIVITIES = st.one_of(st.sampled_from([0.0, 1e300, np.inf]), st.floats(0, 1e3))


def matrix(rows, values):
    return arrays.arrays(np.float64, (rows, PATHS), elements=values)


@st.composite
def markets(draw):
    """Draw where groups begin, what is offered, and what customers know, need and want."""
    sizes = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    groups, edges = len(sizes), sum(sizes)
    bounds = np.append(0, np.cumsum(sizes))
    return {
        "bounds": bounds,
        "offers": draw(matrix(edges, OFFERS)),
        "weights": draw(matrix(edges, AMOUNTS)),
        "before": share_within(bounds, draw(matrix(edges, AMOUNTS))),
        "needed": draw(matrix(groups, AMOUNTS)),
        "sensitivity": draw(arrays.arrays(np.float64, PATHS, elements=SENSITIVITIES)),
        "speed": draw(matrix(groups, SPEEDS)),
    }


def in_groups(market, amounts):
    sizes = np.diff(market["bounds"])
    return gather_sum(np.repeat(np.arange(len(sizes)), sizes), amounts, len(sizes))


@MANY
@given(markets())
def test_shares_are_never_negative_and_sum_to_one_or_to_nothing(market):
    shares = choose_shares(**market)
    sums = in_groups(market, shares)
    assert (shares >= 0).all()
    assert (np.isclose(sums, 1) | (sums == 0)).all()


@MANY
@given(markets())
def test_who_can_not_supply_gets_nothing_and_who_needs_something_finds_whoever_can(market):
    shares = choose_shares(**market)
    is_open = np.isfinite(market["offers"])
    assert (shares[~is_open] == 0).all()
    is_served = in_groups(market, shares) > 0
    assert (is_served | (market["needed"] == 0) | (in_groups(market, is_open.astype(float)) == 0)).all()


@MANY
@given(markets())
def test_shares_that_do_not_move_stay(market):
    market["offers"] = np.ones_like(market["offers"])
    stay = choose_shares(**{**market, "speed": np.zeros_like(market["speed"])})
    had = in_groups(market, market["before"])[
        np.repeat(np.arange(len(market["speed"])), np.diff(market["bounds"]))
    ]
    assert np.allclose(stay[had > 0], market["before"][had > 0])


@MANY
@given(markets())
def test_the_dearer_of_two_never_gains_on_the_cheaper_by_its_price(market):
    market["weights"] = np.ones_like(market["weights"])
    shares = choose_shares(**{**market, "speed": np.ones_like(market["speed"])})
    for first, end in zip(market["bounds"][:-1], market["bounds"][1:], strict=True):
        for path in range(PATHS):
            by_price = np.argsort(market["offers"][first:end, path])
            assert (np.diff(shares[first:end, path][by_price]) <= 1e-12).all()


@MANY
@given(markets(), st.data())
def test_bound_customers_see_the_exclusive_offers_only(market, data):
    offers, edges = market["offers"], len(market["offers"])
    exclusive = data.draw(matrix(edges, st.sampled_from([0.0, 1.0])))
    before = offers.copy()
    bind(market["bounds"], exclusive, offers)
    shares = choose_shares(**market)
    kept = np.isfinite(before) & (exclusive > 0)
    is_bound = in_groups(market, kept.astype(float)) > 0
    of_edge = is_bound[np.repeat(np.arange(len(is_bound)), np.diff(market["bounds"]))]
    assert (shares[of_edge & ~kept] == 0).all()
    assert (offers[~of_edge] == before[~of_edge]).all()


@MANY
@given(markets(), st.data())
def test_what_is_taken_is_what_is_needed_with_what_is_committed_first(market, data):
    shares = choose_shares(**market)
    committed = data.draw(matrix(len(shares), AMOUNTS))
    taken = honour(market["bounds"], shares, market["needed"], committed)
    needed, signed = market["needed"], in_groups(market, committed)
    total, served = in_groups(market, taken), in_groups(market, shares) > 0
    assert (taken >= 0).all()
    assert (total <= needed * (1 + 1e-9)).all()
    assert np.allclose(total[served], needed[served])
    enough = (signed <= needed)[np.repeat(np.arange(len(needed)), np.diff(market["bounds"]))]
    assert (taken[enough] >= committed[enough] * (1 - 1e-9)).all()
