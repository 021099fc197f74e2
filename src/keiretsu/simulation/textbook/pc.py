"""PC: households choose between money and bills, the central bank buys the rest (chapter 4).

Examples
--------
A higher rate on bills raises income in the long run.

>>> from keiretsu.simulation import simulate
>>> run = simulate(MODEL, 100, start=START, changes={5: {"bill rate": 0.035}})
>>> run.variable("output")[[4, 5, 100], 0].round(2).tolist()
[106.49, 106.49, 110.09]
"""

from __future__ import annotations

from keiretsu.simulation.books import Books
from keiretsu.simulation.records import Instrument, Model
from keiretsu.simulation.starting import Start
from keiretsu.simulation.textbook.symbols import flow, held, names, owed, parameters, variable

ROWS = {
    "alpha1": ("propensity to consume income", 0.6),
    "alpha2": ("propensity to consume wealth", 0.4),
    "theta": ("tax rate", 0.2),
    "lambda0": ("share of bills", 0.635),
    "lambda1": ("response of bills to their rate", 5.0),
    "lambda2": ("response of bills to income", 0.01),
    "G": ("government spending", 20.0),
    "Rbar": ("bill rate", 0.025),
}


def government_spending(books: Books) -> None:
    """G is given."""
    spent = books.parameter("government spending")
    books.pay("government", "production", "government spending", spent)


def interest(books: Books) -> None:
    """R(-1) B(-1) on each holding; the central bank hands its profit over. R is given."""
    rate = books.last("bill rate")
    earned, profit = (rate * books.opening(holder, "bills") for holder in ("households", "central bank"))
    books["bill rate"] = books.parameter("bill rate")
    books["interest earned"] = earned
    books.pay("government", "households", "interest", earned)
    books.pay("government", "central bank", "interest", profit)
    books.pay("central bank", "government", "central bank profits", profit)


def income(books: Books) -> None:
    """Y = C + G: all that is sold is paid out."""
    books["output"] = books.flow("consumption") + books.flow("government spending")
    books.pay("production", "households", "income", books["output"])


def taxes(books: Books) -> None:
    """T = theta (Y + R(-1) Bh(-1))."""
    taxed = books["output"] + books["interest earned"]
    books.pay("households", "government", "taxes", books.parameter("tax rate") * taxed)


def consumption(books: Books) -> None:
    """C = alpha1 YD + alpha2 V(-1), where YD = Y - T + R(-1) Bh(-1) (4.2, 4.5)."""
    books["disposable income"] = books["output"] - books.flow("taxes") + books["interest earned"]
    of_income = books.parameter("propensity to consume income") * books["disposable income"]
    wealth = books.opening("households", "money") + books.opening("households", "bills")
    spent = of_income + books.parameter("propensity to consume wealth") * wealth
    books["wealth"] = wealth + books["disposable income"] - spent
    books.pay("households", "production", "consumption", spent)


def portfolio(books: Books) -> None:
    """Bh = (lambda0 + lambda1 R) V - lambda2 YD; what is left of wealth V is money (4.4, 4.6, 4.7)."""
    share = books.parameter("share of bills")
    share = share + books.parameter("response of bills to their rate") * books["bill rate"]
    less = books.parameter("response of bills to income") * books["disposable income"]
    wanted = share * books["wealth"] - less
    books.buy("households", "government", "bills", wanted - books.opening("households", "bills"))


def central_bank(books: Books) -> None:
    """Bcb = Bs - Bh: the central bank buys the bills that the government still must sell."""
    books.buy("central bank", "government", "bills", -books.held("government", "money"))


MODEL = Model(
    "PC",
    ("households", "production", "government", "central bank"),
    (
        Instrument("money", issuers=("central bank",), holders=("households",)),
        Instrument("bills", issuers=("government",), holders=("households", "central bank")),
    ),
    (government_spending, interest, income, taxes, consumption, portfolio, central_bank),
    parameters("Godley and Lavoie (2007), chapter 4", ROWS),
)
_BILLS, _MONEY = 64.86486486486487, 21.62162162162162  # where nothing moves any more
START = Start(
    {
        "money": {"households": _MONEY, "central bank": -_MONEY},
        "bills": {"households": _BILLS, "central bank": _MONEY, "government": -_BILLS - _MONEY},
    },
    {"bill rate": 0.025},
)
PARAMETERS = names(ROWS)
SYMBOLS = {
    "R": variable("bill rate"),
    "Y": variable("output"),
    "T": flow("taxes"),
    "YD": variable("disposable income"),
    "C": flow("consumption"),
    "V": variable("wealth"),
    "Bh": held("households", "bills"),
    "Hh": held("households", "money"),
    "Bs": owed("government", "bills"),
    "Bcb": held("central bank", "bills"),
    "Hs": owed("central bank", "money"),
}
