"""BMW: firms borrow from banks what they invest beyond depreciation (chapter 7).

Examples
--------
>>> from keiretsu.simulation import simulate
>>> run = simulate(MODEL, 300, start=START, changes={5: {"autonomous consumption": 30}})
>>> run.variable("output")[[4, 300], 0].round(3).tolist()
[160.0, 240.0]
>>> run.balance_sheet(4).loc[["capital", "loans"], "firms"].round(6).tolist()
[160.0, -160.0]
"""

from __future__ import annotations

from keiretsu.simulation.books import Books
from keiretsu.simulation.records import Instrument, Model
from keiretsu.simulation.starting import Start
from keiretsu.simulation.textbook.symbols import flow, held, names, owed, paid, parameters, variable

ROWS = {
    "alpha0": ("autonomous consumption", 20.0),
    "alpha1": ("propensity to consume income", 0.75),
    "alpha2": ("propensity to consume deposits", 0.1),
    "delta": ("depreciation rate", 0.1),
    "gamma": ("speed of adjustment of capital", 0.15),
    "kappa": ("capital per output", 1.0),
    "pr": ("productivity", 1.0),
    "Rlbar": ("rate on loans", 0.025),
}


def investment(books: Books) -> None:
    """Id = gamma (KT - K(-1)) + DA, where KT = kappa Y(-1) and DA = delta K(-1) (7.16 to 7.19)."""
    capital = books.opening("firms", "capital")
    books["depreciation"] = books.parameter("depreciation rate") * capital
    books["capital wanted"] = books.parameter("capital per output") * books.last("output")
    missing = books["capital wanted"] - capital
    invested = books.parameter("speed of adjustment of capital") * missing + books["depreciation"]
    books.buy("firms", "firms", "capital", invested)
    books.revalue("firms", None, "capital", -books["depreciation"])


def loans(books: Books) -> None:
    """L - L(-1) = Id - AF: banks lend what depreciation allowances don't pay for."""
    books.buy("banks", "firms", "loans", books.flow("capital") - books["depreciation"])


def interest(books: Books) -> None:
    """Rl(-1) L(-1) to banks, Rm(-1) M(-1) to households, where Rm = Rl (7.10, 7.20)."""
    rate = books.last("rate on loans")
    on_deposits = rate * books.opening("households", "deposits")
    books["rate on loans"] = books.parameter("rate on loans")
    books.pay("firms", "banks", "interest on loans", rate * books.opening("banks", "loans"))
    books.pay("banks", "households", "interest on deposits", on_deposits)


def wages(books: Books) -> None:
    """WB = Y - Rl(-1) L(-1) - AF, where Y = C + I; N = Y / pr and W = WB / N (7.5, 7.6, 7.14)."""
    books["output"] = books.flow("consumption") + books.flow("capital")
    wage_bill = books["output"] - books.flow("interest on loans") - books["depreciation"]
    books["employment"] = books["output"] / books.parameter("productivity")
    books["wage"] = wage_bill / books["employment"]
    books.pay("firms", "households", "wages", wage_bill)


def consumption(books: Books) -> None:
    """C = alpha0 + alpha1 YD + alpha2 M(-1), where YD = WB + Rm(-1) M(-1) (7.11, 7.15)."""
    books["disposable income"] = books.flow("wages") + books.flow("interest on deposits")
    of_income = books.parameter("propensity to consume income") * books["disposable income"]
    deposits = books.opening("households", "deposits")
    of_wealth = books.parameter("propensity to consume deposits") * deposits
    spent = books.parameter("autonomous consumption") + of_income + of_wealth
    books.pay("households", "firms", "consumption", spent)


MODEL = Model(
    "BMW",
    ("households", "firms", "banks"),
    (
        Instrument("deposits", issuers=("banks",), holders=("households",)),
        Instrument("capital", holders=("firms",)),
        Instrument("loans", issuers=("firms",), holders=("banks",)),
    ),
    (investment, loans, interest, consumption, wages),
    parameters("the vignette gl5-bmw of the R package sfcr", ROWS),
)
START = Start(
    {
        "deposits": {"households": 160.0, "banks": -160.0},
        "capital": {"firms": 160.0},
        "loans": {"banks": 160.0, "firms": -160.0},
    },
    {"output": 160.0, "rate on loans": 0.025},
)
PARAMETERS = names(ROWS)
SYMBOLS = {
    "Rl": variable("rate on loans"),
    "Rm": variable("rate on loans"),
    "AF": variable("depreciation"),
    "DA": lambda run: -run.revaluation("capital", "firms"),
    "KT": variable("capital wanted"),
    "Id": flow("capital"),
    "Is": flow("capital"),
    "K": held("firms", "capital"),
    "Ld": owed("firms", "loans"),
    "Ls": held("banks", "loans"),
    "Ms": owed("banks", "deposits"),
    "Mh": held("households", "deposits"),
    "Cs": flow("consumption"),
    "Cd": paid("households", "consumption"),
    "Y": variable("output"),
    "WBd": paid("firms", "wages"),
    "WBs": flow("wages"),
    "Nd": variable("employment"),
    "Ns": variable("employment"),
    "W": variable("wage"),
    "YD": variable("disposable income"),
}
