"""What regulators do: block investments, unwind stakes, ban exclusive terms."""

from __future__ import annotations

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.books import Books
from keiretsu.simulation.industry.grouping import gather_sum
from keiretsu.simulation.industry.mechanism import Mechanism
from keiretsu.simulation.industry.records import Holding, Industry
from keiretsu.simulation.parameters import Parameter
from keiretsu.simulation.records import Behaviour

PARAMETERS = {
    "discount of a forced sale": Parameter(
        0.14,
        "what a stake that must be sold fetches less than its worth, as a share",
        "Pulvino (1998): discount at which airlines short of money sold aircraft; Franks, Seth, "
        "Sussman and Vig (2020), Revisiting the Asset Fire Sale Discount: half of it is worse "
        "quality, and 9 % are left",
        unit="share",
        least=0,
        most=1,
        likely=(0.05, 0.2),
    ),
}


def make(industry: Industry) -> Behaviour:
    """Return the behaviour by which a regulator's levers act on exclusive terms, investments and stakes."""
    count, equity = len(industry.firms), industry.equity
    is_exclusive = industry.supplies.is_exclusive[:, None]
    holder = np.minimum(equity.holder, count)  # all sectors outside stand in one last row
    stakes = np.flatnonzero(equity.holder < count)
    issuers = equity.issuer[stakes]
    # What is sold leaves a stake and comes to the investors outside, the pair of the issuer's own place.
    moved = np.concatenate([stakes, np.arange(count)])

    def behaviour(books: Books) -> None:
        alive = np.concatenate([books["alive"], np.ones((1, books.paths))])
        factor, unwinding = books.parameter("investment factor"), books.parameter("unwinding")
        may_invest = (factor > 0) & (unwinding == 0) & (alive[holder] > 0) & (alive[equity.issuer] > 0)
        books["exclusive"] = is_exclusive * books.parameter("exclusivity")
        books["may invest"] = may_invest.astype(np.float64)
        if stakes.size and unwinding[stakes].any():
            unwind(books, unwinding[stakes])

    def unwind(books: Books, share: Floats) -> None:
        def to_investors(sold: Floats) -> Floats:
            return np.concatenate([-sold, gather_sum(issuers, sold, count)])

        discount = books.parameter("discount of a forced sale")
        worth = to_investors(share * books.held_pairs(Holding.EQUITY)[stakes])
        books.exchange(Holding.EQUITY, moved, worth * (1 - discount))
        books.reprice(Holding.EQUITY, moved, worth * discount)
        ownership = books["ownership"].copy()
        ownership[moved] += to_investors(share * ownership[stakes])
        books["ownership"] = ownership

    return behaviour


MECHANISM = Mechanism(
    name="policy",
    about="A regulator blocks investments, has stakes sold to outside investors, or bans exclusive terms.",
    equation=(
        "exclusive = bound x lever; may invest = 1 if neither blocked nor unwound; sold = unwinding x stake,"
        " at its worth less the discount of a forced sale"
    ),
    source="design of the levers: an assumption; the discount after Pulvino (1998)",
    make=make,
    parameters=PARAMETERS,
)
