"""Whether books balance, at one look; what is wrong with them is found out by others."""

from __future__ import annotations

import numpy as np

from keiretsu.execution.jit import kernel
from keiretsu.measures.arrays import Floats, Indices
from keiretsu.simulation.compiled.numbers import LARGEST
from keiretsu.simulation.masks import Flags


@kernel
def balance(
    positions: Floats, masks: tuple[Flags, Flags, Flags], largest: Floats, tolerance: float, size: Floats
) -> bool:
    """Return whether all sums and signs of positions are what they may be, and numbers.

    ``size`` becomes that of the largest position on each path, and ``largest`` at least as much; the
    tolerance is relative to that.
    """
    holds, owes, sums_to_zero = masks
    instruments, parties, paths = positions.shape
    off = np.zeros(paths)
    total = np.empty(paths)
    for instrument in range(instruments):
        total[:] = 0.0
        for party in range(parties):
            # What a party may not hold or owe counts in full as off, else not at all
            above, below = not holds[instrument, party], not owes[instrument, party]
            for path in range(paths):
                held = positions[instrument, party, path]
                size[path] = max(size[path], abs(held))
                total[path] += held
                off[path] = max(off[path], above * held, -(below * held))
        if sums_to_zero[instrument]:
            for path in range(paths):
                off[path] = max(off[path], abs(total[path]))
    fine = True
    for path in range(paths):
        largest[path] = max(largest[path], size[path])
        fine &= off[path] <= tolerance * largest[path] and largest[path] <= LARGEST
    return fine


@kernel
def register_adds_up(
    register: Floats, holders: Indices, issuers: Indices, positions: Floats, largest: Floats, tolerance: float
) -> bool:
    """Return whether a register has no holding below zero and adds up to the positions by party."""
    left = positions.copy()
    off = np.zeros(largest.size)
    for pair in range(len(holders)):
        holder, issuer = holders[pair], issuers[pair]
        for path in range(largest.size):
            held = register[pair, path]
            off[path] = max(off[path], -held)
            left[holder, path] -= held
            left[issuer, path] += held
    for party in range(len(left)):
        for path in range(largest.size):
            off[path] = max(off[path], abs(left[party, path]))
    fine = True
    for path in range(largest.size):
        fine &= off[path] <= tolerance * largest[path]
    return fine
