"""The economy's figures, which are the same for all who work it out, and its rules' constants."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from keiretsu.measures.arrays import Floats, Indices

FIRMS, QUARTERS, SUPPLIERS = 50, 40, 4
WAGE, COEFFICIENT = 1.0, 2.0  # pay for work; machines that make one good a quarter
BUFFER, SPEED, CATCH_UP = 0.1, 0.5, 0.25  # spare goods; of price and investment to what they should be
RESERVE, REPAID = 1.0, 0.5  # cash in quarters of costs; of what is above twice that, what debt is repaid
FROM_WEALTH, TAX = 0.1, 0.2
FORGOTTEN, LEARNT, SMOOTHING = 0.05, 2.5, 0.2  # of quality; of the rating
BEGINS = {"expected": 10.0, "sold": 10.0, "inventory": 1.0, "price": 1.0, "quality": 1.0, "unit_cost": 1.0}
MACHINES, CASH, DEBT, WEALTH, INCOME = 22.0, 5.0, 20.0, 400.0, 350.0  # what each begins with


@dataclass(frozen=True, eq=False)
class Job:
    """What the economy is worked out for.

    Parameters
    ----------
    buyers, sellers, inputs
        The supply network, sorted by buyer: each buyer's needs of a seller's goods, for each of its own.
    productivity
        Goods a worker makes, by firm.
    given
        Numbers of the households' and firms' rules, one a path.
    demand
        How willingly households spend: quarters x paths.
    """

    buyers: Indices
    sellers: Indices
    inputs: Floats
    productivity: Floats
    given: dict[str, Floats]
    demand: Floats

    @property
    def paths(self) -> int:
        """How many paths there are."""
        return self.demand.shape[1]

    def part(self, low: int, high: int) -> Job:
        """Return the job for some of the paths."""
        given = {name: row[low:high] for name, row in self.given.items()}
        return Job(self.buyers, self.sellers, self.inputs, self.productivity, given, self.demand[:, low:high])


@cache
def job(paths: int) -> Job:
    """Return the job on so many paths; the first ones are the same for any number."""
    chance = np.random.default_rng(6)
    chosen = [
        chance.choice(np.delete(np.arange(FIRMS), buyer), SUPPLIERS, replace=False) for buyer in range(FIRMS)
    ]
    buyers, sellers = np.repeat(np.arange(FIRMS), SUPPLIERS), np.concatenate(chosen)
    inputs = chance.uniform(0.02, 0.1, buyers.size)
    productivity = chance.uniform(1.5, 2.5, FIRMS)
    ranges = {
        "adaptation": (0.2, 0.6),
        "markup": (0.05, 0.2),
        "propensity": (0.7, 0.9),
        "wear": (0.02, 0.05),
        "rate": (0.005, 0.02),
        "payout": (0.3, 0.7),
    }
    drawn = np.random.default_rng(7).random((paths, len(ranges) + QUARTERS)).T
    given = {
        name: low + (high - low) * row
        for (name, (low, high)), row in zip(ranges.items(), drawn, strict=False)
    }
    return Job(buyers, sellers, inputs, productivity, given, 0.9 + 0.2 * drawn[len(ranges) :])
