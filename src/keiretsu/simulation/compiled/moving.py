"""What postings do to positions, for many payments and paths at once."""

from __future__ import annotations

import numpy as np

from keiretsu.execution.jit import kernel
from keiretsu.measures.arrays import Floats, Indices
from keiretsu.simulation.compiled.numbers import LARGEST

FINE, NOT_A_NUMBER, NO_SUCH_PLACE = 0, 1, 2


@kernel
def add(target: Floats, places: Indices, amounts: Floats, sign: float, largest: Floats) -> int:
    """Add each row, times ``sign``, to that of its place; return whether it could be done.

    ``largest`` becomes at least the size of each amount on its path.
    """
    wrong = np.int64(0)
    for row in range(len(places)):
        place = places[row]
        if place < 0 or place >= len(target):
            return NO_SUCH_PLACE
        for path in range(largest.size):
            size = abs(amounts[row, path])
            wrong |= np.int64(not size <= LARGEST)
            largest[path] = max(largest[path], size)
            target[place, path] += sign * amounts[row, path]
    return NOT_A_NUMBER if wrong else FINE


@kernel
def move(target: Floats, givers: Indices, takers: Indices, amounts: Floats, largest: Floats) -> int:
    """Take each row from its giver and add it to its taker; return whether it could be done."""
    wrong = np.int64(0)
    for row in range(len(givers)):
        giver, taker = givers[row], takers[row]
        if min(giver, taker) < 0 or max(giver, taker) >= len(target):
            return NO_SUCH_PLACE
        for path in range(largest.size):
            amount = amounts[row, path]
            size = abs(amount)
            wrong |= np.int64(not size <= LARGEST)
            largest[path] = max(largest[path], size)
            target[giver, path] -= amount
            target[taker, path] += amount
    return NOT_A_NUMBER if wrong else FINE


@kernel
def enter(
    positions: Floats,
    instruments: tuple[int, int, bool],
    register: Floats,
    places: Indices,
    givers: Indices,
    takers: Indices,
    amounts: Floats,
    largest: Floats,
) -> int:
    """Enter payments one to one, with what is bought by them; return whether it could be done.

    ``instruments`` are that which moves from givers to takers, that which the givers get for it or -1, and
    whether the takers owe this one. ``places`` of the register, if any, hold as much more.
    """
    moved, bought, is_owed = instruments
    state = move(positions[moved], givers, takers, amounts, largest)
    if state != FINE:
        return state
    for row in range(len(givers) if bought >= 0 else 0):
        holds, owes = positions[bought, givers[row]], positions[bought, takers[row]]
        for path in range(largest.size):
            holds[path] += amounts[row, path]
        for path in range(largest.size if is_owed else 0):
            owes[path] -= amounts[row, path]
    for row in range(len(places)):
        for path in range(largest.size):
            register[places[row], path] += amounts[row, path]
    return FINE


@kernel
def totals(amounts: Floats) -> Floats:
    """Return the sum of all rows, added one after the other."""
    sums = np.zeros(amounts.shape[1])
    for row in range(len(amounts)):
        for path in range(sums.size):
            sums[path] += amounts[row, path]
    return sums
