"""The mood of investors, and what they suspect of whom."""

from __future__ import annotations

import numpy as np
import pytest
from quarters import run_quarters

from keiretsu.simulation.industry import sentiment
from keiretsu.simulation.industry.example import ALPHA, BETA, column

NO_PROMISES = {"base funding": column(0, 0, 0, 0, 0, 0)}
CALM = {"volatility of sentiment": 0.0}
CIRCULAR = {**NO_PROMISES, "invested": column(0, 0, 0, 4, 0, 0)}  # Beta invests 4 in Alpha, which pays it 5


def feel(variables, parameters=None, quarters=1, changes=None):
    """Return the run in which only the mood moves."""
    values = {**CALM, **(parameters or {})}
    return run_quarters(
        [sentiment.MECHANISM], variables, quarters=quarters, parameters=values, changes=changes
    )


def mood(run):
    return run.variable("sentiment")[1:, 0, 0]


def test_a_normal_mood_stays_normal():
    assert mood(feel({}, quarters=4)).tolist() == [1, 1, 1, 1]


@pytest.mark.parametrize("before", [0.5, 2.0])
def test_the_mood_returns_to_normal(before):
    run = feel({"sentiment": column(before)}, {"return of sentiment": 1.0}, quarters=4)
    assert np.log(mood(run)) == pytest.approx(np.log(before) * np.exp(-0.25 * np.arange(1, 5)))


def test_good_and_bad_news_move_the_mood_alike():
    volatile = {"volatility of sentiment": 0.2}
    up, down = (
        mood(feel({}, volatile, changes={1: {"sentiment shock": column(sign)}}))[0] for sign in (1.0, -1.0)
    )
    assert np.log([up, down]) == pytest.approx([0.1, -0.1])


def test_circular_sales_depress_the_mood():
    run = feel(CIRCULAR, {"weight of circularity": 2.0, "return of sentiment": 1.0}, quarters=100)
    assert mood(run)[-1] == pytest.approx(np.exp(-2 * 4 / 12.5))  # of 12.5 that firms pay to firms


def test_only_what_is_above_the_circularity_of_the_start_counts():
    usual = {**CIRCULAR, "base funding": column(0, 0, 0, 16, 0, 0)}
    assert mood(feel(usual))[0] == 1


def test_an_investment_pays_for_no_more_than_what_is_bought():
    all_of_it, more = ({**CIRCULAR, "invested": column(0, 0, 0, amount, 0, 0)} for amount in (5, 500))
    assert mood(feel(more))[0] == mood(feel(all_of_it))[0]


def test_investments_of_outsiders_and_of_others_than_suppliers_are_not_circular():
    assert mood(feel({**NO_PROMISES, "invested": column(9, 9, 9, 0, 9, 0)}))[0] == 1


def test_disclosure_makes_circular_sales_weigh_more():
    shown = {"disclosure": column(1), "effect of disclosure": 1.5}
    hidden, disclosed = mood(feel(CIRCULAR))[0], mood(feel(CIRCULAR, shown))[0]
    assert np.log(disclosed) == pytest.approx(2.5 * np.log(hidden))


def test_disclosure_of_nothing_changes_nothing():
    assert mood(feel(NO_PROMISES, {"disclosure": column(1)}))[0] == 1


def test_failures_depress_the_mood_by_the_worth_that_fails():
    run = feel({"failed": column(0, 1, 0)}, {"weight of failures": 0.5})
    assert mood(run)[0] == pytest.approx(np.exp(-0.5 * 0.4))


def test_suspicion_is_the_share_of_sales_that_own_money_may_have_paid():
    run = feel(CIRCULAR, quarters=200)
    assert run.variable("suspicion")[-1, :, 0] == pytest.approx([0, 4 / 5, 0])
    first = run.variable("suspicion")[1, BETA, 0]
    assert first == pytest.approx(4 / 5 * (1 - np.exp(-0.25)))


def test_suspicion_fades():
    run = feel({**NO_PROMISES, "suspicion": column(0, 0.5, 0)}, quarters=20)
    assert (np.diff(run.variable("suspicion")[:, BETA, 0]) < 0).all()


def test_who_sells_nothing_is_not_suspected():
    run = feel({**CIRCULAR, "paid": column(0, 0, 0)})
    assert run.variable("suspicion")[1, :, 0].tolist() == [0, 0, 0]
    assert mood(run)[0] == 1
    assert run.variable("suspicion")[1, ALPHA, 0] == 0


def test_the_worst_of_moods_is_still_a_number():
    run = feel({"sentiment": column(0), "failed": column(1, 1, 1)}, {"weight of failures": 10.0}, quarters=3)
    assert (mood(run) > 0).all()
