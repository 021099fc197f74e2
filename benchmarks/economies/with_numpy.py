"""The economy with keiretsu's books, its behaviours in plain NumPy as users write them."""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy.sparse import csr_array

from benchmarks.economies import accounts
from benchmarks.economies import job as of
from benchmarks.economies.accounts import BANK, HOUSEHOLDS, MAKERS, PRODUCERS, STATE
from benchmarks.economies.job import FIRMS, Job
from keiretsu.simulation import Behaviour, Books

BLOCK = 400


def run(job: Job) -> np.ndarray:
    """Return each firm's cash, debt and price in the end, and the households' wealth: rows x paths."""
    begins = {name: np.full((FIRMS, 1), number) for name, number in of.BEGINS.items()}
    return accounts.run(job, behaviours_of(1), begins, lambda last: last["price"], BLOCK)


@cache
def behaviours_of(paths: int) -> tuple[Behaviour, ...]:
    """Return what firms do, with the network that all paths share."""
    job = of.job(paths)
    productivity, inputs = job.productivity[:, None], job.inputs[:, None]
    edges = np.arange(job.buyers.size)
    bought = csr_array((np.ones(edges.size), (job.buyers, edges)))
    sold = csr_array((np.ones(edges.size), (job.sellers, edges)))

    def plan(books: Books) -> None:
        """Make what is expected to be sold, as far as there are machines."""
        expected = books.last("expected")
        expected = expected + books.parameter("adaptation") * (books.last("sold") - expected)
        capacity = books.openings("machines")[:FIRMS] / of.COEFFICIENT
        wanted = expected * (1 + of.BUFFER) - books.last("inventory")
        output = np.minimum(np.maximum(wanted, 0), capacity)
        employment = output / productivity
        books["expected"], books["capacity"], books["output"] = expected, capacity, output
        books["utilisation"], books["employment"] = output / capacity, employment
        books["wages"] = of.WAGE * employment
        books.transfer("wages", PRODUCERS, HOUSEHOLDS, books["wages"])

    def buy(books: Books) -> None:
        """Buy what is needed from suppliers, at the prices of the quarter before."""
        paid = np.take(books.last("price"), job.sellers, axis=0)
        paid *= inputs
        paid *= np.take(books["output"], job.buyers, axis=0)
        books["spending"], books["received"] = bought @ paid, sold @ paid
        books.transfer("inputs", job.buyers, job.sellers, paid)

    def set_price(books: Books) -> None:
        """Move prices towards costs with a mark-up."""
        output, price = books["output"], books.last("price")
        makes = output > 0
        cost = (books["wages"] + books["spending"]) / np.where(makes, output, 1)
        unit_cost = np.where(makes, cost, books.last("unit_cost"))
        price = price + of.SPEED * ((1 + books.parameter("markup")) * unit_cost - price)
        books["unit_cost"], books["price"], books["appeal"] = unit_cost, price, books.last("quality") / price

    def sell(books: Books) -> None:
        """Sell to households, who spend part of their income and wealth."""
        wealth = books.opening("households", "money")
        wants = books.parameter("propensity") * books.last("income") + of.FROM_WEALTH * wealth
        spent = np.minimum(books.parameter("demand") * wants, wealth)
        appeal, price = books["appeal"], books["price"]
        share = appeal / appeal.sum(axis=0)
        orders = share * spent / price
        there = books.last("inventory") + books["output"]
        goods = np.minimum(orders, there)
        books["share"], books["orders"], books["sold"] = share, orders, goods
        books["backlog"], books["inventory"] = orders - goods, there - goods
        books["sales"] = price * goods
        books["revenue"] = books["sales"] + books["received"]
        books.transfer("consumption", HOUSEHOLDS, PRODUCERS, books["sales"])

    def settle(books: Books) -> None:
        """Pay interest, taxes and dividends."""
        interest = books.parameter("rate") * books.opening_pairs("loans")
        profit = books["revenue"] - books["wages"] - books["spending"] - interest
        tax = of.TAX * np.maximum(profit, 0)
        net = profit - tax
        books["interest"], books["profit"], books["tax"], books["net"] = interest, profit, tax, net
        books["dividends"] = books.parameter("payout") * np.maximum(net, 0)
        books.transfer("interest", PRODUCERS, BANK, interest)
        books.transfer("taxes", PRODUCERS, STATE, tax)
        books.transfer("dividends", PRODUCERS, HOUSEHOLDS, books["dividends"])

    def invest(books: Books) -> None:
        """Replace machines, and move their number towards what is expected to be needed."""
        machines = books.openings("machines")[:FIRMS]
        worn = books.parameter("wear") * machines
        desired = of.COEFFICIENT * (1 + of.BUFFER) * books["expected"]
        books["investment"] = np.maximum(worn + of.CATCH_UP * (desired - machines), 0)
        books["depreciation"], books["desired"] = worn, desired
        books.transfer("machines", PRODUCERS, MAKERS, books["investment"], instrument="machines")
        books.reprice_held("machines", PRODUCERS, -worn)

    def finance(books: Books) -> None:
        """Borrow what cash is too little by, repay what it is too much by."""
        before, debt = books.holdings("money")[:FIRMS], books.opening_pairs("loans")
        reserve = of.RESERVE * (books["wages"] + books["spending"])
        borrowing = np.maximum(reserve - before, 0)
        repayment = np.minimum(debt, of.REPAID * np.maximum(before - 2 * reserve, 0))
        books["reserve"], books["borrowing"], books["repayment"] = reserve, borrowing, repayment
        books.exchange("loans", PRODUCERS, borrowing - repayment)

    def learn(books: Books) -> None:
        """Quality follows the share of the market, the rating what is owed."""
        owned = books.holdings("machines")[:FIRMS] + books.holdings("money")[:FIRMS]
        leverage, rating = books.held_pairs("loans") / owned, books.last("rating")
        books["leverage"] = leverage
        books["rating"] = rating + of.SMOOTHING * (leverage - rating)
        books["quality"] = books.last("quality") * (1 - of.FORGOTTEN) + of.LEARNT * books["share"]

    return plan, buy, set_price, sell, settle, invest, finance, learn
