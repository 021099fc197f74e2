"""Whose money is in each firm's pool: sources mixed from pool to pool, for many paths at once."""

from __future__ import annotations

import numpy as np

from keiretsu.execution.jit import kernel
from keiretsu.measures.arrays import Floats
from keiretsu.simulation.industry.clearing_kernel import Between

CLOSE = 1e-10  # by which a share may still move when it has settled
SWEEPS = 500


@kernel
def mix_pools(between: Between, parts: Floats, begins: Floats) -> Floats:
    """Return which part of each pool is from each source: (sources, firms, paths).

    A pool passes on what is in it in equal parts, so that its mix solves ``mix = begins + sum over what
    others pay of part x mix of the payer``. Firms are mixed one after the other until nothing moves; a
    path that has settled is left as it is, so that it does not depend on the others of its block.
    What only goes round, and no source feeds, stays without one.

    Parameters
    ----------
    between
        Who pays whom.
    parts
        What is paid as a part of the payee's pool: (edges, paths).
    begins
        What enters each pool from each source, as a part of the pool: (sources, firms, paths).

    Examples
    --------
    Alpha's pool is half customers' and half investors' money; three quarters of Beta's is what Alpha pays,
    and the rest customers'.

    >>> from keiretsu.simulation.industry.clearing_kernel import debts_between
    >>> between = debts_between(np.array([0]), np.array([1]), 2)
    >>> begins = np.array([[[0.5], [0.25]], [[0.5], [0.0]]])
    >>> mix_pools(between, np.array([[0.75]]), begins)[:, 1, 0].tolist()
    [0.625, 0.375]
    """
    sources, firms, paths = begins.shape
    mix = begins.copy()
    new = np.empty((sources, paths))
    moves = np.ones(paths)  # of a path that has settled it stays below CLOSE
    now = np.empty(paths)
    for _ in range(SWEEPS):
        now[:] = 0.0
        for firm in range(firms):
            new[:] = begins[:, firm]
            for row in range(between.starts[firm], between.starts[firm + 1]):
                edge = between.order[row]
                payer = between.debtor[edge]
                for source in range(sources):
                    for path in range(paths):
                        new[source, path] += parts[edge, path] * mix[source, payer, path]
            for source in range(sources):
                for path in range(paths):
                    moved = new[source, path] - mix[source, firm, path]
                    moved = moved if moves[path] > CLOSE else 0.0
                    now[path] = max(now[path], abs(moved))
                    mix[source, firm, path] += moved
        moves[:] = now
        if moves.max() <= CLOSE:
            break
    return mix
