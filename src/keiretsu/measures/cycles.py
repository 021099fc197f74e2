"""Elementary cycles: the closed chains of payments that pass no party twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from keiretsu.errors import MisuseError
from keiretsu.measures.arrays import Edges, FlowMatrix, edges_of


def elementary_cycles(flows: FlowMatrix, *, max_length: int | None = None) -> Iterator[tuple[int, ...]]:
    """Yield every elementary cycle of a flow matrix.

    Answers *along which closed chains could money come back to where it started?* A cycle passes
    each of its parties once; a payment to oneself is a cycle of length 1. The amounts only decide
    whether there is an edge (above zero). The number of cycles can grow faster than exponentially
    with the number of parties: in a large, dense network set ``max_length``.

    Parameters
    ----------
    flows
        Shape ``(n, n)``, dense or SciPy sparse; ``flows[i, j]`` is what ``i`` pays ``j``.
    max_length
        Longest cycle wanted, in edges, at least 1; ``None`` for no limit.

    Yields
    ------
    tuple of int
        The parties in the order that money passes them, from the smallest index.

    Raises
    ------
    MisuseError
        For flows that are not a square matrix of amounts, or a limit below 1.

    Notes
    -----
    Johnson (1975), and with a limit Gupta and Suzumura (2021), as NetworkX implements them.

    Examples
    --------
    >>> sorted(elementary_cycles([[0, 5, 1], [2, 0, 10], [20, 0, 0]]))
    [(0, 1), (0, 1, 2), (0, 2)]
    >>> sorted(elementary_cycles([[0, 5, 1], [2, 0, 10], [20, 0, 0]], max_length=2))
    [(0, 1), (0, 2)]
    """
    if max_length is not None and max_length < 1:
        raise MisuseError(
            "measure.invalid-option", where="max_length", message=f"is {max_length}", hint="use 1 or more"
        )
    return cycles_along(edges_of(flows), max_length)


def cycles_along(edges: Edges, max_length: int | None = None) -> Iterator[tuple[int, ...]]:
    """Yield the elementary cycles of edges, each from its smallest index."""
    import networkx as nx

    graph = nx.DiGraph(list(zip(edges.payer.tolist(), edges.payee.tolist(), strict=True)))
    return map(from_smallest, nx.simple_cycles(graph, length_bound=max_length))


def from_smallest(cycle: Sequence[int]) -> tuple[int, ...]:
    """Rotate a cycle so that it starts at its smallest index."""
    start = cycle.index(min(cycle))
    return (*cycle[start:], *cycle[:start])
