"""How distress spreads: the variants of DebtRank on a matrix of impacts, scenarios side by side.

Each function takes ``impact``, shape ``(n, n)``, the part of its equity that a party (row) loses if
another (column) becomes worthless, and ``shock``, shape ``(n, s)``, the parts lost at first; it returns
the parts lost in the end, shape ``(n, s)``, 0..1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from keiretsu.measures.arrays import Edges, Floats, Indices
from keiretsu.measures.graphs import reached_from

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    Impact: TypeAlias = Floats | csr_array[Any, Any]

MANY = 200_000  # impacts, counted in each scenario; for so many the compiled loops are loaded
SWEEPS, SPARSE_SWEEPS = 30, 500  # until a solution by elimination is quicker
COMPILED_SWEEPS, FAR_SWEEPS = 300, 10_000  # the same of the compiled loops; factors of large networks fill up
BLOCK = 2**18  # entries of the systems that are solved abreast, so that they fit the cache
CLOSE = 1e-15
ROUNDING = 1e-12


def linear(impact: Impact, shock: Floats) -> Floats:
    """Pass on every loss, also of those hit before, to the limit: ``h = min(1, shock + W h)``."""
    lost, slow = (_sweep_compiled if _are_many(impact, shock) else _sweep)(impact, shock)
    if slow.any():
        lost[:, slow] = _limits(impact, shock[:, slow])
    return lost


def _sweep(impact: Impact, shock: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the losses, and in which scenarios they still grow."""
    lost = shock.copy()
    moving = np.arange(shock.shape[1])
    before, start = shock, shock
    for _ in range(SWEEPS if isinstance(impact, np.ndarray) else SPARSE_SWEEPS):
        after = np.minimum(1.0, start + impact @ before)
        still = (after - before > CLOSE * after).any(axis=0)
        before = after
        if still.sum() <= still.size // 2:  # leave out those that are done, but don't copy each time
            lost[:, moving] = after
            moving, before, start = moving[still], after[:, still], start[:, still]
        if not moving.size:
            break
    lost[:, moving] = before
    slow = np.zeros(shock.shape[1], dtype=np.bool_)
    slow[moving] = True
    return lost, slow


