"""The economy with keiretsu's books, its behaviours compiled."""

from __future__ import annotations

from functools import cache

import numpy as np

from benchmarks.economies import accounts
from benchmarks.economies import job as of
from benchmarks.economies import kernels as at
from benchmarks.economies.accounts import BANK, HOUSEHOLDS, MAKERS, PRODUCERS, STATE
from benchmarks.economies.job import FIRMS, Job
from keiretsu.simulation import Behaviour, Books

BLOCK = 256


def run(job: Job) -> np.ndarray:
    """Return each firm's cash, debt and price in the end, and the households' wealth: rows x paths."""
    return accounts.run(job, behaviours_of(1), _begins(), lambda last: last["costs"][at.PRICE], BLOCK)


def _begins() -> dict[str, np.ndarray]:
    """Return the stacks of the quarter before the first one."""
    stacks = {name: np.zeros((rows, FIRMS, 1)) for name, rows in _ROWS.items()}
    stacks["plan"][at.EXPECTED] = of.BEGINS["expected"]
    stacks["costs"][at.PRICE], stacks["costs"][at.UNIT_COST] = of.BEGINS["price"], of.BEGINS["unit_cost"]
    stacks["market"][at.SOLD], stacks["market"][at.INVENTORY] = of.BEGINS["sold"], of.BEGINS["inventory"]
    stacks["standing"][at.QUALITY] = of.BEGINS["quality"]
    return stacks


_ROWS = {"plan": 6, "costs": 5, "market": 7, "standing": 3}


@cache
def behaviours_of(paths: int) -> tuple[Behaviour, ...]:
    """Return what firms do, with the network that all paths share."""
    job = of.job(paths)

    def plan(books: Books) -> None:
        """Make what is expected to be sold, as far as there are machines."""
        books["plan"] = at.planned(
            np.ascontiguousarray(books.last("plan")),
            np.ascontiguousarray(books.last("market")),
            books.openings("machines"),
            job.productivity,
            books.parameter("adaptation"),
        )
        books.transfer("wages", PRODUCERS, HOUSEHOLDS, books["plan"][at.WAGES])

    def buy(books: Books) -> None:
        """Buy what is needed from suppliers, and set prices."""
        paid = np.empty((job.buyers.size, books.paths))
        books["costs"] = at.bought(
            books["plan"],
            np.ascontiguousarray(books.last("costs")),
            np.ascontiguousarray(books.last("standing")),
            *(job.buyers, job.sellers, job.inputs),
            books.parameter("markup"),
            paid,
        )
        books.transfer("inputs", job.buyers, job.sellers, paid)

    def sell(books: Books) -> None:
        """Sell to households, who spend part of their income and wealth."""
        wealth = books.opening("households", "money")
        wants = books.parameter("propensity") * books.last("income") + of.FROM_WEALTH * wealth
        spent = np.minimum(books.parameter("demand") * wants, wealth)
        market = np.ascontiguousarray(books.last("market"))
        books["market"] = at.sold(books["plan"], books["costs"], market, spent)
        books.transfer("consumption", HOUSEHOLDS, PRODUCERS, books["market"][at.SALES])

    def settle(books: Books) -> None:
        """Pay interest, taxes and dividends; replace machines, and add what is needed."""
        debt, machines = books.opening_pairs("loans"), books.openings("machines")
        rates = (books.parameter(name) for name in ("rate", "payout", "wear"))
        result = at.settled(books["plan"], books["costs"], books["market"], debt, machines, *rates)
        books["result"] = result
        books.transfer("interest", PRODUCERS, BANK, result[at.INTEREST])
        books.transfer("taxes", PRODUCERS, STATE, result[at.TAXES])
        books.transfer("dividends", PRODUCERS, HOUSEHOLDS, result[at.DIVIDENDS])
        books.transfer("machines", PRODUCERS, MAKERS, result[at.INVESTMENT], instrument="machines")
        books.reprice_held("machines", PRODUCERS, -result[at.DEPRECIATION])

    def finance(books: Books) -> None:
        """Borrow what cash is too little by, repay what it is too much by."""
        cash, debt = books.holdings("money"), books.opening_pairs("loans")
        books["finance"] = at.financed(books["plan"], books["costs"], cash[:FIRMS], debt)
        books.exchange("loans", PRODUCERS, books["finance"][at.LENT])

    def learn(books: Books) -> None:
        """Quality follows the share of the market, the rating what is owed."""
        books["standing"] = at.learnt(
            np.ascontiguousarray(books.last("standing")),
            books["market"],
            books.holdings("machines"),
            books.holdings("money"),
            books.held_pairs("loans"),
        )

    return plan, buy, sell, settle, finance, learn
