"""A circulation as cycles in the one way that even mixing allows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np

from keiretsu.errors import MisuseError
from keiretsu.measures.arrays import Edges, FlowMatrix, edges_of
from keiretsu.measures.cycles import elementary_cycles
from keiretsu.measures.graphs import strong_components
from keiretsu.measures.loops import Loop
from keiretsu.measures.stationary import circulation_decomposition

ROUNDING = 1e-9
MOST_CYCLES = 20_000  # about a second; each is listed, and their number explodes in dense networks


def cycle_flows(circulation: FlowMatrix) -> tuple[Loop, ...]:
    """Write a circulation as the sum of all its elementary cycles, uniquely.

    Answers *if everybody pools the money that goes round and passes each dollar on alike, how much
    goes round each cycle?* The loops of :meth:`Circulation.loops` are one of many ways to add up to a
    circulation; this one is determined by the circulation alone.

    Formula: in each strongly connected component of ``f``, with sum ``F`` over its edges, ``P_ij = f_ij /
    sum_j f_ij`` is a Markov chain whose stationary flow is ``f / F``, and a cycle carries ``F w_c``
    with ``w_c`` the weights of :func:`circulation_decomposition`.

    Parameters
    ----------
    circulation
        ``f``, shape ``(n, n)``, dense or SciPy sparse, in one unit of money a year: each party pays what
        it receives. What enters or leaves a network has no place in it: take the flows of
        :func:`maximum_circulation`.

    Returns
    -------
    tuple of Loop
        Every cycle with its amount in the flows' unit, the largest first. The amounts of the cycles
        through an edge add up to its flow, and amount times length over all cycles to the total.

    Raises
    ------
    MisuseError
        ``measure.not-a-circulation`` where a party pays more or less than it receives;
        ``measure.too-many-cycles`` for more than 20,000 of them.

    Notes
    -----
    Qian and Qian (1982); Kalpazidou (1995). The weights are unique for the given circulation. Which
    circulation is the largest need not be, and mixing is an assumption: no deal says it.

    Examples
    --------
    Alpha and Beta pay each other 2, and 1 goes round Alpha, Beta and Gamma; or is it otherwise?

    >>> [(loop.parties, round(loop.amount, 3)) for loop in cycle_flows([[0, 3, 0], [2, 0, 1], [1, 0, 0]])]
    [((0, 1), 2.0), ((0, 1, 2), 1.0)]
    """
    edges = edges_of(circulation)
    _require_conserved(edges)
    if sum(1 for _ in islice(elementary_cycles(circulation), MOST_CYCLES + 1)) > MOST_CYCLES:
        raise MisuseError(
            "measure.too-many-cycles",
            where="circulation",
            message=f"holds more than {MOST_CYCLES:,} elementary cycles",
            hint="use loops() of the circulation, which lists at most one loop an edge",
        )
    found = [loop for component in _components(edges) for loop in _cycles_of(component)]
    return tuple(sorted(found, key=lambda loop: (-loop.amount, len(loop.parties), loop.parties)))


def _require_conserved(edges: Edges) -> None:
    paid, received = edges.paid(), edges.received()
    wrong = np.abs(paid - received) > ROUNDING * np.maximum(paid, received)
    if wrong.any():
        party = int(np.argmax(wrong))
        raise MisuseError(
            "measure.not-a-circulation",
            where=f"party {party}",
            message=f"pays {paid[party]:g} and receives {received[party]:g}",
            hint="give the flows of maximum_circulation",
        )


def _components(edges: Edges) -> Iterator[Edges]:
    labels = strong_components(edges)[edges.payer]
    for label in np.unique(labels):
        yield edges.where(labels == label)


def _cycles_of(component: Edges) -> Iterator[Loop]:
    members = np.unique(component.payer)
    flows = component.dense()[np.ix_(members, members)]
    for cycle in circulation_decomposition(flows / flows.sum(axis=1, keepdims=True)):
        yield Loop(tuple(members[list(cycle.parties)].tolist()), cycle.weight * float(flows.sum()))
