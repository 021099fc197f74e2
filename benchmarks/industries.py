"""Invented industries of any size, the same at each run, that the measures are timed on.

Firms stand in layers, as in a stack of technology. Goods go up it and money down: a firm pays
suppliers of the layer below, now and then of the one below that. Part of the money goes back up:
suppliers put capital into customers, and into customers of their customers. Few firms have very many
partners and most have few (power laws).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

LAYERS = 5
SOURCES = 6  # such as end customers, outside equity, debt, grants, own cash, other income
DEGREE_EXPONENT = 2.5  # of the power law of the number of partners
CAPITAL_PART = 0.2  # of all edges
NEXT_LAYER = 0.8  # of purchases, and of capital: the rest skips a layer
SPARE = 1.05  # pairs drawn for each one wanted: those drawn twice count once
AGAIN = 8  # how often more pairs are drawn where that wasn't enough

Floats: TypeAlias = NDArray[np.float64]
Indices: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Industry:
    """The money of an industry in a year, in millions.

    Parameters
    ----------
    flows
        All payments between firms: ``flows[i, j]`` is what ``i`` pays ``j``, shape ``(n, n)``; the sum of
        ``purchases`` and ``capital``, which have no pair in common.
    purchases, capital
        Payments for goods, down the layers; payments for equity, back up.
    sources
        What enters each firm from six outside sources, shape ``(n, 6)``; each firm gets something,
        and at least what it pays beyond what other firms pay it.
    layers
        Each firm's layer, shape ``(n,)``: 0 is the bottom.
    external_assets, external_liabilities
        For clearing, with ``flows`` as what is owed, shape ``(n,)``: everybody can just pay if all others do.
    exposures, equity
        For DebtRank: what each firm loses if another is worthless (what customers have yet to pay, and
        its capital in them), shape ``(n, n)``; and each firm's equity, shape ``(n,)``.
    """

    flows: csr_array
    purchases: csr_array
    capital: csr_array
    sources: Floats
    layers: Indices
    external_assets: Floats
    external_liabilities: Floats
    exposures: csr_array
    equity: Floats

    @property
    def firms(self) -> int:
        """How many firms there are."""
        return self.layers.size


@lru_cache(maxsize=4)
def industry(firms: int, *, edges_each: int = 10, seed: int = 1) -> Industry:
    """Return an industry, made in seconds for a million firms.

    Parameters
    ----------
    firms
        At least 2. Below about 200 they have fewer partners than asked for: there are no more pairs.
    edges_each
        Payments by firm to others in a year, on average.
    """
    chance = np.random.default_rng([seed, firms, edges_each])
    layers = np.sort(chance.integers(min(LAYERS, firms), size=firms))
    layers[[0, -1]] = 0, min(LAYERS, firms) - 1
    # Beyond the square root of their number, firms would have more partners than there are pairs
    partners = np.minimum(chance.pareto(DEGREE_EXPONENT - 1, firms) + 1, np.sqrt(firms))
    funded = round(firms * edges_each * CAPITAL_PART)
    purchases = _payments(chance, layers, partners, firms * edges_each - funded, downwards=True)
    capital = _payments(chance, layers, partners, funded, downwards=False)
    flows = (purchases + capital).tocsr()
    paid, received = flows.sum(axis=1), flows.sum(axis=0)
    exposures = (purchases.T * 0.25 + capital).tocsr()
    return Industry(
        flows,
        purchases,
        capital,
        sources=_sources(chance, layers, paid, received),
        layers=layers,
        external_assets=np.maximum(paid * 1.2 - received, 0) + paid * chance.uniform(0.02, 0.3, firms),
        external_liabilities=paid * 0.2,
        exposures=exposures,
        equity=(exposures.sum(axis=1) + 1) * chance.uniform(0.7, 4, firms),
    )


def _payments(
    chance: np.random.Generator, layers: Indices, partners: Floats, number: int, *, downwards: bool
) -> csr_array:
    """Draw payments between layers, no pair twice; the number of partners follows ``partners``."""
    firms = layers.size
    keys = np.zeros(0, dtype=np.int64)
    for _ in range(AGAIN):
        lower, upper = _pairs(chance, layers, partners, round((number - keys.size) * SPARE) + 1)
        payer, payee = (upper, lower) if downwards else (lower, upper)
        keys = np.unique(np.concatenate([keys, payer * firms + payee]))
        if keys.size >= number:
            keys = np.delete(keys, chance.choice(keys.size, keys.size - number, replace=False))
            break
    payer, payee = np.divmod(keys, firms)
    amounts = chance.lognormal(1, 1.5, keys.size) * np.sqrt(partners[payer] * partners[payee])
    starts = np.concatenate([[0], np.cumsum(np.bincount(payer, minlength=firms))])
    index = np.int32 if keys.size < 2**31 else np.int64
    return csr_array((amounts, payee.astype(index), starts.astype(index)), shape=(firms, firms))


def _pairs(
    chance: np.random.Generator, layers: Indices, partners: Floats, number: int
) -> tuple[Indices, Indices]:
    """Return so many pairs of a firm and one that stands above it."""
    top = layers[-1]
    high = np.flatnonzero(layers > 0)
    upper = high[_drawn(chance, partners[high], number)]
    down = 1 + (chance.random(number) > NEXT_LAYER)
    wanted = np.maximum(layers[upper] - down, 0)
    lower = np.zeros(number, dtype=np.int64)
    for layer in range(top):
        here, places = np.flatnonzero(layers == layer), np.flatnonzero(wanted == layer)
        if here.size:
            lower[places] = chance.permutation(here[_drawn(chance, partners[here], places.size)])
    return lower, upper


def _drawn(chance: np.random.Generator, weights: Floats, number: int) -> Indices:
    """Return so many places, each as often as its weight has it, in order."""
    return np.repeat(np.arange(weights.size), chance.multinomial(number, weights / weights.sum()))


def _sources(chance: np.random.Generator, layers: Indices, paid: Floats, received: Floats) -> Floats:
    """Divide among the sources what enters each firm; the higher it stands, the more by the first."""
    entering = np.maximum(paid - received, 0) + received * chance.uniform(0.05, 0.25, paid.size) + 1
    parts = chance.random((paid.size, SOURCES))
    parts[:, 0] += layers
    return entering[:, None] * parts / parts.sum(axis=1, keepdims=True)
