"""Whose money revenue is, by the last one who put it in: the arithmetic, over many draws at once.

Walk a dollar of a vendor's revenue back from pool to pool, each payment into a pool as likely as its
share of the pool (proportional sharing, Bialek 1996). The walk ends

- at the vendor itself: its own money comes back, which it had paid as capital or for purchases;
- else outside. It then bears the name of the first party on the way back that had put it in as
  capital, and of the outside source if none had.

So every dollar has one label, and the vendor's own capital is found behind any number of other
investments. With ``Q`` the chances of a step back, the expected visits before the walk ends at
the vendor follow from those of the walk that doesn't, ``N = (I - Q)^-1`` (Kemeny and Snell 1960):
``visits - (visits[v] / N[v, v]) N[v]``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from keiretsu.measures.arrays import Floats
from keiretsu.measures.graphs import reached_in_each

Marks: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class MoneyFlows:
    """Who pays whom, and what enters from outside, in ``s`` draws; money per year.

    Parameters
    ----------
    purchases, equity, loans
        Shape ``(s, n, n)``, payer by payee. Nobody has equity in itself, or owes itself.
    sources
        What enters each party from each of ``k`` sources, shape ``(s, n, k)``.
    is_revenue
        Which of the sources are revenue of the party at which they enter, shape ``k``.
    """

    purchases: Floats
    equity: Floats
    loans: Floats
    sources: Floats
    is_revenue: Marks

    @cached_property
    def capital(self) -> Floats:
        """Equity and loans."""
        return self.equity + self.loans

    @cached_property
    def flows(self) -> Floats:
        """All payments in the network."""
        return self.purchases + self.capital

    @cached_property
    def entered(self) -> Floats:
        """What enters each party from outside, shape ``(s, n)``."""
        entered: Floats = self.sources.sum(axis=2)
        return entered

    @cached_property
    def revenue(self) -> Floats:
        """What each party sells, in the network and outside, shape ``(s, n)``."""
        outside: Floats = (self.sources * self.is_revenue).sum(axis=2)
        return np.asarray(self.purchases.sum(axis=1) + outside, dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class RevenueShares:
    """Parts of each vendor's revenue; all together add up to 1, or to 0 without revenue.

    Parameters
    ----------
    own_capital, own_purchases
        The vendor's own money: invested, or paid for goods and services, and come back; ``(s, n)``.
    equity, loans
        Put in by another member of the network, shape ``(s, n, n)``, vendor by funder.
    outside
        By outside source, shape ``(s, n, k)``.
    circulating
        What no source outside puts in, and doesn't pass the vendor either, shape ``(s, n)``.
    """

    own_capital: Floats
    own_purchases: Floats
    equity: Floats
    loans: Floats
    outside: Floats
    circulating: Floats


def revenue_shares(money: MoneyFlows) -> RevenueShares:
    """Return whose money each vendor's revenue is, by the last one who put it in."""
    found = _shares(money, money.entered)
    is_unfed = ~reached_in_each(money.flows > 0, money.entered > 0)
    for vendor in np.flatnonzero((is_unfed & (money.revenue > 0)).any(axis=0)):
        _take(found, _closed_loop_shares(money, int(vendor)), int(vendor), is_unfed[:, vendor])
    return found


def ultimate_shares(money: MoneyFlows) -> tuple[Floats, Floats]:
    """Return each vendor's revenue by ultimate outside source, through all capital, and what only circulates.

    Shapes ``(s, n, k)`` and ``(s, n)``.
    """
    chain = _Chain.of(money, money.entered)
    visits = chain.start @ chain.back(money.flows)
    outside = visits @ chain.entering(money) + chain.direct(money)
    return outside, _times(visits, chain.is_unfed)


