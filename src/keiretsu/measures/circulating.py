"""The largest circulation of many networks of the same parties."""

from __future__ import annotations

import math

import numpy as np

from keiretsu.measures.arrays import Floats, Indices, edges_of
from keiretsu.measures.circularity import maximum_circulation
from keiretsu.measures.graphs import strong_components


def circulating_money(flows: Floats) -> Floats:
    """Return how much of the money moved could at most go round, network by network.

    Parameters
    ----------
    flows
        Shape ``(s, n, n)``: what each party pays each other in each of ``s`` networks, in one unit.

    Returns
    -------
    ndarray
        Shape ``s``: ``maximum_circulation(flows[k]).total``. Networks that differ only in payments
        that are on no cycle in any of them are solved once.

    Examples
    --------
    >>> circulating_money(np.array([[[0.0, 5.0], [3.0, 0.0]], [[0.0, 5.0], [0.0, 0.0]]])).tolist()
    [6.0, 0.0]
    """
    cyclic = _on_cycles(flows)
    solved: dict[bytes, float] = {}
    totals = np.zeros(len(flows))
    for place, matrix in enumerate(cyclic):
        key = matrix.tobytes()
        if key not in solved:
            solved[key] = maximum_circulation(matrix).total if matrix.any() else 0.0
        totals[place] = solved[key]
    return totals


def circulating_share(flows: Floats) -> Floats:
    """Return the part of all money moved that could go round, network by network; shape ``s``, 0..1.

    Where nothing moves it is 0.

    Examples
    --------
    >>> circulating_share(np.array([[[0.0, 5.0], [3.0, 0.0]], [[0.0, 5.0], [0.0, 0.0]]])).tolist()
    [0.75, 0.0]
    """
    gross = np.array([math.fsum(matrix.ravel()) for matrix in flows])
    share: Floats = np.divide(circulating_money(flows), gross, out=np.zeros(len(flows)), where=gross > 0)
    return share


def cyclic_parties(flows: Floats) -> tuple[Indices, Indices]:
    """Return the parties on a cycle of all networks together, and their components' labels.

    Whoever pays itself only is one of them.
    """
    together = edges_of((flows > 0).any(axis=0))
    labels = strong_components(together)
    members: Indices = np.unique(together.payer[labels[together.payer] == labels[together.payee]])
    return members, labels[members]


def _on_cycles(flows: Floats) -> Floats:
    """Return the flows on cycles, among the parties that have any."""
    members, labels = cyclic_parties(flows)
    among = flows[:, members[:, None], members]
    return np.ascontiguousarray(np.where(labels[:, None] == labels, among, 0.0))
