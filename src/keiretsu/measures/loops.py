"""A circulation as loops: which closed chains carry it, and how much each."""

from __future__ import annotations

import heapq
from collections import deque
from dataclasses import dataclass

from keiretsu.measures.arrays import Edges
from keiretsu.measures.cycles import from_smallest


@dataclass(frozen=True, slots=True, order=True)
class Loop:
    """An amount that passes once around a closed chain of parties.

    Parameters
    ----------
    parties
        Indices in the order that money passes them, from the smallest; one party for a payment to
        oneself.
    amount
        What passes each edge of the loop, in the flows' unit.
    """

    parties: tuple[int, ...]
    amount: float

    @property
    def edges(self) -> tuple[tuple[int, int], ...]:
        """The loop's edges as pairs ``(payer, payee)``."""
        return tuple(zip(self.parties, (*self.parties[1:], self.parties[0]), strict=True))


def widest_loops(circulation: Edges) -> tuple[Loop, ...]:
    """Take a circulation apart into loops, the widest that is left at each step.

    Edges are admitted from the largest amount down. While those admitted hold no cycle, the first
    edge that closes one closes the widest cycle there is, with that edge's amount. That amount is
    taken off, and the edges that fall below it wait to be admitted again. Each step uses up an
    edge, so there are at most as many loops as edges.
    """
    left = dict(zip(_pairs(circulation), circulation.amount.tolist(), strict=True))
    loops = [Loop((i,), left.pop((i, j))) for i, j in list(left) if i == j]
    queue = [(-amount, edge) for edge, amount in left.items()]
    heapq.heapify(queue)
    admitted: dict[int, dict[int, None]] = {}
    while queue:
        negative, (payer, payee) = heapq.heappop(queue)
        amount = -negative
        way = _shortest_way(admitted, payee, payer)
        admitted.setdefault(payer, {})[payee] = None
        if way is None:
            continue
        loop = Loop(from_smallest(way), amount)
        loops.append(loop)
        for edge in loop.edges:
            left[edge] -= amount
            if left[edge] < amount:
                del admitted[edge[0]][edge[1]]
                if left[edge] > 0:
                    heapq.heappush(queue, (-left[edge], edge))
    return tuple(sorted(loops, key=lambda loop: (-loop.amount, len(loop.parties), loop.parties)))


def _pairs(edges: Edges) -> list[tuple[int, int]]:
    return list(zip(edges.payer.tolist(), edges.payee.tolist(), strict=True))


def _shortest_way(admitted: dict[int, dict[int, None]], start: int, goal: int) -> tuple[int, ...] | None:
    before = {start: start}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        for there in admitted.get(here, ()):
            if there == goal:
                return _trail(before, start, here, goal)
            if there not in before:
                before[there] = here
                queue.append(there)
    return None


def _trail(before: dict[int, int], start: int, here: int, goal: int) -> tuple[int, ...]:
    way = [goal, here]
    while way[-1] != start:
        way.append(before[way[-1]])
    return tuple(reversed(way))
