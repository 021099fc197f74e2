"""What holds for the markets of any industry."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from market_industries import industry_of, play

from keiretsu.simulation.industry import budget, capability, input_market, make_or_buy, product_market
from keiretsu.simulation.industry.input_market import market_power
from keiretsu.simulation.industry.price_competition import compete

MANY = settings(deadline=None, max_examples=100)  # the first case waits for the compiler
FEW = settings(deadline=None, max_examples=40)
MOST_SELLERS = 5
UTILITIES = st.lists(st.floats(-40, 40), min_size=1, max_size=MOST_SELLERS)
SUMS = st.one_of(st.just(0.0), st.floats(1e-6, 1_000))
SALES = st.lists(SUMS, min_size=1, max_size=MOST_SELLERS)
MULTIPLES = st.floats(0.0, 3.0)


def shares_of(reach, outside, excess):
    """Return the logit shares at prices, worked out from utilities; the last one is that of nobody."""
    utilities = np.append(np.asarray(reach) - 1 - excess, outside)
    weights = np.exp(utilities - utilities.max())
    return weights / weights.sum()


def settled(reach, outside):
    bounds = np.array([0, len(reach)])
    return compete(bounds, np.array(reach)[:, None], np.full((1, 1), outside), np.ones((len(reach), 1)))[:, 0]


@MANY
@given(UTILITIES, st.floats(-40, 40))
def test_shares_and_the_open_share_sum_to_one_at_prices_that_nobody_would_change(reach, outside):
    excess = settled(reach, outside)
    shares = shares_of(reach, outside, excess)
    assert excess / (1 + excess) == pytest.approx(shares[:-1], rel=1e-8, abs=1e-14)
    assert (excess > 0).all()  # dearer than cost + sigma


@MANY
@given(st.lists(st.floats(-2e6, 2e6), min_size=1, max_size=MOST_SELLERS), st.floats(-1e6, 1e6))
def test_there_are_prices_for_products_that_hardly_differ(reach, outside):
    excess = settled(reach, outside)
    assert np.isfinite(excess).all()
    alone = 1 - (excess / (1 + excess)).sum()
    assert -1e-9 <= alone <= 1


@MANY
@given(UTILITIES, st.floats(-10, 10), st.floats(1e-6, 1e6))
def test_prices_do_not_depend_on_the_guess(reach, outside, guess):
    bounds, column = np.array([0, len(reach)]), np.array(reach)[:, None]
    near = compete(bounds, column, np.full((1, 1), outside), np.full(column.shape, guess))[:, 0]
    assert near == pytest.approx(settled(reach, outside), rel=1e-8, abs=1e-14)


@MANY
@given(UTILITIES, st.floats(-10, 10), st.floats(0.01, 5))
def test_a_better_product_takes_customers_from_everybody(reach, outside, better):
    before, after = settled(reach, outside), settled([reach[0] + better, *reach[1:]], outside)
    assert after[0] > before[0]
    assert (after[1:] <= before[1:] * (1 + 1e-8)).all()


@FEW
@given(SALES, st.floats(0, 10), st.floats(0.001, 0.99), st.data())
def test_the_calibration_reproduces_the_start(sales, differentiation, open_share, data):
    market = [data.draw(st.integers(0, index)) for index in range(len(sales))]
    market = np.unique(market, return_inverse=True)[1]
    run = play(
        industry_of(sales, market=market),
        [product_market.MECHANISM],
        2,
        differentiation=differentiation,
        open_share=open_share,
    )
    for quarter in (1, 2):
        assert run.variable("product price")[quarter, :, 0] == pytest.approx(np.ones(len(sales)), rel=1e-9)
        sold = run.variable("end sales")[quarter, :, 0]
        assert sold == pytest.approx(np.array(sales) / 4, rel=1e-9)
        shares = np.bincount(market, run.variable("market share")[quarter, :, 0])
        has_sales = np.bincount(market, sales) > 0
        assert shares[has_sales] == pytest.approx(1 - open_share, rel=1e-9)


@FEW
@given(SALES, st.floats(0, 2), MULTIPLES, st.floats(-3, 3), st.data())
def test_no_price_is_below_cost(sales, differentiation, factor, appeal, data):
    each = st.lists(st.floats(-2, 2), min_size=len(sales), max_size=len(sales))
    run = play(
        industry_of(sales),
        [product_market.MECHANISM],
        2,
        differentiation=differentiation,
        differentiation_factor=factor,
        appeal_of_open_products=appeal,
        variables={"capability": np.array(data.draw(each))[:, None]},
    )
    share = np.array(sales) / max(sum(sales), 1e-300) * 0.85
    sigma = np.clip(differentiation, product_market.IDENTICAL, 0.6 * (1 - share.max()))
    price, sold = run.variable("product price")[1:, :, 0], run.variable("market share")[1:, :, 0]
    assert (price >= 1 - sigma / (1 - share) - 1e-12).all()
    assert ((sold >= 0) & (sold <= 1)).all()
    assert (sold.sum(axis=1) <= 1 + 1e-9).all()


@st.composite
def chains(draw):
    """Draw an industry of sellers that buy from two suppliers, one of which buys from the other."""
    sellers = draw(st.integers(1, 3))
    supplies = [(one, sellers + other, 1, draw(SUMS)) for one in range(sellers) for other in (0, 1)]
    supplies.append((sellers, sellers + 1, 2, draw(SUMS)))
    sales = [draw(SUMS) for _ in range(sellers)]
    costs = [draw(SUMS) for _ in range(sellers + 2)]
    return industry_of(
        [*sales, 0.0, 0.0],
        market=[*([0] * sellers), -1, -1],
        supplies=supplies,
        layers=("models", "cloud", "chips"),
        costs=costs,
        cash=[1e6] * (sellers + 2),
    )


@FEW
@given(chains())
def test_at_rest_an_industry_stays_as_it_was(industry):
    modules = (product_market, capability, budget, make_or_buy, input_market)
    run = play(industry, [one.MECHANISM for one in modules], 4)
    for name in ("product price", "input price", "activity", "need", "capability", "in-house share"):
        begun, ended = run.variable(name)[0], run.variable(name)[4]
        assert ended == pytest.approx(begun, rel=1e-9, abs=1e-12), name


@MANY
@given(chains(), st.data())
def test_market_power_is_a_share_and_own_supply_lowers_it(industry, data):
    bought = np.array([[data.draw(SUMS)] for _ in range(len(industry.supplies))])
    made = np.array([[data.draw(SUMS)] for _ in industry.groups[1]])
    power = market_power(industry)
    alone, beside = power(bought, 0 * made), power(bought, made)
    assert ((alone >= 0) & (alone <= 1 + 1e-12)).all()
    assert (beside <= alone + 1e-12).all()


@FEW
@given(chains(), st.floats(1.05, 10), st.data())
def test_input_prices_lie_between_cost_and_what_a_monopolist_charges(industry, elasticity, data):
    count = len(industry.supplies)
    quantity = np.array([[data.draw(SUMS)] for _ in range(count)])
    run = play(
        industry,
        [input_market.MECHANISM],
        1,
        elasticity_of_input_demand=elasticity,
        speed_of_input_prices=1e9,
        variables={"quantity": quantity},
    )
    start = market_power(industry)(
        industry.start.variables["base spend"], np.zeros((len(industry.groups[1]), 1))
    )
    cost = 1 - start[:, 0] / elasticity
    price = run.variable("input price")[1, :, 0]
    assert (price >= cost * (1 - 1e-12)).all()
    assert (price <= cost / (1 - 1 / elasticity) * (1 + 1e-12)).all()
