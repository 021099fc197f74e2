"""What inputs each firm wants."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.measures.grouped import fraction_of
from keiretsu.simulation.books import Books
from keiretsu.simulation.industry import free_money
from keiretsu.simulation.industry.by_market import ByMarket
from keiretsu.simulation.industry.capacity import Capacity
from keiretsu.simulation.industry.free_money import FreeMoney
from keiretsu.simulation.industry.grouping import gather_sum
from keiretsu.simulation.industry.mechanism import Mechanism
from keiretsu.simulation.industry.records import QUARTER, Holding, Industry
from keiretsu.simulation.parameters import Parameter
from keiretsu.simulation.records import Behaviour

PARAMETERS: Mapping[str, Parameter] = {
    "rate of interest": free_money.PARAMETERS["rate of interest"],
    "planned growth": Parameter(
        0.06,
        "rate at which a firm that supplies no firm means to buy more inputs, in a normal mood of investors",
        "as the growth of demand",
        unit="1/year",
        least=-1,
        most=3,
        likely=(0.0, 0.12),
    ),
    "fading of planned growth": Parameter(
        0.2,
        "rate at which that rate itself falls",
        "as the fading of growth",
        unit="1/year",
        least=0,
        most=5,
        likely=(0.05, 0.5),
    ),
    "inputs of sales": Parameter(
        0.8,
        "the part of its sales that a firm means to pay for inputs at most; one that has bought more ahead "
        "of its sales buys no more until these have caught up",
        unit="share",
        least=0,
        most=10,
        likely=(0.6, 1.0),
    ),
    "runway for growth": Parameter(
        0.5,
        "for how long money must last for a firm to go by its plan; with less it grows less, or shrinks",
        unit="years",
        least=0,
        most=5,
        likely=(0.25, 1.5),
    ),
    "speed of cutting": Parameter(
        1.0,
        "rate at which a firm without money cuts what it wants",
        unit="1/year",
        least=0,
        most=20,
        likely=(0.5, 2.0),
    ),
}


def make(industry: Industry) -> Behaviour:
    """Return the behaviour that sets what firms want."""
    firms, group, supplier = len(industry.firms), industry.supplies.group, industry.supplies.supplier
    customer, coverage, buyer = industry.groups[1], Coverage(industry), industry.supplies.customer
    capacity, given = Capacity(industry), ByMarket(industry)

    def behaviour(books: Books) -> None:
        before = books["activity"]
        supplies_firms = gather_sum(supplier, books["base spend"], firms) > 0
        output, base = capacity.output(books, books["quantity"]), books["base revenue"]
        ordered = fraction_of(output, base, 1.0)
        wanted = np.where(supplies_firms, ordered, before * np.exp(_plan(books, given) * QUARTER))
        wanted = _after_catching_up(books, output, gather_sum(buyer, books["base spend"], firms), wanted)
        covered = coverage(books)
        more, less = np.maximum(wanted - before, 0.0), np.minimum(wanted - before, 0.0)
        cut = np.exp(-books.parameter("speed of cutting") * QUARTER * (1.0 - covered))
        alive = books["alive"]
        books["activity"] = np.where(alive > 0, (before + covered * more + less) * cut, before)
        wanted_by = books["activity"] * books.parameter("need factor") * alive
        base_need = gather_sum(group, books["base spend"], len(customer))
        books["need"] = base_need * wanted_by[customer]

    return behaviour


class Coverage:
    """How well a firm's money covers what it burns.

    Burn is what it must pay for inputs, costs and loans less what firms and end customers pay it, by the
    bills of the quarter before and the sales of this one.

    Parameters
    ----------
    industry
        The industry whose mechanism asks.
    """

    def __init__(self, industry: Industry) -> None:
        self._firms, self._free = len(industry.firms), FreeMoney(industry)

    def __call__(self, books: Books) -> Floats:
        """Return money as a share, up to 1, of what the runway wants; 1 where nothing is burnt."""
        bills = self._free.bills(books)
        burn = np.maximum(bills.owed - bills.to_come - books["end sales"], 0.0) / QUARTER
        wanted = burn * books.parameter("runway for growth")
        money = np.maximum(books.holdings(Holding.MONEY)[: self._firms], 0.0)
        return np.clip(fraction_of(money, wanted, 1.0), 0.0, 1.0)


def _after_catching_up(books: Books, output: Floats, bought: Floats, wanted: Floats) -> Floats:
    """Return what is wanted, at the start's level for who has bought ahead until its sales need more."""
    base, meant = books["base revenue"], books.parameter("inputs of sales")
    is_ahead = (base > 0) & (bought > meant * base)
    needed = np.divide(meant * output, bought, out=np.ones_like(wanted), where=is_ahead)
    return np.where(is_ahead, np.maximum(needed, 1.0), wanted)


def _plan(books: Books, given: ByMarket) -> Floats:
    """Return the rate a year at which firms mean to grow."""
    fading = given.of_firms(books, "fading of planned growth") * (books.period - 1) * QUARTER
    return given.of_firms(books, "planned growth") * np.exp(-fading) * books["sentiment"]


MECHANISM = Mechanism(
    "budget",
    "Suppliers buy inputs in proportion to what they deliver, other firms by plan; who has bought ahead "
    "waits for its sales to catch up; all buy less as their money runs out.",
    "wanted = deliveries and end sales over those of the start for suppliers, else activity x "
    "exp(planned growth x sentiment x quarter); max(1, inputs of sales x sales / purchases at the start) for "
    "who then bought more than that part of its sales; activity = (activity + coverage x rise, or + fall) x "
    "exp(-speed of cutting x (1 - coverage) x quarter), coverage = min(1, money / (runway x burn)); "
    "need = need at the start x activity x lever",
    "Leontief (1936), Quantitative Input and Output Relations, for derived demand; Fazzari, Hubbard and "
    "Petersen (1988), Financing Constraints and Corporate Investment, for spending that follows money",
    make,
    PARAMETERS,
)
