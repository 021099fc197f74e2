"""Amounts fitted to totals: they add up to what is reported, and stay as near to the guess as that allows."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.errors import MisuseError
from keiretsu.network.fitting import fit_to_totals


def test_a_table_is_fitted_to_its_margins_as_the_textbook_does_it() -> None:
    """Deming and Stephan's table of two by two, by hand: factors of rows and columns alone."""
    guess = np.array([40.0, 30.0, 35.0, 50.0])
    rows_and_columns = [[1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 1, 0], [0, 1, 0, 1]]
    fit = fit_to_totals(guess, rows_and_columns, [150, 300, 200, 250])
    a, b, c, d = fit.amounts[0]
    assert (a + b, c + d, a + c, b + d) == pytest.approx((150, 300, 200, 250), rel=1e-6)
    assert a * d / (b * c) == pytest.approx(40 * 50 / (30 * 35), rel=1e-6)  # the odds ratio is kept
    assert fit.is_feasible


def test_what_belongs_to_no_total_stays_as_guessed() -> None:
    assert fit_to_totals([3.0, 5.0], [[1, 0]], [30.0]).amounts.tolist() == [[30.0, 5.0]]


def test_without_any_total_all_stays_as_guessed() -> None:
    fit = fit_to_totals([3.0, 5.0], np.zeros((0, 2)), np.zeros(0))
    assert fit.amounts.tolist() == [[3.0, 5.0]]
    assert fit.is_feasible


def test_a_guess_of_nothing_stays_nothing() -> None:
    assert fit_to_totals([0.0, 5.0], [[1, 1]], [20.0]).amounts.tolist() == [[0.0, 20.0]]


def test_a_total_of_nothing_leaves_nothing() -> None:
    fit = fit_to_totals([2.0, 5.0], [[1, 1]], [0.0])
    assert fit.amounts.tolist() == [[0.0, 0.0]]
    assert fit.is_feasible


def test_totals_that_contradict_each_other_are_told_by_their_misfit() -> None:
    """Both payments together make 10 by one total, and 30 by another."""
    fit = fit_to_totals([1.0, 1.0], [[1, 1], [1, 1]], [10.0, 30.0])
    assert not fit.is_feasible
    assert np.abs(fit.misfit).max() > 0.5


def test_a_total_over_guesses_of_nothing_can_not_be_met() -> None:
    assert not fit_to_totals([0.0], [[1]], [5.0]).is_feasible


def test_several_draws_are_fitted_at_once_as_one_by_one() -> None:
    members = [[1, 1, 0], [0, 1, 1]]
    guesses, totals = [[10.0, 10, 10], [5, 1, 2]], [[60.0, 30], [7, 9]]
    together = fit_to_totals(guesses, members, totals).amounts
    for draw in range(2):
        alone = fit_to_totals(guesses[draw], members, totals[draw]).amounts[0]
        assert together[draw] == pytest.approx(alone, rel=1e-5)


@pytest.mark.parametrize(
    ("guess", "members", "totals"),
    [([1.0], [[1, 1]], [1.0]), ([-1.0], [[1]], [1.0]), ([1.0], [[1]], [np.inf]), ([1.0], [[1]], [1.0, 2.0])],
)
def test_what_can_not_be_fitted_is_refused(guess, members, totals) -> None:
    with pytest.raises(MisuseError) as caught:
        fit_to_totals(guess, members, totals)
    assert caught.value.problem.code == "network.invalid-totals"


AMOUNTS = st.lists(st.floats(1, 100), min_size=4, max_size=4)


@settings(deadline=None)
@given(AMOUNTS, AMOUNTS, st.floats(1e-6, 1e6))
def test_another_currency_gives_the_same_amounts_in_it(guess, true, rate) -> None:
    """Totals taken from some true table can always be met, in any currency."""
    members = np.array([[1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 1, 0]])
    totals = members @ np.array(true)
    fit = fit_to_totals(guess, members, totals)
    assert fit.is_feasible
    scaled = fit_to_totals(np.array(guess) * rate, members, totals * rate)
    assert scaled.amounts / rate == pytest.approx(fit.amounts, rel=1e-5)
