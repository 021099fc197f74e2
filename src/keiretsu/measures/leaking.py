"""Amounts passed on along rows of shares, part of which leaks out: the linear system of clearing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from keiretsu.measures.arrays import Floats

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    Shares: TypeAlias = Floats | csr_array[Any, Any]

DENSE = 300  # parties; up to here elimination, the more accurate road
BLOCK = 2**18  # entries of the systems that are solved abreast, so that they fit the cache
SWEEPS = 500
CLOSE = 1e-15


def passed_along(shares: Shares, amounts: Floats) -> Floats:
    """Return what each party receives of the ``amounts`` that all pay, shape ``(s, n)``."""
    if isinstance(shares, np.ndarray):
        return np.asarray(amounts @ shares, dtype=np.float64)
    return np.ascontiguousarray((shares.T @ amounts.T).T, dtype=np.float64)


def solve_leaking(
    shares: Shares, outside: Floats, rate: float, active: NDArray[np.bool_], begins: Floats
) -> Floats:
    """Solve ``x_j = b_j + rate * sum_i x_i S_ij`` over the active parties of each scenario.

    Parameters
    ----------
    shares
        ``S``, shape ``(n, n)``: which part of its payments a party makes to each other one.
    outside
        Shape ``(n,)``: which part goes to nobody in the matrix. Together they make 1 a row.
    rate
        Which part of a payment counts for who receives it, 0..1.
    active
        Shape ``(s, n)``: the parties whose ``x`` is asked for; the others' is 0. No group of them may
        pass on all amounts among themselves for good.
    begins
        ``b``, shape ``(s, n)``.
    """
    solved = np.zeros_like(begins)
    if isinstance(shares, np.ndarray):
        width = max(1, BLOCK // max(shares.size, 1))
        for start in range(0, len(begins), width):
            block = slice(start, start + width)
            solved[block] = _abreast(shares, outside, rate, active[block], begins[block])
    else:
        for scenario, members in enumerate(active):
            road = _few if members.sum() <= DENSE else _one
            solved[scenario, members] = road(shares, outside, rate, members, begins[scenario])
    return solved


def _abreast(
    shares: Floats, outside: Floats, rate: float, active: NDArray[np.bool_], begins: Floats
) -> Floats:
    """Solve a few scenarios at once, over the parties that are active in some of them."""
    some = np.flatnonzero(active.any(axis=0))
    within = active[:, some].T
    among = shares[np.ix_(some, some)]
    leaves = outside[some] + np.delete(shares[some], some, axis=1).sum(axis=1)
    leak = (1 - rate) + rate * (leaves[:, None] + among @ ~within)
    steps = rate * among[:, :, None] * (within[:, None] & within[None, :])
    solved = np.zeros_like(begins)
    started = np.where(within, begins[:, some].T, 0.0)
    solved[:, some] = _eliminate(steps, np.where(within, leak, 1.0), started).T
    return solved


def _eliminate(steps: Floats, leak: Floats, begins: Floats) -> Floats:
    """Solve by state reduction (Grassmann, Taksar and Heyman 1985), which subtracts no share.

    Amounts keep their relative accuracy even where nearly all of them go round. The arrays, of
    shapes ``(n, n, s)``, ``(n, s)`` and ``(n, s)``, are used up.
    """
    n = len(leak)
    leaving = np.ones_like(leak)
    for k in range(n - 1, -1, -1):
        leaving[k] = steps[k, :k].sum(axis=0) + leak[k]
        steps[k, :k] /= leaving[k]
        into = steps[:k, k]
        steps[:k, :k] += into[:, None] * steps[k, None, :k]
        leak[:k] += into * (leak[k] / leaving[k])
        begins[:k] += begins[k] * steps[k, :k]
    for k in range(n):
        begins[k] = (begins[k] + (begins[:k] * steps[:k, k]).sum(axis=0)) / leaving[k]
    return begins


def _few(
    shares: csr_array[Any, Any], outside: Floats, rate: float, members: NDArray[np.bool_], begins: Floats
) -> Floats:
    """Solve one scenario in which few of many parties are active."""
    rows = shares[members]
    leaves = outside[members] + np.asarray(rows[:, ~members].sum(axis=1)).ravel()
    everybody = np.ones((1, leaves.size), dtype=np.bool_)
    among = np.asarray(rows[:, members].toarray(), dtype=np.float64)
    solved: Floats = _abreast(among, leaves, rate, everybody, begins[None, members])[0]
    return solved


def _one(
    shares: csr_array[Any, Any], _outside: Floats, rate: float, members: NDArray[np.bool_], begins: Floats
) -> Floats:
    """Solve one scenario of many active parties by sweeps, or where these are slow by factors."""
    from scipy.sparse import eye_array
    from scipy.sparse.linalg import splu

    among = (rate * shares[members][:, members].T).tocsr()
    start = begins[members]
    solved = start
    for _ in range(SWEEPS):
        after = np.asarray(start + among @ solved, dtype=np.float64)
        settled = (np.abs(after - solved) <= CLOSE * np.abs(after)).all()
        solved = after
        if settled:
            return solved
    factors = splu((eye_array(start.size) - among).tocsc())
    solved = np.asarray(factors.solve(start), dtype=np.float64)
    return np.asarray(solved + factors.solve(start + among @ solved - solved), dtype=np.float64)
