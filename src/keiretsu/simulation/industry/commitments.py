"""Customers pay at least what they signed for; suppliers build, and borrow, for what is signed."""

from __future__ import annotations

import numpy as np

from keiretsu.execution.jit import kernel
from keiretsu.measures.arrays import Floats
from keiretsu.measures.grouped import fraction_of
from keiretsu.simulation.books import Books
from keiretsu.simulation.industry import backlog, capacity, debts, free_money
from keiretsu.simulation.industry.backlog import Backlog
from keiretsu.simulation.industry.capacity import Capacity
from keiretsu.simulation.industry.debts import Debts
from keiretsu.simulation.industry.free_money import FreeMoney
from keiretsu.simulation.industry.grouping import gather_sum
from keiretsu.simulation.industry.mechanism import Mechanism
from keiretsu.simulation.industry.records import QUARTER, Holding, Industry, Outside, Places
from keiretsu.simulation.parameters import Parameter
from keiretsu.simulation.records import Behaviour


def make(industry: Industry) -> Behaviour:
    """Return the behaviour by which bills fall due, backlogs are worked off and suppliers build."""
    supplies, firms = industry.supplies, np.arange(len(industry.firms))
    others = np.full(len(firms), industry.outside(Outside.OTHERS))
    signed, built, owed = Backlog(industry), Capacity(industry), Debts(industry)
    purse, customers, edges = FreeMoney(industry), industry.groups[1], np.arange(len(supplies))

    def commitments(books: Books) -> None:
        a_year, outstanding = signed.a_year(books), books.opening_pairs(Holding.BACKLOG)
        books["due"] = due = _due(books, industry, a_year)
        worked_off = np.minimum(due, outstanding)
        ended = np.flatnonzero(signed.ends(books))
        worked_off[ended] = outstanding[ended]
        books.reprice(Holding.BACKLOG, edges, -worked_off, grounds=supplies.grounds)
        in_house = gather_sum(customers, books["in-house cost"], len(firms))
        books["costs"] = _costs(books, built.output(books, books["quantity"])) + in_house * books["alive"]
        wanted = built.wanted(books, np.maximum(books["orders"], a_year))
        capitalised = gather_sum(supplies.customer, books["capitalised"] * due, len(firms))
        build(books, wanted, capitalised, owed.room(books, a_year))

    def build(books: Books, wanted: Floats, capitalised: Floats, room: Floats) -> None:
        stands = np.maximum(books.holdings(Holding.CAPACITY)[: len(firms)], 0)
        worn = 1 - (1 - books.parameter("depreciation")) ** QUARTER
        gap = QUARTER * books.parameter("build speed") * np.maximum(wanted - stands, 0)
        plan = books.parameter("capital expenditure factor") * (worn * np.minimum(stands, wanted) + gap)
        bought = np.minimum(capitalised, plan)
        free, left = purse(books), (plan - bought) * books["alive"]
        own = np.minimum((1 - books.parameter("borrowed part of building")) * left, free)
        lent = np.minimum(left - own, room)
        books.exchange(Holding.LOANS, firms, lent)
        spent = lent + np.minimum(left - lent, free)
        books.transfer("capital expenditure", firms, others, spent, instrument=Holding.CAPACITY)
        books.reprice_held(Holding.CAPACITY, firms, bought * books["alive"] - worn * stands)

    return commitments


def _due(books: Books, industry: Industry, signed: Floats) -> Floats:
    """Return what each customer is to pay each supplier in the quarter: (edges, paths)."""
    due, take_or_pay = np.empty(signed.shape), np.ascontiguousarray(books.parameter("take-or-pay"))
    places = industry.supplies.customer, industry.supplies.supplier
    _charge(places, books["quantity"], books["input price"], books["alive"], signed, take_or_pay, due)
    return due


@kernel
def _charge(
    places: tuple[Places, Places],
    quantity: Floats,
    price: Floats,
    alive: Floats,
    signed: Floats,
    take_or_pay: Floats,
    due: Floats,
) -> None:
    for edge in range(len(due)):
        customer, supplier = places[0][edge], places[1][edge]
        for path in range(due.shape[1]):
            bought = price[supplier, path] * quantity[edge, path]
            bill = QUARTER * max(bought, take_or_pay[path] * signed[edge, path])
            due[edge, path] = bill * alive[customer, path] * alive[supplier, path]


def _costs(books: Books, output: Floats) -> Floats:
    """Return what each firm is to pay others, of which a part follows its output: (firms, paths)."""
    base, part = books["base revenue"], books.parameter("variable part of costs")
    level = fraction_of(output, base, 1.0)
    costs = books["base costs"] * (1 - part + part * level) * books.parameter("cost factor")
    return np.asarray(QUARTER * costs * books["alive"])


MECHANISM = Mechanism(
    name="commitments",
    about="Customers pay for what they get, and at least a part of what they have committed to; suppliers "
    "build for what is ordered and committed, from free money and loans; purchases that customers put on "
    "their balance sheets are a part of what these build.",
    equation="due = max(price x quantity, take-or-pay x backlog / years left) / 4; costs = base costs x "
    "(1 - v + v x output / base); building = worn + speed x (wanted - built)",
    source="Masten and Crocker (1985), take-or-pay; Jorgenson (1963), capital in proportion to output",
    make=make,
    parameters={
        "variable part of costs": Parameter(
            0.5,
            "the part of costs that follows output",
            "Anderson, Banker and Janakiraman (2003), Are Selling, General, and Administrative Costs "
            "Sticky: 0.55 when sales rise, 0.35 when they fall; other costs follow them more closely, "
            "by assumption",
            unit="share",
            least=0,
            most=1,
            likely=(0.35, 0.8),
        ),
        "depreciation": Parameter(
            1 / 6,
            "the part of capacity that wears out in a year",
            "useful life of servers in annual reports of 2023 and 2024: five to six years; the range is "
            "four to ten years, by assumption",
            unit="1/year",
            least=0,
            most=1,
            likely=(0.1, 0.25),
        ),
        "build speed": Parameter(
            2.0,
            "the part of missing capacity that is built in a year",
            "Koeva (2000), The Facts About Time-to-Build: a new plant takes about two years; firms "
            "begin before it is needed, and equipment takes less, so that it is faster by assumption",
            unit="1/year",
            least=0,
            most=4,
            likely=(1.0, 3.5),
        ),
        "borrowed part of building": Parameter(
            0.5,
            "the part of what it builds for which a firm borrows first",
            unit="share",
            least=0,
            most=1,
            likely=(0.2, 0.8),
        ),
        **backlog.PARAMETERS,
        **capacity.PARAMETERS,
        **free_money.PARAMETERS,
        **debts.PARAMETERS,
    },
)
