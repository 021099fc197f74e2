"""Blocs: into which camps a signed network falls, and how much goes against them."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from keiretsu.measures.arrays import Indices
from keiretsu.measures.blocsolver import EFFORT, Solved, solve_block
from keiretsu.measures.options import above_zero, whole
from keiretsu.measures.signed import Pairs, SignedEdgeList, signed_edges_of

MOST_SEED = 2**31 - 1


@dataclass(frozen=True, slots=True, eq=False)
class Frustration:
    """The blocs that a signed network frustrates least, and by how much.

    Parameters
    ----------
    index
        Weight of the edges that go against the blocs: friendly ones between blocs and hostile ones
        inside. With weights of 1 and -1, their number. 0 for a network that falls into blocs cleanly.
    partition
        The blocs, each a sorted tuple of parties, in the order of their smallest; none is empty. The
        index is unique; several partitions may reach it (see ``co_membership``).
    labels
        The place in ``partition`` of each party's bloc, shape ``(n,)``.
    frustrated
        Positions in ``signed_edges`` of the edges that go against the blocs.
    weight
        Weight of all edges, each counted as positive.
    lower_bound
        No partition into that many blocs has a smaller index than this. Where the optimum is
        proved it differs from ``index`` by rounding only, and not at all for whole weights.
    proved
        Whether the solver proved that no partition has a smaller index.
    """

    index: float
    partition: tuple[tuple[int, ...], ...]
    labels: Indices
    frustrated: tuple[int, ...]
    weight: float
    lower_bound: float
    proved: bool

    @property
    def half(self) -> float:
        """Half the index: Doreian and Mrvar's criterion for arcs, which weighs both kinds by 0.5."""
        return self.index / 2

    @property
    def normalised(self) -> float:
        """``1 - 2 index / weight``, 1 for no frustration; with two blocs at least 0. 1 without edges."""
        return 1 - 2 * self.index / self.weight if self.weight else 1.0


def frustration_index(
    n: int, signed_edges: SignedEdgeList, *, blocs: int = 2, effort: float = EFFORT
) -> Frustration:
    """Find the blocs that go against the least weight of a signed network.

    Answers *which camps do the friendly and hostile ties draw, and how much contradicts them?*

    Formula: the least, over all partitions into at most ``blocs`` blocs, of ``sum w_ij`` over friendly
    edges between blocs plus ``sum |w_ij|`` over hostile edges inside them.

    Parameters
    ----------
    n
        Number of parties.
    signed_edges
        Triples ``(i, j, w)`` with parties ``0..n-1`` and a weight in any unit: friendly above 0,
        hostile below. A tie stated both ways counts twice (see ``Frustration.half``); a hostile tie of
        a party to itself always counts.
    blocs
        How many at most: 2 is the frustration index, more is the line index of clusterability.
    effort
        How much work the proof of each block may take, above 0: about as many seconds, but the same
        work on every machine.

    Returns
    -------
    Frustration
        ``index`` between 0 and the weight of all hostile edges, ``partition``, ``proved``.

    Raises
    ------
    MisuseError
        ``measure.invalid-signed-edges``; ``measure.invalid-option`` for ``blocs`` below 1, or an
        ``effort`` that isn't above 0.

    Notes
    -----
    Harary (1959), Davis (1967), Doreian and Mrvar (1996), Aref and Wilson (2019). Exact, by OR-tools
    CP-SAT; where the proof takes more work than ``effort`` the search stops, ``proved`` is false,
    and the optimum lies between ``lower_bound`` and ``index``.

    Examples
    --------
    Three rivals: with two blocs, one of the hostile ties lies inside a bloc.

    >>> rivals = [(0, 1, -1), (0, 2, -1), (1, 2, -1)]
    >>> frustration_index(3, rivals).index
    1.0
    >>> frustration_index(3, rivals, blocs=3).partition
    ((0,), (1,), (2,))
    """
    edges = signed_edges_of(n, signed_edges)
    pairs, lost = edges.pairs()
    best = least_frustrated(pairs, whole(blocs, "blocs", least=1), above_zero(effort, "effort"))
    labels, partition = _in_order(best.labels)
    frustrated = edges.frustrated_by(labels)
    index = math.fsum(np.abs(edges.weight[frustrated]))
    return Frustration(
        index=index,
        partition=partition,
        labels=labels,
        frustrated=tuple(frustrated.tolist()),
        weight=math.fsum(np.abs(edges.weight)),
        lower_bound=min(lost + best.bound, index),
        proved=best.proved,
    )


