"""Parameters with a value of their own in some markets."""

import numpy as np
import pytest
from market_industries import industry_of, play

from keiretsu.errors import PackError
from keiretsu.simulation import Parameter
from keiretsu.simulation.industry import budget, product_market
from keiretsu.simulation.industry.by_market import split_name
from keiretsu.simulation.industry.given import parse_given
from keiretsu.simulation.industry.parameters import parameters_of


def two_markets(**own):
    """Return Alpha, which sells models and buys of Beta, which sells cloud; Gamma sells to firms only."""
    supplies = [(0, 1, 1, 20.0), (2, 1, 1, 10.0)]
    industry = industry_of(
        (40.0, 60.0, 0.0), market=[0, 1, -1], supplies=supplies, layers=("models", "cloud")
    )
    values = {name.replace("_", " "): Parameter(value, name) for name, value in own.items()}
    return industry.with_parameters({**industry.parameters, **values})


def sales(industry, **given):
    run = play(industry, [product_market.MECHANISM], 4, fading_of_growth=0.0, **given)
    return run.variable("end sales")[-1, :, 0] * 4


def test_each_market_grows_at_its_own_rate_and_others_at_the_general_one():
    grown = sales(two_markets(growth_of_demand_of_models=1.0), growth_of_demand=0.1)
    assert grown[:2] == pytest.approx([40 * np.e, 60 * np.exp(0.1)])


def test_without_values_of_its_own_a_market_has_the_general_ones():
    general = sales(two_markets(), growth_of_demand=0.1)
    named = sales(two_markets(growth_of_demand_of_models=0.1, growth_of_demand_of_cloud=0.1))
    assert named == pytest.approx(general, rel=1e-14)


def test_a_parameter_of_a_market_may_differ_from_path_to_path():
    industry = two_markets(growth_of_demand_of_models=0.0)
    rates = np.array([0.0, 0.5])
    run = play(
        industry,
        [product_market.MECHANISM],
        4,
        paths=2,
        fading_of_growth=0.0,
        growth_of_demand_of_models=rates,
    )
    assert run.variable("end sales")[-1, 0] * 4 == pytest.approx(40 * np.exp(rates))


def test_every_other_parameter_of_a_market_can_be_given():
    shared = {"differentiation": 0.2, "open_share": 0.3, "largest_margin": 0.5, "value_of_capability": 1.0}
    lag = {"lag_of_open_products": 2.0, "volatility_of_demand": 0.1}
    capability = {"variables": {"capability": np.array([[0.3], [0.1], [0.0]])}}
    general = sales(two_markets(), **shared, **lag, **capability)
    own = {f"{name}_of_models": value for name, value in {**shared, **lag}.items()}
    named = sales(two_markets(**own), **capability)
    assert named[0] == pytest.approx(general[0], rel=1e-14)
    assert named[1] == pytest.approx(sales(two_markets(), **capability)[1], rel=1e-14)
    assert named[1] != pytest.approx(general[1])


def test_a_firm_plans_by_the_market_in_which_it_sells():
    industry = two_markets(planned_growth_of_models=1.0)
    run = play(industry, [budget.MECHANISM], 4, fading_of_planned_growth=0.0, planned_growth=0.2)
    assert run.variable("need")[-1, :, 0] == pytest.approx([20 * np.e, 10 * np.exp(0.2)])


def test_a_file_gives_values_for_markets_and_those_that_are_no_markets_are_left_out():
    known = {"product_market": product_market.MECHANISM}
    given = parse_given(
        "growth of demand of chips: {value: 0.5, source: A, likely: [0.4, 0.6]}\n"
        "growth of demand of gadgets: {value: 0.3, source: B, likely: [0.2, 0.4]}\n",
        "parameters.yaml",
    )
    found = parameters_of(known, given, ["chips", "layer not stated"])
    assert set(found) - set(product_market.PARAMETERS) == {"growth of demand of chips"}
    chips, general = found["growth of demand of chips"], found["growth of demand"]
    assert (chips.value, chips.source, chips.likely, chips.most) == (0.5, "A", (0.4, 0.6), general.most)
    assert general is product_market.PARAMETERS["growth of demand"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("persistence of shocks of chips", "no mechanism reads a parameter 'persistence of shocks of chips'"),
        ("growth of demand of Big Chips", "no mechanism reads a parameter 'growth of demand of Big Chips'"),
        ("growth of demnd of chips", "did you mean growth of demand?"),
    ],
)
def test_what_is_no_parameter_of_a_market_is_told(name, told):
    given = parse_given(f"{name}: {{value: 0.5, source: A}}", "parameters.yaml")
    with pytest.raises(PackError) as caught:
        parameters_of({"product_market": product_market.MECHANISM}, given, ["chips"])
    assert told in str(caught.value)


def test_the_value_for_a_market_is_checked_as_the_general_one():
    given = parse_given("open share of chips: {value: 1.5, source: A}", "parameters.yaml")
    with pytest.raises(PackError, match=r"open share of chips is 1\.5; give a number from 0\.001 to 0\.99"):
        parameters_of({"product_market": product_market.MECHANISM}, given, ["chips"])


def test_names_with_the_joint_in_them_are_not_taken_apart():
    assert split_name("recovery of capacity") is None
    assert split_name("value of capability") is None
    assert split_name("value of capability of chips") == ("value of capability", "chips")
