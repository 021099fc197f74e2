"""What firms can't sell for want of customers, if one firm stops.

A supplier's loss is the sum of its customers' losses, weighed by the shares of its sales. So it is the
chance that a dollar of its goods, passed on from customer to customer by these shares, comes to the firm
that stopped before it reaches a final customer (first passage of a Markov chain).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from keiretsu.measures.absorbing import visits
from keiretsu.measures.arrays import Edges, Floats, Indices
from keiretsu.measures.graphs import strong_components


def lost_demand(supplier: Indices, customer: Indices, paid: Floats, output: Floats) -> Floats:
    """Return what each firm loses of its sales if another stops.

    Parameters
    ----------
    supplier, customer
        Indices of the ``e`` sales, shape ``(e,)``; nobody sells to itself.
    paid
        Money per sale, shape ``(e,)``.
    output
        What each firm sells in all, final customers included; at least what it is paid, shape ``(n,)``.

    Returns
    -------
    ndarray
        ``loss[f, i]``, 0..1: the part of its output that ``i`` can't sell if ``f`` stops.

    Examples
    --------
    Alpha sells half of its goods to Beta, which sells all of its own to Gamma.

    >>> sales = np.array([0, 1]), np.array([1, 2]), np.array([5.0, 8.0])
    >>> lost_demand(*sales, np.array([10.0, 8.0, 0.0])).tolist()
    [[1.0, 0.0, 0.0], [0.5, 1.0, 0.0], [0.5, 1.0, 1.0]]
    """
    loss = np.eye(output.size)
    sold = paid > 0
    firms, ends = np.unique(np.concatenate([supplier[sold], customer[sold]]), return_inverse=True)
    if firms.size:
        seller, buyer = ends.reshape(2, -1)
        steps = np.zeros((firms.size, firms.size))
        np.add.at(steps, (seller, buyer), paid[sold] / output[supplier[sold]])
        made = output[firms]
        outside = made - np.bincount(seller, paid[sold], firms.size)
        leaving = np.divide(outside, made, out=np.ones(firms.size), where=made > 0).clip(0.0, 1.0)
        leaving[~steps.any(axis=1)] = 1.0
        loss[np.ix_(firms, firms)] = _first_passage(steps, leaving).T
    return loss


def _first_passage(steps: Floats, leaving: Floats) -> Floats:
    """Return the chance to come from the row to the column, 1 on the diagonal."""
    group, closed = _groups(steps, leaving)
    passing = ~closed[group]
    # Who sells to a closed group sells to firms from where no dollar comes back.
    among = steps[np.ix_(passing, passing)]
    passed = visits(among, leaving[passing] + steps[np.ix_(passing, ~passing)].sum(axis=1))
    chance = np.zeros_like(steps)
    chance[np.ix_(passing, passing)] = passed / np.diag(passed)
    for number in np.flatnonzero(closed):
        members = group == number
        chance[np.ix_(members, members)] = 1.0
        into = passed @ steps[np.ix_(passing, members)].sum(axis=1)
        chance[np.ix_(passing, members)] = into[:, None]
    return np.minimum(chance, 1.0)


def _groups(steps: Floats, leaving: Floats) -> tuple[Indices, NDArray[np.bool_]]:
    """Return the strong component of each firm, and which of them no dollar leaves."""
    seller, buyer = np.nonzero(steps)
    group = strong_components(Edges(len(steps), seller, buyer, steps[seller, buyer]))
    closed = np.ones(group.max() + 1, dtype=np.bool_)
    closed[group[leaving > 0]] = False
    closed[group[seller[group[seller] != group[buyer]]]] = False
    return group, closed
