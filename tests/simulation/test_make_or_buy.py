"""What customers make themselves."""

import numpy as np
import pytest
from market_industries import industry_of, play

from keiretsu.simulation.industry.make_or_buy import MECHANISM

PLAN = {"in-house_target": np.full((1, 1), 0.4)}


def renter(cash=1_000.0):
    """Return Alpha, which rents from Beta for 20 a year."""
    return industry_of((20.0, 0.0), market=[0, -1], supplies=[(0, 1, 1, 20.0)], cash=(cash, 0.0))


def run_of(quarters=1, *, industry=None, **given):
    return play(industry or renter(), [MECHANISM], quarters, **given)


def made(quarters=1, **given):
    return run_of(quarters, **given).variable("in-house share")[1:, 0, 0]


def priced(price):
    return {"input price": np.array([[1.0], [price]])}


def test_at_the_prices_of_the_start_nobody_builds():
    run = run_of(20)
    assert not run.variable("in-house share").any()
    assert not run.flow("own supply").any()
    assert not run.variable("in-house cost").any()


def test_even_cheap_own_supply_is_not_built_at_the_prices_of_the_start():
    assert not made(running_cost_of_own_supply=0.0, charge_on_own_capital=0.0).any()


def test_a_plan_is_built_at_the_speed_of_building():
    assert made(8, **PLAN, speed_of_own_building=0.2) == pytest.approx(
        [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4]
    )
    assert made(2, **PLAN, speed_of_own_building=1e9) == pytest.approx([0.4, 0.4])


def test_building_is_paid_for_and_becomes_capacity():
    run = run_of(2, **PLAN, speed_of_own_building=1e9, capital_of_own_supply=2.0)
    assert run.flow("own supply")[1:, 0] == pytest.approx([2 * 0.4 * 20, 0])
    assert run.position("Alpha", "money")[1, 0] == pytest.approx(1_000 - 16)
    assert run.position("Alpha", "capacity")[1, 0] == pytest.approx(16)


def test_making_costs_while_it_goes_on():
    run = run_of(2, **PLAN, speed_of_own_building=1e9, running_cost_of_own_supply=0.5)
    assert run.variable("in-house cost")[1:, 0, 0] == pytest.approx([0.5 * 0.4 * 20 / 4] * 2)


def test_where_buying_is_dearer_customers_make_more():
    dear = {"speed_of_own_building": 1e9, "running_cost_of_own_supply": 0.5, "capital_of_own_supply": 2.0}
    dear |= {"charge_on_own_capital": 0.25, "response_to_own_saving": 1.0}
    shares = [made(variables=priced(price), **dear)[0] for price in (0.5, 1.0, 1.1, 1.5, 3.0)]
    assert shares == pytest.approx([0, 0, 0.1, 0.5, 1])


def test_a_more_efficient_supplier_is_cheaper():
    twice = np.array([[1.0], [2.0]])
    assert made(variables=priced(1.5))[0] > 0
    assert not made(variables=priced(1.5), efficiency=twice).any()


def test_what_is_built_stays_when_buying_is_cheap_again():
    built = {"in-house share": np.full((1, 1), 0.3)}
    assert made(4, variables=built) == pytest.approx([0.3] * 4)


def test_what_is_built_is_a_smaller_share_of_a_larger_need():
    built = {"in-house share": np.full((1, 1), 0.3)}

    def doubled(books):
        books["need"] = np.full((1, books.paths), 40.0)

    grown = _with_need(renter(), doubled, variables=built)
    assert grown == pytest.approx(0.15)

    def fallen(books):
        books["need"] = np.full((1, books.paths), 5.0)

    assert _with_need(renter(), fallen, variables=built) == pytest.approx(1)

    def gone(books):
        books["need"] = np.zeros((1, books.paths))

    assert _with_need(renter(), gone, variables=built) == pytest.approx(0.3)


def test_a_customer_builds_no_more_than_its_money_allows():
    free = {"reserve": 0.0, "speed_of_own_building": 1e9, "capital_of_own_supply": 2.0}
    run = run_of(industry=renter(cash=13.0), **PLAN, **free)
    assert run.flow("own supply")[1, 0] == pytest.approx(13 - 5)  # 5 is to be paid for what it rents
    assert run.variable("in-house share")[1, 0, 0] == pytest.approx(0.4 * 8 / 16)
    assert not made(industry=renter(cash=0.0), **PLAN, **free).any()


def test_two_needs_share_the_money_that_is_there():
    supplies = [(0, 1, 1, 20.0), (0, 1, 2, 10.0)]
    layers = ("models", "cloud", "chips")
    industry = industry_of((20.0, 0.0), market=[0, -1], supplies=supplies, layers=layers, cash=(20.0, 0.0))
    target = {"in-house_target": np.array([[0.5], [0.5]]), "speed_of_own_building": 1e9, "reserve": 0.0}
    run = run_of(industry=industry, **target)
    shares = run.variable("in-house share")[1, :, 0]
    assert shares[0] == pytest.approx(shares[1])
    assert 2 * (shares * [20, 10]).sum() == pytest.approx(12.5)


def _with_need(industry, behaviour, **given):
    from keiretsu.simulation.industry.mechanism import Mechanism

    wants = Mechanism("wants", "Sets the need.", "", "", lambda _: behaviour)
    run = play(industry, [wants, MECHANISM], 1, **given)
    return run.variable("in-house share")[1, 0, 0]
