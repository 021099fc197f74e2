"""How much equity 50 firms lose after 10,000 shocks, by linear DebtRank (Bardoscia 2015)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.kernel import Kernel, Settings
from benchmarks.shocks import kernel_of

CLOSE = 1e-10


def kernel(_settings: Settings) -> Kernel:
    """Return the kernel."""
    return kernel_of("linear", _follower)


def _follower(impact: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    def follow(shock: np.ndarray) -> np.ndarray:
        lost, change = shock, np.inf
        while change > CLOSE:
            after = np.minimum(1, shock + impact @ lost)
            lost, change = after, (after - lost).max()
        return lost

    return follow
