"""Questions of reach that several measures share, over SciPy's graph routines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from keiretsu.measures.arrays import Edges, Indices

if TYPE_CHECKING:
    from scipy.sparse import csr_array


def sparse_matrix(edges: Edges) -> csr_array[Any, Any]:
    """Return the edges as a SciPy CSR array, shape ``(n, n)``."""
    from scipy.sparse import coo_array

    shape = (edges.parties, edges.parties)
    return coo_array((edges.amount, (edges.payer, edges.payee)), shape=shape).tocsr()


def strong_components(edges: Edges) -> Indices:
    """Label each party with its strongly connected component, shape ``n``.

    Two parties share a label if money can pass from each to the other.
    """
    from scipy.sparse.csgraph import connected_components

    if not edges.parties:
        return np.zeros(0, dtype=np.int64)
    labels = connected_components(sparse_matrix(edges), connection="strong")[1]
    return np.asarray(labels, dtype=np.int64)


def inside_components(edges: Edges) -> NDArray[np.bool_]:
    """Mark the edges that lie on some cycle of two parties or more."""
    labels = strong_components(edges)
    same: NDArray[np.bool_] = (labels[edges.payer] == labels[edges.payee]) & (edges.payer != edges.payee)
    return same


def reached_from(edges: Edges, seeds: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Mark the parties that money of the ``seeds`` can reach, the seeds included; shape ``n``."""
    from scipy.sparse.csgraph import breadth_first_order

    n = edges.parties
    start = np.flatnonzero(seeds)
    # One more party that pays all seeds, so that one search serves them all.
    whole = Edges(
        n + 1,
        np.concatenate([edges.payer, np.full(start.size, n)]),
        np.concatenate([edges.payee, start]),
        np.ones(edges.amount.size + start.size),
    )
    order = breadth_first_order(sparse_matrix(whole), n, return_predecessors=False)
    reached = np.zeros(n + 1, dtype=np.bool_)
    reached[order] = True
    return reached[:n]
