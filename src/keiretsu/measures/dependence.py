"""Dependence: how much of a firm's purchases and sales hangs on one other firm, and what leaving costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from keiretsu.errors import MisuseError
from keiretsu.measures.arrays import Floats, FlowMatrix, Indices, amounts, edges_of, numbers
from keiretsu.measures.concentration import shares_within
from keiretsu.measures.grouped import Groups, fraction_of, fraction_or_nan
from keiretsu.quantities import counted

CODE = "measure.invalid-values"


@dataclass(frozen=True, slots=True, eq=False)
class DependenceShares:
    """How much of each firm's purchases and sales hangs on each other firm.

    Parameters
    ----------
    customer, supplier
        Indices of the ``k`` pairs of which one pays the other, shape ``(k,)``.
    of_spending
        Which part of what the customer spends goes to the supplier, 0..1; adds up to 1 a customer.
    of_revenue
        Which part of what the supplier earns comes from the customer, 0..1; adds up to 1 a supplier at
        most.
    hhi
        The Herfindahl-Hirschman index of each customer's suppliers, 0..1, shape ``(n,)``; ``nan`` for a
        firm that buys nothing.
    """

    customer: Indices
    supplier: Indices
    of_spending: Floats
    of_revenue: Floats
    hhi: Floats

    @property
    def effective_suppliers(self) -> Floats:
        """How many equal suppliers would be as concentrated, from 1; ``nan`` as for ``hhi``."""
        return np.asarray(1 / self.hhi, dtype=np.float64)


def dependence_shares(flows: FlowMatrix, revenue: ArrayLike | None = None) -> DependenceShares:
    """Measure how much firms depend on single suppliers and on single customers.

    Answers *how much of what a firm buys comes from one other, and how much of what it sells goes to
    one other?*

    Formula: ``of_spending_ij = F_ij / sum_k F_ik``, ``of_revenue_ij = F_ij / max(R_j, sum_k F_kj)``,
    ``hhi_i = sum_j of_spending_ij^2``, ``effective_suppliers = 1 / hhi``.

    Parameters
    ----------
    flows
        ``F``, shape ``(n, n)``, dense or SciPy sparse, in any one unit of money: what ``i`` pays ``j`` for
        goods and services, of one layer or of all. What a firm pays itself is left out.
    revenue
        ``R``, what each firm reports to earn, in the same unit, shape ``(n,)``; ``nan`` where nothing is
        known. Where it is less than what the flows pay, or nothing is known, the flows count.

    Returns
    -------
    DependenceShares
        One entry for each pair of which one pays the other.

    Raises
    ------
    MisuseError
        ``measure.invalid-flows`` as all measures; ``measure.invalid-values`` for a revenue that is negative,
        infinite or not one number a firm.

    Notes
    -----
    Pfeffer and Salancik (1978) for dependence as concentration of exchange; Herfindahl (1950) and
    Hirschman (1964) for the index.

    Examples
    --------
    Alpha buys for 30 from Beta and for 10 from Gamma; Beta reports to earn 120.

    >>> found = dependence_shares([[0, 30, 10], [0, 0, 0], [0, 0, 0]], [np.nan, 120, np.nan])
    >>> found.of_spending.tolist(), found.of_revenue.tolist()
    ([0.75, 0.25], [0.25, 1.0])
    >>> found.effective_suppliers.round(2).tolist()
    [1.6, nan, nan]
    """
    edges = edges_of(flows).between_parties()
    spending = shares_within(edges.amount, Groups(edges.payer, edges.parties))
    suppliers = Groups(edges.payee, edges.parties)
    earned = np.fmax(edges.received(), _revenue(revenue, edges.parties))
    return DependenceShares(
        customer=edges.payer,
        supplier=edges.payee,
        of_spending=spending.shares,
        of_revenue=fraction_of(edges.amount, suppliers.spread(earned)),
        hhi=spending.fraction,
    )


@dataclass(frozen=True, slots=True, eq=False)
class LeavingCost:
    """What it costs to leave a supplier: in money, and in years of what is spent on it.

    ``years`` is ``nan`` where nothing is spent.
    """

    money: Floats
    years: Floats


def cost_of_leaving(annual: ArrayLike, remaining: ArrayLike, switching_years: float) -> LeavingCost:
    """Return what it costs customers to leave their suppliers.

    Answers *how long would a customer still pay if it left today?* It is bound to pay what remains of its
    commitment, and the switch itself costs some part of a year's spending. Money that would be spent
    on another supplier anyway isn't taken off.

    Formula: ``money = remaining + switching_years * annual``, ``years = money / annual``.

    Parameters
    ----------
    annual
        What each customer spends a year on the supplier, not negative, any shape.
    remaining
        What it is still committed to pay, in the same unit and shape.
    switching_years
        The cost of the switch in years of spending, not negative: an assumption.

    Returns
    -------
    LeavingCost
        In the unit of ``annual``, and in years.

    Raises
    ------
    MisuseError
        ``measure.invalid-values`` for numbers that are negative or not finite, or shapes that differ.

    Notes
    -----
    Klemperer (1995) on switching costs; Williamson (1985) on commitments as hostages.

    Examples
    --------
    Alpha pays Beta 10 a year for three more years, and Gamma 10 a year without a commitment.

    >>> found = cost_of_leaving([10, 10], [30, 0], 0.5)
    >>> found.money.tolist(), found.years.tolist()
    ([35.0, 5.0], [3.5, 0.5])
    """
    spent, committed = amounts(annual, CODE, "annual"), amounts(remaining, CODE, "remaining")
    if spent.shape != committed.shape:
        raise MisuseError(
            CODE,
            where="remaining",
            message=f"has shape {committed.shape}, and annual has {spent.shape}",
            hint="give one number of each for every purchase",
        )
    money = committed + amounts(switching_years, CODE, "switching_years") * spent
    return LeavingCost(money, fraction_or_nan(money, spent))


def _revenue(revenue: ArrayLike | None, firms: int) -> Floats:
    if revenue is None:
        return np.full(firms, np.nan)
    given = numbers(revenue, CODE, "revenue")
    if given.shape != (firms,) or np.isinf(given).any() or (given < 0).any():
        raise MisuseError(
            CODE,
            where="revenue",
            message=f"isn't {counted(firms, 'amount that is', 'amounts that are')} finite and not negative",
            hint="give one number for each firm, nan where nothing is known",
        )
    return given
