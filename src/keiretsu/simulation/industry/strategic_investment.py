"""Suppliers fund their customers: as promised, from the margin on what comes back, and for their share."""

from __future__ import annotations

import numpy as np

from keiretsu.execution.jit import kernel
from keiretsu.measures.arrays import Floats
from keiretsu.measures.grouped import fraction_of
from keiretsu.simulation.books import Books
from keiretsu.simulation.industry import free_money
from keiretsu.simulation.industry.free_money import Bills, FreeMoney
from keiretsu.simulation.industry.grouping import gather_sum, share_within, times_at
from keiretsu.simulation.industry.mechanism import Mechanism
from keiretsu.simulation.industry.records import QUARTER, Holding, Industry, Places
from keiretsu.simulation.industry.stakes import Stakes
from keiretsu.simulation.parameters import Parameter
from keiretsu.simulation.records import Behaviour


def make(industry: Industry) -> Behaviour:
    """Return the behaviour by which an industry's firms invest in each other."""
    purse, stakes, count = FreeMoney(industry), Stakes(industry), len(industry.names)
    holder, issuer, years = stakes.holder, stakes.issuer, industry.equity.years[:, None]
    pairs = np.arange(len(issuer))

    def strategic_investment(books: Books) -> None:
        bills = purse.bills(books)
        to_come = stakes.of_suppliers(_comes_back(books, industry, _margin(books, bills)))
        lasts = np.clip(years - (books.period - 1) * QUARTER, 0, QUARTER)
        wanted = lasts * books["base funding"] + to_come
        wanted *= books["may invest"] * books.parameter("investment factor")
        alive = np.concatenate([books["alive"], np.ones((count - stakes.firms, books.paths))])
        if not books["alive"].all():
            wanted = times_at(issuer, times_at(holder, wanted, alive), alive)
        total = gather_sum(holder, wanted, count)
        part = np.ones_like(total)  # sectors outside have what they promise
        free = purse.left(books, bills)
        np.divide(free, total[: len(free)], out=part[: len(free)], where=total[: len(free)] > free)
        paid = times_at(holder, wanted, part)
        books.exchange(Holding.EQUITY, pairs, paid, grounds=industry.equity.grounds)

    return strategic_investment


def _margin(books: Books, bills: Bills) -> Floats:
    """Return what is left to each firm of a unit of its sales in the quarter, at least 0: (firms, paths)."""
    sales = books["end sales"] + bills.to_come
    left = sales - bills.purchases - books["costs"]
    return np.clip(fraction_of(left, sales), 0, 1)


def _comes_back(books: Books, industry: Industry, margin: Floats) -> Floats:
    """Return what each supplier would put into each customer, were all free: (edges, paths).

    A part of its margin on what the customer is to pay, and one of its margin on what it would sell in the
    quarter, had it kept its share with the customer.
    """
    supplies, price = industry.supplies, books["input price"]
    bought = books["need"] * (1 - books["in-house share"])
    at_start = share_within(industry.groups[0], books["base spend"])
    back, lost = (
        np.ascontiguousarray(books.parameter(f"part of {name} invested in customers"))
        for name in ("margin", "lost margin")
    )
    wanted = np.empty(at_start.shape)
    places, edges = (supplies.group, supplies.supplier), (at_start, books["share"], books["due"])
    _put_back(places, edges, (books["need"], bought), (price, margin), (back, lost), wanted)
    return wanted


@kernel
def _put_back(
    places: tuple[Places, Places],
    edges: tuple[Floats, Floats, Floats],
    groups: tuple[Floats, Floats],
    firms: tuple[Floats, Floats],
    parts: tuple[Floats, Floats],
    wanted: Floats,
) -> None:
    at_start, share, due = edges
    need, bought = groups
    price, margin = firms
    back, lost = parts
    for edge in range(len(wanted)):
        group, supplier = places[0][edge], places[1][edge]
        for path in range(wanted.shape[1]):
            kept = share[edge, path] * bought[group, path]
            missing = max(at_start[edge, path] * need[group, path] - kept, 0.0)
            sold = back[path] * due[edge, path] + lost[path] * QUARTER * missing * price[supplier, path]
            wanted[edge, path] = margin[supplier, path] * sold


MECHANISM = Mechanism(
    name="strategic_investment",
    about="Firms invest in firms what they have promised; suppliers also a part of the margin on what a "
    "customer buys of them, and more if they lose it to rivals or to its own making; all from free money.",
    equation="invested = promised + a x margin x due + b x margin x max(share at the start - share, 0) x "
    "need x price",
    source="Petersen and Rajan (1997): suppliers with higher margins fund customers more, and fund those "
    "whom they would lose",
    make=make,
    parameters={
        "part of margin invested in customers": Parameter(
            0.1,
            "the part of the margin on what a customer buys that goes back to it",
            unit="share",
            least=0,
            most=2,
            likely=(0.0, 0.3),
        ),
        "part of lost margin invested in customers": Parameter(
            0.5,
            "the part of the margin lost to rivals or to a customer's own making that is invested in it",
            unit="share",
            least=0,
            most=2,
            likely=(0.0, 1.0),
        ),
        **free_money.PARAMETERS,
    },
)
