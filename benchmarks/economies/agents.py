"""The economy with an object a firm, on one path: what Mesa and agentpy let act."""

from __future__ import annotations

from benchmarks.economies import job as of
from benchmarks.economies.job import Job


class Households:
    """Those who work, own the firms and buy."""

    def __init__(self, job: Job, path: int) -> None:
        self.wealth, self.income = of.WEALTH, of.INCOME
        self.demand = job.demand[:, path].tolist()
        self.given = {name: float(row[path]) for name, row in job.given.items()}

    def spend(self, quarter: int) -> float:
        """Return what is spent."""
        wants = self.given["propensity"] * self.income + of.FROM_WEALTH * self.wealth
        return min(self.demand[quarter] * wants, self.wealth)

    def earn(self, firms: list) -> None:
        """Receive what firms have paid, less what was bought of them."""
        self.income = sum(
            firm.wages + firm.dividends + firm.tax + firm.interest + firm.investment for firm in firms
        )
        self.wealth += self.income - sum(firm.sales for firm in firms)


class FirmSteps:
    """What a firm does in a quarter; its states are its attributes."""

    def begin(self, productivity: float, given: dict[str, float]) -> None:
        """Set what the firm begins with."""
        vars(self).update(of.BEGINS)
        self.machines, self.cash, self.debt, self.rating = of.MACHINES, of.CASH, of.DEBT, 0.0
        self.productivity, self.given = productivity, given
        self.suppliers: list[tuple[FirmSteps, float]] = []

    def plan(self) -> None:
        """Make what is expected to be sold, as far as there are machines."""
        self.expected += self.given["adaptation"] * (self.sold - self.expected)
        self.capacity = self.machines / of.COEFFICIENT
        wanted = self.expected * (1 + of.BUFFER) - self.inventory
        self.output = min(max(wanted, 0.0), self.capacity)
        self.utilisation = self.output / self.capacity
        self.employment = self.output / self.productivity
        self.wages = of.WAGE * self.employment
        self.received = 0.0

    def buy(self) -> None:
        """Buy what is needed from suppliers, at the prices of the quarter before."""
        self.spending = 0.0
        for seller, needed in self.suppliers:
            paid = needed * seller.price * self.output
            self.spending += paid
            seller.received += paid

    def set_price(self) -> None:
        """Move the price towards cost with a mark-up."""
        if self.output > 0:
            self.unit_cost = (self.wages + self.spending) / self.output
        self.price += of.SPEED * ((1 + self.given["markup"]) * self.unit_cost - self.price)
        self.appeal = self.quality / self.price

    def sell(self, spent: float, appeal: float) -> None:
        """Sell to households, as far as there are goods."""
        self.share = self.appeal / appeal
        self.orders = self.share * spent / self.price
        there = self.inventory + self.output
        self.sold = min(self.orders, there)
        self.backlog = self.orders - self.sold
        self.inventory = there - self.sold
        self.sales = self.price * self.sold
        self.revenue = self.sales + self.received

    def settle(self) -> None:
        """Pay interest, taxes and dividends, and buy machines."""
        self.interest = self.given["rate"] * self.debt
        self.profit = self.revenue - self.wages - self.spending - self.interest
        self.tax = of.TAX * max(self.profit, 0.0)
        self.net = self.profit - self.tax
        self.dividends = self.given["payout"] * max(self.net, 0.0)
        self.depreciation = self.given["wear"] * self.machines
        self.desired = of.COEFFICIENT * (1 + of.BUFFER) * self.expected
        self.investment = max(self.depreciation + of.CATCH_UP * (self.desired - self.machines), 0.0)

    def finance(self) -> None:
        """Borrow what cash is too little by, repay what it is too much by, and learn."""
        before = self.cash + self.net - self.dividends - self.investment
        self.reserve = of.RESERVE * (self.wages + self.spending)
        self.borrowing = max(self.reserve - before, 0.0)
        self.repayment = min(self.debt, of.REPAID * max(before - 2 * self.reserve, 0.0))
        self.cash = before + self.borrowing - self.repayment
        self.debt += self.borrowing - self.repayment
        self.machines += self.investment - self.depreciation
        self.leverage = self.debt / (self.machines + self.cash)
        self.rating += of.SMOOTHING * (self.leverage - self.rating)
        self.quality = self.quality * (1 - of.FORGOTTEN) + of.LEARNT * self.share


def connect(job: Job, firms: list) -> None:
    """Tell each firm its suppliers."""
    for buyer, seller, needed in zip(
        job.buyers.tolist(), job.sellers.tolist(), job.inputs.tolist(), strict=True
    ):
        firms[buyer].suppliers.append((firms[seller], needed))


def figures(firms: list, households: Households) -> list[float]:
    """Return each firm's cash, debt and price, and the households' wealth."""
    rows = [[getattr(firm, name) for firm in firms] for name in ("cash", "debt", "price")]
    return [*rows[0], *rows[1], *rows[2], households.wealth]
