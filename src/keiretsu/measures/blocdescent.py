"""Frustration of many small signed networks at once: an upper bound, by moving one party at a time."""

from __future__ import annotations

import numpy as np

from keiretsu.measures.arrays import Floats, Indices

STARTS = 6
ROUNDS = 3  # in which the best blocs so far are shaken and descended from again
SHAKEN = 0.15  # of the parties
ENOUGH = 1e-9  # of the heaviest tie: a smaller gain may be rounding
BLOCK = 128  # networks at once, so that the arrays fit the cache


def frustration_at_most(signs: Floats, blocs: int) -> Floats:
    """Return an upper bound of the frustration index of each of many signed networks.

    Answers *how much goes against the blocs*, where an exact search for each network takes too long.

    Formula: the least frustrated weight that descents find; each moves the party that gains most to the
    bloc that it likes best, until nobody gains. The first begin at one bloc, at the best found with one
    bloc less, and at random; the others where some parties of the best so far are moved at random.

    Parameters
    ----------
    signs
        Symmetric matrices of net weights, shape ``(s, n, n)``, in any unit: friendly above 0, hostile
        below.
    blocs
        How many blocs at most, 1 or more.

    Returns
    -------
    ndarray
        Shape ``(s, blocs)``, in column ``k - 1`` for at most ``k`` blocs; never below
        :func:`keiretsu.measures.frustration_index`, and the same on every run.

    Notes
    -----
    Descent after Doreian and Mrvar (1996), shaken after Lourenco, Martin and Stuetzle (2003). The
    diagonal counts as nothing.

    Examples
    --------
    Three rivals, and two allies with a common rival.

    >>> rivals = -np.ones((3, 3))
    >>> allies = np.array([[0, 1, -1], [1, 0, -1], [-1, -1, 0]])
    >>> frustration_at_most(np.stack([rivals, allies]), 2).tolist()
    [[3.0, 1.0], [2.0, 0.0]]
    """
    between = signs * ~np.eye(signs.shape[1], dtype=np.bool_)
    alone = np.maximum(-between, 0.0).sum(axis=(1, 2)) / 2
    core = _without_pendants(between)
    tied = core.any(axis=(0, 1))
    core = core[:, tied][:, :, tied]
    parts = [_searched(core[k : k + BLOCK], blocs) for k in range(0, len(core), BLOCK)]
    return np.column_stack([alone, np.concatenate([np.zeros((0, blocs - 1)), *parts])])


def _without_pendants(signs: Floats) -> Floats:
    """Cut off who has one tie only, until nobody has: with two blocs or more it frustrates nothing."""
    while True:
        pendant = (signs != 0).sum(axis=2) == 1
        if not pendant.any():
            return signs
        signs = np.where(pendant[:, :, None] | pendant[:, None, :], 0.0, signs)


def _searched(signs: Floats, blocs: int) -> Floats:
    """Return the least frustrated weight found for each network, one column for 2 to ``blocs`` blocs."""
    count, n = signs.shape[:2]
    best = np.zeros((count, n), dtype=np.int64)
    found = np.zeros((count, blocs - 1))
    for most in range(2, blocs + 1 if n else 2):
        rng = np.random.default_rng([n, most])
        starts = rng.integers(0, most, (count, STARTS, n))
        starts[:, 0], starts[:, 1] = 0, best
        least, best = _descend(signs, starts, most)
        for _ in range(ROUNDS):
            shaken = np.where(
                rng.random(starts.shape) < SHAKEN, rng.integers(0, most, starts.shape), best[:, None]
            )
            again, other = _descend(signs, shaken, most)
            best = np.where((again < least)[:, None], other, best)
            least = np.minimum(again, least)
        found[:, most - 2] = least
    return found


def _descend(signs: Floats, starts: Indices, blocs: int) -> tuple[Floats, Indices]:
    count, each, n = starts.shape
    labels = starts.reshape(-1, n).copy()  # one row a descent, the starts of a network one after another
    of = np.repeat(np.arange(count), each)
    member = np.eye(blocs)[starts].transpose(0, 2, 1, 3).reshape(count, n, -1)
    liking = (signs @ member).reshape(count, n, each, blocs).transpose(0, 2, 1, 3).reshape(-1, n, blocs)
    moving = np.arange(len(labels))
    while moving.size:
        now = liking[moving]
        gain = now.max(axis=2) - np.take_along_axis(now, labels[moving, :, None], axis=2)[:, :, 0]
        party = gain.argmax(axis=1)
        moves = gain[np.arange(moving.size), party] > ENOUGH * np.abs(signs).max()
        moving, party = moving[moves], party[moves]
        new = liking[moving, party].argmax(axis=1)
        ties = signs[of[moving], party]
        liking[moving, :, labels[moving, party]] -= ties
        liking[moving, :, new] += ties
        labels[moving, party] = new
    inside = np.take_along_axis(liking, labels[:, :, None], axis=2).sum(axis=(1, 2)) / 2
    friendly = np.maximum(signs, 0.0).sum(axis=(1, 2)) / 2
    frustrated = friendly[:, None] - inside.reshape(count, each)
    first = frustrated.argmin(axis=1)
    own = np.arange(count)
    return frustrated[own, first], labels.reshape(starts.shape)[own, first]
