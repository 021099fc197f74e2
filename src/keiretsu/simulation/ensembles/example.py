"""An experiment for the examples: a firm with an unknown margin."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.ensembles.records import Outcome, Range


class Margins:
    """A firm sells 100 at a margin from 10 to 50 %, and has costs of 20, give or take 4."""

    name = "a firm's profit"
    ranges = (
        Range("margin", 0.1, 0.5, "share", "profit before fixed costs, of what is sold", ""),
        Range("colour", 0.0, 1.0, "share", "of the walls, which matters to nothing", ""),
    )
    outcomes = (Outcome("profit", "USD", "what is left of the margin after fixed costs"),)
    identity = "margins-1"

    def run(self, numbers: Sequence[int], values: Floats) -> Floats:
        """Return the profit of each run; its costs are seeded from its number alone."""
        costs = [np.random.default_rng(number).normal(20.0, 4.0) for number in numbers]
        return np.array([100.0 * values[:, 0] - np.array(costs)]).T
