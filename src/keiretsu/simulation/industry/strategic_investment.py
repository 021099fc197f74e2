"""Suppliers fund their customers: as promised, from the margin on what comes back, and for their share."""

from __future__ import annotations

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.books import Books
from keiretsu.simulation.industry import free_money
from keiretsu.simulation.industry.free_money import FreeMoney
from keiretsu.simulation.industry.grouping import gather_sum, share_within
from keiretsu.simulation.industry.mechanism import Mechanism
from keiretsu.simulation.industry.records import QUARTER, Holding, Industry
from keiretsu.simulation.industry.stakes import Stakes
from keiretsu.simulation.parameters import Parameter
from keiretsu.simulation.records import Behaviour


def make(industry: Industry) -> Behaviour:
    """Return the behaviour by which an industry's firms invest in each other."""
    purse, stakes, count = FreeMoney(industry), Stakes(industry), len(industry.names)
    holder, issuer, years = stakes.holder, stakes.issuer, industry.equity.years[:, None]

    def strategic_investment(books: Books) -> None:
        back = books.parameter("part of margin invested in customers") * books["due"]
        lost = books.parameter("part of lost margin invested in customers") * _lost(books, industry)
        margin = _margin(books, purse)[industry.supplies.supplier]
        lasts = np.clip(years - (books.period - 1) * QUARTER, 0, QUARTER)
        wanted = lasts * books["base funding"] + stakes.of_suppliers(margin * (back + lost))
        wanted *= books["may invest"] * books.parameter("investment factor")
        if not books["alive"].all():
            alive = np.concatenate([books["alive"], np.ones((count - stakes.firms, books.paths))])
            wanted *= alive[holder] * alive[issuer]
        total = gather_sum(holder, wanted, count)
        part = np.ones_like(total)  # sectors outside have what they promise
        free = purse(books)
        np.divide(free, total[: len(free)], out=part[: len(free)], where=total[: len(free)] > free)
        books.exchange(
            Holding.EQUITY, np.arange(len(issuer)), wanted * part[holder], grounds=industry.equity.grounds
        )

    return strategic_investment


def _margin(books: Books, purse: FreeMoney) -> Floats:
    """Return what is left to each firm of a unit of its sales in the quarter, at least 0: (firms, paths)."""
    sales = books["end sales"] + purse.to_come(books)
    left = sales - purse.purchases(books) - books["costs"]
    return np.clip(np.divide(left, sales, out=np.zeros_like(left), where=sales > 0), 0, 1)


def _lost(books: Books, industry: Industry) -> Floats:
    """Return what each supplier would sell in the quarter, had it kept its share with a customer."""
    group = industry.supplies.group
    kept = books["share"] * (1 - books["in-house share"])[group]
    missing = np.maximum(share_within(industry.groups[0], books["base spend"]) - kept, 0)
    price = books["input price"][industry.supplies.supplier]
    return np.asarray(QUARTER * missing * books["need"][group] * price)


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
