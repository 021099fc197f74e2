"""DebtRank over many matrices at once: the linear variant, one matrix of impacts a draw."""

from __future__ import annotations

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.measures.debtrank import debt_rank

SWEEPS = 40
CLOSE = 1e-12


def spread(impact: Floats, shock: Floats) -> Floats:
    """Follow losses of capacity from party to party, to the limit, in every draw.

    Answers *what part of its capacity has each party lost in the end*, for matrices that differ
    from draw to draw; :func:`keiretsu.measures.debt_rank` answers it for many shocks to one matrix.

    Formula: the least ``h = min(1, shock + impact h)`` (Bardoscia et al. 2015).

    Parameters
    ----------
    impact
        What part of its capacity a party (row) loses if another (column) becomes worthless, shape
        ``(s, n, n)``, not negative.
    shock
        The parts lost at first, shape ``(s, n, k)``: ``k`` shocks a draw; 0..1.

    Returns
    -------
    ndarray
        The parts lost in the end, shape ``(s, n, k)``, 0..1.

    Notes
    -----
    Only parties that hold claims and on which others hold some can pass a loss on again; these are
    swept until nothing moves by more than 1e-12. A draw whose loops fade too slowly for that is
    solved exactly by :func:`keiretsu.measures.debt_rank`.

    Examples
    --------
    Alpha is exposed to Beta and Beta to Gamma, each with half of its capacity; Gamma fails.

    >>> chain = np.array([[[0, 0.5, 0], [0, 0, 0.5], [0, 0, 0]]])
    >>> spread(chain, np.array([[[0.0], [0.0], [1.0]]])).ravel().tolist()
    [0.25, 0.5, 1.0]
    """
    if not impact.size:
        return shock.copy()
    some = (impact > 0).any(axis=0)
    held, holds = np.any(some, axis=0), np.any(some, axis=1)
    core, others = np.flatnonzero(holds & held), np.flatnonzero(~holds & held)
    lost = shock.copy()
    rows = impact[:, core]
    lost[:, core] = _among(rows[:, :, core], shock[:, core] + rows[:, :, others] @ shock[:, others])
    return np.minimum(1.0, shock + impact @ lost)


def _among(impact: Floats, begins: Floats) -> Floats:
    """Return the least ``h = min(1, begins + impact h)``."""
    start = np.minimum(1.0, begins)
    before = start
    moving = np.arange(len(impact))
    lost = start.copy()
    for _ in range(SWEEPS):
        after = np.minimum(1.0, start[moving] + impact[moving] @ before)
        still = (after - before > CLOSE).any(axis=(1, 2))
        lost[moving] = after
        moving, before = moving[still], after[still]
        if not moving.size:
            return lost
    for draw in moving:
        parties = impact.shape[1]
        lost[draw] = debt_rank(impact[draw], np.ones(parties), start[draw].T).loss.T
    return lost
