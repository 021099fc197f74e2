"""The greatest payments of many scenarios abreast, in one descent from all in full.

Each sweep lets party after party pay what it can by what the others pay by then. Payments only fall, so
that whoever is short of what it owes stays in default, and no round of defaults must be settled before
the next one is looked for. What payments fall to is the greatest clearing vector, even where default has
costs: nobody fails whose means fall to just what it owes (Rogers and Veraart 2013).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from keiretsu.execution.jit import kernel
from keiretsu.measures.arrays import Floats
from keiretsu.measures.compiled.abreast import receive
from keiretsu.measures.compiled.clearing import EXACTLY, ROUNDING, Books

ALMOST = 1 - EXACTLY  # a payment that falls to this part of itself has settled
MOST = 1000  # sweeps; what still falls by then is cheaper to solve


@kernel
def _sweep(books: Books, assets: Floats, paid: Floats, sums: Floats) -> bool:
    """Let each party pay what it can; return whether some payment fell by more than a hair."""
    fell = np.int64(0)
    for party in range(books.owed.size):
        owed, senior = books.owed[party], books.senior[party]
        if owed == 0:
            continue
        receive(party, books.starts, books.payers, books.parts, paid, sums)
        enough = (owed + senior) - ROUNDING * (owed + senior)
        for scenario in range(sums.size):
            has, comes_in = assets[party, scenario], sums[scenario]
            # Who is short by more than rounding can't realise as much as it owes.
            realised = books.alpha * has + books.beta * comes_in - senior
            pays = max(realised, 0.0) if has + comes_in < enough else owed
            fell |= np.int64(pays < ALMOST * paid[party, scenario])
            paid[party, scenario] = pays
    return bool(fell > 0)


@kernel
def _settle(books: Books, assets: Floats, paid: Floats, sums: Floats) -> NDArray[np.bool_]:
    """Sweep until all payments have settled, or those left settle too slowly; return which have."""
    settled = np.ones(sums.size, np.bool_)
    for _ in range(MOST):
        if not _sweep(books, assets, paid, sums):
            return settled
    before = paid.copy()
    _sweep(books, assets, paid, sums)
    for party in range(books.owed.size):
        settled &= paid[party] >= ALMOST * before[party]
    return settled


@kernel
def _look(books: Books, assets: Floats, paid: Floats, sums: Floats, defaults: NDArray[np.bool_]) -> None:
    """Note who is in default with these payments, shape ``(scenarios, n)``."""
    for party in range(books.owed.size):
        receive(party, books.starts, books.payers, books.parts, paid, sums)
        due = books.owed[party] + books.senior[party]
        for scenario in range(len(defaults)):
            defaults[scenario, party] = assets[party, scenario] + sums[scenario] < due - ROUNDING * due


@kernel
def descend(
    books: Books, width: int, assets: Floats, payments: Floats, defaults: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Clear all scenarios, ``width`` at a time; return in which of them payments settled.

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
        settled[start:stop] = _settle(books, has, paid, sums)[: stop - start]
        _look(books, has, paid, sums, defaults[start:stop])
        for scenario in range(start, stop):
            for party in range(parties):
                payments[scenario, party] = paid[party, scenario - start]
    return settled
