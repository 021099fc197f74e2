"""Who owns shares of its own customers, and which part of a firm belongs to whom."""

from __future__ import annotations

import numpy as np

from keiretsu.execution.jit import array_kernel
from keiretsu.measures.arrays import Floats
from keiretsu.simulation.books import Books
from keiretsu.simulation.industry.grouping import gather_rows
from keiretsu.simulation.industry.records import Industry, Places


class Stakes:
    """The equity register of an industry, beside who supplies whom.

    Parameters
    ----------
    industry
        The industry whose mechanism asks.

    Examples
    --------
    Beta sells 20 to Alpha, Gamma 30 to Beta; the stakes of outside investors come first in the register.

    >>> from keiretsu.simulation.industry.example import three_firms
    >>> sold = np.array([[20.0], [0.0], [30.0]])
    >>> Stakes(three_firms()).of_suppliers(sold)[:, 0].tolist()
    [0.0, 0.0, 0.0, 20.0, 0.0, 30.0]
    """

    def __init__(self, industry: Industry) -> None:
        equity, supplies = industry.equity, industry.supplies
        self.issuer, self.holder, self.firms = equity.issuer, equity.holder, len(industry.firms)
        self._edges, self._pairs = equity.pairs_between(supplies.supplier, supplies.customer)

    def of_suppliers(self, amounts: Floats) -> Floats:
        """Return, for each pair, the sum over what its holder supplies to its issuer: (pairs, paths).

        A pair that the register has more than once gets it once.
        """
        return gather_rows(self._edges, self._pairs, amounts, len(self.issuer))

    def are_counted(self, books: Books) -> bool:
        """Return whether an earlier turn of the quarter has counted new shares."""
        return "invested" in books.variables

    def count(self, books: Books, register: Floats) -> None:
        """Count what a register has more than ownership of the standing worth as paid for new shares.

        They are bought at the standing worth, so that ownership moves with what each holder has then.

        Parameters
        ----------
        books
            Of the quarter. Worth, ownership and what was invested are set.
        register
            What each pair holds after new shares: (pairs, paths).
        """
        invested, ownership = np.empty_like(register), np.empty_like(register)
        worth = np.zeros((self.firms, books.paths))
        _count(self.issuer, register, books["ownership"], books["valuation"], invested, ownership, worth)
        books["invested"], books["ownership"], books["valuation"] = invested, ownership, worth


@array_kernel
def _count(
    issuer: Places,
    register: Floats,
    owned: Floats,
    stood: Floats,
    invested: Floats,
    ownership: Floats,
    worth: Floats,
) -> None:
    paths = worth.shape[1]
    for pair in range(len(issuer)):
        firm = issuer[pair]
        for path in range(paths):
            held = register[pair, path]
            worth[firm, path] += held
            invested[pair, path] = max(held - owned[pair, path] * stood[firm, path], 0.0)
    for pair in range(len(issuer)):
        firm = issuer[pair]
        for path in range(paths):
            whole = worth[firm, path]
            part = register[pair, path] / whole
            ownership[pair, path] = part if whole > 0 else owned[pair, path]
