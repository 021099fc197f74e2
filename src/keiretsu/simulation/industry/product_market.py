"""What end customers buy from whom, and at what price."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.measures.grouped import fraction_of
from keiretsu.simulation.books import Books
from keiretsu.simulation.industry import capacity
from keiretsu.simulation.industry.by_market import ByMarket
from keiretsu.simulation.industry.capacity import Capacity
from keiretsu.simulation.industry.grouping import gather_sum
from keiretsu.simulation.industry.input_costs import unit_cost
from keiretsu.simulation.industry.mechanism import Mechanism
from keiretsu.simulation.industry.price_competition import compete
from keiretsu.simulation.industry.records import QUARTER, Industry, Outside, Places
from keiretsu.simulation.industry.sellers import Sellers, largest_within, rows_at
from keiretsu.simulation.parameters import Parameter
from keiretsu.simulation.records import Behaviour

IDENTICAL = 1e-6  # of the price at the start: products that differ by no more are taken to be the same

PARAMETERS = {
    **capacity.PARAMETERS,
    "differentiation": Parameter(
        0.3,
        "sigma: by which part of the price at the start a product must be dearer to have its odds "
        "of being chosen divided by e; less where a firm's margin would be too large",
        "De Loecker, Eeckhout and Unger (2020), The Rise of Market Power and the Macroeconomic "
        "Implications: mark-ups of US firms of 21 % in 1980 and 61 % now, margins of 17 and 38 %, "
        "which are sigmas of 0.14 and 0.3 with a fifth of the market",
        least=0,
        most=10,
        likely=(0.14, 0.45),
    ),
    "largest margin": Parameter(
        0.6,
        "price less cost of a unit that a firm has at the start at most, as a part of the price",
        least=0.01,
        most=1,
        likely=(0.4, 0.75),
    ),
    "value of capability": Parameter(
        0.5,
        "what customers pay more for a product of which the log of capability is larger by 1, as a "
        "part of the price at the start",
        least=0,
        most=10,
        likely=(0.2, 1.0),
    ),
    "open share": Parameter(
        0.15,
        "share of a market's customers who at the start do without the firms: open products, or nothing",
        least=0.001,
        most=0.99,
        likely=(0.05, 0.35),
    ),
    "lag of open products": Parameter(
        1.0,
        "time constant with which open products follow the most capable product",
        "Cottier, You, Martemianova and Owen (2024): the best open models are about a year behind, "
        "5 to 22 months by benchmark",
        unit="years",
        least=0,
        most=20,
        likely=(0.4, 1.8),
    ),
    "growth of demand": Parameter(
        0.06,
        "rate at which demand grows at the start",
        "an industry that grows with the economy: nominal US output grew by 6.5 % a year from 1947 "
        "to 2015, and by 4.8 % in the last 30 of these years (Gavekal Capital 2015, US GDP Growth "
        "Over Time); the range is an assumption",
        unit="1/year",
        least=-1,
        most=3,
        likely=(0.0, 0.12),
    ),
    "fading of growth": Parameter(
        0.2,
        "rate at which that rate itself falls (Gompertz curve)",
        "Chan, Karceski and Lakonishok (2003), The Level and Persistence of Growth Rates: high "
        "growth does not persist beyond chance; the numbers are an assumption",
        unit="1/year",
        least=0,
        most=5,
        likely=(0.05, 0.5),
    ),
    "volatility of demand": Parameter(
        0.1,
        "standard deviation of a year's shocks to the log of demand",
        unit="1/year^0.5",
        least=0,
        most=2,
        likely=(0.03, 0.2),
    ),
    "volatility of appeal": Parameter(
        0.1,
        "standard deviation of a year's shocks to a product's utility",
        unit="1/year^0.5",
        least=0,
        most=5,
        likely=(0.03, 0.3),
    ),
    "persistence of shocks": Parameter(
        0.5,
        "part of a shock to demand or appeal that is left after a year",
        least=0,
        most=1,
        likely=(0.2, 0.9),
    ),
}


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """What makes everybody's price 1 and everybody's sales those of the start.

    The shares are inverted for what customers see in a product beside its capability and price (Berry
    1994), the first-order condition of prices for cost (Berry, Levinsohn and Pakes 1995).

    Parameters
    ----------
    sigma
        Differentiation: (markets, paths).
    cost
        Of a unit: (sellers, paths).
    taste
        Log of the share over that of the open products; -inf for who sells nothing: (sellers, paths).
    size
        What customers would pay a year if all bought from the firms at a price of 1: (sellers, paths).
    margin
        Price less cost, the mean over what is sold: (markets, paths).
    """

    sigma: Floats
    cost: Floats
    taste: Floats
    size: Floats
    margin: Floats

    @classmethod
    def of(
        cls,
        sellers: Sellers,
        sales: Floats,
        differentiation: Floats,
        open_share: Floats,
        largest_margin: Floats,
    ) -> Calibration:
        """Return the calibration to a year's sales at the start.

        Parameters
        ----------
        sellers
            Who sells in which market.
        sales
            Money per year: (sellers, paths).
        differentiation, open_share, largest_margin
            One for all markets, (paths,), or by market.
        """
        others = rows_at(open_share, sellers.market)
        total = gather_sum(sellers.market, sales, sellers.markets)[sellers.market]
        share = fraction_of(sales, total) * (1.0 - others)
        rivals = 1.0 - largest_within(sellers.bounds, share)
        sigma = np.clip(differentiation, IDENTICAL, largest_margin * rivals)
        with np.errstate(divide="ignore"):
            taste = np.log(share / others)
        margins = sigma[sellers.market] / (1.0 - share)
        sold = gather_sum(sellers.market, share, sellers.markets)
        earned = gather_sum(sellers.market, share * margins, sellers.markets)
        margin = fraction_of(earned, sold)
        return cls(sigma, 1.0 - margins, taste, total / (1.0 - others), margin)


def make(industry: Industry) -> Behaviour:
    """Return the behaviour of an industry's end markets."""
    sellers, cost_multiple, given = Sellers.of(industry), unit_cost(industry), ByMarket(industry)
    firms, of, built = sellers.firms, sellers.market, Capacity(industry)
    customers = np.full(len(firms), industry.outside(Outside.CUSTOMERS))

    def behaviour(books: Books) -> None:
        _grow(books, given)
        _shake(books, given)
        _follow(books, sellers, given)
        start = Calibration.of(
            sellers,
            books["base sales"][firms],
            given(books, "differentiation"),
            given(books, "open share"),
            given(books, "largest margin"),
        )
        sigma = np.maximum(start.sigma * books.parameter("differentiation factor"), IDENTICAL)
        cost = start.cost * cost_multiple(books)[firms]
        value = given(books, "value of capability")
        reach = _reach(books, sellers, start, sigma, cost, value)
        last = books["product price"]
        guess = (last[firms] - cost) / sigma[of] - 1.0
        excess = compete(sellers.bounds, reach, _outside(books, start, sigma, value), guess)
        share = excess / (1.0 + excess)
        price = np.where(np.isfinite(reach), cost + sigma[of] * (1.0 + excess), last[firms])
        wanted = _among(np.zeros_like(last), firms, start.size * _demand(books)[of] * share)
        sales = (wanted * built.served(books, wanted))[firms] * price * QUARTER
        books["end orders"] = wanted
        books["market share"] = _among(np.zeros_like(last), firms, share)
        books["product price"] = _among(last, firms, price)
        books["end sales"] = _among(np.zeros_like(last), firms, sales)
        books.transfer("end sales", customers, firms, sales)

    return behaviour


