"""What a firm is worth: its multiple of revenue, the growth for which it is paid, and the mood."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from quarters import run_quarters

from keiretsu.simulation import Parameter
from keiretsu.simulation.industry import strategic_investment, valuation
from keiretsu.simulation.industry.example import ALPHA, column, three_firms
from keiretsu.simulation.industry.records import Holding

STEADY = {"fading of growth": 0.0}
LONG = 400


def growing(rate, **others):
    """Return the three firms in markets of which this growth is known on the first day."""
    known = {"growth of demand": rate, **others}
    return three_firms({name: Parameter(value, name) for name, value in known.items()})


def value(variables=None, parameters=None, quarters=LONG, industry=None, changes=None, paths=1):
    """Return the worth of each firm at the start and after each quarter."""
    run = run_quarters(
        [valuation.MECHANISM],
        variables or {},
        industry=industry or growing(0.3),
        quarters=quarters,
        parameters={"growth of demand": 0.3, **STEADY, **(parameters or {})},
        changes=changes,
        paths=paths,
    )
    return run.variable("valuation")


def test_worth_stays_where_it_is_as_long_as_nothing_changes():
    assert value(quarters=4)[-1, :, 0] == pytest.approx([100, 400, 500])


def test_worth_follows_revenue_and_mood():
    halves = {"end sales": column(1.25, 15, 10), "sentiment": column(1.1)}
    worth = value(halves)
    assert worth[-1, :, 0] == pytest.approx([55, 440, 550])
    assert worth[1, ALPHA, 0] == pytest.approx(55 + 45 * np.exp(-0.5))


def test_a_firm_that_sold_nothing_keeps_its_worth_times_the_mood():
    nothing = {"base revenue": column(0, 80, 70), "end sales": column(0, 15, 10), "sentiment": column(0.5)}
    assert value(nothing, {"fading of growth": 0.2})[-1, ALPHA, 0] == pytest.approx(50)


# Alpha, Beta and Gamma are worth 10, 5 and 7.14 years of revenue at the start.


def test_as_growth_fades_the_multiple_falls_to_the_normal_one():
    worth = value(parameters={"fading of growth": 0.2, "normal multiple": 4.0})
    assert worth[-1, :, 0] == pytest.approx([40, 320, 280], rel=1e-6)
    assert (np.diff(worth[:, :, 0], axis=0) <= 1e-9).all()


def test_what_is_above_normal_is_in_proportion_to_the_growth_still_expected():
    quick = {"fading of growth": 0.2, "normal multiple": 4.0, "speed of valuation": 50.0}
    worth = value(parameters=quick, quarters=20)
    assert worth[20, ALPHA, 0] == pytest.approx(10 * (4 + 6 * np.exp(-0.2 * 5)), rel=1e-4)


@pytest.mark.parametrize("normal", [10.0, 50.0])
def test_a_multiple_that_is_normal_or_less_stays(normal):
    worth = value(parameters={"fading of growth": 5.0, "normal multiple": normal})
    assert worth[-1, :, 0] == pytest.approx([100, 400, 500])


def test_a_normal_multiple_of_nothing_leaves_nothing_when_growth_is_over():
    worth = value(parameters={"fading of growth": 5.0, "normal multiple": 0.0})
    assert worth[-1, :, 0] == pytest.approx([0, 0, 0], abs=1e-6)


def test_investors_learn_how_fast_demand_grows():
    normal = {"normal multiple": 4.0, "learning of growth": 1.0}
    paths = {"growth of demand": np.array([0.0, 0.15, 0.3, 0.6])}
    worth = value(parameters={**normal, **paths}, paths=4)
    assert worth[-1, ALPHA] == pytest.approx([40, 70, 100, 160])
    assert (np.diff(worth[1, ALPHA]) > 0).all()
    unlearnt = value(parameters={**normal, **paths, "learning of growth": 0.0}, paths=4)
    assert unlearnt[-1, ALPHA] == pytest.approx([100, 100, 100, 100])


def test_demand_that_is_found_to_shrink_leaves_the_normal_multiple():
    shrinks = {1: {"growth of demand": -0.5}}
    worth = value(parameters={"normal multiple": 4.0}, changes=shrinks)
    assert worth[-1, ALPHA, 0] == pytest.approx(40)


def test_news_where_no_growth_was_expected_are_bounded():
    worth = value(industry=growing(0.0), parameters={"growth of demand": 0.1, "normal multiple": 4.0})
    assert worth[-1, ALPHA, 0] == pytest.approx(10 * (4 + 6 * 3))  # 0.1 is twice the least growth of 0.05


def test_each_market_has_its_own_growth():
    industry = growing(0.0, **{"growth of demand of models": 0.4, "fading of growth of models": 0.5})
    run = run_quarters(
        [valuation.MECHANISM],
        {},
        industry=industry,
        quarters=LONG,
        parameters={"growth of demand": 0.0, **STEADY, "normal multiple": 4.0},
    )
    assert run.variable("valuation")[-1, :, 0] == pytest.approx([40, 400, 500])
    assert run.variable("expected growth")[-1, :, 0] == pytest.approx([0.4, 0, 0])


def test_the_first_day_has_the_growth_that_is_dated_to_it():
    dated = Parameter(0.1, "growth", dated=((three_firms().as_of.replace(day=2), 0.3),))
    industry = three_firms({"growth of demand": dated})
    assert value(industry=industry, quarters=4)[-1, :, 0] == pytest.approx([100, 400, 500])


def test_firms_without_a_market_are_worth_something_too():
    industry = replace(growing(0.3), market=np.array([-1, 0, 1]), markets=np.array([1, 2]))
    assert value(industry=industry, quarters=4)[-1, :, 0] == pytest.approx([100, 400, 500])


def test_the_register_is_ownership_times_worth_where_nobody_else_counts_new_shares():
    run = run_quarters(
        [strategic_investment.MECHANISM, valuation.MECHANISM], {}, quarters=3, parameters={"reserve": 0.0}
    )
    owns, worth = run.variable("ownership")[1:], run.variable("valuation")[1:]
    assert run.register(Holding.EQUITY) == pytest.approx(owns * worth[:, three_firms().equity.issuer])
    assert run.variable("invested")[1:, 3, 0] == pytest.approx([1.25] * 3)
