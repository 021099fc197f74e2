"""What customers make themselves instead of buying it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.measures.grouped import fraction_of
from keiretsu.simulation.books import Books
from keiretsu.simulation.industry import free_money
from keiretsu.simulation.industry.free_money import FreeMoney
from keiretsu.simulation.industry.grouping import gather_sum
from keiretsu.simulation.industry.input_costs import price_of_need
from keiretsu.simulation.industry.mechanism import Mechanism
from keiretsu.simulation.industry.records import QUARTER, Holding, Industry, Outside
from keiretsu.simulation.parameters import Parameter
from keiretsu.simulation.records import Behaviour

PARAMETERS: Mapping[str, Parameter] = {
    **free_money.PARAMETERS,
    "running cost of own supply": Parameter(
        0.4,
        "what making a unit costs, without capital, over the price of the start",
        least=0,
        most=5,
        likely=(0.2, 0.6),
    ),
    "capital of own supply": Parameter(
        2.0,
        "what must be built to make what a year's spend at the start buys",
        unit="years",
        least=0,
        most=20,
        likely=(1.0, 4.0),
    ),
    "charge on own capital": Parameter(
        0.35,
        "return and wear that own capital must earn",
        unit="1/year",
        least=0,
        most=2,
        likely=(0.2, 0.45),
    ),
    "response to own saving": Parameter(
        1.0,
        "share of its need that a customer would make for each part by which buying is dearer",
        least=0,
        most=100,
        likely=(0.3, 3.0),
    ),
    "speed of own building": Parameter(
        0.25,
        "share of its need that a customer can build for in a year",
        "at most 0.5, as a new plant takes about two years (Koeva 2000, The Facts About "
        "Time-to-Build); the rest is an assumption",
        unit="1/year",
        least=0,
        likely=(0.1, 0.5),
    ),
}


def make(industry: Industry) -> Behaviour:
    """Return the behaviour that builds own supply."""
    customer, firms, price = industry.groups[1], len(industry.firms), price_of_need(industry)
    free, everybody = FreeMoney(industry), np.arange(len(industry.firms))
    others = np.full(firms, industry.outside(Outside.OTHERS))

    def behaviour(books: Books) -> None:
        need, had = books["need"], _built(books)
        missing = np.clip(
            _goal(books, price(books)) - had, 0.0, books.parameter("speed of own building") * QUARTER
        )
        bill = books.parameter("capital of own supply") * missing * need
        bills = gather_sum(customer, bill, firms)
        paid = np.minimum(bills, free(books))
        part = fraction_of(paid, bills, 1.0)
        share = had + missing * part[customer]
        books["in-house share"] = share
        books["in-house cost"] = books.parameter("running cost of own supply") * share * need * QUARTER
        books.transfer("own supply", everybody, others, paid, instrument=Holding.CAPACITY)

    return behaviour


def _built(books: Books) -> Floats:
    """Return the share of today's need that a customer can make with what it has built."""
    need, share = books["need"], books["in-house share"]
    made = share * books.last("need")
    return np.minimum(fraction_of(made, need, share), 1.0)


def _goal(books: Books, price: Floats) -> Floats:
    """Return the share of its need that a customer would make: by its strategy, or because it pays.

    What was bought at the start was not dearer than what it would have cost to make.
    """
    charge = books.parameter("charge on own capital") * books.parameter("capital of own supply")
    cost = np.maximum(books.parameter("running cost of own supply") + charge, 1.0)
    paying = books.parameter("response to own saving") * (price / cost - 1.0)
    return np.clip(np.maximum(paying, books.parameter("in-house target")), 0.0, 1.0)


MECHANISM = Mechanism(
    "make_or_buy",
    "A customer builds its own supply as far as its strategy says or buying is dearer, and its money allows.",
    "goal = max(lever, response x (price / own cost - 1)), own cost = max(1, running cost + charge x "
    "capital); the share made rises to it by at most speed x quarter, for which capital x rise x need is "
    "paid to others; cost in the quarter = running cost x share x need x quarter",
    "Coase (1937), The Nature of the Firm; Jorgenson (1963), Capital Theory and Investment Behavior, for the "
    "charge on capital",
    make,
    PARAMETERS,
)
