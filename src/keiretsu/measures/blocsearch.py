"""A good start for the exact search of blocs: move single parties while that helps, from many starts."""

from __future__ import annotations

import numpy as np

from keiretsu.measures.arrays import Floats, Indices
from keiretsu.measures.signed import Pairs

STARTS = 30
ENOUGH = 1e-9  # of the heaviest pair: a smaller gain may be rounding


def good_blocs(pairs: Pairs, blocs: int, start: Indices) -> Indices:
    """Return the best blocs of several descents, the first of them from ``start``."""
    rng = np.random.default_rng(pairs.parties)
    best, least = start, np.inf
    for number in range(STARTS):
        labels = start.copy() if number == 0 else rng.integers(0, blocs, pairs.parties)
        _descend(pairs, blocs, labels)
        apart = labels[pairs.left] != labels[pairs.right]
        frustrated = float(np.abs(pairs.net[apart == (pairs.net > 0)]).sum())
        if frustrated < least:
            best, least = labels, frustrated
    return best


def numbered_by(order: Indices, labels: Indices) -> Indices:
    """Renumber blocs in the order in which ``order`` meets them first."""
    met = list(dict.fromkeys(labels[order].tolist()))
    return np.array([met.index(label) for label in labels.tolist()], dtype=np.int64)


def _descend(pairs: Pairs, blocs: int, labels: Indices) -> None:
    """Move the party that gains most to the bloc it likes best, until nobody gains."""
    from scipy.sparse import coo_array

    n = pairs.parties
    net = pairs.net / np.abs(pairs.net).max()
    ends = np.concatenate([pairs.left, pairs.right]), np.concatenate([pairs.right, pairs.left])
    ties = coo_array((np.tile(net, 2), ends), shape=(n, n)).tocsr()
    own = np.arange(n)
    liking: Floats = ties @ np.eye(blocs)[labels]
    while True:
        gain = liking.max(axis=1) - liking[own, labels]
        party = int(np.argmax(gain))
        if gain[party] <= ENOUGH:
            return
        new = int(np.argmax(liking[party]))
        near = slice(ties.indptr[party], ties.indptr[party + 1])
        liking[ties.indices[near], labels[party]] -= ties.data[near]
        liking[ties.indices[near], new] += ties.data[near]
        labels[party] = new
