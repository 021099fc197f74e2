"""Questions of reach that several measures share, over SciPy's graph routines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from keiretsu.measures.arrays import Edges, Indices

if TYPE_CHECKING:
    from scipy.sparse import csr_array

DENSE = 300  # parties; for more, compiled loops are loaded


def sparse_matrix(edges: Edges) -> csr_array[Any, Any]:
    """Return the edges as a SciPy CSR array, shape ``(n, n)``."""
    from scipy.sparse import coo_array, csr_array

    shape = (edges.parties, edges.parties)
    if (edges.payer[1:] < edges.payer[:-1]).any():
        return coo_array((edges.amount, (edges.payer, edges.payee)), shape=shape).tocsr()
    starts = np.searchsorted(edges.payer, np.arange(edges.parties + 1))
    return csr_array((edges.amount.copy(), edges.payee.copy(), starts), shape=shape)


def payers_by_payee(edges: Edges) -> Indices:
    """Return the payers of the first payee, then those of the second and so on, each in order."""
    from scipy.sparse import coo_array

    shape = (edges.parties, edges.parties)
    by_column = coo_array((edges.amount, (edges.payer, edges.payee)), shape=shape).tocsc()
    payers: Indices = by_column.indices.astype(np.int64)
    return payers


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
    reached = seeds.copy()
    if not seeds.all():
        road = _reach if edges.parties <= DENSE else _reach_far
        road(edges, reached)
    return reached


def reached_in_each(pays: NDArray[np.bool_], seeds: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Mark the parties that money of the ``seeds`` can reach in each of ``s`` networks; shape ``(s, n)``.

    ``pays`` says who pays whom, shape ``(s, n, n)``, payer by payee.
    """
    reached = seeds
    while True:
        onward = reached | (pays & reached[:, :, None]).any(axis=1)
        if (onward == reached).all():
            return reached
        reached = onward


def _reach(edges: Edges, reached: NDArray[np.bool_]) -> None:
    """Follow the edges, all at once, as often as somebody new is reached."""
    for _ in range(edges.parties):
        new = edges.payee[reached[edges.payer] & ~reached[edges.payee]]
        if not new.size:
            return
        reached[new] = True


def _reach_far(edges: Edges, reached: NDArray[np.bool_]) -> None:
    from keiretsu.measures.compiled.mixing import reach

    order = np.argsort(edges.payer, kind="stable")  # quick where they are in order
    starts = np.searchsorted(edges.payer[order], np.arange(edges.parties + 1))
    reach(starts, edges.payee[order], reached)
