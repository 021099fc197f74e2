"""Laws of the accounting core, for any parameters."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.simulation import Start, simulate
from keiretsu.simulation.textbook import MODELS, bmw, lp, pc, sim

# Amounts of money among the parameters; the others are rates, shares and prices.
SUMS = {
    "SIM": {"government spending"},
    "PC": {"government spending"},
    "LP": {"government spending"},
    "BMW": {"autonomous consumption"},
}
IN_MONEY = {"output", "disposable income"}  # among the variables of a start
names = st.sampled_from(sorted(MODELS))
factors = st.lists(st.floats(0.97, 1.03), min_size=20, max_size=20)


def shaken(name, by):
    """Return a model's parameters, each a little off the textbook's."""
    parameters = MODELS[name].MODEL.parameters
    return {each: parameter.value * factor for (each, parameter), factor in zip(parameters.items(), by)}  # noqa: B905


@settings(max_examples=25, deadline=None)
@given(names, factors)
def test_books_balance_whatever_the_parameters(name, by):
    textbook = MODELS[name]
    run = simulate(textbook.MODEL, 6, start=textbook.START, parameters=shaken(name, by))
    positions = np.stack(run.positions())[..., 0]
    for period in range(1, 7):
        flows, sheet = run.transaction_flows(period), run.balance_sheet(period)
        tolerance = 1e-9 * np.abs(positions).max()
        assert np.abs(flows.loc["sum"]).max() <= tolerance
        assert np.abs(flows["sum"]).max() <= tolerance
        assert np.abs(sheet.loc["sum"]).max() <= tolerance
        # What net worth changes by is what is saved, real assets bought, and what is revalued.
        saved = flows.loc["saving"].xs("capital", level="account").to_numpy()
        gained = run.revaluations(period).sum().to_numpy()
        change = (positions[period] - positions[period - 1]).sum(axis=0)
        assert change == pytest.approx(saved + gained, abs=tolerance)


@settings(max_examples=15, deadline=None)
@given(names, st.sampled_from([1e-6, 0.01, 7.3, 1e9, 1e12]))
def test_in_another_currency_all_sums_are_scaled(name, scale):
    textbook = MODELS[name]
    parameters = {one: textbook.MODEL.parameters[one].value * scale for one in SUMS[name]}
    start = Start(
        {
            instrument: {party: amount * scale for party, amount in held.items()}
            for instrument, held in textbook.START.positions.items()
        },
        {one: value * (scale if one in IN_MONEY else 1) for one, value in textbook.START.variables.items()},
    )
    plain = np.stack(simulate(textbook.MODEL, 8, start=textbook.START).positions())
    scaled = np.stack(simulate(textbook.MODEL, 8, start=start, parameters=parameters).positions())
    assert scaled / scale == pytest.approx(plain, rel=1e-9, abs=1e-9)


@settings(max_examples=15, deadline=None)
@given(st.floats(0.1, 0.9), st.floats(0.1, 0.9), st.floats(0.1, 0.9), st.floats(1, 1e6))
def test_sim_is_solved_exactly(of_income, of_wealth, tax, spending):
    given_ = {
        "propensity to consume income": of_income,
        "propensity to consume wealth": of_wealth,
        "tax rate": tax,
        "government spending": spending,
    }
    run = simulate(sim.MODEL, 3, parameters=given_)
    wealth = run.position("households", "money")[:-1, 0]
    solved = (spending + of_wealth * wealth) / (1 - of_income * (1 - tax))
    assert run.variable("output")[1:, 0] == pytest.approx(solved, rel=1e-10)


@pytest.mark.parametrize("textbook", [pc, lp, bmw])
def test_a_run_can_be_taken_up_where_another_ended(textbook):
    whole = simulate(textbook.MODEL, 8, start=textbook.START)
    half = simulate(textbook.MODEL, 4, start=textbook.START)
    held = {
        one.name: {party: half.position(party, one.name)[4, 0] for party in textbook.MODEL.names}
        for one in textbook.MODEL.instruments
    }
    variables = {name: row[0] for name, row in half.closed[-1].variables.items()}
    rest = simulate(textbook.MODEL, 4, start=Start(held, variables))
    got, expected = rest.positions()[-1], whole.positions()[-1]
    assert got == pytest.approx(expected, rel=1e-10, abs=1e-10)
