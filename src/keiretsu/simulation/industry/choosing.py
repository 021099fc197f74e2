"""How a customer divides what it needs of a layer among suppliers: the inner loops of sourcing."""

from __future__ import annotations

import numpy as np

from keiretsu.execution.jit import array_kernel, kernel
from keiretsu.measures.arrays import Floats
from keiretsu.simulation.industry.records import Places


@kernel
def bind(bounds: Places, exclusive: Floats, offers: Floats) -> None:
    """Make all other offers to a customer infinite if it is bound to a supplier that can supply it.

    Parameters
    ----------
    bounds
        Where groups begin, and the number of edges: (groups + 1,).
    exclusive
        Above 0 where the customer has bound itself to the supplier: (edges, paths).
    offers
        Price for what a unit does; infinite for who can't supply: (edges, paths).
    """
    bound = np.empty(offers.shape[1])
    for group in range(len(bounds) - 1):
        first, end = bounds[group], bounds[group + 1]
        bound[:] = 0.0
        for edge in range(first, end):
            for path in range(bound.size):
                can = exclusive[edge, path] if offers[edge, path] < np.inf else 0.0
                bound[path] = max(bound[path], can)
        for edge in range(first, end):
            for path in range(bound.size):
                is_barred = (bound[path] > 0) & (exclusive[edge, path] <= 0)
                offers[edge, path] = np.inf if is_barred else offers[edge, path]


def choose_shares(
    bounds: Places,
    offers: Floats,
    weights: Floats,
    before: Floats,
    needed: Floats,
    sensitivity: Floats,
    speed: Floats,
) -> Floats:
    """Return each offer's share of what its group needs: (edges, paths).

    If nobody is left whom a customer knows, it divides what it needs evenly among all who can supply.

    Parameters
    ----------
    bounds, offers
        As :func:`bind` takes them.
    weights, before
        Share that each offer has at equal prices, and its share so far: (edges, paths).
    needed
        What each group needs: (groups, paths).
    sensitivity
        How strongly a dearer offer loses weight; may be infinite: (paths,).
    speed
        The part of the way to the new shares that is gone, 0 to 1: (groups, paths).

    Examples
    --------
    >>> one, two = np.ones((1, 1)), np.ones((2, 1))
    >>> prices = np.array([[1.0], [1.1]])
    >>> choose_shares(np.array([0, 2]), prices, two, two / 2, one, np.array([3.0]), one).round(2).tolist()
    [[0.57], [0.43]]
    """
    stayed, known = np.zeros_like(needed), np.empty_like(weights)
    _weigh(bounds, offers, weights, before, needed, stayed, known)
    lost = np.empty_like(weights)
    _compare(bounds, offers, known, np.ascontiguousarray(sensitivity), lost)
    np.exp(lost, out=lost)
    shares = np.empty_like(weights)
    _approach(bounds, offers, before, speed, stayed, known, lost, shares)
    return shares


@kernel
def _weigh(
    bounds: Places,
    offers: Floats,
    weights: Floats,
    before: Floats,
    needed: Floats,
    stayed: Floats,
    known: Floats,
) -> None:
    """Find the weight of each open offer, and what each group has bought of those that are open."""
    total = np.empty(offers.shape[1])
    for group in range(len(bounds) - 1):
        first, end = bounds[group], bounds[group + 1]
        total[:] = 0.0
        for edge in range(first, end):
            for path in range(len(total)):
                is_open = 1.0 if offers[edge, path] < np.inf else 0.0
                total[path] += is_open * weights[edge, path]
                stayed[group, path] += is_open * before[edge, path]
        for edge in range(first, end):
            for path in range(len(total)):
                alike = 1.0 if stayed[group, path] + needed[group, path] > 0 else 0.0
                weight = weights[edge, path] if total[path] > 0 else alike
                known[edge, path] = weight if offers[edge, path] < np.inf else 0.0


