"""The economy in NumPy, firms x paths: on all paths at once, or on as many as fit the caches."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from benchmarks.economies import job as of
from benchmarks.economies.job import FIRMS, QUARTERS, Job

BLOCK = 128


def in_blocks(job: Job, size: int = BLOCK) -> np.ndarray:
    """Return what :func:`run` does, worked out block by block."""
    blocks = [run(job.part(low, min(low + size, job.paths))) for low in range(0, job.paths, size)]
    return np.concatenate(blocks, axis=-1)


def run(job: Job) -> np.ndarray:
    """Return each firm's cash, debt and price in the end, and the households' wealth: rows x paths."""
    economy = Economy(job)
    for quarter in range(QUARTERS):
        economy.plan()
        economy.buy()
        economy.set_price()
        economy.sell(job.demand[quarter])
        economy.settle()
        economy.finance()
    return np.concatenate([economy.cash, economy.debt, economy.price, economy.wealth[None]])


class Economy:
    """All firms on all paths; each step works out their states of the quarter."""

    def __init__(self, job: Job) -> None:
        shape = FIRMS, job.paths
        for name, number in of.BEGINS.items():
            setattr(self, name, np.full(shape, number))
        self.machines, self.cash = np.full(shape, of.MACHINES), np.full(shape, of.CASH)
        self.debt, self.rating = np.full(shape, of.DEBT), np.zeros(shape)
        self.wealth, self.income = np.full(job.paths, of.WEALTH), np.full(job.paths, of.INCOME)
        self.productivity = job.productivity[:, None]
        self.needs = csr_array((job.inputs, (job.buyers, job.sellers)), shape=(FIRMS, FIRMS))
        self.needed = self.needs.T.tocsr()
        self.given = job.given

    def plan(self) -> None:
        """Make what is expected to be sold, as far as there are machines."""
        self.expected = self.expected + self.given["adaptation"] * (self.sold - self.expected)
        self.capacity = self.machines / of.COEFFICIENT
        wanted = self.expected * (1 + of.BUFFER) - self.inventory
        self.output = np.minimum(np.maximum(wanted, 0), self.capacity)
        self.utilisation = self.output / self.capacity
        self.employment = self.output / self.productivity
        self.wages = of.WAGE * self.employment

    def buy(self) -> None:
        """Buy what is needed from suppliers, at the prices of the quarter before."""
        self.spending = (self.needs @ self.price) * self.output
        self.received = (self.needed @ self.output) * self.price

    def set_price(self) -> None:
        """Move prices towards costs with a mark-up."""
        makes = self.output > 0
        cost = (self.wages + self.spending) / np.where(makes, self.output, 1)
        self.unit_cost = np.where(makes, cost, self.unit_cost)
        aim = (1 + self.given["markup"]) * self.unit_cost
        self.price = self.price + of.SPEED * (aim - self.price)
        self.appeal = self.quality / self.price

    def sell(self, demand: np.ndarray) -> None:
        """Sell to households, who spend part of their income and wealth."""
        wants = demand * (self.given["propensity"] * self.income + of.FROM_WEALTH * self.wealth)
        spent = np.minimum(wants, self.wealth)
        self.share = self.appeal / self.appeal.sum(axis=0)
        self.orders = self.share * spent / self.price
        there = self.inventory + self.output
        self.sold = np.minimum(self.orders, there)
        self.backlog = self.orders - self.sold
        self.inventory = there - self.sold
        self.sales = self.price * self.sold
        self.revenue = self.sales + self.received

    def settle(self) -> None:
        """Pay interest, taxes and dividends, and buy machines."""
        self.interest = self.given["rate"] * self.debt
        self.profit = self.revenue - self.wages - self.spending - self.interest
        self.tax = of.TAX * np.maximum(self.profit, 0)
        self.net = self.profit - self.tax
        self.dividends = self.given["payout"] * np.maximum(self.net, 0)
        self.depreciation = self.given["wear"] * self.machines
        self.desired = of.COEFFICIENT * (1 + of.BUFFER) * self.expected
        self.investment = np.maximum(self.depreciation + of.CATCH_UP * (self.desired - self.machines), 0)

    def finance(self) -> None:
        """Borrow what cash is too little by, repay what it is too much by, and learn."""
        before = self.cash + self.net - self.dividends - self.investment
        self.reserve = of.RESERVE * (self.wages + self.spending)
        self.borrowing = np.maximum(self.reserve - before, 0)
        spare = np.maximum(before - 2 * self.reserve, 0)
        self.repayment = np.minimum(self.debt, of.REPAID * spare)
        self.cash = before + self.borrowing - self.repayment
        self.debt = self.debt + self.borrowing - self.repayment
        self.machines = self.machines + self.investment - self.depreciation
        self.leverage = self.debt / (self.machines + self.cash)
        self.rating = self.rating + of.SMOOTHING * (self.leverage - self.rating)
        self.quality = self.quality * (1 - of.FORGOTTEN) + of.LEARNT * self.share
        paid = self.wages + self.dividends + self.tax + self.interest + self.investment
        self.income = paid.sum(axis=0)
        self.wealth = self.wealth + self.income - self.sales.sum(axis=0)
