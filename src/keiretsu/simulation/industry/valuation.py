"""What shares are worth follows revenue, the growth that is still expected, and the mood of investors."""

from __future__ import annotations

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.measures.grouped import fraction_of
from keiretsu.simulation.books import Books
from keiretsu.simulation.industry import product_market
from keiretsu.simulation.industry.by_market import ByMarket, own_name
from keiretsu.simulation.industry.grouping import gather_sum, times_at
from keiretsu.simulation.industry.mechanism import Mechanism
from keiretsu.simulation.industry.quarters import first_day
from keiretsu.simulation.industry.records import QUARTER, Holding, Industry
from keiretsu.simulation.industry.stakes import Stakes
from keiretsu.simulation.parameters import Parameter
from keiretsu.simulation.records import Behaviour

GROWTH, FADING = "growth of demand", "fading of growth"
LEAST_GROWTH = 0.05  # a year, by which news are measured where less was expected


def make(industry: Industry) -> Behaviour:
    """Return the behaviour by which an industry's shares are valued."""
    issuer, supplier, firms = industry.equity.issuer, industry.supplies.supplier, len(industry.firms)
    pairs, stakes, growth = np.arange(len(issuer)), Stakes(industry), Growth(industry)

    def valuation(books: Books) -> None:
        if not stakes.are_counted(books):
            stakes.count(books, books.held_pairs(Holding.EQUITY))
        books["revenue"] = (gather_sum(supplier, books["paid"], firms) + books["end sales"]) / QUARTER
        books["expected growth"] = growth.learnt(books)
        stands = gather_sum(issuer, books.held_pairs(Holding.EQUITY), firms)
        part = 1 - np.exp(-QUARTER * books.parameter("speed of valuation"))
        worth = _worth(books, growth.still_to_come(books))
        moves = part * (worth - stands) * books["alive"]  # of the dead, what a write-down has left
        books.reprice(Holding.EQUITY, pairs, times_at(issuer, books["ownership"], moves))
        books["valuation"] = stands + moves

    return valuation


class Growth:
    """The growth that investors expect of each firm's market, and what of it is still to come.

    They begin with the industry's value, the same on all paths, and learn what holds on theirs. That growth
    fades they know.

    Parameters
    ----------
    industry
        The industry whose mechanism asks.
    """

    def __init__(self, industry: Industry) -> None:
        self._given, self._first = ByMarket(industry), _at_the_start(industry)

    def learnt(self, books: Books) -> Floats:
        """Return the rate at the start that investors now believe in: (firms, paths)."""
        before = self._first if books.period == 1 else books.last("expected growth")
        part = 1 - np.exp(-QUARTER * books.parameter("learning of growth"))
        return np.asarray(before + part * (self._given.of_firms(books, GROWTH) - before))

    def still_to_come(self, books: Books) -> Floats:
        """Return the growth that is expected now over that at the start, at least 0: (firms, paths).

        News are measured by the growth that was expected at the start, or by a least one.
        """
        news = (books["expected growth"] - self._first) / np.maximum(self._first, LEAST_GROWTH)
        left = np.exp(-self._given.of_firms(books, FADING) * books.period * QUARTER)
        return np.asarray(np.maximum(1 + news, 0) * left)


def _at_the_start(industry: Industry) -> Floats:
    """Return the rate at which each firm's market is known to grow on the first day: (firms, 1 or paths)."""
    day, known = first_day(1, industry.as_of), {**PARAMETERS, **industry.parameters}
    names = [own_name(GROWTH, industry.layers[place]) for place in industry.markets]
    rates = [known[name if name in known else GROWTH].at(day) for name in (*names, GROWTH)]
    row = np.where(industry.market >= 0, industry.market, len(names))
    return np.stack(np.broadcast_arrays(*(np.atleast_1d(rate) for rate in rates)))[row]


def _worth(books: Books, growth: Floats) -> Floats:
    """Return what all shares of each firm would be worth: (firms, paths)."""
    base, revenue, worth = books["base revenue"], books["revenue"], books["base valuation"]
    normal = np.minimum(books.parameter("normal multiple") * base, worth)
    level = fraction_of(revenue, base, 1.0)
    lasting = np.where(base > 0, normal + (worth - normal) * growth, worth)
    return np.asarray(lasting * level * books["sentiment"])


PARAMETERS = {
    GROWTH: product_market.PARAMETERS[GROWTH],
    FADING: product_market.PARAMETERS[FADING],
    "speed of valuation": Parameter(
        2.0,
        "how fast worth moves to what revenue and mood say",
        unit="1/year",
        least=0,
        most=50,
        likely=(0.7, 6.0),
    ),
    "normal multiple": Parameter(
        3.8,
        "worth over a year's revenue of a firm of which no growth is expected; what a firm is worth beyond "
        "it at the start, it is worth for its growth",
        "median of price to sales of the largest tenth of listed US firms; it is 2.2 for all of them "
        "(Damodaran, January 2025); the upper end is an assumption",
        unit="years",
        least=0,
        most=100,
        likely=(2.2, 5.0),
    ),
    "learning of growth": Parameter(
        1.0,
        "how fast investors learn how fast demand grows",
        "Cagan (1956), adaptive expectations; the numbers are an assumption",
        unit="1/year",
        least=0,
        most=50,
        likely=(0.3, 3.0),
    ),
}

MECHANISM = Mechanism(
    name="valuation",
    about="A firm's worth moves towards a multiple of revenue, times the mood of investors. The multiple is "
    "that of the start; what of it is above normal shrinks as the growth fades for which it is paid. A firm "
    "that sold nothing at the start keeps its worth, times the mood.",
    equation="V = V(-1) + (1 - exp(-speed / 4)) x (m x revenue x sentiment - V(-1)); m = normal + (V0 / "
    "revenue0 - normal) x expected growth / that of the start; m = V0 / revenue0 where that is below normal",
    source="Liu, Nissim and Thomas (2002), valuation by multiples; Fuller and Hsia (1984), A Simplified "
    "Common Stock Valuation Model: the H-model, in which what is paid above the normal multiple is in "
    "proportion to growth above normal; Baker and Wurgler (2006), sentiment",
    make=make,
    parameters=PARAMETERS,
)
