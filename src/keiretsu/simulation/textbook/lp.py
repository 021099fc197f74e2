"""LP: bonds whose price moves, so that wealth changes without a payment (chapter 5, model LP1).

Examples
--------
When the price of bonds falls from 20 to 15, households lose what nobody is paid.

>>> from keiretsu.simulation import simulate
>>> shock = {15: {"bill rate": 0.04, "bond price": 15}}
>>> run = simulate(MODEL, 60, start=START, changes=shock)
>>> run.revaluation("bonds", "households")[14:17, 0].round(2).tolist()
[0.0, -9.45, 0.0]
>>> run.revaluations(15).loc["bonds", ["households", "government"]].round(2).tolist()
[-9.45, 9.45]
"""

from __future__ import annotations

from keiretsu.simulation.books import Books
from keiretsu.simulation.records import Instrument, Model
from keiretsu.simulation.starting import Start
from keiretsu.simulation.textbook.symbols import flow, held, names, owed, parameters, variable

ROWS = {
    "alpha1": ("propensity to consume income", 0.8),
    "alpha2": ("propensity to consume wealth", 0.2),
    "lambda20": ("share of bills", 0.44196),
    "lambda22": ("response of bills to their rate", 1.1),
    "lambda23": ("response of bills to the return on bonds", 1.0),
    "lambda24": ("response of bills to income", 0.03),
    "lambda30": ("share of bonds", 0.3997),
    "lambda32": ("response of bonds to the bill rate", 1.0),
    "lambda33": ("response of bonds to their return", 1.1),
    "lambda34": ("response of bonds to income", 0.03),
    "theta": ("tax rate", 0.1938),
    "G": ("government spending", 20.0),
    "Rbar": ("bill rate", 0.03),
    "Pblbar": ("bond price", 20.0),
}


def government_spending(books: Books) -> None:
    """G is given."""
    spent = books.parameter("government spending")
    books.pay("government", "production", "government spending", spent)


def interest(books: Books) -> None:
    """R(-1) B(-1) on bills and 1 on each bond BL(-1); the central bank hands its profit over."""
    rate = books.last("bill rate")
    on_bills, profit = (rate * books.opening(holder, "bills") for holder in ("households", "central bank"))
    books["bill rate"] = books.parameter("bill rate")
    coupons = books.opening("households", "bonds") / books.last("bond price")
    books["interest earned"] = on_bills + coupons
    books.pay("government", "households", "interest on bills", on_bills)
    books.pay("government", "households", "interest on bonds", coupons)
    books.pay("government", "central bank", "interest on bills", profit)
    books.pay("central bank", "government", "central bank profits", profit)


def bond_market(books: Books) -> None:
    """CG = (Pbl - Pbl(-1)) BLh(-1): a new price makes bonds worth more or less."""
    units = books.opening("households", "bonds") / books.last("bond price")
    gain = (books.parameter("bond price") - books.last("bond price")) * units
    books["bond price"] = books.parameter("bond price")
    books["bond yield"] = 1 / books["bond price"]
    books["capital gains"] = gain
    books.revalue("households", "government", "bonds", gain)


def consumption(books: Books) -> None:
    """C = alpha1 YDe + alpha2 V(-1), where YDe = YD(-1) (5.7, 5.16)."""
    books["expected income"] = books.last("disposable income")
    money, in_bills, in_bonds = (books.opening("households", each) for each in ("money", "bills", "bonds"))
    books["opening wealth"] = money + in_bills + in_bonds
    of_income = books.parameter("propensity to consume income") * books["expected income"]
    of_wealth = books.parameter("propensity to consume wealth") * books["opening wealth"]
    books.pay("households", "production", "consumption", of_income + of_wealth)


def income(books: Books) -> None:
    """Y = C + G: all that is sold is paid out."""
    books["output"] = books.flow("consumption") + books.flow("government spending")
    books.pay("production", "households", "income", books["output"])


def taxes(books: Books) -> None:
    """T = theta (Y + interest), YD = Y - T + interest, V = V(-1) + YD - C + CG (5.2 to 5.4)."""
    earned = books["output"] + books["interest earned"]
    tax = books.parameter("tax rate") * earned
    books["disposable income"] = earned - tax
    unspent = books["opening wealth"] + books["capital gains"] - books.flow("consumption")
    books["wealth"] = unspent + books["disposable income"]
    books["expected wealth"] = unspent + books["expected income"]
    books.pay("households", "government", "taxes", tax)


def bills(books: Books) -> None:
    """Bh = (lambda20 + lambda22 R - lambda23 ER) Ve - lambda24 YDe."""
    share = books.parameter("share of bills")
    share = share + books.parameter("response of bills to their rate") * books["bill rate"]
    share = share - books.parameter("response of bills to the return on bonds") * books["bond yield"]
    less = books.parameter("response of bills to income") * books["expected income"]
    wanted = share * books["expected wealth"] - less
    books.buy("households", "government", "bills", wanted - books.opening("households", "bills"))


def bonds(books: Books) -> None:
    """Pbl BLh = (lambda30 - lambda32 R + lambda33 ER) Ve - lambda34 YDe."""
    share = books.parameter("share of bonds")
    share = share - books.parameter("response of bonds to the bill rate") * books["bill rate"]
    share = share + books.parameter("response of bonds to their return") * books["bond yield"]
    less = books.parameter("response of bonds to income") * books["expected income"]
    wanted = share * books["expected wealth"] - less
    books.buy("households", "government", "bonds", wanted - books.held("households", "bonds"))


def central_bank(books: Books) -> None:
    """Bcb = Bs - Bh: the central bank buys the bills that the government still must sell."""
    books.buy("central bank", "government", "bills", -books.held("government", "money"))


MODEL = Model(
    "LP",
    ("households", "production", "government", "central bank"),
    (
        Instrument("money", issuers=("central bank",), holders=("households",)),
        Instrument("bills", issuers=("government",), holders=("households", "central bank")),
        Instrument("bonds", issuers=("government",), holders=("households",)),
    ),
    (
        *(government_spending, interest, bond_market, consumption, income, taxes),
        *(bills, bonds, central_bank),
    ),
    parameters("Godley and Lavoie (2007), chapter 5", ROWS),
    outside=("rounding",),  # the book's opening stocks are rounded and differ by 0.001
)
START = Start(
    {
        "money": {"households": 20.124, "rounding": 0.001, "central bank": -20.125},
        "bills": {"households": 37.839, "central bank": 20.125, "government": -57.964},
        "bonds": {"households": 37.84, "government": -37.84},
    },
    {"bill rate": 0.03, "bond price": 20.0, "disposable income": 95.803},
)
PARAMETERS = names(ROWS)
SYMBOLS = {
    "Rb": variable("bill rate"),
    "Pbl": variable("bond price"),
    "Rbl": variable("bond yield"),
    "ERrbl": variable("bond yield"),
    "YDre": variable("expected income"),
    "C": flow("consumption"),
    "Y": variable("output"),
    "T": flow("taxes"),
    "YDr": variable("disposable income"),
    "CG": lambda run: run.revaluation("bonds", "households"),
    "V": variable("wealth"),
    "Ve": variable("expected wealth"),
    "Bh": held("households", "bills"),
    "BLh": lambda run: run.position("households", "bonds") / run.variable("bond price"),
    "BLs": lambda run: -run.position("government", "bonds") / run.variable("bond price"),
    "Hh": held("households", "money"),
    "Bs": owed("government", "bills"),
    "Bcb": held("central bank", "bills"),
    "Hs": owed("central bank", "money"),
}
