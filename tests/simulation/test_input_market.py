"""Prices between firms."""

import numpy as np
import pytest
from market_industries import industry_of, lever, play

from keiretsu.simulation.industry.input_market import MECHANISM

# Alpha rents from Beta and Gamma; Beta buys chips from Delta.
INDUSTRY = industry_of(
    (30.0, 0.0, 0.0, 0.0),
    market=[0, -1, -1, -1],
    supplies=[(0, 1, 1, 30.0), (0, 2, 1, 10.0), (1, 3, 2, 10.0)],
    layers=("models", "cloud", "chips"),
    costs=(0.0, 10.0, 10.0, 0.0),
)
AT_ONCE = {"speed_of_input_prices": 1e9}


def prices(quarters=1, *, industry=INDUSTRY, **given):
    return play(industry, [MECHANISM], quarters, **given).variable("input price")[1:, :, 0]


def bought(*quantities):
    return {"quantity": np.array(quantities)[:, None]}


def test_at_rest_prices_stay_as_they_were():
    assert (prices(40) == 1).all()


def test_a_supplier_that_sells_all_charges_a_monopolists_price():
    elasticity = 2.0
    seen = prices(variables=bought(40.0, 0.0, 10.0), elasticity_of_input_demand=elasticity, **AT_ONCE)[0]
    beta, gamma = 1 - 0.75 / elasticity, 1 - 0.25 / elasticity  # cost at the start
    assert seen[1] == pytest.approx(beta / (1 - 1 / elasticity))
    assert seen[2] == pytest.approx(gamma)  # who sells nothing offers at cost


def test_the_price_falls_as_rivals_gain():
    seen = [prices(variables=bought(share, 40 - share, 10.0), **AT_ONCE)[0, 1] for share in (30, 20, 10, 0)]
    assert (np.diff(seen) < 0).all()


def test_what_customers_make_themselves_lowers_the_suppliers_price():
    made = {"in-house share": np.array([[0.5], [0.0]]), **bought(15.0, 5.0, 10.0)}
    seen = prices(variables=made, **AT_ONCE)[0]
    assert (seen[[1, 2]] < 1).all()
    assert seen[3] < 1 + 1e-12  # its layer is another one


def test_own_supply_of_a_monopolists_customer_ends_its_monopoly():
    made = {"in-house share": np.array([[0.0], [0.5]]), **bought(30.0, 10.0, 5.0)}
    assert prices(variables=made, elasticity_of_input_demand=2.0, **AT_ONCE)[0, 3] == pytest.approx(
        0.5 / 0.75
    )


def test_prices_move_at_their_speed():
    seen = prices(4, variables=bought(40.0, 0.0, 10.0), speed_of_input_prices=2.0)[:, 1]
    goal = prices(variables=bought(40.0, 0.0, 10.0), **AT_ONCE)[0, 1]
    assert (goal - seen) / (goal - 1) == pytest.approx(np.exp(-0.5 * np.arange(1, 5)))
    assert (prices(4, variables=bought(40.0, 0.0, 10.0), speed_of_input_prices=0.0) == 1).all()


def test_dearer_inputs_make_dearer_products():
    seen = prices(2, price_factor=lever(4, 3, 2.0, rest=1.0), **AT_ONCE)
    assert seen[0] == pytest.approx([1, 1, 1, 2])
    assert seen[1] == pytest.approx([1, 1.5, 1, 2])  # half of Beta's cost are chips


def test_more_in_the_hand_of_who_does_more_is_market_power():
    twice = lever(4, 1, 2.0, rest=1.0)
    assert prices(efficiency=twice, **AT_ONCE)[0, 1] > 1


def test_the_price_of_a_failed_supplier_stays():
    gone = {"alive": np.array([[1.0], [0.0], [1.0], [1.0]]), **bought(0.0, 40.0, 10.0)}
    seen = prices(4, variables=gone, **AT_ONCE)
    assert (seen[:, 1] == 1).all()
    assert (seen[:, 2] > 1).all()


def test_where_nobody_buys_prices_stay():
    assert (prices(2, industry=industry_of((10.0,))) == 1).all()
    candidate = industry_of((10.0, 0.0), market=[0, -1], supplies=[(0, 1, 1, 0.0)])
    assert (prices(2, industry=candidate) == 1).all()
