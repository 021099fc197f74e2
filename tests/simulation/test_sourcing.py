"""Who gets the orders of whom: offers, the cost of switching, exclusive terms, commitments, capacity."""

from __future__ import annotations

import numpy as np
import pytest
from quarters import run_quarters, starting_from

from keiretsu.simulation.industry import commitments, product_market, sourcing
from keiretsu.simulation.industry.choosing import choose_shares
from keiretsu.simulation.industry.example import BETA, GAMMA, column, three_firms
from keiretsu.simulation.industry.grouping import gather_sum
from keiretsu.simulation.industry.records import Holding

ENDLESS = 1e300  # as good as infinite
UNCOMMITTED = {"take-or-pay": 0.0}
FREE = {"cost of switching": 0.0, **UNCOMMITTED}
KNOWN = {"entry weight": column(0, 1, 0)}  # Alpha may rent from Gamma too, at the weight of all it rents
GAMMA_IS_CHEAPER = {"input price": column(1, 1, 0.9)}


def shop(variables, parameters, industry=None, quarters=1):
    """Return the run in which only sourcing acts."""
    return run_quarters(
        [sourcing.MECHANISM], variables, industry=industry, quarters=quarters, parameters=parameters
    )


def last(run, name):
    return run.variable(name)[-1, :, 0]


def with_capacity(*capacity):
    """Return the industry with other capacity, while what was needed at the start stays what it was."""
    built = dict(zip(three_firms().firms, column(*capacity), strict=True))
    return starting_from(three_firms(), positions={Holding.CAPACITY: built})


def test_at_the_prices_of_the_start_nothing_moves():
    run = shop({}, {}, quarters=4)
    assert last(run, "share").tolist() == [1, 0, 1]
    assert last(run, "quantity").tolist() == [20, 0, 30]


def test_without_cost_of_switching_the_cheapest_takes_all():
    run = shop(GAMMA_IS_CHEAPER, {**FREE, **KNOWN, "price sensitivity": ENDLESS})
    assert last(run, "share").tolist() == [0, 1, 1]


def test_equally_cheap_offers_share_by_weight():
    run = shop({}, {**FREE, "entry weight": column(0, 3, 0), "price sensitivity": ENDLESS})
    assert last(run, "share").tolist() == [0.25, 0.75, 1]


def test_infinite_sensitivity_is_no_trouble():
    prices, weights = column(1.0, 2, 1), column(1.0, 1, 3)
    shares = choose_shares(
        np.array([0, 3]), prices, weights, 0 * weights, np.ones((1, 1)), np.array([np.inf]), np.ones((1, 1))
    )
    assert shares[:, 0].tolist() == [0.25, 0, 0.75]


def test_endless_cost_of_switching_freezes_shares():
    run = shop(GAMMA_IS_CHEAPER, {**KNOWN, **UNCOMMITTED, "cost of switching": ENDLESS}, quarters=4)
    assert last(run, "share") == pytest.approx([1, 0, 1], abs=1e-290)


def test_a_lever_that_makes_switching_free_beats_any_cost():
    moved = {"switching factor": column(1, 0, 1), "cost of switching": ENDLESS, "price sensitivity": ENDLESS}
    run = shop(GAMMA_IS_CHEAPER, {**KNOWN, **UNCOMMITTED, **moved})
    assert last(run, "share").tolist() == [0, 1, 1]


def test_a_fifth_of_the_way_is_gone_if_moving_weighs_four_times_missing():
    run = shop({}, {**KNOWN, **UNCOMMITTED, "cost of switching": 4.0})
    assert last(run, "share") == pytest.approx([0.9, 0.1, 1])  # both would have half in the end


def test_a_dearer_offer_loses_weight_by_its_price():
    run = shop(GAMMA_IS_CHEAPER, {**FREE, **KNOWN, "price sensitivity": 3.0})
    assert last(run, "share")[1] == pytest.approx(1 / (1 + np.exp(-0.3)))


@pytest.mark.parametrize(("is_allowed", "kept"), [(1.0, 1.0), (0.0, 0.0)])
def test_an_exclusive_supplier_keeps_all_and_a_ban_frees_the_shares(is_allowed, kept):
    variables = {**GAMMA_IS_CHEAPER, "exclusive": is_allowed * column(1, 0, 0)}
    run = shop(variables, {**FREE, **KNOWN, "price sensitivity": ENDLESS})
    assert last(run, "share").tolist() == [kept, 1 - kept, 1]


def test_customers_of_a_dead_supplier_go_to_the_others_whatever_switching_costs():
    variables = {"alive": column(1, 0, 1), "exclusive": column(1, 0, 0)}
    run = shop(variables, {"cost of switching": ENDLESS})
    assert last(run, "share").tolist() == [0, 1, 1]
    assert last(run, "quantity").tolist() == [0, 20, 0]  # Beta is dead, and buys nothing


def test_nobody_sells_if_all_suppliers_are_dead():
    run = shop({"alive": column(1, 0, 0)}, {})
    assert last(run, "share").tolist() == [0, 0, 0]
    assert last(run, "quantity").tolist() == [0, 0, 0]


def test_a_group_without_spend_has_no_shares():
    nothing = column(0, 0, 0)
    run = shop({"base spend": nothing, "share": nothing, "need": column(0, 0)}, {})
    assert last(run, "share").tolist() == [0, 0, 0]


def test_who_needs_a_layer_anew_divides_it_evenly():
    nothing = column(0, 0, 0)
    run = shop({"base spend": nothing, "share": nothing, "need": column(10, 0)}, UNCOMMITTED)
    assert last(run, "quantity").tolist() == [5, 5, 0]


