"""How firmly parties are in their blocs: the same search over deals drawn anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from keiretsu.measures.arrays import Floats, Indices
from keiretsu.measures.comembership import co_membership
from keiretsu.measures.grouped import fraction_or_nan
from keiretsu.measures.of_network.ties import Tie
from keiretsu.measures.signed import SignedEdge
from keiretsu.network import Network

RESAMPLES = 40
EFFORT = 1.0  # a resample, so that hard networks don't take hours
SEED = 1


def firmness(network: Network, ties: Sequence[Tie], labels: Indices) -> Floats:
    """Return how firmly each party is in its bloc, shape ``(n,)``.

    Answers *would this party still side with these if some deals had gone unreported?* The deals are
    drawn anew, as many as there are, with replacement, and the two best blocs found each time
    (proved, or after a fixed amount of work); of each other party that ties connect to it, we count
    how often the two share a bloc, or don't, as they do in the network. 1 for a party that is never
    parted from its own nor joined with others, 0.5 is undecided; ``nan`` without ties.

    Notes
    -----
    Efron (1979) for drawing anew, Fred and Jain (2005) for counting who stays together.
    """
    n = len(network.parties)
    found = co_membership(n, _resamples(network, ties), blocs=2, seed=SEED, effort=EFFORT)
    together = labels[:, None] == labels[None, :]
    agree = np.where(together, found.together, 1.0 - found.together)
    known = (found.connected > 0) & ~np.eye(n, dtype=np.bool_)
    return fraction_or_nan(np.where(known, agree, 0.0).sum(axis=1), known.sum(axis=1))


def _resamples(network: Network, ties: Sequence[Tie]) -> Iterator[list[SignedEdge]]:
    """Yield the signs of pairs by the votes of deals drawn with replacement."""
    index = network.index
    votes = [
        (index[tie.left.id], index[tie.right.id], vote)
        for tie in ties
        for vote, deals in ((1, tie.friendly), (-1, tie.hostile))
        for _ in deals
    ]
    rng = np.random.default_rng(SEED)
    for _ in range(RESAMPLES):
        net: dict[tuple[int, int], int] = {}
        for left, right, vote in (votes[k] for k in rng.integers(0, max(len(votes), 1), len(votes))):
            net[left, right] = net.get((left, right), 0) + vote
        yield [(left, right, float(np.sign(sum_))) for (left, right), sum_ in net.items()]
