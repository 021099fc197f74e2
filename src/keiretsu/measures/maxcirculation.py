"""The solver of the largest circulation: integer capacities, OR-tools, and a check by duality."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from keiretsu.errors import KeiretsuError
from keiretsu.measures.arrays import Edges, Floats, Indices
from keiretsu.measures.graphs import inside_components
from keiretsu.measures.units import unit_exponent, whole_units

Marks: TypeAlias = NDArray[np.bool_]
FINE = 2.0**48  # a total of so many units is as exact as eight times as many
BITS = 51  # whole numbers below 2**53 add up exactly as floats; edges may have twice the throughput


def largest_in_component(edges: Edges) -> tuple[Floats, Marks]:
    """Solve one strongly connected component.

    Returns
    -------
    tuple
        The circulating amount of each edge, and whether it fills the edge (to within one unit).
    """
    circular, saturated, unit = _largest_up_to(edges, float(edges.amount.max()))
    if circular.sum() < FINE * unit:
        # Large edges that little can pass make the unit coarse: find out how much can pass, and start anew
        circular, saturated, _ = _largest_up_to(edges, _flow_bound(edges))
    return circular, saturated


def _largest_up_to(edges: Edges, bound: float) -> tuple[Floats, Marks, float]:
    """Return the circulating amounts, whether they fill their edges, and the unit they are rounded to.

    The bound is an amount that none of them exceeds.
    """
    throughput = _largest_sum(edges, np.minimum(edges.amount, bound))
    exponent = unit_exponent(throughput, BITS)
    most = 2 * throughput
    capacity = whole_units(edges.amount.clip(max=most), exponent)
    # No edge can carry more than the bound: one unit above it is as good as no limit.
    room = np.minimum(capacity, whole_units(np.array([min(bound, most)]), exponent) + 1)
    flow = _solve(edges, room)
    return np.ldexp(flow.astype(np.float64), -exponent), flow >= capacity, float(np.ldexp(1.0, -exponent))


def residual_potentials(edges: Edges, circular: Floats, saturated: Marks) -> Indices:
    """Return potentials that prove a circulation optimal (Bellman-Ford on the residual graph).

    An edge with room to spare costs -1 a unit, and one that carries flow can give it back for +1.
    Shortest distances exist exactly if no way round has a negative cost, that is, if nothing can
    be gained.

    Raises
    ------
    KeiretsuError
        ``measure.not-optimal`` if the circulation can be enlarged: a fault of the solver.
    """
    between = edges.payer != edges.payee
    forward, backward = between & ~saturated, between & (circular > 0)
    tail = np.concatenate([edges.payer[forward], edges.payee[backward]])
    head = np.concatenate([edges.payee[forward], edges.payer[backward]])
    cost = np.concatenate([np.full(forward.sum(), -1), np.full(backward.sum(), 1)])
    distance = np.zeros(edges.parties, dtype=np.int64)
    for _ in range(edges.parties + 1):
        before = distance.copy()
        np.minimum.at(distance, head, before[tail] + cost)
        if np.array_equal(before, distance):
            return distance
    raise KeiretsuError(
        "measure.not-optimal",
        where="maximum_circulation",
        message="the solver's circulation can be enlarged",
        hint="report the flows as a fault of keiretsu",
    )


def _flow_bound(edges: Edges) -> float:
    """Return an amount that no edge's circulating flow exceeds, however large the edge is.

    Let t be the largest amount such that the edges of at least t hold a cycle. Every cycle then
    has an edge of at most t, and so all circulating flow passes the edges of at most t.
    """
    levels = np.unique(edges.amount)
    low, high = 0, levels.size - 1
    while low < high:
        middle = (low + high + 1) // 2
        if inside_components(edges.where(edges.amount >= levels[middle])).any():
            low = middle
        else:
            high = middle - 1
    return float(edges.amount[edges.amount <= levels[low]].sum())


def _largest_sum(edges: Edges, amount: Floats) -> float:
    paid = np.bincount(edges.payer, amount, edges.parties)
    received = np.bincount(edges.payee, amount, edges.parties)
    return float(max(paid.max(), received.max()))


def _solve(edges: Edges, room: Indices) -> Indices:
    from ortools.graph.python import min_cost_flow

    solver = min_cost_flow.SimpleMinCostFlow()
    # The solver's work grows with the largest index: number the component's own parties.
    ends = np.unique(np.concatenate([edges.payer, edges.payee]), return_inverse=True)[1].astype(np.int32)
    payer, payee = np.split(ends, 2)
    arcs = solver.add_arcs_with_capacity_and_unit_cost(payer, payee, room, np.full(room.size, -1))
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise KeiretsuError(
            "measure.not-optimal",
            where="maximum_circulation",
            message=f"the solver stopped with {status}",
            hint="report the flows as a fault of keiretsu",
        )
    return np.asarray(solver.flows(arcs), dtype=np.int64)
