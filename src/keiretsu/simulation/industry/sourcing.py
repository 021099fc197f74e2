"""Customers move to better offers, slowed by the cost of switching and bound by what they signed."""

from __future__ import annotations

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.measures.grouped import fraction_of
from keiretsu.simulation.books import Books
from keiretsu.simulation.industry import backlog, capacity
from keiretsu.simulation.industry.backlog import Backlog
from keiretsu.simulation.industry.capacity import Capacity
from keiretsu.simulation.industry.choosing import bind, choose_shares, honour, ration
from keiretsu.simulation.industry.grouping import share_within, times_at
from keiretsu.simulation.industry.mechanism import Mechanism
from keiretsu.simulation.industry.records import Industry, Places
from keiretsu.simulation.parameters import Parameter
from keiretsu.simulation.records import Behaviour


def make(industry: Industry) -> Behaviour:
    """Return the behaviour of an industry's customers."""
    supplies, (bounds, customers, layers) = industry.supplies, industry.groups
    signed, built = Backlog(industry), Capacity(industry)

    def sourcing(books: Books) -> None:
        needed = books["need"] * (1 - books["in-house share"]) * books["alive"][customers]
        offers = _offers(books)[supplies.supplier]
        bind(bounds, books["exclusive"], offers)
        shares = choose_shares(
            bounds,
            offers,
            share_within(bounds, books["base spend"]) + books.parameter("entry weight"),
            books["share"],
            needed,
            books.parameter("price sensitivity"),
            _speed(books, layers),
        )
        efficiency = books.parameter("efficiency")
        least = times_at(supplies.supplier, signed.least(books), fraction_of(1.0, books["input price"]))
        taken = honour(bounds, shares, needed, times_at(supplies.supplier, least, efficiency))
        # Who takes nothing would still take it from the same
        books["share"] = share_within(bounds, taken, otherwise=shares)
        books["orders"] = orders = times_at(supplies.supplier, taken, fraction_of(1.0, efficiency))
        books["quantity"] = ration(supplies.supplier, orders, least, built.room(books))

    return sourcing


def _offers(books: Books) -> Floats:
    """Return each firm's price for what a unit does; infinite if it is dead or does nothing."""
    price, efficiency = books["input price"], books.parameter("efficiency")
    offers = np.full(np.broadcast_shapes(price.shape, efficiency.shape), np.inf)
    np.divide(price, efficiency, out=offers, where=(efficiency > 0) & (books["alive"] > 0))
    return offers


def _speed(books: Books, layers: Places) -> Floats:
    """Return the part of the way that is gone: that with the least sum of squared misses and moves."""
    factor, cost = books.parameter("switching factor")[layers], books.parameter("cost of switching")
    slowed = np.multiply(cost, factor, out=np.zeros_like(factor), where=factor > 0)  # also 0 times infinity
    return np.asarray(1 / (1 + slowed))


MECHANISM = Mechanism(
    name="sourcing",
    about="Customers of a layer move to better offers, slowed by the cost of switching; they first take what "
    "they have committed to, and suppliers first deliver it when they have to ration.",
    equation="x = (x* + c x(-1)) / (1 + c), x* ~ w exp(-b price / efficiency); exclusive: x = 1; "
    "quantity = min(x (1 - in-house share) need / efficiency, capacity)",
    source="McFadden (1974), choice among offers; Nerlove (1958), partial adjustment; Klemperer (1987), "
    "the cost of switching",
    make=make,
    parameters={
        "price sensitivity": Parameter(
            3.0,
            "by how many per cent an offer loses weight if it is 1 % dearer",
            "Broda and Weinstein (2006): median elasticity of substitution among goods of a kind, about "
            "3; Boehm, Levchenko and Pandalai-Nayar (2023), The Long and Short (Run) of Trade "
            "Elasticities: 1.75 to 2.25; Simonovska and Waugh (2014), The Elasticity of Trade: about 4",
            least=0,
            likely=(1.75, 5.0),
        ),
        "cost of switching": Parameter(
            8.0,
            "weight of moving shares, beside that of missing the best ones; at 8 a ninth of the way is gone",
            "Boehm, Levchenko and Pandalai-Nayar (2023), The Long and Short (Run) of Trade "
            "Elasticities: 0.76 in a year of 1.75 to 2.25 in the long run is a tenth to an eighth of "
            "the way a quarter; the range is an assumption",
            least=0,
            likely=(4.0, 15.0),
        ),
        **capacity.PARAMETERS,
        **backlog.PARAMETERS,
    },
)