def least_frustrated(
    pairs: Pairs, blocs: int, effort: float, rng: np.random.Generator | None = None
) -> Solved:
    """Find the best blocs, block by block; with ``rng``, ties are broken at random."""
    labels = np.zeros(pairs.parties, dtype=np.int64)
    blocs = min(blocs, max(pairs.parties, 1))
    if blocs == 1:
        return Solved(labels, math.fsum(-pairs.net[pairs.net < 0]), proved=True)
    bounds, proved = [], True
    reached = np.zeros(pairs.parties, dtype=np.bool_)
    for block, within in _blocks(pairs):
        solved = _solve(within, min(blocs, block.size), effort, rng)
        rename = np.arange(blocs) if rng is None else rng.permutation(blocs)
        known = np.flatnonzero(reached[block])
        if known.size:  # one party, the cut vertex: its bloc here is its bloc there
            here, there = rename[solved.labels[known[0]]], labels[block[known[0]]]
            rename = np.where(rename == here, there, np.where(rename == there, here, rename))
        labels[block] = rename[solved.labels]
        reached[block] = True
        bounds.append(solved.bound)
        proved = proved and solved.proved
    return Solved(labels, math.fsum(bounds), proved)


def _solve(pairs: Pairs, blocs: int, effort: float, rng: np.random.Generator | None) -> Solved:
    order, turn = np.arange(pairs.parties), np.arange(pairs.net.size)
    if rng is not None:
        order, turn = rng.permutation(order), rng.permutation(turn)
    left, right = order[pairs.left[turn]], order[pairs.right[turn]]
    mixed = Pairs(pairs.parties, np.minimum(left, right), np.maximum(left, right), pairs.net[turn])
    labels = _along_a_tree(mixed)
    apart = labels[mixed.left] != labels[mixed.right]
    if (apart == (mixed.net < 0)).all():
        return Solved(labels[order], 0.0, proved=True)
    seed = 0 if rng is None else int(rng.integers(MOST_SEED))
    solved = solve_block(mixed, blocs, labels, effort, seed)
    return Solved(solved.labels[order], solved.bound, solved.proved)


def _along_a_tree(pairs: Pairs) -> Indices:
    """Label the parties of a block along a spanning tree: right throughout if two blocs fit cleanly."""
    near: list[list[tuple[int, bool]]] = [[] for _ in range(pairs.parties)]
    for left, right, net in zip(pairs.left.tolist(), pairs.right.tolist(), pairs.net.tolist(), strict=True):
        near[left].append((right, net < 0))
        near[right].append((left, net < 0))
    labels = np.full(pairs.parties, -1)
    labels[0] = 0
    waiting = deque([0])
    while waiting:
        party = waiting.popleft()
        for other, hostile in near[party]:
            if labels[other] < 0:
                labels[other] = labels[party] ^ hostile
                waiting.append(other)
    return labels


def _blocks(pairs: Pairs) -> Iterator[tuple[Indices, Pairs]]:
    """Yield the blocks, parties and pairs, so that each meets those before it in one party at most."""
    import networkx as nx

    ends = list(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True))
    place = {frozenset(pair): edge for edge, pair in enumerate(ends)}
    # The search closes a block before the one that it hangs on: backwards, each hangs on one before.
    for block in reversed(list(nx.biconnected_component_edges(nx.Graph(ends)))):
        chosen = np.array(sorted(place[frozenset(pair)] for pair in block))
        members, where = np.unique(
            np.concatenate([pairs.left[chosen], pairs.right[chosen]]), return_inverse=True
        )
        left, right = np.split(where, 2)
        yield members, Pairs(members.size, left, right, pairs.net[chosen])


def _in_order(labels: Indices) -> tuple[Indices, tuple[tuple[int, ...], ...]]:
    """Return the labels renumbered by each bloc's smallest party, and the blocs in that order."""
    first = np.unique(labels, return_index=True)
    rank = {int(label): place for place, label in enumerate(first[0][np.argsort(first[1])])}
    ordered = np.array([rank[int(label)] for label in labels], dtype=np.int64)
    blocs = tuple(tuple(np.flatnonzero(ordered == place).tolist()) for place in range(len(rank)))
    return ordered, blocs
