"""Shares, prices and sales to end customers."""

import numpy as np
import pytest
from market_industries import industry_of, lever, play

from keiretsu.simulation.industry.price_competition import compete
from keiretsu.simulation.industry.product_market import IDENTICAL, MECHANISM

SALES = (30.0, 10.0, 60.0)


def quarters_of(industry, quarters=1, **given):
    run = play(industry, [MECHANISM], quarters, **given)
    return {name: run.variable(name)[1:] for name in ("market share", "product price", "end sales")}


def test_at_rest_everything_stays_as_it_was():
    seen = quarters_of(industry_of(SALES), 40, open_share=0.2)
    for quarter in range(40):
        assert seen["product price"][quarter, :, 0] == pytest.approx([1, 1, 1], rel=1e-12)
        assert seen["end sales"][quarter, :, 0] == pytest.approx([7.5, 2.5, 15], rel=1e-12)
        assert seen["market share"][quarter, :, 0] == pytest.approx([0.24, 0.08, 0.48], rel=1e-12)


def test_what_customers_pay_is_money_of_the_firms():
    run = play(industry_of(SALES), [MECHANISM], 2)
    assert run.position("Gamma", "money")[:, 0] == pytest.approx([100, 115, 130])
    assert run.position("end customers", "money")[:, 0] == pytest.approx([0, -25, -50])


def test_identical_products_are_sold_at_cost():
    equal = quarters_of(
        industry_of((30.0, 30.0)), differentiation_factor=0.0, open_share=0.2, differentiation=0.3
    )
    cost = 1 - 0.3 / 0.6
    assert equal["product price"][0, :, 0] == pytest.approx([cost, cost], abs=10 * IDENTICAL)
    assert equal["market share"][0, 0] == pytest.approx(equal["market share"][0, 1])


def test_a_single_seller_of_what_is_open_to_all_sells_at_cost():
    alone = quarters_of(industry_of((30.0,)), differentiation_factor=0.0, open_share=0.5, differentiation=0.3)
    assert alone["product price"][0, 0, 0] == pytest.approx(1 - 0.3 / 0.5, abs=10 * IDENTICAL)


def test_of_identical_products_the_best_offer_takes_all():
    seen = quarters_of(
        industry_of((30.0, 30.0, 30.0)),
        differentiation_factor=0.0,
        value_of_capability=1.0,
        lag_of_open_products=20.0,
        variables={"capability": lever(3, 1, 0.2)},
    )
    assert seen["market share"][0, :, 0] == pytest.approx([0, 1, 0], abs=1e-4)
    rivals_cost, price = seen["product price"][0, :2, 0]
    assert rivals_cost == pytest.approx(1 - 0.3 / (1 - 0.85 / 3), abs=1e-5)
    open_gain = 0.2 * (1 - np.exp(-0.25 / 20))
    assert price == pytest.approx(rivals_cost + 0.2 - open_gain, abs=1e-4)  # what keeps all others out


def test_less_differentiation_means_lower_prices():
    levels = [
        quarters_of(industry_of(SALES), differentiation_factor=factor)["product price"][0, :, 0]
        for factor in (2, 1, 0.5, 0.1)
    ]
    assert (np.diff(levels, axis=0) < 0).all()


def test_a_more_appealing_open_product_takes_customers():
    rest, open_at_par = (
        quarters_of(industry_of(SALES), appeal_of_open_products=appeal) for appeal in (0.0, 2.0)
    )
    for name in ("market share", "end sales", "product price"):
        assert (open_at_par[name] < rest[name]).all()


def test_open_products_follow_the_frontier_with_a_lag():
    capable = {"capability": lever(3, 2, 1.0)}
    seen = {
        lag: quarters_of(industry_of(SALES), variables=capable, lag_of_open_products=lag)["market share"]
        for lag in (0.0, 1.0, 20.0)
    }
    assert seen[0.0][0, 2, 0] < seen[1.0][0, 2, 0] < seen[20.0][0, 2, 0]
    run = play(industry_of(SALES), [MECHANISM], 8, variables=capable, lag_of_open_products=1.0)
    assert run.variable("open capability")[8, 0, 0] == pytest.approx(1 - np.exp(-2))


def test_a_more_capable_firm_has_a_larger_share_and_a_higher_price():
    rest, ahead = (
        quarters_of(industry_of(SALES), variables={"capability": lever(3, 0, gain)}) for gain in (0.0, 0.5)
    )
    assert ahead["market share"][0, 0] > rest["market share"][0, 0]
    assert ahead["product price"][0, 0] > rest["product price"][0, 0]
    assert (ahead["market share"][0, 1:] < rest["market share"][0, 1:]).all()


def test_the_customers_of_a_firm_that_failed_go_to_the_others():
    gone = quarters_of(industry_of(SALES), variables={"alive": np.array([[1.0], [1.0], [0.0]])})
    assert gone["market share"][0, 2] == 0
    assert gone["end sales"][0, 2] == 0
    assert gone["product price"][0, 2] == 1
    assert gone["market share"][0, :2, 0].sum() > 0.4
    assert (gone["product price"][0, :2] > 1).all()