def _grow(books: Books, given: ByMarket) -> None:
    """Let demand grow, at a rate that fades."""
    rate, fading = given(books, "growth of demand"), given(books, "fading of growth")
    now = rate * np.exp(-fading * (books.period - 1) * QUARTER)
    years = fraction_of(-np.expm1(-fading * QUARTER), fading, QUARTER)
    books["trend"] = books.last("trend") + now * years


def _shake(books: Books, given: ByMarket) -> None:
    """Let shocks to demand and appeal come and fade."""
    left = books.parameter("persistence of shocks") ** QUARTER
    for name, shock in {"demand": "market shock", "appeal": "firm shock"}.items():
        volatility = given(books, f"volatility of {name}") * QUARTER**0.5
        books[name] = left * books.last(name) + volatility * books.parameter(shock)


def _follow(books: Books, sellers: Sellers, given: ByMarket) -> None:
    """Let open products follow the most capable one."""
    lag = given(books, "lag of open products")
    years = fraction_of(QUARTER, lag, np.inf)
    before, frontier = books.last("open capability"), sellers.frontier(books["capability"])
    books["open capability"] = before + (1.0 - np.exp(-years)) * (frontier - before)


def _reach(
    books: Books, sellers: Sellers, start: Calibration, sigma: Floats, cost: Floats, value: Floats
) -> Floats:
    """Return the utility of each product at a price of what it costs; -inf for who sells none."""
    firms, of = sellers.firms, sellers.market
    worth = rows_at(value, of) * books["capability"][firms]
    reach = (worth + 1.0 - cost) / sigma[of] + start.taste + books["appeal"][firms]
    return np.where(books["alive"][firms] > 0, reach, -np.inf)


def _outside(books: Books, start: Calibration, sigma: Floats, value: Floats) -> Floats:
    """Return the utility of buying from no firm: (markets, paths).

    The less products differ, the nearer come open ones, which are sold at the mean firm's cost, to theirs.
    """
    worth = value * books["open capability"]
    worth = worth + (1.0 - books.parameter("differentiation factor")) * start.margin
    return np.asarray(worth / sigma + books.parameter("appeal of open products"))


def _demand(books: Books) -> Floats:
    """Return demand as a multiple of that of the start: (markets, paths)."""
    return np.asarray(books.parameter("demand factor") * np.exp(books["trend"] + books["demand"]))


def _among(others: Floats, firms: Places, rows: Floats) -> Floats:
    """Return an array of all firms, in which some have new rows."""
    whole = np.array(others)
    whole[firms] = rows
    return whole


MECHANISM = Mechanism(
    "product_market",
    "End customers choose among the firms' products and open ones; firms set the prices that earn them most.",
    "s_i = exp(v_i) / (exp(v_0) + sum_j exp(v_j)), v_i = (value x capability_i + 1 - p_i) / sigma + taste_i "
    "+ appeal_i, v_0 = (value x open capability + (1 - differentiation factor) x mean margin) / sigma + "
    "lever; p_i = c_i + sigma / (1 - s_i) for all firms at once; sales_i = size x demand x s_i x p_i, less "
    "if capacity is short; at the start p_i = 1 and taste_i = log(s_i / s_0)",
    "Anderson, de Palma and Thisse (1992), Discrete Choice Theory of Product Differentiation; Berry (1994), "
    "Estimating Discrete-Choice Models of Product Differentiation; Nocke and Schutz (2018), "
    "Multiproduct-Firm Oligopoly",
    make,
    PARAMETERS,
)