def test_what_a_firm_makes_itself_it_does_not_buy():
    run = shop({"in-house share": column(0.25, 1)}, UNCOMMITTED)
    assert last(run, "quantity").tolist() == [15, 0, 0]


def test_twice_as_efficient_inputs_are_bought_half_as_much():
    run = shop({}, {**UNCOMMITTED, "efficiency": column(1, 2, 1)})
    assert last(run, "quantity").tolist() == [10, 0, 30]


def test_who_supplies_what_does_nothing_gets_no_orders():
    run = shop({}, {**UNCOMMITTED, "efficiency": column(1, 0, 1)})
    assert last(run, "share").tolist() == [0, 1, 1]


def test_a_customer_that_wants_to_leave_still_takes_what_it_has_signed_for():
    leaving = {**KNOWN, "cost of switching": 0.0, "price sensitivity": ENDLESS}
    run = shop(GAMMA_IS_CHEAPER, {**leaving, "take-or-pay": 0.75})
    assert last(run, "quantity").tolist() == [12, 8, 30]  # 0.75 x 80 over 5 years
    assert last(run, "share").tolist() == [0.6, 0.4, 1]


def test_a_customer_never_takes_more_than_it_needs():
    run = shop({"need": column(6, 30)}, {"take-or-pay": 0.75})
    assert last(run, "quantity").tolist() == [6, 0, 30]


# Beta's capacity of 60 carried sales of 80 at the start, that of Gamma of 40 sales of 70.


@pytest.mark.parametrize(("capacity", "delivered"), [(60, 20), (10.5, 14), (9, 12), (4.5, 6), (0, 0)])
def test_what_is_committed_is_delivered_first(capacity, delivered):
    built = with_capacity(0, capacity, 40)
    run = shop({"end sales": column(0, 0, 0)}, {"take-or-pay": 0.75, "spare capacity": 0.0}, built)
    assert last(run, "orders").tolist() == [20, 0, 30]
    assert last(run, "quantity") == pytest.approx([delivered, 0, 30])  # 12 are committed


def test_other_orders_are_cut_in_the_same_proportion():
    variables = {"end sales": column(0, 0, 0)}
    to_gamma = {**FREE, "entry weight": column(0, ENDLESS, 0), "spare capacity": 0.0}
    run = shop(variables, to_gamma, with_capacity(0, 60, 20))
    assert last(run, "orders") == pytest.approx([0, 20, 30])
    assert last(run, "quantity") == pytest.approx([0, 14, 21])  # 35 can be delivered


def test_what_end_customers_got_is_not_there_for_firms():
    run = shop({"end sales": column(2.5, 15, 7.5)}, {"spare capacity": 0.0}, with_capacity(0, 60, 20))
    assert last(run, "quantity")[2] == pytest.approx(5)  # 30 of 35 a year go to end customers


def test_end_customers_and_firms_get_the_same_part_of_what_they_want():
    run = run_quarters(
        [product_market.MECHANISM, sourcing.MECHANISM],
        {},
        industry=with_capacity(0, 60, 20),
        parameters={"spare capacity": 0.0, "growth of demand": 0.0, **UNCOMMITTED},
    )
    assert last(run, "end orders") == pytest.approx([10, 60, 40])
    assert last(run, "end sales") == pytest.approx([2.5, 15, 5])  # half of what Gamma sold
    assert last(run, "quantity") == pytest.approx([20, 0, 15])


def test_all_that_is_delivered_is_never_more_than_capacity():
    run = run_quarters(
        [product_market.MECHANISM, sourcing.MECHANISM],
        {"need": column(60, 90)},
        industry=with_capacity(0, 60, 40),
        quarters=8,
        parameters={"spare capacity": 0.1, "growth of demand": 1.0},
    )
    for quarter in range(1, 9):
        products = 4 * run.variable("end sales")[quarter, :, 0] / run.variable("product price")[quarter, :, 0]
        inputs = (
            np.array([0, 0, 0])
            + gather_sum(three_firms().supplies.supplier, run.variable("quantity")[quarter], 3)[:, 0]
        )
        assert (products + inputs)[BETA] <= 1.1 * 80 * (1 + 1e-9)
        assert (products + inputs)[GAMMA] <= 1.1 * 70 * (1 + 1e-9)


def test_firms_are_still_served_where_end_customers_want_ever_more_and_little_is_built():
    run = run_quarters(
        [product_market.MECHANISM, sourcing.MECHANISM, commitments.MECHANISM],
        {"need": column(20, 30)},
        quarters=20,
        parameters={"growth of demand": 1.0, "fading of growth": 0.0, "build speed": 0.05},
    )
    served = run.variable("quantity")[1:, 2, 0] / run.variable("orders")[1:, 2, 0]
    sold = 4 * run.variable("end sales")[1:, GAMMA, 0] / run.variable("product price")[1:, GAMMA, 0]
    of_products = sold / run.variable("end orders")[1:, GAMMA, 0]
    assert served[-1] == pytest.approx(of_products[-1], rel=0.01)
    assert 0 < served[-1] < served[0] == 1


def test_spare_capacity_delivers_what_is_ordered_beyond_the_start():
    run = shop({"need": column(20, 40)}, {"spare capacity": 0.25}, with_capacity(0, 60, 40))
    assert last(run, "quantity")[2] == pytest.approx(40)  # 40 more to end customers, of 87.5
