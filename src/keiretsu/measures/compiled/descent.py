"""The greatest payments of many scenarios abreast, in one descent from all in full.

Each sweep lets party after party pay what it can by what the others pay by then. Payments only fall, and
so whoever is short of what it owes stays in default: there is no need to settle one round of defaults
before the next one is looked for. What the payments fall to is the greatest clearing vector, also where
default has costs, as these payments jump downwards only (Rogers and Veraart 2013).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from keiretsu.execution.jit import kernel
from keiretsu.measures.arrays import Floats
from keiretsu.measures.compiled.abreast import receive
from keiretsu.measures.compiled.clearing import EXACTLY, ROUNDING, Books

SETTLED = 4 * EXACTLY  # by which part of itself a payment may fall if all are looked at once more
MOST = 1000  # sweeps; what still falls by then is cheaper to solve


@kernel
def _pays(party: int, books: Books, assets: float, comes_in: float) -> float:
    """Return what a party pays if so much comes in."""
    owed, due = books.owed[party], books.owed[party] + books.senior[party]
    realised = books.alpha * assets + books.beta * comes_in - books.senior[party]
    in_default = min(max(realised, 0.0), owed)
    return in_default if assets + comes_in < due - ROUNDING * due else owed


@kernel
def _sweep(books: Books, assets: Floats, paid: Floats, sums: Floats) -> bool:
    """Let each party pay what it can; return whether some payment fell by more than a hair."""
    fell = np.int64(0)
    for party in range(books.owed.size):
        if books.owed[party] > 0:
            receive(party, books.starts, books.payers, books.parts, paid, sums)
            for scenario in range(sums.size):
                pays = _pays(party, books, assets[party, scenario], sums[scenario])
                fell |= np.int64(paid[party, scenario] - pays > EXACTLY * pays)
                paid[party, scenario] = pays
    return bool(fell > 0)


@kernel
def _look(
    books: Books,
    assets: Floats,
    paid: Floats,
    sums: Floats,
    defaults: NDArray[np.bool_],
    settled: NDArray[np.bool_],
) -> None:
    """Note who is in default with these payments, and in which scenarios they have settled."""
    settled[:] = True
    for party in range(books.owed.size):
        receive(party, books.starts, books.payers, books.parts, paid, sums)
        due = books.owed[party] + books.senior[party]
        for scenario in range(settled.size):
            pays = _pays(party, books, assets[party, scenario], sums[scenario])
            settled[scenario] &= paid[party, scenario] - pays <= SETTLED * pays
            defaults[scenario, party] = assets[party, scenario] + sums[scenario] < due - ROUNDING * due


@kernel
def descend(
    books: Books, width: int, assets: Floats, payments: Floats, defaults: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Clear all scenarios, ``width`` at a time; return in which of them the payments settled.

    The arrays have shape ``(s, n)``; the last two are filled.
    """
    scenarios, parties = assets.shape
    settled = np.empty(scenarios, np.bool_)
    has, paid, sums = np.empty((parties, width)), np.empty((parties, width)), np.empty(width)
    for start in range(0, scenarios, width):
        stop = min(start + width, scenarios)
        for party in range(parties):
            paid[party] = books.owed[party]
            for scenario in range(width):
                # The last scenarios may be fewer: the first stands in for the others.
                has[party, scenario] = assets[start + scenario if start + scenario < stop else start, party]
        for _ in range(MOST):
            if not _sweep(books, has, paid, sums):
                break
        _look(books, has, paid, sums, defaults[start:stop], settled[start:stop])
        for scenario in range(start, stop):
            for party in range(parties):
                payments[scenario, party] = paid[party, scenario - start]
    return settled