@kernel
def _compare(bounds: Places, offers: Floats, known: Floats, sensitivity: Floats, lost: Floats) -> None:
    """Find the log of the weight that each offer loses as it is dearer than the cheapest of its group.

    Prices count from the cheapest on, so that rounding never leaves all offers unattractive.
    """
    cheapest = np.empty(offers.shape[1])
    for group in range(len(bounds) - 1):
        first, end = bounds[group], bounds[group + 1]
        cheapest[:] = np.inf
        for edge in range(first, end):
            for path in range(cheapest.size):
                offer = offers[edge, path] if known[edge, path] > 0 else np.inf
                cheapest[path] = min(cheapest[path], offer)
        for edge in range(first, end):
            for path in range(cheapest.size):
                # An offer without weight, or as cheap as the cheapest, loses none: also infinity times 0
                dearer = offers[edge, path] - cheapest[path]
                counts = (known[edge, path] > 0) & (dearer > 0)
                lost[edge, path] = -(sensitivity[path] * dearer) if counts else 0.0


@array_kernel
def _approach(
    bounds: Places,
    offers: Floats,
    before: Floats,
    speed: Floats,
    stayed: Floats,
    known: Floats,
    left: Floats,
    shares: Floats,
) -> None:
    """Go part of the way from the shares so far, of those who are open, to the new ones."""
    total = np.empty(shares.shape[1])
    for group in range(len(bounds) - 1):
        first, end = bounds[group], bounds[group + 1]
        total[:] = 0.0
        for edge in range(first, end):
            for path in range(total.size):
                shares[edge, path] = known[edge, path] * left[edge, path]
                total[path] += shares[edge, path]
        for edge in range(first, end):
            for path in range(total.size):
                stay = stayed[group, path]
                part = speed[group, path] if stay > 0 else 1.0
                kept = (offers[edge, path] < np.inf) & (stay > 0)
                new = shares[edge, path] / total[path] if total[path] > 0 else 0.0
                old = before[edge, path] / stay if kept else 0.0
                shares[edge, path] = part * new + (1 - part) * old


@array_kernel
def honour(bounds: Places, shares: Floats, needed: Floats, committed: Floats) -> Floats:
    """Return what each offer gets if customers first take what they have committed to: (edges, paths).

    What is left of a need goes to the offers in proportion to what they would get beyond the commitment.
    A customer that has committed to more than it needs takes what it needs, in proportion.
    """
    taken = np.empty_like(shares)
    bound, beyond = np.empty(shares.shape[1]), np.empty(shares.shape[1])
    for group in range(len(bounds) - 1):
        first, end = bounds[group], bounds[group + 1]
        bound[:] = 0.0
        beyond[:] = 0.0
        for edge in range(first, end):
            for path in range(bound.size):
                wish = shares[edge, path] * needed[group, path] - committed[edge, path]
                bound[path] += committed[edge, path]
                beyond[path] += max(wish, 0.0)
        for edge in range(first, end):
            for path in range(bound.size):
                need = needed[group, path]
                left = max(need - bound[path], 0.0)
                kept = min(1.0, need / bound[path]) if bound[path] > 0 else 0.0
                more = min(1.0, left / beyond[path]) if beyond[path] > 0 else 0.0
                wish = max(shares[edge, path] * need - committed[edge, path], 0.0)
                taken[edge, path] = kept * committed[edge, path] + more * wish
    return taken


@array_kernel
def ration(supplier: Places, orders: Floats, committed: Floats, room: Floats) -> Floats:
    """Return what is delivered: first what is committed, then the same part of all other orders.

    Parameters
    ----------
    supplier
        The supplier of each edge: (edges,).
    orders, committed
        What each customer orders, and has committed to: (edges, paths).
    room
        What each supplier can deliver at most; may be infinite: (firms, paths).
    """
    first, then = np.zeros_like(room), np.zeros_like(room)
    for edge in range(len(supplier)):
        place = supplier[edge]
        for path in range(orders.shape[1]):
            sure = min(orders[edge, path], committed[edge, path])
            first[place, path] += sure
            then[place, path] += orders[edge, path] - sure
    for place in range(len(room)):
        for path in range(orders.shape[1]):
            left = max(room[place, path] - first[place, path], 0.0)
            sure, other = first[place, path], then[place, path]
            first[place, path] = room[place, path] / sure if sure > room[place, path] else 1.0
            then[place, path] = left / other if other > left else 1.0
    delivered = np.empty_like(orders)
    for edge in range(len(supplier)):
        place = supplier[edge]
        for path in range(orders.shape[1]):
            sure = min(orders[edge, path], committed[edge, path])
            other = orders[edge, path] - sure
            delivered[edge, path] = first[place, path] * sure + then[place, path] * other
    return delivered