@dataclass(frozen=True, slots=True, eq=False)
class _Chain:
    """The walk back: ``pool`` and ``is_unfed`` are ``(s, n)``, ``start`` is vendor by payer."""

    pool: Floats
    is_unfed: Marks
    start: Floats
    revenue: Floats

    @classmethod
    def of(cls, money: MoneyFlows, entered: Floats) -> _Chain:
        flows = money.flows
        inflow = entered + flows.sum(axis=1)
        revenue = np.where(money.revenue > 0, money.revenue, 1.0)
        return cls(
            pool=np.where(inflow > 0, inflow, 1.0),
            is_unfed=~reached_in_each(flows > 0, entered > 0),
            start=money.purchases.transpose(0, 2, 1) / revenue[:, :, None],
            revenue=revenue,
        )

    def steps(self, flows: Floats) -> Floats:
        """Return the chance to step back from a pool (row) to a payer (column); none from unfed ones."""
        return self.parts(flows).transpose(0, 2, 1)

    def parts(self, flows: Floats) -> Floats:
        """Return the same payer by payee."""
        fed = np.where(self.is_unfed, 0.0, 1.0 / self.pool)
        parts: Floats = flows * fed[:, None, :]
        return parts

    def back(self, flows: Floats) -> Floats:
        """Return the expected visits, start by pool, of a walk that only goes back along ``flows``."""
        size = flows.shape[-1]
        visits: Floats = np.linalg.inv(np.eye(size) - self.steps(flows)).clip(min=0.0)
        return visits

    def entering(self, money: MoneyFlows) -> Floats:
        """Return the chance that the walk ends at a pool (row) in a source (column)."""
        ends: Floats = money.sources / self.pool[:, :, None]
        return ends

    def direct(self, money: MoneyFlows) -> Floats:
        """Return the part of revenue that enters at the vendor itself."""
        paid: Floats = money.sources * money.is_revenue / self.revenue[:, :, None]
        return paid


def _shares(money: MoneyFlows, entered: Floats) -> RevenueShares:
    chain = _Chain.of(money, entered)
    through_all = _Stopped.at_vendor(chain, chain.back(money.flows))
    through_purchases = _Stopped.at_vendor(chain, chain.back(money.purchases))
    others = ~np.eye(entered.shape[1], dtype=np.bool_)
    # A loan or stake counts for its giver only as far as the vendor isn't found further back.
    elsewhere = np.where(others, 1.0 - through_all.reaches.transpose(0, 2, 1), 0.0).clip(min=0.0)
    equity, loans = (
        (through_purchases.visits @ chain.steps(flows)) * elsewhere for flows in (money.equity, money.loans)
    )
    own_capital, own_purchases = (
        (through_all.visits * chain.parts(flows)).sum(axis=2) for flows in (money.capital, money.purchases)
    )
    return RevenueShares(
        own_capital=own_capital,
        own_purchases=own_purchases + _diagonal(chain.start),
        equity=equity,
        loans=loans,
        outside=through_purchases.visits @ chain.entering(money) + chain.direct(money),
        circulating=_times(through_purchases.visits, chain.is_unfed),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Stopped:
    """Walks that end at the vendor.

    ``visits`` is vendor by pool, ``reaches`` the chance to get from a pool (row) back to the vendor.
    """

    visits: Floats
    reaches: Floats

    @classmethod
    def at_vendor(cls, chain: _Chain, back: Floats) -> _Stopped:
        own = _diagonal(back)
        free = chain.start @ back
        visits = free - (_diagonal(free) / own)[:, :, None] * back
        size = visits.shape[1]
        visits[:, np.arange(size), np.arange(size)] = 0.0
        return cls(visits.clip(min=0.0), np.minimum(back / own[:, None, :], 1.0))


def _closed_loop_shares(money: MoneyFlows, vendor: int) -> RevenueShares:
    """Return the shares where no source feeds the vendor: its own payments then begin every walk.

    What is in the vendor's pool doesn't matter to a walk that ends there, so that any inflow will do.
    """
    entered = money.entered.copy()
    entered[:, vendor] += np.where(money.revenue[:, vendor] > 0, money.revenue[:, vendor], 1.0)
    return _shares(money, entered)


def _take(found: RevenueShares, other: RevenueShares, vendor: int, draws: Marks) -> None:
    for name in ("own_capital", "own_purchases", "equity", "loans", "outside", "circulating"):
        getattr(found, name)[draws, vendor] = getattr(other, name)[draws, vendor]


def _times(visits: Floats, ends: Marks) -> Floats:
    result: Floats = (visits @ ends[:, :, None].astype(np.float64))[:, :, 0]
    return result


def _diagonal(matrices: Floats) -> Floats:
    return np.diagonal(matrices, axis1=1, axis2=2).copy()
