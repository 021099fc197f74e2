"""The economy as an agentpy model, one a path."""

from __future__ import annotations

import agentpy
import numpy as np

from benchmarks.economies.agents import FirmSteps, Households, connect, figures
from benchmarks.economies.job import FIRMS, QUARTERS, Job


class Firm(FirmSteps, agentpy.Agent):
    """A firm that agentpy lets act."""


class Economy(agentpy.Model):
    """The firms of one path."""

    def setup(self) -> None:
        """Make the firms."""
        job, path = self.p.job, self.p.path
        self.households = Households(job, path)
        self.firms = agentpy.AgentList(self, FIRMS, Firm)
        for firm, productivity in zip(self.firms, job.productivity.tolist(), strict=True):
            firm.begin(productivity, self.households.given)
        connect(job, list(self.firms))

    def step(self) -> None:
        """Let a quarter pass."""
        self.firms.plan()
        self.firms.buy()
        self.firms.set_price()
        spent, appeal = self.households.spend(self.t - 1), sum(self.firms.appeal)
        self.firms.sell(spent, appeal)
        self.firms.settle()
        self.firms.finance()
        self.households.earn(list(self.firms))


def run(job: Job) -> np.ndarray:
    """Return each firm's cash, debt and price in the end, and the households' wealth: rows x paths."""
    columns = []
    for path in range(job.paths):
        economy = Economy({"job": job, "path": path, "steps": QUARTERS})
        economy.run(display=False)
        columns.append(figures(list(economy.firms), economy.households))
    return np.array(columns).T
