"""Where pooled money came from: the absorbing chain that walks each payment back to a source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from keiretsu.measures.absorbing import eliminate
from keiretsu.measures.arrays import Edges, Floats
from keiretsu.measures.graphs import reached_from, sparse_matrix

if TYPE_CHECKING:
    from scipy.sparse import csr_array

DENSE = 300  # parties; up to here elimination, the more accurate road, takes 30 ms at most
SWEEPS = 2000
CLOSE = 1e-13


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
    fed = entered + edges.received() > 0
    edges = edges.between_parties()
    inflow = entered + edges.received()
    # Money of parties that no source reaches has no beginning: they stand as a source of their own.
    unreached = ~reached_from(edges, entered > 0)
    pool = np.where(inflow > 0, inflow, 1.0)
    begins = np.column_stack([sources, np.where(unreached, pool, 0.0)])
    chain = edges.where(~unreached[edges.payee])
    back = Edges(edges.parties, chain.payee, chain.payer, chain.amount / pool[chain.payee])
    road = _eliminate if edges.parties <= DENSE else _iterate
    mix = road(back, begins / pool[:, None])
    mix[~fed] = 0.0
    total = mix.sum(axis=1, keepdims=True)
    shares: Floats = np.divide(mix, total, out=np.zeros_like(mix), where=total > 0)
    return shares


def _eliminate(steps: Edges, begins: Floats) -> Floats:
    return eliminate(steps.dense(), begins, begins.sum(axis=1))


def _iterate(steps: Edges, begins: Floats) -> Floats:
    """Solve by sweeps from below, all sources at once; the shortfall from 1 bounds the error."""
    back, mix = sparse_matrix(steps), begins
    for _ in range(SWEEPS):
        mix = np.asarray(begins + back @ mix, dtype=np.float64)
        if (1 - mix.sum(axis=1) <= CLOSE).all():
            return mix
    return _factorise(back, begins)


def _factorise(back: csr_array[Any, Any], begins: Floats) -> Floats:
    from scipy.sparse import eye_array
    from scipy.sparse.linalg import splu

    solved: Floats = splu((eye_array(begins.shape[0]) - back).tocsc()).solve(begins)
    return solved.clip(min=0.0)
