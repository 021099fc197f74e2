"""Sweeps that trace pooled money back to its sources, six of them abreast."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from keiretsu.execution.jit import kernel
from keiretsu.measures.arrays import Floats, Indices

ABREAST = 6
CLOSE = 3e-11  # the error that may be left
STRIDE = 7  # sweeps; by then errors fade at one rate, and can be taken off at once
SLOW = 0.98  # a rate of fading; above, it isn't known well enough to do so


@kernel
def incoming(
    payer: Indices, payee: Indices, amount: Floats, pool: Floats, traced: NDArray[np.bool_]
) -> tuple[Indices, NDArray[np.int32], Floats]:
    """Sort the edges to parties that are traced by payee, and divide each by the payee's pool.

    Return where the edges of each payee start, the payers and the parts.
    """
    starts = np.zeros(pool.size + 1, np.int64)
    for edge in range(payee.size):
        if traced[payee[edge]]:
            starts[payee[edge] + 1] += 1
    for party in range(pool.size):
        starts[party + 1] += starts[party]
    free = starts[:-1].copy()
    payers = np.empty(starts[-1], np.int32)
    parts = np.empty(starts[-1])
    for edge in range(payee.size):
        if traced[payee[edge]]:
            place = free[payee[edge]]
            free[payee[edge]] += 1
            payers[place] = payer[edge]
            parts[place] = amount[edge] / pool[payee[edge]]
    return starts, payers, parts


@kernel
def reach(starts: Indices, payee: Indices, reached: NDArray[np.bool_]) -> None:
    """Mark all whom money of those marked can reach; ``payee`` is sorted by payer."""
    queue = np.empty(reached.size, np.int64)
    last = 0
    for party in range(reached.size):
        if reached[party]:
            queue[last] = party
            last += 1
    first = 0
    while first < last:
        payer = queue[first]
        first += 1
        for edge in range(starts[payer], starts[payer + 1]):
            if not reached[payee[edge]]:
                reached[payee[edge]] = True
                queue[last] = payee[edge]
                last += 1


@kernel
def sweep(
    starts: Indices, payers: NDArray[np.int32], parts: Floats, begins: Floats, mix: Floats, moves: Floats
) -> float:
    """Mix anew what each party pools, each after the other; return how far shares are from adding up to 1."""
    lacks = 0.0
    for party in range(len(begins)):
        a, b, c = begins[party, 0], begins[party, 1], begins[party, 2]
        d, e, f = begins[party, 3], begins[party, 4], begins[party, 5]
        # Numba keeps six numbers in registers, but not an array of six.
        for edge in range(starts[party], starts[party + 1]):
            payer, part = np.uint32(payers[edge]), parts[edge]
            a += part * mix[payer, 0]
            b += part * mix[payer, 1]
            c += part * mix[payer, 2]
            d += part * mix[payer, 3]
            e += part * mix[payer, 4]
            f += part * mix[payer, 5]
        first = max(abs(a - mix[party, 0]), abs(b - mix[party, 1]), abs(c - mix[party, 2]))
        last = max(abs(d - mix[party, 3]), abs(e - mix[party, 4]), abs(f - mix[party, 5]))
        moves[party] = max(first, last)
        mix[party, 0], mix[party, 1], mix[party, 2] = a, b, c
        mix[party, 3], mix[party, 4], mix[party, 5] = d, e, f
        lacks = max(lacks, abs(1.0 - ((a + b + c) + (d + e + f))))
    return lacks


@kernel
def settle(
    starts: Indices,
    payers: NDArray[np.int32],
    parts: Floats,
    begins: Floats,
    mix: Floats,
    sweeps: int,
) -> tuple[bool, Floats]:
    """Sweep until the shares of all settle; return whether they did, and how far each moved in the end.

    Errors fade ever more at one rate. Where that is known, they are taken off: Lyusternik's
    acceleration, as the sum of the geometric series of the moves to come.
    """
    moves = np.ones(len(begins))
    before = np.inf
    earlier = np.empty_like(mix)
    for number in range(1, sweeps + 1):
        if number % STRIDE == 0:
            earlier[:] = mix
        lacks = sweep(starts, payers, parts, begins, mix, moves)
        move = moves.max() if moves.size else 0.0
        rate = move / before if before > 0 else 0.0
        if lacks <= CLOSE and move <= CLOSE and move * rate <= CLOSE * (1 - rate):
            return True, moves
        before = move
        if number % STRIDE == 0 and rate < SLOW:
            ahead = rate / (1 - rate)
            for party in range(len(mix)):
                for source in range(ABREAST):
                    mix[party, source] += ahead * (mix[party, source] - earlier[party, source])
    return False, moves
