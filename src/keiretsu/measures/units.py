"""Amounts in whole units of a power of two, as the integer solvers of OR-tools want them.

A power of two only moves the binary point: scaling is exact, and rounding down keeps every
capacity within what the flows allow.
"""

from __future__ import annotations

import numpy as np

from keiretsu.measures.arrays import Floats, Indices

FINEST = 1074  # every float is a multiple of 2**-1074


def unit_exponent(largest: float, bits: int) -> int:
    """Return the ``k`` for which ``largest`` is just below ``2**bits`` in units of ``2**-k``.

    Examples
    --------
    >>> unit_exponent(15.79, bits=10)
    6
    """
    return min(bits - int(np.frexp(largest)[1]), FINEST)


def whole_units(amounts: Floats, exponent: int) -> Indices:
    """Return ``amounts`` in whole units of ``2**-exponent``, rounded down.

    Examples
    --------
    >>> whole_units(np.array([15.79, 0.5]), 6).tolist()
    [1010, 32]
    """
    return np.floor(np.ldexp(amounts, exponent)).astype(np.int64)
