"""SIM: a government pays in its own money and taxes some of it back (chapter 3).

Examples
--------
The numbers are those of the book's table 3.4, whose period 2 is period 1 here.

>>> from keiretsu.simulation import simulate
>>> run = simulate(MODEL, 60)
>>> run.variable("output")[[1, 2, 60], 0].round(1).tolist()
[38.5, 47.9, 100.0]
>>> run.balance_sheet(1).loc["money"].round(1).tolist()
[12.3, 0.0, -12.3, 0.0]
"""

from __future__ import annotations

from keiretsu.simulation.books import Books
from keiretsu.simulation.records import Instrument, Model
from keiretsu.simulation.starting import Start
from keiretsu.simulation.textbook.symbols import flow, held, names, owed, paid, parameters, variable

ROWS = {
    "alpha1": ("propensity to consume income", 0.6),
    "alpha2": ("propensity to consume wealth", 0.4),
    "theta": ("tax rate", 0.2),
    "Gd": ("government spending", 20.0),
    "W": ("wage", 1.0),
}


def government_spending(books: Books) -> None:
    """G is given."""
    spent = books.parameter("government spending")
    books.pay("government", "production", "government spending", spent)


def wages(books: Books) -> None:
    """Y = C + G and N = Y / W: all that is sold is paid out as wages (3.10, 3.11)."""
    books["output"] = books.flow("consumption") + books.flow("government spending")
    books["employment"] = books["output"] / books.parameter("wage")
    books.pay("production", "households", "wages", books["employment"] * books.parameter("wage"))


def taxes(books: Books) -> None:
    """T = theta W N."""
    books.pay("households", "government", "taxes", books.parameter("tax rate") * books.flow("wages"))


def consumption(books: Books) -> None:
    """C = alpha1 YD + alpha2 H(-1), where YD = W N - T (3.5, 3.7)."""
    books["disposable income"] = books.flow("wages") - books.flow("taxes")
    of_income = books.parameter("propensity to consume income") * books["disposable income"]
    wealth = books.opening("households", "money")
    spent = of_income + books.parameter("propensity to consume wealth") * wealth
    books.pay("households", "production", "consumption", spent)


MODEL = Model(
    "SIM",
    ("households", "production", "government"),
    (Instrument("money", issuers=("government",), holders=("households",)),),
    (government_spending, wages, taxes, consumption),
    parameters("Godley and Lavoie (2007), chapter 3", ROWS),
)
START = Start()
PARAMETERS = names(ROWS)
SYMBOLS = {
    "Cs": flow("consumption"),
    "Cd": paid("households", "consumption"),
    "Gs": flow("government spending"),
    "Ts": paid("households", "taxes"),
    "Td": flow("taxes"),
    "Y": variable("output"),
    "YD": variable("disposable income"),
    "Nd": variable("employment"),
    "Ns": variable("employment"),
    "Hh": held("households", "money"),
    "Hs": owed("government", "money"),
}