def _sweep_compiled(impact: Impact, shock: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    from keiretsu.measures.compiled import abreast, distress

    chain, shocks = _by_holder(impact), np.ascontiguousarray(shock.T)
    sweeps = COMPILED_SWEEPS if isinstance(impact, np.ndarray) else FAR_SWEEPS
    lost, found = np.empty_like(shocks), np.empty(len(shocks), dtype=np.bool_)

    def follow(rows: slice, width: int) -> None:
        found[rows] = distress.linear(*chain, sweeps, width, shocks[rows], lost[rows])

    abreast.in_threads(follow, shocks)
    return lost.T, ~found


def _by_holder(impact: Impact) -> tuple[Indices, Indices, Floats]:
    from scipy.sparse import csr_array

    rows = csr_array(impact)
    return rows.indptr.astype(np.int64), rows.indices.astype(np.int64), rows.data


def _are_many(impact: Impact, shock: Floats) -> bool:
    losses = np.count_nonzero(impact) if isinstance(impact, np.ndarray) else impact.nnz
    return bool(losses * shock.shape[1] >= MANY)


def _limits(impact: Impact, shock: Floats) -> Floats:
    """Solve each scenario for its limit exactly, in at most as many rounds as there are parties.

    Among the parties that the shock reaches the solution is unique. Suppose that all of them lose
    everything, see who doesn't, solve for these, and so on.
    """
    reached = _reached(impact, shock)
    lost, partly = reached.astype(np.float64), np.zeros_like(reached)
    running = np.arange(shock.shape[1])
    while running.size:
        more = reached[:, running] & ~partly[:, running]
        more &= shock[:, running] + impact @ lost[:, running] < 1
        going = more.any(axis=0)
        running = running[going]
        partly[:, running] |= more[:, going]
        in_part = partly[:, running]
        whole = (reached[:, running] & ~in_part).astype(np.float64)
        begins = np.where(in_part, shock[:, running] + impact @ whole, whole)
        lost[:, running] = _solve(impact, in_part, begins).clip(0.0, 1.0)
    return lost


def _reached(impact: Impact, shock: Floats) -> NDArray[np.bool_]:
    """Mark the parties that each scenario's shock can reach, shape ``(n, s)``."""
    hit, by = impact.nonzero()
    edges = Edges(len(shock), by.astype(np.int64), hit.astype(np.int64), np.ones(hit.size))
    # Scenarios often start from the same parties.
    starts, which = np.unique(shock > 0, axis=1, return_inverse=True)
    return np.stack([reached_from(edges, start) for start in starts.T], axis=1)[:, which.ravel()]


def _solve(impact: Impact, active: NDArray[np.bool_], begins: Floats) -> Floats:
    """Solve ``x = b + W x`` among the active parties of each scenario; the others' ``x`` is ``b``."""
    if isinstance(impact, np.ndarray):
        return _solve_abreast(impact, active, begins)
    return _solve_each(impact, active, begins)


def _solve_abreast(impact: Floats, active: NDArray[np.bool_], begins: Floats) -> Floats:
    solved = np.empty_like(begins)
    width = max(1, BLOCK // max(impact.size, 1))
    for start in range(0, begins.shape[1], width):
        block = slice(start, start + width)
        among = active[:, block].T
        system = np.eye(len(impact)) - impact * (among[:, :, None] & among[:, None, :])
        solved[:, block] = np.linalg.solve(system, begins[:, block].T[:, :, None])[:, :, 0].T
    return solved


def _solve_each(impact: csr_array[Any, Any], active: NDArray[np.bool_], begins: Floats) -> Floats:
    from scipy.sparse import eye_array
    from scipy.sparse.linalg import splu

    solved = begins.copy()
    for scenario, members in enumerate(active.T):
        system = eye_array(int(members.sum())) - impact[members][:, members]
        solved[members, scenario] = splu(system.tocsc()).solve(begins[members, scenario])
    return solved


def original(impact: Impact, shock: Floats) -> Floats:
    """Pass on each party's loss once, in the step after it was first hit."""
    capped = np.minimum(impact, 1.0) if isinstance(impact, np.ndarray) else impact.minimum(1.0)
    return (_step_compiled if _are_many(impact, shock) else _step)(capped, shock)


def _step(capped: Impact, shock: Floats) -> Floats:
    lost, passed_on = shock, np.zeros(shock.shape, dtype=np.bool_)
    while True:
        hit = (lost > 0) & ~passed_on
        if not hit.any():
            return lost
        lost = np.minimum(1.0, lost + capped @ (lost * hit))
        passed_on |= hit


def _step_compiled(capped: Impact, shock: Floats) -> Floats:
    from keiretsu.measures.compiled import abreast, distress

    chain, shocks = _by_holder(capped), np.ascontiguousarray(shock.T)
    lost = np.empty_like(shocks)

    def follow(rows: slice, width: int) -> None:
        distress.original(*chain, width, shocks[rows], lost[rows])

    abreast.in_threads(follow, shocks)
    return lost.T


def threshold(impact: Impact, shock: Floats) -> Floats:
    """Pass on losses only of parties that lost everything."""
    lost, failed = shock, np.zeros(shock.shape, dtype=np.bool_)
    while True:
        fails = lost >= 1 - ROUNDING
        if (fails == failed).all():
            return lost
        failed = fails
        lost = np.minimum(1.0, shock + impact @ failed.astype(np.float64))


VARIANTS: Mapping[str, Callable[[Impact, Floats], Floats]] = {
    "linear": linear,
    "original": original,
    "threshold": threshold,
}
