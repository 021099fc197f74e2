"""Laws of the accounting core, for any parameters."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.simulation import Instrument, Model, Parameter, SimulationError, Start, simulate
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


# The array form: random networks of payments and loans on several paths

NAMES = ("Alpha", "Beta", "Gamma", "Delta")
PAIRS = tuple((holder, issuer) for holder in NAMES for issuer in NAMES if holder != issuer)
seeds = st.integers(0, 2**32 - 1)


def free_economy(*behaviours):
    money = Instrument("money", issuers=NAMES)
    return Model("free", NAMES, (money, Instrument("loans", pairs=PAIRS), Instrument("tools")), behaviours)


def drawn(seed, paths):
    """Return random payments, loans and wear: who, whom, and how much on each path."""
    chance = np.random.default_rng(seed)
    number = int(chance.integers(0, 20))
    payers, payees = chance.integers(len(NAMES), size=(2, number))
    amounts = chance.lognormal(0, 4, (number, paths)) * chance.choice([-1, 1], (number, 1))
    lent = np.flatnonzero(chance.random(len(PAIRS)) < 0.5)
    return payers, payees, amounts, lent, chance.lognormal(0, 2, (lent.size, paths))


def at_once(seed, paths):
    payers, payees, amounts, lent, sums = drawn(seed, paths)

    def post(books):
        here = slice(int(books.parameter("first")[0]), int(books.parameter("first")[0]) + books.paths)
        books.transfer("goods", payers, payees, amounts[:, here])
        books.transfer("tools", payers, payees, abs(amounts[:, here]), instrument="tools")
        books.exchange("loans", lent, sums[:, here])
        books.reprice("loans", lent, -sums[:, here] / 3)
        books["debt"] = books.opening_pairs("loans") * 2

    return post


def one_by_one(seed, paths):
    payers, payees, amounts, lent, sums = drawn(seed, paths)

    def paying(row, item):
        def pay(books):
            payer, payee = NAMES[payers[row]], NAMES[payees[row]]
            if item == "goods":
                books.pay(payer, payee, "goods", amounts[row])
            else:
                books.buy(payer, payee, "tools", abs(amounts[row]))

        pay.__name__ = f"pay {row} for {item}"
        return pay

    def lend(books):
        for row, place in enumerate(lent):
            books.buy(*PAIRS[place], "loans", sums[row])
            books.revalue(*PAIRS[place], "loans", -sums[row] / 3)

    of_rows = [paying(row, item) for item in ("goods", "tools") for row in range(len(payers))]
    return (*of_rows, lend)


def first(place):
    return {"first": Parameter(place, "the first path")}


@settings(max_examples=40, deadline=None)
@given(seeds, st.integers(1, 4))
def test_the_array_form_is_the_payments_one_by_one(seed, paths):
    many = simulate(replace(free_economy(at_once(seed, paths)), parameters=first(0)), 2, paths=paths)
    single = simulate(free_economy(*one_by_one(seed, paths)), 2, paths=paths)
    size = 1e-12 * (1 + np.abs(np.stack(single.positions())).max())
    assert np.stack(many.positions()) == pytest.approx(np.stack(single.positions()), rel=1e-9, abs=size)
    assert many.register("loans") == pytest.approx(single.register("loans"), rel=1e-12, abs=size)


@settings(max_examples=40, deadline=None)
@given(seeds, st.integers(1, 4))
def test_random_postings_balance(seed, paths):
    run = simulate(replace(free_economy(at_once(seed, paths)), parameters=first(0)), 3, paths=paths)
    for path in range(paths):
        flows, sheet = run.transaction_flows(3, path), run.balance_sheet(3, path)
        size = 1e-9 * (1 + np.abs(run.positions()[3][..., path]).max())
        assert np.abs(flows.loc["sum"]).max() <= size
        assert np.abs(flows["sum"]).max() <= size
        assert np.abs(sheet.loc["sum"]).max() <= size
        assert abs(sheet.loc["loans", "sum"]) <= size


@settings(max_examples=25, deadline=None)
@given(seeds, st.integers(1, 5))
def test_the_array_form_is_the_same_to_the_bit_in_blocks(seed, size):
    model = replace(free_economy(at_once(seed, 5)), parameters=first(0))
    whole = simulate(model, 3, paths=5)
    parts = [
        simulate(model, 3, paths=min(size, 5 - low), parameters={"first": low}) for low in range(0, 5, size)
    ]
    for figures in (lambda run: np.stack(run.positions()), lambda run: run.register("loans")):
        assert (np.concatenate([figures(run) for run in parts], axis=-1) == figures(whole)).all()


@settings(max_examples=25, deadline=None)
@given(seeds, st.floats(1e-6, 1e3))
def test_a_broken_register_is_told_with_the_posting(seed, lost):
    def careless(books):
        holder, issuer = PAIRS[seed % len(PAIRS)]
        books.post("loans", {holder: lost}, {issuer: lost}, "loans")

    with pytest.raises(SimulationError, match=r"in its register, after careless \(loans [+-]"):
        simulate(free_economy(careless), 1)
