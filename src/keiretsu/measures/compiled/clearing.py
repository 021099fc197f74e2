"""Rounds of fictitious defaults, many scenarios abreast.

Payments start from all in full and are swept down, party after party, each with what the others pay by
then. Who fails in a round must be known before the next one, but payments needn't be exact for that
unless somebody's means are close to what it owes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from keiretsu.execution.jit import kernel
from keiretsu.measures.arrays import Floats, Indices
from keiretsu.measures.compiled.abreast import receive

ROUNDING = 1e-12  # a shortfall below this part of what is owed is none
EXACTLY = 1e-15  # by which part of itself a payment may still fall when all have settled
NEARLY = 1e-8  # and when they have settled well enough to see who fails ...
CLOSE = 1e-5  # ... unless means are this close to what is owed, in parts of what is owed and due in
QUICK = 100  # sweeps for that; after more, the last fall says too little about those to come
MOST = 300  # sweeps a round


class Books(NamedTuple):
    """Who owes whom.

    Parameters
    ----------
    owed, senior
        What each party owes, and what it owes outside and pays first.
    starts, payers, parts
        ``payers[starts[i]:starts[i + 1]]`` owe party ``i`` these parts of what they owe.
    alpha, beta
        Which part of its external assets, and of what comes in, a party in default realises.
    """

    owed: Floats
    senior: Floats
    starts: Indices
    payers: Indices
    parts: Floats
    alpha: float
    beta: float


class Block(NamedTuple):
    """Scenarios abreast; arrays of shape ``(n, scenarios)``.

    Parameters
    ----------
    assets, paid, received, failed_in
        Of each party; ``failed_in`` is the round, 0 if it pays in full.
    realised
        What a party in default has to pay with besides what comes in; infinite if it pays in full.
    hit
        Whether a party fails in some scenario, shape ``(n,)``.
    sums
        Room for what one party receives, shape ``(scenarios,)``.
    """

    assets: Floats
    paid: Floats
    received: Floats
    failed_in: Indices
    realised: Floats
    hit: NDArray[np.bool_]
    sums: Floats


@kernel
def _start(assets: Floats, books: Books, block: Block) -> None:
    for party in range(books.owed.size):
        block.hit[party] = False
        for scenario in range(block.paid.shape[1]):
            # The last scenarios may be fewer: the first stands in for the others.
            block.assets[party, scenario] = assets[scenario if scenario < len(assets) else 0, party]
            block.paid[party, scenario] = books.owed[party]
            block.failed_in[party, scenario] = 0
            block.realised[party, scenario] = np.inf


@kernel
def _look(books: Books, block: Block, promised: Floats) -> tuple[bool, bool]:
    """Let all receive what is paid; return whether some fail now, and whether for some it is close."""
    some, close = np.int64(0), np.int64(0)
    for party in range(books.owed.size):
        receive(party, books.starts, books.payers, books.parts, block.paid, block.sums)
        due = books.owed[party] + books.senior[party]
        enough, plenty = due - ROUNDING * due, due + CLOSE * (due + promised[party])
        for scenario in range(block.paid.shape[1]):
            block.received[party, scenario] = block.sums[scenario]
            means = block.assets[party, scenario] + block.sums[scenario]
            stands = block.failed_in[party, scenario] == 0
            some |= np.int64(stands & (means < enough))
            close |= np.int64(stands & (means >= enough) & (means < plenty))
    return bool(some > 0), bool(close > 0)


@kernel
def _fail(number: int, books: Books, block: Block) -> None:
    """Note whom this round fails."""
    for party in range(books.owed.size):
        due = books.owed[party] + books.senior[party]
        enough, hit = due - ROUNDING * due, np.int64(0)
        for scenario in range(block.paid.shape[1]):
            assets = block.assets[party, scenario]
            means = assets + block.received[party, scenario]
            fails = np.int64((block.failed_in[party, scenario] == 0) & (means < enough))
            hit |= fails
            block.failed_in[party, scenario] += number * fails
            realised = books.alpha * assets - books.senior[party]
            block.realised[party, scenario] = realised if fails else block.realised[party, scenario]
        block.hit[party] |= hit > 0


@kernel
def _sweep(books: Books, block: Block, close: float) -> bool:
    """Let those who failed pay what they can; return whether payments fell by more than that part."""
    fell = np.int64(0)
    for party in range(books.owed.size):
        if block.hit[party]:
            receive(party, books.starts, books.payers, books.parts, block.paid, block.sums)
            owed = books.owed[party]
            for scenario in range(block.paid.shape[1]):
                has = block.realised[party, scenario] + books.beta * block.sums[scenario]
                pays = min(max(has, 0.0), owed)
                fell |= np.int64(block.paid[party, scenario] - pays > close * pays)
                block.paid[party, scenario] = pays
    return bool(fell > 0)


@kernel
def _settle(books: Books, block: Block, close: float) -> tuple[bool, bool]:
    """Sweep until payments settle; return whether they did, and whether exactly."""
    for number in range(MOST):
        if number == QUICK:
            close = EXACTLY
        if not _sweep(books, block, close):
            return True, close == EXACTLY
    return False, False


@kernel
def _clear(books: Books, block: Block, promised: Floats) -> bool:
    """Clear a block that has started; return whether its payments settled."""
    settled, exactly, number = True, True, 0
    promised[:] = 0.0
    while settled:
        some, close = _look(books, block, promised)
        if exactly and not some:
            return True
        if number == 0:
            promised[:] = block.received[:, 0]
        if exactly or (some and not close):
            number += 1
            _fail(number, books, block)
            settled, exactly = _settle(books, block, NEARLY)
        else:
            settled, exactly = _settle(books, block, EXACTLY)
    return False


@kernel
def clear(books: Books, width: int, assets: Floats, paid: Floats, failed_in: Indices) -> NDArray[np.bool_]:
    """Clear all scenarios, ``width`` at a time; return which settled.

    The arrays have shape ``(s, n)``; the last two are filled.
    """
    scenarios, parties = assets.shape
    settled = np.ones(scenarios, np.bool_)
    promised = np.zeros(parties)
    block = Block(
        np.empty((parties, width)),
        np.empty((parties, width)),
        np.empty((parties, width)),
        np.empty((parties, width), np.int64),
        np.empty((parties, width)),
        np.empty(parties, np.bool_),
        np.empty(width),
    )
    for start in range(0, scenarios, width):
        _start(assets[start : start + width], books, block)
        well = _clear(books, block, promised)
        for scenario in range(start, min(start + width, scenarios)):
            settled[scenario] = well
            for party in range(parties):
                paid[scenario, party] = block.paid[party, scenario - start]
                failed_in[scenario, party] = block.failed_in[party, scenario - start]
    return settled
