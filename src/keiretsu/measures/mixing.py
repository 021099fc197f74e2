"""Where pooled money came from: the absorbing chain that walks each payment back to a source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from keiretsu.measures.absorbing import eliminate
from keiretsu.measures.arrays import Edges, Floats, Indices
from keiretsu.measures.graphs import reached_from

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Chain: TypeAlias = tuple[Indices, NDArray[np.int32], Floats]

DENSE = 300  # parties; up to here elimination, the more accurate road, takes 30 ms at most
DIRECT = 300  # parties in slow loops; for more, factors
SWEEPS = 1000
ROUNDING = 1e-15


def trace_back(edges: Edges, sources: Floats) -> Floats:
    """Return how each party's inflow is made up by source, if every party pools what it gets.

    Solves ``T_j x_js = z_js + sum_i F_ij x_is`` with ``T`` the inflow.

    Parameters
    ----------
    edges
        ``F``: what one party pays another.
    sources
        ``z``, shape ``(n, s)``: what enters each party from each source.

    Returns
    -------
    ndarray
        Shape ``(n, s + 1)``: each row adds up to 1, or is all 0 for a party without inflow. The last
        column is money that no source put in: it comes from parties that no source reaches.
    """
    entered = sources.sum(axis=1)
    inflow = entered + edges.received()
    fed = inflow > 0
    between = edges.between_parties()
    if between is not edges:
        inflow = entered + between.received()
    # Money of parties that no source reaches has no beginning: they stand as a source of their own.
    reached = reached_from(between, entered > 0)
    pool = np.where(inflow > 0, inflow, 1.0)
    begins = np.vstack([sources.T / pool, ~reached])
    road = _eliminate if edges.parties <= DENSE else _sweep
    mix = road(between, pool, reached, begins)
    mix[:, ~fed] = 0.0
    total = mix.sum(axis=0)
    np.divide(mix, total, out=mix, where=total > 0)
    return mix.T


def _eliminate(edges: Edges, pool: Floats, traced: NDArray[np.bool_], begins: Floats) -> Floats:
    chain = edges.where(traced[edges.payee])
    steps = Edges(edges.parties, chain.payee, chain.payer, chain.amount / pool[chain.payee])
    found: Floats = eliminate(steps.dense(), begins.T, begins.sum(axis=0)).T
    return found


def _sweep(edges: Edges, pool: Floats, traced: NDArray[np.bool_], begins: Floats) -> Floats:
    """Solve by compiled sweeps, a few sources at a time."""
    from keiretsu.measures.compiled.mixing import ABREAST, incoming

    chain = incoming(edges.payer, edges.payee, edges.amount, pool, traced)
    mix = np.zeros_like(begins)
    used = np.flatnonzero(begins.any(axis=1))
    width = ABREAST if used.size <= ABREAST else ABREAST - 1
    for start in range(0, used.size, width):
        block = used[start : start + width]
        some = np.zeros((edges.parties, ABREAST))
        some[:, : block.size] = begins[block].T
        if used.size > ABREAST:
            # The other sources stand as one, so that each party's shares add up to 1 here too.
            some[:, -1] = np.delete(begins, block, axis=0).sum(axis=0)
        mix[block] = _settled(chain, some)[:, : block.size].T
    return mix.clip(min=0.0, out=mix)


def _settled(chain: Chain, begins: Floats) -> Floats:
    from keiretsu.measures.compiled.mixing import CLOSE, settle

    mix = begins.copy()
    settled, moves = settle(*chain, begins, mix, SWEEPS)
    if not settled:
        open_ = (moves > ROUNDING) | (np.abs(1 - mix.sum(axis=1)) > CLOSE)
        _finish(chain, begins, mix, np.flatnonzero(open_))
    return mix


def _finish(chain: Chain, begins: Floats, mix: Floats, moving: Indices) -> None:
    """Solve directly for those whose shares still move: some loop lets money out too slowly."""
    from scipy.sparse import csr_array

    starts, payers, parts = chain
    back = csr_array((parts, payers, starts), shape=(len(begins),) * 2)
    rows = back[moving]
    mix[moving] = 0.0
    into = begins[moving] + rows @ mix
    among = rows[:, moving]
    direct = _directly if moving.size <= DIRECT else _factorise
    mix[moving] = direct(among, into)


def _directly(among: csr_array[Any, Any], begins: Floats) -> Floats:
    return eliminate(among.toarray(), begins, begins.sum(axis=1))


def _factorise(among: csr_array[Any, Any], begins: Floats) -> Floats:
    from scipy.sparse import eye_array
    from scipy.sparse.linalg import splu

    solved: Floats = splu((eye_array(begins.shape[0]) - among).tocsc()).solve(begins)
    return solved
