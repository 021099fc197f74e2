"""Whether arrays hold what they may."""

from __future__ import annotations

import numpy as np

from keiretsu.execution.jit import kernel
from keiretsu.measures.arrays import Floats, Indices

LARGEST = np.finfo(np.float64).max


@kernel
def finite(numbers: Floats) -> bool:
    """Return whether all of an array of one axis are finite."""
    wrong = np.int64(0)
    for place in range(numbers.size):
        wrong |= np.int64(not abs(numbers[place]) <= LARGEST)
    return not wrong


@kernel
def within(places: Indices, number: int) -> bool:
    """Return whether all places are from 0 to below a number."""
    wrong = np.int64(0)
    for row in range(places.size):
        wrong |= np.int64(places[row] < 0) | np.int64(places[row] >= number)
    return not wrong
