"""What shares are worth follows revenue and the mood of investors."""

from __future__ import annotations

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.books import Books
from keiretsu.simulation.industry.grouping import gather_sum
from keiretsu.simulation.industry.mechanism import Mechanism
from keiretsu.simulation.industry.records import QUARTER, Holding, Industry
from keiretsu.simulation.parameters import Parameter
from keiretsu.simulation.records import Behaviour


def make(industry: Industry) -> Behaviour:
    """Return the behaviour by which an industry's shares are valued."""
    issuer, supplier, firms = industry.equity.issuer, industry.supplies.supplier, len(industry.firms)
    pairs = np.arange(len(issuer))

    def valuation(books: Books) -> None:
        books["revenue"] = (gather_sum(supplier, books["paid"], firms) + books["end sales"]) / QUARTER
        register = books.held_pairs(Holding.EQUITY)
        stands = gather_sum(issuer, register, firms)
        part = 1 - np.exp(-QUARTER * books.parameter("speed of valuation"))
        moves = part * (_worth(books) - stands) * books["alive"]  # of the dead, what a write-down has left
        gains = books["ownership"] * moves[issuer]
        books.reprice(Holding.EQUITY, pairs, gains)
        books["valuation"] = stands + moves

    return valuation


def _worth(books: Books) -> Floats:
    """Return what all shares of each firm would be worth at the multiple of the start: (firms, paths)."""
    base, revenue = books["base revenue"], books["revenue"]
    level = np.divide(revenue, base, out=np.ones_like(revenue), where=base > 0)
    return np.asarray(books["base valuation"] * level * books["sentiment"])


MECHANISM = Mechanism(
    name="valuation",
    about="A firm's worth moves towards the multiple of revenue that it had at the start, times the mood of "
    "investors; a firm that sold nothing at the start keeps its worth, times the mood.",
    equation="V = V(-1) + (1 - exp(-speed / 4)) x (V0 / revenue0 x revenue x sentiment - V(-1))",
    source="Liu, Nissim and Thomas (2002), valuation by multiples; Baker and Wurgler (2006), sentiment",
    make=make,
    parameters={
        "speed of valuation": Parameter(
            2.0,
            "how fast worth moves to what revenue and mood say",
            unit="1/year",
            least=0,
            most=50,
            likely=(0.7, 6.0),
        )
    },
)
