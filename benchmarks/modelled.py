"""The invented industries of :mod:`benchmarks.industries` as models that can be run."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import numpy as np

from benchmarks.industries import Floats, Indices, industry
from keiretsu.simulation.industry.levers import at_rest
from keiretsu.simulation.industry.mechanism import mechanisms
from keiretsu.simulation.industry.opening import Amounts, opening
from keiretsu.simulation.industry.records import Industry, Links, Outside, Supplies

EDGES_EACH = 5  # four purchases and a stake
COMMITTED_YEARS = 3.0
MULTIPLE = 4.0  # years of revenue that a firm is worth
YEAR_OF_CASH = 0.5
LOAN_YEARS = 8.0
CAPITALISED = 0.5


@lru_cache(maxsize=2)
def modelled(firms: int) -> Industry:
    """Return an industry of so many firms, ready to be built into a model."""
    made = industry(firms, edges_each=EDGES_EACH)
    purchases, capital = made.purchases.tocoo(), made.capital.tocoo()
    supplies = _supplies(purchases.row, purchases.col, made.layers)
    spend = purchases.data[_by_group(purchases.row, purchases.col, made.layers)]
    equity = _equity(capital.row, capital.col, supplies, firms)
    names = tuple(f"firm {place}" for place in range(firms))
    amounts = _amounts(firms, made.sources[:, 0] + 1.0, supplies, spend, equity)
    nobody = (None,) * firms
    bank = np.full(firms, firms + list(Outside).index(Outside.BANKS))
    loans = Links(bank, np.arange(firms), np.full(firms, LOAN_YEARS), nobody)
    layers = tuple(f"layer {place}" for place in range(int(made.layers.max()) + 1))
    modelled = Industry(
        f"{firms} firms",
        date(2026, 1, 1),
        "USD",
        names,
        layers,
        np.arange(len(layers)),
        made.layers,
        supplies,
        equity,
        loans,
        opening(names, supplies, equity, loans, amounts),
        {},
    )
    read = {name: value for each in mechanisms().values() for name, value in each.parameters.items()}
    return modelled.with_parameters({**at_rest(modelled), **read})


def _by_group(customer: Indices, supplier: Indices, layers: Indices) -> Indices:
    return np.lexsort((supplier, layers[supplier], customer))


def _supplies(customer: Indices, supplier: Indices, layers: Indices) -> Supplies:
    order = _by_group(customer, supplier, layers)
    customer, supplier = customer[order].astype(np.intp), supplier[order].astype(np.intp)
    key = customer * (int(layers.max()) + 1) + layers[supplier]
    edges = len(customer)
    return Supplies(
        customer,
        supplier,
        layers[supplier].astype(np.intp),
        np.unique(key, return_inverse=True)[1],
        np.zeros(edges, dtype=bool),
        np.full(edges, COMMITTED_YEARS),
        (None,) * edges,
    )


def _equity(holder: Indices, issuer: Indices, supplies: Supplies, firms: int) -> Links:
    """Return outside investors with each firm, then the stakes, then suppliers with their customers."""
    investors = np.full(firms, firms + list(Outside).index(Outside.INVESTORS))
    among = np.unique(
        np.stack([np.append(holder, supplies.supplier), np.append(issuer, supplies.customer)]), axis=1
    )
    years = np.append(np.zeros(firms), np.full(among.shape[1], 2.0))
    holders, issuers = np.append(investors, among[0]), np.append(np.arange(firms), among[1])
    return Links(holders, issuers, years, (None,) * len(holders))


def _amounts(firms: int, sales: Floats, supplies: Supplies, spend: Floats, equity: Links) -> Amounts:
    bought = np.bincount(supplies.customer, spend, firms)
    revenue = sales + np.bincount(supplies.supplier, spend, firms)
    owned = np.zeros(len(equity))
    owned[firms:] = (
        0.2 / np.maximum(np.bincount(equity.issuer[firms:], minlength=firms), 1)[equity.issuer[firms:]]
    )
    owned[:firms] = 1 - np.bincount(equity.issuer[firms:], owned[firms:], firms)
    return Amounts(
        cash=(YEAR_OF_CASH * np.maximum(revenue, bought))[:, None],
        capacity=revenue[:, None],
        valuation=(MULTIPLE * revenue)[:, None],
        sales=sales[:, None],
        costs=np.maximum(0.9 * revenue - bought, 0.1 * revenue)[:, None],
        spend=spend[:, None],
        committed=(COMMITTED_YEARS * spend)[:, None],
        capitalised=np.full((len(spend), 1), CAPITALISED),
        ownership=owned[:, None],
        promised=np.zeros((len(equity), 1)),
        lent=(0.3 * revenue)[:, None],
    )
