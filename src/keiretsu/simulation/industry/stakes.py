"""Who owns shares of its own customers, and which part of a firm belongs to whom."""

from __future__ import annotations

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.industry.grouping import gather_sum
from keiretsu.simulation.industry.records import Industry


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
        equity, supplies, firms = industry.equity, industry.supplies, len(industry.names)
        self.issuer, self.holder, self.firms = equity.issuer, equity.holder, len(industry.firms)
        pairs, first = np.unique(equity.holder * firms + equity.issuer, return_index=True)
        sought = supplies.supplier * firms + supplies.customer
        at = np.minimum(np.searchsorted(pairs, sought), len(pairs) - 1)
        self._edges = np.flatnonzero(pairs[at] == sought) if len(pairs) else np.zeros(0, dtype=np.intp)
        self._pairs = first[at[self._edges]] if len(pairs) else self._edges

    def of_suppliers(self, amounts: Floats) -> Floats:
        """Return, for each pair, the sum over what its holder supplies to its issuer: (pairs, paths).

        A pair that the register has more than once gets it once.
        """
        return gather_sum(self._pairs, amounts[self._edges], len(self.issuer))

    def shares(self, register: Floats, before: Floats) -> Floats:
        """Return the part of its issuer that each stake is; as before where all is worth nothing."""
        total = gather_sum(self.issuer, register, self.firms)[self.issuer]
        return np.divide(register, total, out=before.copy(), where=total > 0)
