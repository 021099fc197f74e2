"""The economy as a Mesa model, one a path."""

from __future__ import annotations

import mesa
import numpy as np

from benchmarks.economies.agents import FirmSteps, Households, connect, figures
from benchmarks.economies.job import QUARTERS, Job


class Firm(FirmSteps, mesa.Agent):
    """A firm that Mesa lets act."""

    def __init__(self, model: Economy, productivity: float) -> None:
        mesa.Agent.__init__(self, model)
        self.begin(productivity, model.households.given)


class Economy(mesa.Model):
    """The firms of one path."""

    def __init__(self, job: Job, path: int) -> None:
        super().__init__(seed=0)
        self.households, self.quarter = Households(job, path), 0
        self.firms = [Firm(self, productivity) for productivity in job.productivity.tolist()]
        connect(job, self.firms)

    def step(self) -> None:
        """Let a quarter pass."""
        firms = self.agents
        firms.do("plan")
        firms.do("buy")
        firms.do("set_price")
        spent, appeal = self.households.spend(self.quarter), sum(firms.get("appeal"))
        firms.do("sell", spent, appeal)
        firms.do("settle")
        firms.do("finance")
        self.households.earn(self.firms)
        self.quarter += 1


def run(job: Job) -> np.ndarray:
    """Return each firm's cash, debt and price in the end, and the households' wealth: rows x paths."""
    columns = []
    for path in range(job.paths):
        economy = Economy(job, path)
        for _ in range(QUARTERS):
            economy.step()
        columns.append(figures(economy.firms, economy.households))
    return np.array(columns).T
