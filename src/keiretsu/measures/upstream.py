"""Upstreamness in many draws at once."""

from __future__ import annotations

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.measures.graphs import reached_in_each


def stages_to_end_use(sales: Floats, final_demand: Floats) -> Floats:
    """Return how many stages away from final use each party's output is, in every draw.

    Answers *is this firm close to end customers, or at the head of the chain*, for ``s`` tables at
    once: row by row it is :func:`keiretsu.measures.upstreamness`.

    Formula: ``u = (I - B)^-1 1`` with ``B_ij = Z_ij / x_i`` and ``x`` the output.

    Parameters
    ----------
    sales
        What ``i`` sells to ``j``, shape ``(s, n, n)``, finite and not negative.
    final_demand
        What ``i`` sells to end users, shape ``(s, n)``, in the same unit.

    Returns
    -------
    ndarray
        ``u``, shape ``(s, n)``, in stages: 1 or more; infinite where some of the output never reaches
        final use.

    Notes
    -----
    Antras, Chor, Fally and Hillberry (2012). Takes memory for ``s n^2`` numbers.

    Examples
    --------
    Alpha sells 40 to Beta, Beta 50 to Gamma; Gamma alone sells outside, for 100.

    >>> stages_to_end_use(np.array([[[0, 40, 0], [0, 0, 50], [0, 0, 0]]]), np.array([[0, 0, 100]])).tolist()
    [[3.0, 2.0, 1.0]]
    """
    output = sales.sum(axis=2) + final_demand
    passed = np.divide(sales, output[:, :, None], out=np.zeros(sales.shape), where=output[:, :, None] > 0)
    buys = passed.transpose(0, 2, 1) > 0
    ends = reached_in_each(buys, (final_demand > 0) | (output == 0))
    endless = reached_in_each(buys, ~ends)
    passed[endless] = 0.0
    stages = np.linalg.solve(np.eye(sales.shape[1]) - passed, np.ones((*output.shape, 1)))[:, :, 0]
    return np.where(endless, np.inf, np.maximum(stages, 1.0))
