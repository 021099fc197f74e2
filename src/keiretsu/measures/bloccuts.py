"""Cycles of a signed network that no blocs satisfy: of each, one edge at least is frustrated.

With two blocs these are the cycles with an odd number of hostile edges (Harary), with any number
of blocs those with exactly one (Davis). A linear programme over them bounds the frustration index
from below, and the cycles that it needs are the cuts that speed up the exact proof.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from keiretsu.errors import KeiretsuError
from keiretsu.measures.arrays import Floats, Indices
from keiretsu.measures.signed import Pairs

ROUNDS = 40
PLACES = 500  # from where to look for cycles, in each round: the distances take memory
SHORT = 1e-4  # a cycle shorter than 1 by less than this is not worth a cut
TINY = 1e-7  # SciPy takes a length of 0 for no edge
Cycle = frozenset[int]


def unsatisfiable_cycles(pairs: Pairs, blocs: int) -> list[list[int]]:
    """Return cycles, as positions of pairs, of which every choice of blocs frustrates one at least."""
    programme = _Programme(pairs.net)
    found: dict[Cycle, None] = {}
    length = np.zeros(pairs.net.size)
    for _ in range(ROUNDS):
        new = [cycle for cycle in _short_cycles(pairs, length, odd=blocs == 2) if cycle not in found]
        if not new:
            break
        found.update(dict.fromkeys(new))
        length = programme.tightened(new)
    return [sorted(cycle) for cycle in found]


def _short_cycles(pairs: Pairs, length: Floats, *, odd: bool) -> list[Cycle]:
    """Return cycles of a length below 1 that no blocs satisfy, each once: the shortest from each place."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import dijkstra

    n, hostile = pairs.parties, pairs.net < 0
    if odd:  # a hostile edge changes sides: a way from a party to itself on the other side is odd
        side = np.where(hostile, n, 0)
        tail = np.concatenate([pairs.left, pairs.left + n])
        head = np.concatenate([pairs.right + side, pairs.right + n - side])
        starts, ends, closing = np.arange(n), np.arange(n) + n, np.full(n, -1)
    else:  # one hostile edge, and the way back over friendly ones
        tail, head = pairs.left[~hostile], pairs.right[~hostile]
        closing = np.flatnonzero(hostile)
        starts, ends = pairs.left[closing], pairs.right[closing]
    if not starts.size:
        return []
    some = slice(None, None, -(-starts.size // PLACES))
    starts, ends, closing = starts[some], ends[some], closing[some]
    edge = np.tile(np.arange(hostile.size), 2) if odd else np.flatnonzero(~hostile)
    place = {
        ways: int(which)
        for ways, which in zip(zip(tail.tolist(), head.tolist(), strict=True), edge, strict=True)
    }
    graph = coo_array((length[edge] + TINY, (tail, head)), shape=(2 * n, 2 * n))
    sources, row = np.unique(starts, return_inverse=True)
    distance, before = dijkstra(graph.tocsr(), directed=False, indices=sources, return_predecessors=True)
    around = distance[row, ends] + np.where(closing < 0, 0.0, length[closing])
    return list(
        dict.fromkeys(
            _walk(place, before[row[k]], int(ends[k])) | ({int(closing[k])} - {-1})
            for k in np.flatnonzero(around < 1 - SHORT)
        )
    )


def _walk(place: dict[tuple[int, int], int], before: Indices, end: int) -> Cycle:
    """Return the edges of the shortest way to ``end``; one passed twice changes no parity: it drops out."""
    edges: set[int] = set()
    while (previous := int(before[end])) >= 0:
        edges ^= {place[previous, end] if (previous, end) in place else place[end, previous]}
        end = previous
    return frozenset(edges)


class _Programme:
    """The least weight that hits every cycle so far, in fractions: linear programming by OR-tools' GLOP."""

    def __init__(self, net: Floats) -> None:
        from ortools.linear_solver import pywraplp

        self._solver: Any = pywraplp.Solver.CreateSolver("GLOP")
        self._optimal = pywraplp.Solver.OPTIMAL
        weight = np.abs(net) / np.abs(net).max()
        self._marks = [self._solver.NumVar(0, 1, "") for _ in range(net.size)]
        for mark, cost in zip(self._marks, weight.tolist(), strict=True):
            self._solver.Objective().SetCoefficient(mark, cost)

    def tightened(self, cycles: list[Cycle]) -> Floats:
        """Return the best fractions once the new cycles count too."""
        for cycle in cycles:
            row = self._solver.Constraint(1, self._solver.infinity())
            for edge in cycle:
                row.SetCoefficient(self._marks[edge], 1)
        if self._solver.Solve() != self._optimal:
            raise KeiretsuError(
                "measure.not-optimal",
                where="frustration_index",
                message="the linear programme has no optimum",
                hint="report the edges as a fault of keiretsu",
            )
        return np.array([max(mark.solution_value(), 0.0) for mark in self._marks])
