"""How much equity 50 firms lose after 10,000 shocks, by the first DebtRank (Battiston 2012)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.kernel import Kernel, Settings
from benchmarks.shocks import kernel_of


def kernel(_settings: Settings) -> Kernel:
    """Return the kernel."""
    return kernel_of("original", _follower)


def _follower(impact: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    capped = np.minimum(impact, 1)

    def follow(shock: np.ndarray) -> np.ndarray:
        lost, passed = shock, np.zeros(len(shock), dtype=bool)
        while (hit := (lost > 0) & ~passed).any():
            lost, passed = np.minimum(1, lost + capped @ (lost * hit)), passed | hit
        return lost

    return follow
