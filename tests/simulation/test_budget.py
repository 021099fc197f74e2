"""What inputs firms want, by plan, orders and money."""

import numpy as np
import pytest
from market_industries import industry_of, lever, play
from quarters import starting_from

from keiretsu.simulation.industry.budget import MECHANISM

NO_LOANS = {"rate of interest": 0.0}


def chain(cash=(100.0, 100.0, 100.0), costs=(0.0, 0.0, 0.0)):
    """Return Alpha, which rents from Beta, which buys from Gamma and sells as much to end customers."""
    supplies = [(0, 1, 1, 20.0), (1, 2, 2, 10.0)]
    layers = ("models", "cloud", "chips")
    return industry_of(
        (20.0, 20.0, 0.0), market=[0, 1, -1], supplies=supplies, layers=layers, cash=cash, costs=costs
    )


def seen(quarters=1, *, industry=None, name="need", **given):
    given.setdefault("inputs_of_sales", 10.0)  # nobody has bought ahead
    run = play(industry or chain(), [MECHANISM], quarters, **given)
    return run.variable(name)[1:, :, 0]


def test_at_rest_needs_stay_as_they_were():
    needs = seen(40)
    assert needs == pytest.approx(np.tile([20.0, 10.0], (40, 1)))


def test_a_firm_that_can_pay_follows_its_plan():
    assert seen(8, planned_growth=0.3, fading_of_planned_growth=0.0)[-1, 0] == pytest.approx(20 * np.exp(0.6))
    fading = seen(400, planned_growth=0.3, fading_of_planned_growth=0.5)[-1, 0]
    assert 20 * np.exp(0.6) < fading < 20 * np.exp(0.7)  # the sum of quarters, near the integral 0.3 / 0.5


def test_the_mood_of_investors_moves_the_plan():
    moods = [
        seen(planned_growth=0.3, variables={"sentiment": np.full((1, 1), mood)})[0, 0] for mood in (0, 1, 2)
    ]
    assert moods == pytest.approx(20 * np.exp([0, 0.075, 0.15]))


def test_a_supplier_buys_in_proportion_to_what_it_sells():
    more = {"quantity": np.array([[40.0], [10.0]])}
    assert seen(variables=more, planned_growth=3.0)[0, 1] == pytest.approx(15)
    customers = {"end sales": np.array([[5.0], [10.0], [0.0]])}
    assert seen(variables=customers)[0, 1] == pytest.approx(15)
    dearer = {**customers, "product price": np.array([[1.0], [2.0], [1.0]])}
    assert seen(variables=dearer)[0, 1] == pytest.approx(10)  # dearer, not more


def test_who_has_bought_ahead_waits_for_its_sales_to_catch_up():
    """Alpha buys for 20, sells for 20 and means to pay half of its sales, so that 40 must be sold first."""
    growing = {"planned_growth": 3.0, "inputs_of_sales": 0.5}
    assert seen(8, **growing)[:, 0] == pytest.approx([20] * 8)
    sold = {"end sales": np.array([[12.0], [5.0], [0.0]])}
    assert seen(variables=sold, **growing)[0, 0] == pytest.approx(20 * 1.2)  # 0.5 x 48 a year


def test_a_firm_that_cannot_pay_shrinks_its_needs():
    poor = chain(cash=(0.0, 100.0, 100.0), costs=(30.0, 0.0, 0.0))
    needs = seen(8, industry=poor, planned_growth=0.3, speed_of_cutting=1.0)
    assert needs[:, 0] == pytest.approx(20 * np.exp(-0.25 * np.arange(1, 9)))
    assert needs[:, 1] == pytest.approx([10] * 8)


def test_with_less_money_a_firm_grows_less():
    needs = [
        seen(industry=chain(cash=(cash, 100.0, 100.0), costs=(30.0, 0.0, 0.0)), planned_growth=0.3)[0, 0]
        for cash in (0.0, 3.0, 6.0, 14.0, 15.0, 30.0)
    ]
    assert (np.diff(needs)[:-1] > 0).all()
    assert needs[-1] == needs[-2] == pytest.approx(20 * np.exp(0.075))  # half a year of a burn of 30


def test_a_firm_that_earns_what_it_pays_needs_no_money():
    assert seen(industry=chain(cash=(0.0, 0.0, 0.0)), planned_growth=0.3)[0, 0] > 20


def test_without_a_runway_to_keep_only_the_plan_counts():
    poor = chain(cash=(0.0, 100.0, 100.0), costs=(30.0, 0.0, 0.0))
    assert seen(industry=poor, planned_growth=0.3, runway_for_growth=0.0)[0, 0] == pytest.approx(
        20 * np.exp(0.075)
    )


def test_a_scenario_can_move_needs():
    halved = seen(2, need_factor=lever(3, 0, 0.5, rest=1.0))
    assert halved == pytest.approx(np.array([[10, 10], [10, 10]]))


def test_a_failed_firm_needs_nothing():
    assert seen(variables={"alive": np.array([[0.0], [1.0], [1.0]])})[0] == pytest.approx([0, 10])


def test_interest_counts_as_burn():
    loans = {"loans": np.array([[100.0], [0.0], [0.0]])}
    owing = starting_from(chain(cash=(0.0, 100.0, 100.0)), pairs=loans)
    assert seen(industry=owing, planned_growth=0.3)[0, 0] < 20


def test_an_industry_that_buys_nothing_needs_nothing():
    run = play(industry_of((10.0,)), [MECHANISM], 2)
    assert run.variable("need").shape == (3, 0, 1)
