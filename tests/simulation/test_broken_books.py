"""A run whose books don't balance stops, and says which behaviour broke them."""

import numpy as np
import pytest

from keiretsu.errors import MisuseError
from keiretsu.simulation import Instrument, Model, SimulationError, Start, simulate

MONEY = Instrument("money", issuers=("Alpha",), holders=("Beta",))
LOAN = Instrument("loan", issuers=("Gamma",))


def grant(books):
    books.pay("Alpha", "Beta", "grant", 10)


def economy(*behaviours):
    return Model("economy", ("Alpha", "Beta", "Gamma"), (MONEY, LOAN), behaviours)


def stopped(*behaviours, start=None, paths=1):
    with pytest.raises(SimulationError) as stop:
        simulate(economy(*behaviours), 3, start=start, paths=paths)
    assert stop.value.problem.code == "simulation.books-do-not-balance"
    return stop.value.problem


def test_a_posting_to_one_side_only():
    def half(books):
        books.post("gift", {"Beta": 2}, {})

    problem = stopped(grant, half)
    assert problem.where == "economy, period 1, path 0"
    assert problem.message == "half: Beta pay nobody 2 for gift: 2 is paid and 0 received"
    assert "half" in problem.hint


def test_sides_that_differ_on_one_path():
    def leaky(books):
        books.post("gift", {"Beta": 2}, {"Alpha": np.array([2, 2, 1.999])})

    assert stopped(grant, leaky, paths=3).where == "economy, period 1, path 2"


def test_a_wrong_amount_shows_where_money_may_not_stay():
    def purchases(books):
        books.pay("Beta", "Gamma", "purchases", 4)

    def wages(books):
        books.pay("Gamma", "Beta", "wages", 4 if books.period < 3 else 3)

    problem = stopped(grant, purchases, wages)
    assert problem.where == "economy, period 3, path 0"
    assert problem.message == (
        "Gamma would hold 1 of money and may not, after purchases (purchases +4), wages (wages -3)"
    )


def test_nobody_spends_what_it_does_not_have():
    def spree(books):
        books.pay("Beta", "Alpha", "spree", 25)

    assert "Beta would owe 15 of money and may not" in stopped(grant, spree).message


def test_a_gain_on_a_claim_that_nobody_owes():
    def wish(books):
        books.revalue("Beta", None, "loan", 5)

    assert stopped(wish).message.startswith("wish: Beta gain 5 on loan of nobody")


def test_a_start_that_does_not_balance():
    problem = stopped(grant, start=Start({"loan": {"Beta": 5.0, "Gamma": -4.0}}))
    assert problem.where == "economy, the start, path 0"
    assert problem.message == "assets in loan exceed what is owed by 1"


def test_equations_that_explode():
    def chase(books):
        books["chase"] = books["flight"] + 1

    def flight(books):
        books["flight"] = books["chase"] * 1.5

    said = r"no-fixed-point: economy, period 1, (chase|flight): .* grows beyond all numbers"
    with pytest.raises(SimulationError, match=said):
        simulate(economy(chase, flight), 1)


def test_equations_that_jump_to_and_fro():
    def heads(books):
        books["heads"] = 1 - books["tails"]

    def tails(books):
        books["tails"] = books["heads"]

    with pytest.raises(SimulationError, match=r"no-fixed-point: economy, period 1, path 0: .* move: tails"):
        simulate(economy(heads, tails), 1)


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda books: books.pay("Alpha", "Beta", "grant", float("nan")), "not a finite number"),
        (lambda books: books.pay("Alpha", "Beta", "grant", np.ones(4)), "has 4 values"),
        (lambda books: books.pay("Alpha", "Delta", "grant", 1), "no party 'Delta'"),
        (lambda books: books.buy("Alpha", "Beta", "money", 1), "what one pays with"),
        (lambda books: books.buy("Alpha", "Beta", "gold", 1), "no instrument 'gold'"),
        (lambda books: books.parameter("mood"), "no parameter 'mood'"),
        (lambda books: [books.pay("Alpha", "Beta", "grant", 1) for _ in range(2)], "twice"),
    ],
)
def test_a_behaviour_that_makes_no_sense_is_named(act, said):
    def odd(books):
        act(books)

    with pytest.raises(MisuseError, match=said):
        simulate(economy(odd), 1, paths=2)


def test_what_a_behaviour_reads_it_can_not_change():
    def forge(books):
        books.opening("Beta", "money")[:] = 100

    with pytest.raises(ValueError, match="read-only"):
        simulate(economy(forge), 1)
