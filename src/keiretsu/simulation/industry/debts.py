"""What firms owe on loans: interest, repayments, and how much more banks would lend."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from keiretsu.execution.jit import kernel
from keiretsu.measures.arrays import Floats
from keiretsu.simulation.books import Books
from keiretsu.simulation.industry.backlog import Backlog
from keiretsu.simulation.industry.grouping import gather_sum
from keiretsu.simulation.industry.records import QUARTER, Holding, Industry, Places
from keiretsu.simulation.parameters import Parameter

PARAMETERS: Mapping[str, Parameter] = {
    "rate of interest": Parameter(
        0.06,
        "what a loan costs a year",
        "yield of US corporate bonds rated Baa (FRED, series BAA): about 6 % in 2024 and 2025, 3.2 "
        "% in September 2021, 7 % on average since 1986",
        unit="1/year",
        least=0,
        most=0.3,
        likely=(0.04, 0.08),
    ),
    "debt limit": Parameter(
        1.5,
        "up to which debt banks lend, in years of revenue, or of what is committed if more",
        "Interagency Guidance on Leveraged Lending (2013): 6 times EBITDA, taken as a quarter of "
        "revenue; the range takes it as a tenth to four tenths",
        unit="years",
        least=0,
        most=10,
        likely=(0.6, 2.4),
    ),
}


class Debts:
    """The loan register of an industry, as a quarter sees it.

    A loan between firms is repaid in equal parts until its end. What banks lend is renewed all the time:
    of what stands, the part of a quarter in the loan's term falls due each quarter.
    """

    def __init__(self, industry: Industry) -> None:
        loans, self._supplier = industry.loans, industry.supplies.supplier
        self._backlog = Backlog(industry)
        self._issuer, self._firms = loans.issuer, len(industry.firms)
        self._years, self._is_dated = loans.years[:, None], (loans.holder < self._firms)[:, None]

    def interest(self, books: Books) -> Floats:
        """Return what is due in the quarter on what stood at its beginning: (pairs, paths)."""
        alive = books["alive"][self._issuer]
        return QUARTER * books.parameter("rate of interest") * books.opening_pairs(Holding.LOANS) * alive

    def repayments(self, books: Books) -> Floats:
        """Return what is to be repaid in the quarter of what stood at its beginning: (pairs, paths)."""
        alive = books["alive"][self._issuer]
        return np.asarray(books.opening_pairs(Holding.LOANS) * QUARTER / self._years_left(books) * alive)

    def _years_left(self, books: Books) -> Floats:
        left = self._years - self._is_dated * (books.period - 1) * QUARTER
        return np.asarray(np.maximum(left, QUARTER))

    def service(self, books: Books) -> Floats:
        """Return what each firm is to pay on its loans in the quarter: (firms, paths)."""
        owed = books.opening_pairs(Holding.LOANS)
        rate, sums = np.ascontiguousarray(books.parameter("rate of interest")), np.zeros(books["alive"].shape)
        _serve(self._issuer, owed, rate, 1 / self._years_left(books)[:, 0], sums)
        return np.asarray(sums * books["alive"])

    def room(self, books: Books, signed_a_year: Floats | None = None) -> Floats:
        """Return what banks would lend each firm now: (firms, paths).

        ``signed_a_year`` is what :meth:`Backlog.a_year` returns, for those who have it already.
        """
        owed = gather_sum(self._issuer, books.held_pairs(Holding.LOANS), self._firms)
        a_year = self._backlog.a_year(books) if signed_a_year is None else signed_a_year
        signed = gather_sum(self._supplier, a_year, self._firms)
        secure = np.maximum(books["revenue"], signed)
        # Who starts above the limit has lenders who knew, and go on renewing what they lent
        most = np.maximum(books.parameter("debt limit") * secure, books["base debt"])
        most = most * books.parameter("lending factor")
        return np.maximum(most - owed, 0) * books["alive"]


@kernel
def _serve(issuer: Places, owed: Floats, rate: Floats, repaid: Floats, sums: Floats) -> None:
    """Add up what falls due in a quarter, of what is owed pair by pair, issuer by issuer."""
    for pair in range(len(issuer)):
        firm = issuer[pair]
        for path in range(sums.shape[1]):
            sums[firm, path] += owed[pair, path] * QUARTER * (rate[path] + repaid[pair])
