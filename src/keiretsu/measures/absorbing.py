"""Chains that end: how often each party is passed, and what adds up on the way out.

A chain is given by its steps ``P`` and by ``leaving``, the chance to end at each party; with it each
row of ``P`` adds up to 1. It is given apart because the difference would be lost to rounding where
nearly everything goes round.
"""

from __future__ import annotations

import numpy as np

from keiretsu.measures.arrays import Edges, Floats
from keiretsu.measures.graphs import sparse_matrix

DENSE = 300  # parties; up to here elimination, the more accurate road, takes 30 ms a solution at most
FEW = 100  # parties; up to here elimination costs no more than factors do
SWEEPS = 2000
FACTORISED = 3000  # parties; up to here factors stay small, and chains that hardly end cost no more
CLOSE = 1e-13
TRUSTED = 1e-9


def eliminate(steps: Floats, begins: Floats, leaving: Floats) -> Floats:
    """Solve ``X = begins + P X`` by state reduction (Grassmann, Taksar and Heyman 1985).

    It never subtracts, so that each amount keeps its relative accuracy. Every party must have some way
    to an end.

    Parameters
    ----------
    steps
        ``P``, shape ``(n, n)``.
    begins
        Shape ``(n, s)``, not negative.
    leaving
        Shape ``(n,)``.
    """
    chain, mix, ends = steps.copy(), begins.copy(), leaving.copy()
    for k in range(len(chain) - 1, -1, -1):
        onward = chain[k, :k].sum() + ends[k]
        if onward > 0:
            chain[k, :k] /= onward
            mix[k] /= onward
            ends[k] /= onward
            chain[:k, :k] += np.outer(chain[:k, k], chain[k, :k])
            mix[:k] += np.outer(chain[:k, k], mix[k])
            ends[:k] += chain[:k, k] * ends[k]
    for k in range(1, len(chain)):
        mix[k] += chain[k, :k] @ mix[:k]
    return mix


def visits(steps: Floats, leaving: Floats) -> Floats:
    """Return ``(I - P)^-1``: how often a chain that starts at the row passes the column."""
    found = _inverse(steps, leaving)
    # The start is a visit; rounding may put its count a hair below 1.
    np.fill_diagonal(found, np.maximum(np.diag(found), 1.0))
    return found


def _inverse(steps: Floats, leaving: Floats) -> Floats:
    start = np.eye(len(steps))
    if len(steps) > DENSE:
        onward = np.where(start, 0.0, steps)
        try:
            # 1 - P[i, i] as the sum of the other chances: a party that hardly lets go keeps its digits.
            inverse: Floats = np.linalg.inv(np.diag(leaving + onward.sum(axis=1)) - onward).clip(min=0.0)
        except np.linalg.LinAlgError:
            return eliminate(steps, start, leaving)
        # Every chain ends somewhere: what the inverse makes of the ends must be 1 everywhere.
        if (np.abs(inverse @ leaving - 1) < TRUSTED).all():
            return inverse
    return eliminate(steps, start, leaving)


def collect(steps: Edges, begins: Floats, leaving: Floats) -> Floats:
    """Return the ``x`` of ``x = begins + P x``, shape ``(n,)``, for many parties too."""
    if steps.parties <= FEW:
        return eliminate(steps.dense(), begins[:, None], leaving)[:, 0]
    if steps.parties <= FACTORISED:
        return _factorise(steps, begins, leaving)
    chain = sparse_matrix(steps)
    # The second column counts steps; it bounds what the sweeps still miss of the first.
    start = np.column_stack([begins, np.ones(steps.parties)])
    found = start
    for _ in range(SWEEPS):
        swept = np.asarray(start + chain @ found, dtype=np.float64)
        missing = (swept - found).max(axis=0) * swept[:, 1].max()
        found = swept
        if (missing <= CLOSE * swept.max(axis=0)).all():
            return found[:, 0]
    return _factorise(steps, begins, leaving)


def _factorise(steps: Edges, begins: Floats, leaving: Floats) -> Floats:
    from scipy.sparse import diags_array
    from scipy.sparse.linalg import splu

    onward = steps.between_parties()
    system = diags_array(leaving + onward.paid()) - sparse_matrix(onward)
    solved: Floats = splu(system.tocsc()).solve(begins)
    return solved.clip(min=0.0)
