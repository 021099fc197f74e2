"""Shocks to invented firms, and the usual loop over them, for the benchmarks of DebtRank."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.industries import industry
from benchmarks.kernel import Kernel
from keiretsu.measures import debt_rank

FIRMS, SCENARIOS = 50, 10_000
LOOPED = 1_000  # shocks that the loop does
HIT = 0.1  # each shock takes a part of the equity of a firm in ten


def kernel_of(variant: str, follower: Callable[[np.ndarray], Callable[[np.ndarray], np.ndarray]]) -> Kernel:
    """Return the kernel of a variant; ``follower`` makes the loop's step from the impact matrix."""
    of = industry(FIRMS)
    exposures = of.exposures.toarray()
    follow = follower(exposures / of.equity[:, None])
    chance = np.random.default_rng(1)
    shocks = chance.random((SCENARIOS, FIRMS)) * (chance.random((SCENARIOS, FIRMS)) < HIT)
    return Kernel(
        SCENARIOS,
        "shocks",
        {
            "NumPy loop": lambda: np.array([follow(shock) for shock in shocks[:LOOPED]]),
            "keiretsu debt_rank": lambda: debt_rank(exposures, of.equity, shocks, variant=variant).loss,
        },
        part={"NumPy loop": LOOPED / SCENARIOS},
    )
