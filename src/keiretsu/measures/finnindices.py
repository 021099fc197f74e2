"""Finn's cycling index of many networks of the same parties at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from keiretsu.measures.arrays import Floats, Indices
from keiretsu.measures.circulating import cyclic_parties
from keiretsu.measures.throughflow import cycling

TRUSTED = 1e-9


def finn_index(flows: Floats, entering: Floats) -> Floats:
    """Return the part of all throughflow that has been at the same party before, network by network.

    The index of :func:`keiretsu.measures.cycling`, ``fci = sum_i T_i (1 - 1 / N_ii) / sum_i T_i``, by one
    inversion of many matrices. Only parties that are on a cycle in some of the networks are in them.

    Parameters
    ----------
    flows
        Shape ``(s, n, n)``: what each party pays each other, in one unit of money, finite and not negative.
    entering
        Shape ``(s, n)``: what enters at each party from outside, in that unit.

    Returns
    -------
    ndarray
        Shape ``s``, 0..1; 0 where nothing flows.

    Notes
    -----
    Finn (1976). A network in which the inversion loses its digits, such as one with a loop that nothing
    enters, is worked out by itself.

    Examples
    --------
    100 enter at Alpha, who passes 120 to Beta; Beta passes 60 to Gamma, who passes 20 back to Alpha,
    or nothing:

    >>> back, not_back = [[0, 120, 0], [0, 0, 60], [20, 0, 0]], [[0, 120, 0], [0, 0, 60], [0, 0, 0]]
    >>> finn_index(np.array([back, not_back], dtype=float), np.array([[100.0, 0, 0]] * 2)).round(4).tolist()
    [0.1667, 0.0]
    """
    throughflow = entering + flows.sum(axis=1)
    members, _ = cyclic_parties(flows)
    diagonal, is_trusted = _visits(flows, entering, throughflow, members)
    tst = throughflow.sum(axis=1)
    cycled = (throughflow[:, members] * (1 - 1 / diagonal)).sum(axis=1)
    found: Floats = np.divide(cycled, tst, out=np.zeros(len(flows)), where=tst > 0)
    for place in np.flatnonzero(~is_trusted):
        found[place] = cycling(flows[place], entering[place]).fci
    return np.minimum(found, 1.0)


def _visits(
    flows: Floats, entering: Floats, throughflow: Floats, members: Indices
) -> tuple[Floats, NDArray[np.bool_]]:
    """Return ``N_ii`` of the members, shape ``(s, m)``, and whether each network's can be trusted."""
    pool = np.where(throughflow > 0, throughflow, 1.0)[:, members]
    others = np.setdiff1d(np.arange(flows.shape[1]), members)
    # Traced back from payee to payer, a trace ends where money came from outside, or from no member.
    steps = flows[:, members[:, None], members].transpose(0, 2, 1) / pool[:, :, None]
    ends = (entering[:, members] + flows[:, others][:, :, members].sum(axis=1)) / pool
    ends[throughflow[:, members] == 0] = 1.0
    try:
        inverse = np.linalg.inv(np.eye(members.size) - steps)
    except np.linalg.LinAlgError:
        return np.ones_like(ends), np.zeros(len(flows), dtype=np.bool_)
    off = np.abs(np.einsum("sij,sj->si", inverse, ends) - 1)
    return np.einsum("sii->si", inverse).clip(min=1.0), (off < TRUSTED).all(axis=1)