def test_where_all_have_failed_nobody_sells():
    none = quarters_of(industry_of(SALES), variables={"alive": np.zeros((3, 1))})
    assert not none["end sales"].any()
    assert not none["market share"].any()


def test_a_firm_without_sales_and_a_market_without_sales_stay_so():
    seen = quarters_of(industry_of((30.0, 0.0, 0.0), market=[0, 0, 1]), 4)
    assert seen["end sales"][:, 1:].any() == 0
    assert seen["end sales"][:, 0, 0] == pytest.approx([7.5] * 4)


def test_a_firm_that_sells_to_no_end_customer_gets_nothing():
    seen = quarters_of(industry_of((30.0, 10.0, 0.0), market=[0, 0, -1]), 2)
    assert not seen["end sales"][:, 2].any()


def test_a_monopolist_charges_what_open_products_allow():
    seen = quarters_of(industry_of((30.0,)), differentiation=10.0, open_share=0.1, differentiation_factor=1.2)
    assert np.isfinite(seen["product price"]).all()
    assert seen["product price"][0, 0, 0] > 1


def test_no_margin_is_larger_than_the_largest():
    alone = quarters_of(industry_of((30.0,)), differentiation_factor=0.0, open_share=0.1, largest_margin=0.7)
    assert alone["product price"][0, 0, 0] == pytest.approx(0.3, abs=10 * IDENTICAL)


def test_demand_grows_at_a_rate_that_fades():
    steady = quarters_of(industry_of(SALES), 8, growth_of_demand=0.4, fading_of_growth=0.0)["end sales"]
    assert steady[[3, 7], 0, 0] == pytest.approx(7.5 * np.exp([0.4, 0.8]))
    fading = quarters_of(industry_of(SALES), 400, growth_of_demand=0.4, fading_of_growth=0.5)["end sales"]
    assert fading[-1, 0, 0] == pytest.approx(7.5 * np.exp(0.4 / 0.5))


def test_a_fall_of_demand_is_a_fall_of_sales_at_the_same_prices():
    seen = quarters_of(industry_of(SALES), demand_factor=0.5)
    assert seen["end sales"][0, :, 0] == pytest.approx([3.75, 1.25, 7.5])
    assert seen["product price"][0, :, 0] == pytest.approx([1, 1, 1])


def test_shocks_come_and_fade():
    shock = {1: {"market shock": np.ones((1, 1))}, 2: {"market shock": np.zeros((1, 1))}}
    seen = quarters_of(
        industry_of(SALES), 5, changes=shock, volatility_of_demand=0.2, persistence_of_shocks=0.5
    )
    assert np.log(seen["end sales"][[0, 4], 0, 0] / 7.5) == pytest.approx([0.1, 0.05])
    liked = quarters_of(industry_of(SALES), firm_shock=lever(3, 1, 1.0), volatility_of_appeal=0.5)
    assert liked["market share"][0, 1] > 0.08


def test_dearer_inputs_raise_prices():
    industry = industry_of((30.0, 10.0), supplies=[(0, 1, 1, 20.0)], costs=(20.0, 0.0))
    rest, dear = (
        quarters_of(industry, variables={"input price": np.array([[1.0], [price]])}) for price in (1.0, 1.5)
    )
    assert dear["product price"][0, 0] > rest["product price"][0, 0]
    assert dear["market share"][0, 0] < rest["market share"][0, 0]


def test_values_by_market_hold_for_their_market():
    industry = industry_of((30.0, 30.0, 30.0, 30.0), market=[0, 0, 1, 1])
    factor = np.array([[0.0], [1.0]])
    price = quarters_of(industry, differentiation_factor=factor, open_share=np.array([[0.1], [0.3]]))[
        "product price"
    ]
    assert (price[0, :2] < 0.99).all()
    assert price[0, 2:, 0] == pytest.approx([1, 1])


def test_a_path_does_not_depend_on_those_beside_it():
    factor = np.array([[0.0, 0.5, 1.0, 2.0]])
    together = quarters_of(industry_of(SALES), 3, paths=4, differentiation_factor=factor)["product price"]
    for path in range(4):
        alone = quarters_of(industry_of(SALES), 3, differentiation_factor=factor[:, path : path + 1])
        assert np.array_equal(together[..., path], alone["product price"][..., 0])


def test_prices_are_those_that_nobody_wants_to_change():
    """Each firm's profit over a fine grid of own prices is largest at its equilibrium price."""
    cost, worth, sigma, open_utility = np.array([0.2, 0.5, 0.4]), np.array([1.0, 1.6, 0.9]), 0.25, 0.3
    reach = ((worth - cost) / sigma)[:, None]
    excess = compete(np.array([0, 3]), reach, np.array([[open_utility]]), np.ones((3, 1)))[:, 0]
    prices = cost + sigma * (1 + excess)
    for firm in range(3):
        own = np.linspace(cost[firm], cost[firm] + 2, 20_001)
        utility = np.repeat(((worth - prices) / sigma)[:, None], own.size, axis=1)
        utility[firm] = (worth[firm] - own) / sigma
        share = np.exp(utility[firm]) / (np.exp(open_utility) + np.exp(utility).sum(axis=0))
        assert own[np.argmax((own - cost[firm]) * share)] == pytest.approx(prices[firm], abs=2e-4)
