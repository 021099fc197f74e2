"""Tagged money: an investor's cash, followed from party to party until it comes back or stays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import index
from typing import Any, TypeAlias, cast

import numpy as np

from keiretsu.errors import KeiretsuError, MisuseError
from keiretsu.measures.arrays import Edges, Floats
from keiretsu.measures.units import unit_exponent, whole_units
from keiretsu.quantities import counted

Edge: TypeAlias = tuple[int, int] | tuple[int, int, float]
Amounts: TypeAlias = dict[tuple[int, int], float]
PAIR = 2
BITS = 58  # OR-tools counts in 64 bits; no flow exceeds what was invested
SLACK = 1 + 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Tagged:
    """What the tagged money of one investor can do, party by party; arrays of shape ``(n,)``.

    Parameters
    ----------
    onward
        Payments among the parties other than the investor and the vendor.
    tagged, untagged
        What each party gets of the investor's tagged money, and of money from elsewhere: from
        outside, from the vendor, from the investor but untagged, or from its own cash where it
        pays out more than it gets.
    paying
        What each party pays the vendor in purchases.
    escaping
        What each party pays that ends the way of tagged money elsewhere: to the vendor in capital,
        and to the investor where it isn't the vendor.
    kept
        What each party doesn't pay out.
    sold
        All that is paid to the vendor in purchases, the investor's included: one number.
    """

    onward: Edges
    tagged: Floats
    untagged: Floats
    paying: Floats
    escaping: Floats
    kept: Floats
    sold: float


def tagged_money(
    edges: Edges, other: Floats, investor: int, vendor: int, tags: Amounts, injected: Amounts
) -> Tagged:
    """Set investor and vendor apart: tagged money enters the others, and what reaches the two has ended."""
    parties = np.arange(edges.parties)
    is_apart = (parties == investor) | (parties == vendor)
    between = edges.between_parties()
    balance = between.received() + other - between.paid()
    elsewhere = other + np.maximum(-balance, 0.0)
    from_apart = between.where(is_apart[between.payer])
    to_vendor = between.where(between.payee == vendor).paid()
    to_both = between.where(is_apart[between.payee]).paid()
    tagged, injecting = np.zeros(edges.parties), np.zeros(edges.parties)
    for (_, investee), amount in tags.items():
        tagged[investee] += amount
    for (payer, _), amount in injected.items():
        injecting[payer] += amount
    tagged[vendor] = 0.0
    sales = np.maximum(to_vendor - injecting, 0.0)
    paying = np.where(is_apart, 0.0, sales)
    return Tagged(
        onward=between.where(~is_apart[between.payer] & ~is_apart[between.payee]),
        tagged=tagged,
        untagged=np.where(is_apart, 0.0, elsewhere + np.maximum(from_apart.received() - tagged, 0.0)),
        paying=paying,
        escaping=np.where(is_apart, 0.0, to_both - paying),
        kept=np.where(is_apart, 0.0, np.maximum(balance, 0.0)),
        sold=float(sales.sum()),
    )


def most_into(case: Tagged, exits: Floats) -> float:
    """Return the most tagged money that can leave through ``exits``, shape ``(n,)``: a maximum flow.

    All tagged money can leave somewhere, and no way into ``exits`` need be given up for that: so
    the invested sum less the most that can leave elsewhere is the least that must leave here.
    """
    return most_through(case.onward, case.tagged, exits)


def most_through(onward: Edges, tagged: Floats, exits: Floats) -> float:
    """Return the maximum flow that enters as ``tagged`` and leaves through ``exits``, both ``(n,)``."""
    from ortools.graph.python import max_flow

    invested = float(tagged.sum())
    if not invested:
        return 0.0
    source, sink = onward.parties, onward.parties + 1
    heads, doors = np.flatnonzero(tagged), np.flatnonzero(exits)
    tail = np.concatenate([np.full(heads.size, source), onward.payer, doors])
    head = np.concatenate([heads, onward.payee, np.full(doors.size, sink)])
    capacity = np.concatenate([tagged[heads], onward.amount, exits[doors]])
    exponent = unit_exponent(invested, BITS)
    room = whole_units(np.minimum(capacity, invested), exponent)
    solver = max_flow.SimpleMaxFlow()
    solver.add_arcs_with_capacity(tail.astype(np.int32), head.astype(np.int32), room)
    status = solver.solve(source, sink) if doors.size else solver.OPTIMAL
    if status != solver.OPTIMAL:
        raise KeiretsuError(
            "measure.not-optimal",
            where="round_trip",
            message=f"the solver stopped with {status}",
            hint="report the flows as a fault of keiretsu",
        )
    return float(np.ldexp(float(solver.optimal_flow()), -exponent)) if doors.size else 0.0


def as_edges(edge: Edge | Iterable[Edge]) -> list[Edge]:
    """Return one edge or several as a list."""
    if not isinstance(edge, Iterable):
        raise _no_edge(edge)
    listed = list(cast("Iterable[Any]", edge))
    return [cast("Edge", tuple(listed))] if listed and np.ndim(listed[0]) == 0 else listed


def edge_amounts(edges: Edges, wanted: Sequence[Edge]) -> Amounts:
    """Return the amount that each wanted edge tags, all of the flow where none is given.

    Raises
    ------
    MisuseError
        ``measure.invalid-edge`` for an edge outside the matrix, to oneself, or above its flow.
    """
    payers, payees = edges.payer.tolist(), edges.payee.tolist()
    flows = dict(zip(zip(payers, payees, strict=True), edges.amount.tolist(), strict=True))
    found: Amounts = {}
    for edge in wanted:
        payer, payee = _pair(edge, edges.parties)
        flow = flows.get((payer, payee), 0.0)
        amount = found.get((payer, payee), 0.0) + (_part(edge) if len(edge) > PAIR else flow)
        if not 0 <= amount <= flow * SLACK:
            raise invalid_edge(f"edge {edge}", f"tags {amount} of a flow of {flow}", "tag at most the flow")
        found[payer, payee] = min(amount, flow)
    return found


def invalid_edge(where: str, message: str, hint: str) -> MisuseError:
    """Return the error for an edge that can't be tagged."""
    return MisuseError("measure.invalid-edge", where=where, message=message, hint=hint)


def _no_edge(given: object) -> MisuseError:
    return invalid_edge(f"edge {given!r}", "isn't a pair of indices", "use (investor, investee)")


def _part(edge: Edge) -> float:
    try:
        return float(edge[PAIR])
    except (TypeError, ValueError):
        raise invalid_edge(f"edge {edge!r}", "tags no number", "give the amount that it tags") from None


def _pair(edge: Edge, parties: int) -> tuple[int, int]:
    try:
        payer, payee = index(edge[0]), index(edge[1])
    except (TypeError, IndexError):
        raise _no_edge(edge) from None
    if not (0 <= payer < parties and 0 <= payee < parties):
        raise invalid_edge(
            f"edge {edge}",
            f"is outside a matrix of {counted(parties, 'party', 'parties')}",
            "use row indices",
        )
    if payer == payee:
        raise invalid_edge(f"edge {edge}", "joins a party to itself", "name two different parties")
    return payer, payee
