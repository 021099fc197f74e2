"""Elementary cycles: the closed chains of payments that pass no party twice."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from keiretsu.measures.arrays import Edges, FlowMatrix, Indices, edges_of
from keiretsu.measures.graphs import inside_components, payers_by_payee
from keiretsu.measures.options import above_zero, whole

if TYPE_CHECKING:
    from keiretsu.measures.compiled.cycles import Search

Cycle: TypeAlias = tuple[int, ...]
ROOM = 1 << 16  # parties in the cycles that are found at a time
STEPS = 1 << 20  # edges looked at between two looks at the clock: some milliseconds


class Cycles:
    """Elementary cycles, searched for while they are asked for.

    Each is the parties in the order that money passes them, from the smallest index; they come in
    lexicographic order.
    """

    def __init__(self, edges: Edges, longest: int, seconds: float) -> None:
        self._search = _begun(edges, longest)
        self._seconds = seconds
        self._found = np.empty(max(ROOM, longest), dtype=np.int64)
        self._lengths = np.empty(ROOM, dtype=np.int64)
        self._ready: Iterator[Cycle] = iter(())
        self._go_on(steps=0)  # compiles, which is no part of the search

    @property
    def is_complete(self) -> bool:
        """Whether all cycles have been found; once there are no more to come, ``False`` says: in time."""
        return bool(self._search.now[0] == self._search.first.size)

    def __iter__(self) -> Iterator[Cycle]:
        """Give those that have not been taken yet; a loop is much faster than ``next`` each time."""
        while True:
            yield from self._ready
            if self._is_over:
                return
            self._ready = _tuples(*self._more())

    def __next__(self) -> Cycle:
        """Return the next cycle, and search on for it if need be."""
        return next(iter(self))

    def __repr__(self) -> str:
        """Say whether all is found."""
        return f"<Cycles: {'all' if self.is_complete else 'not all'} found>"

    def as_arrays(self) -> dict[int, Indices]:
        """Find all cycles that have not been taken yet, as arrays: much faster than a tuple each.

        Returns
        -------
        dict
            For each length, from the shortest, the cycles of that length: shape ``(cycles, length)``.
        """
        blocks = [_flat(self._ready)]
        while not self._is_over:
            blocks.append(self._more())
        found, lengths = (np.concatenate(parts) for parts in zip(*blocks, strict=True))
        return _rows(found, lengths)

    @property
    def _is_over(self) -> bool:
        return self.is_complete or self._seconds <= 0

    def _more(self) -> tuple[Indices, Indices]:
        """Search on; return the parties of the cycles found, one after the other, and the lengths."""
        start = time.perf_counter()
        number = self._go_on(STEPS)
        lengths = self._lengths[:number].copy()
        found = self._found[: lengths.sum()].copy()
        self._seconds -= time.perf_counter() - start
        return found, lengths

    def _go_on(self, steps: int) -> int:
        from keiretsu.measures.compiled.cycles import find

        return find(self._search, self._found, self._lengths, steps)


def elementary_cycles(
    flows: FlowMatrix, *, max_length: int | None = None, time_limit: float | None = None
) -> Cycles:
    """Find every elementary cycle of a flow matrix.

    Answers *along which closed chains could money come back to where it started?* A cycle passes
    each of its parties once; a payment to oneself is a cycle of length 1. The amounts only decide
    whether there is an edge (above zero). The number of cycles can grow faster than exponentially
    with the number of parties: in a large, dense network set ``max_length`` or ``time_limit``.

    Parameters
    ----------
    flows
        Shape ``(n, n)``, dense or SciPy sparse; ``flows[i, j]`` is what ``i`` pays ``j``.
    max_length
        Longest cycle wanted, in edges, at least 1; ``None`` for no limit.
    time_limit
        Seconds after which the search ends with what it has found, above 0; ``None`` for no limit. Time
        that passes between two cycles outside of the search isn't counted.

    Returns
    -------
    Cycles
        An iterator of tuples of party indices, in the order that money passes them, from the smallest
        index; in lexicographic order. ``as_arrays()`` gives them as arrays. ``is_complete`` says at the end
        whether all were found in time.

    Raises
    ------
    MisuseError
        For flows that are not a square matrix of amounts, or a limit that is too small.

    Notes
    -----
    Johnson (1975), and with a limit Gupta and Suzumura (2021).

    Examples
    --------
    >>> list(elementary_cycles([[0, 5, 1], [2, 0, 10], [20, 0, 0]]))
    [(0, 1), (0, 1, 2), (0, 2)]
    >>> short = elementary_cycles([[0, 5, 1], [2, 0, 10], [20, 0, 0]], max_length=2, time_limit=10)
    >>> short.as_arrays()[2].tolist(), short.is_complete
    ([[0, 1], [0, 2]], True)
    """
    most = None if max_length is None else whole(max_length, "max_length", least=1)
    seconds = None if time_limit is None else above_zero(time_limit, "time_limit")
    return cycles_along(edges_of(flows), most, seconds)


def cycles_along(edges: Edges, max_length: int | None = None, time_limit: float | None = None) -> Cycles:
    """Find the elementary cycles of edges, as :func:`elementary_cycles` does."""
    longest = max(edges.parties, 1)
    return Cycles(
        edges.where(inside_components(edges) | (edges.payer == edges.payee)),
        longest if max_length is None else min(max_length, longest),
        math.inf if time_limit is None else time_limit,
    )


def from_smallest(cycle: Sequence[int]) -> Cycle:
    """Rotate a cycle so that it starts at its smallest index."""
    start = cycle.index(min(cycle))
    return (*cycle[start:], *cycle[:start])


def _begun(edges: Edges, longest: int) -> Search:
    from keiretsu.measures.compiled.cycles import Search

    n = edges.parties
    stop, stop_in = (np.cumsum(np.bincount(party, minlength=n)) for party in (edges.payer, edges.payee))
    return Search(
        first=np.concatenate([[0], stop])[:n],
        stop=stop,
        payees=edges.payee,
        first_in=np.concatenate([[0], stop_in])[:n],
        stop_in=stop_in,
        payers=payers_by_payee(edges),
        path=np.empty(n, dtype=np.int64),
        place=np.empty(n, dtype=np.int64),
        nearest=np.empty(n, dtype=np.int64),
        before=np.empty(n, dtype=np.int64),
        lock=np.zeros(n, dtype=np.int64),
        on_path=np.zeros(n, dtype=np.bool_),
        queue=np.empty(n, dtype=np.int64),
        now=np.array([0, 0, 0, longest]),
    )


def _tuples(found: Indices, lengths: Indices) -> Iterator[Cycle]:
    """Return the cycles in the order in which they were found, with no Python code run for each."""
    by_length = {length: zip(*rows.T.tolist(), strict=True) for length, rows in _rows(found, lengths).items()}
    return map(next, map(by_length.__getitem__, lengths.tolist()))


def _flat(cycles: Iterable[Cycle]) -> tuple[Indices, Indices]:
    taken = list(cycles)
    found = np.array([party for cycle in taken for party in cycle], dtype=np.int64)
    return found, np.array([len(cycle) for cycle in taken], dtype=np.int64)


def _rows(found: Indices, lengths: Indices) -> dict[int, Indices]:
    """Return the cycles of each length, one a row."""
    length_of_its_cycle = np.repeat(lengths, lengths)
    return {
        int(length): found[length_of_its_cycle == length].reshape(-1, length)
        for length in np.flatnonzero(np.bincount(lengths))
    }
