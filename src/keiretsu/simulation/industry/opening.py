"""From the amounts of a day to positions, registers and variables of the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.amounts import Amount
from keiretsu.simulation.compiled.moving import totals
from keiretsu.simulation.industry.grouping import gather_sum, share_within
from keiretsu.simulation.industry.records import QUARTER, Holding, Links, Outside, Supplies
from keiretsu.simulation.starting import Start


@dataclass(frozen=True, slots=True, eq=False)
class Amounts:
    """What is had, owed and paid on the first day. Arrays end in an axis of paths, or of length 1.

    Parameters
    ----------
    cash, capacity, valuation
        Money of each firm: (firms, paths).
    sales, costs
        Money per year from end customers and to others: (firms, paths).
    spend, committed
        Money per year and money of each supply edge: (edges, paths).
    capitalised
        Part of what is bought that becomes the customer's capacity, 0..1: (edges, paths).
    ownership, promised
        Share of the issuer's equity, and money per year to be invested, of each pair of the equity
        register: (pairs, paths). The shares in a firm sum to 1.
    lent
        Money of each pair of the loan register: (pairs, paths).
    """

    cash: Floats
    capacity: Floats
    valuation: Floats
    sales: Floats
    costs: Floats
    spend: Floats
    committed: Floats
    capitalised: Floats
    ownership: Floats
    promised: Floats
    lent: Floats


def opening(
    firms: tuple[str, ...], supplies: Supplies, equity: Links, loans: Links, amounts: Amounts
) -> Start:
    """Return the start of an industry from the amounts of its first day."""
    bounds = supplies.bounds
    groups, ones = len(bounds) - 1, np.ones((len(firms), 1))
    revenue = amounts.sales + gather_sum(supplies.supplier, amounts.spend, len(firms))
    variables = {
        "base sales": amounts.sales,
        "base costs": amounts.costs,
        "base spend": amounts.spend,
        "base committed": amounts.committed,
        "base funding": amounts.promised,
        "base revenue": revenue,
        "base valuation": amounts.valuation,
        "base capacity": amounts.capacity,
        "base debt": gather_sum(loans.issuer, amounts.lent, len(firms)),
        "alive": ones,
        "capitalised": amounts.capitalised,
        "exclusive": supplies.is_exclusive[:, None].astype(np.float64),
        "may invest": np.ones((len(equity), 1)),
        "activity": ones,
        "capability": 0 * ones,
        "product price": ones,
        "input price": ones,
        "need": gather_sum(supplies.group, amounts.spend, groups),
        "in-house share": np.zeros((groups, 1)),
        "share": share_within(bounds, amounts.spend),
        "orders": amounts.spend,
        "quantity": amounts.spend,
        "end orders": amounts.sales,
        "end sales": amounts.sales * QUARTER,
        "due": amounts.spend * QUARTER,
        "costs": amounts.costs * QUARTER,
        "in-house cost": np.zeros((groups, 1)),
        "paid": amounts.spend * QUARTER,
        "ownership": amounts.ownership,
        "invested": np.zeros((len(equity), 1)),
        "revenue": revenue,
        "valuation": amounts.valuation,
        "suspicion": 0 * ones,
        "sentiment": np.ones((1, 1)),
    }
    cash: dict[str, Amount] = dict(zip(firms, amounts.cash, strict=True))
    positions: dict[str, Mapping[str, Amount]] = {
        Holding.MONEY: cash | {Outside.BANKS: -totals(amounts.cash)},
        Holding.CAPACITY: dict(zip(firms, amounts.capacity, strict=True)),
    }
    worth = amounts.ownership * amounts.valuation[equity.issuer]
    pairs: dict[str, Floats] = {
        Holding.LOANS: amounts.lent,
        Holding.EQUITY: worth,
        Holding.BACKLOG: amounts.committed,
    }
    return Start(positions, variables, pairs=pairs)
