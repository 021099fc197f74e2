"""The economy's accounts: who pays whom for what, with a behaviour for each, and books that are checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np

from benchmarks.economies import job as of
from benchmarks.economies.job import FIRMS, QUARTERS, Job
from keiretsu.simulation import Behaviour, Books, Instrument, Model, Parameter, Start, walk

NAMES = tuple(f"firm {firm}" for firm in range(FIRMS))
PARTIES = (*NAMES, "households", "makers", "state", "bank")
PRODUCERS = np.arange(FIRMS)
HOUSEHOLDS, MAKERS, STATE, BANK = (np.full(FIRMS, FIRMS + place) for place in range(4))
EARNED = ("wages", "dividends", "taxes", "interest", "machines")


def state(books: Books) -> None:
    """The state hands taxes to households."""
    books.pay("state", "households", "transfers", books.flow("taxes"))


def bank(books: Books) -> None:
    """The bank hands interest to households."""
    books.pay("bank", "households", "bank's profit", books.flow("interest"))


def makers(books: Books) -> None:
    """Makers of machines pay households for their work."""
    books.pay("makers", "households", "makers' wages", books.flow("machines"))


def earn(books: Books) -> None:
    """Households' income is all that firms pay but for goods."""
    books["income"] = sum(books.flow(item) for item in EARNED)


COMMON = (state, bank, makers, earn)


@cache
def model(behaviours: tuple[Behaviour, ...]) -> Model:
    """Return the economy with behaviours for what firms do, and those of the others."""
    instruments = (
        Instrument("money", issuers=("bank",), holders=(*NAMES, "households")),
        Instrument("loans", pairs=tuple(("bank", name) for name in NAMES)),
        Instrument("machines", holders=NAMES),
    )
    names = ("adaptation", "markup", "propensity", "wear", "rate", "payout", "demand")
    parameters = {name: Parameter(0.5, name, unit="1/quarter") for name in names}
    rules = (*behaviours[:-2], *COMMON, *behaviours[-2:])
    return Model("economy", PARTIES, instruments, rules, parameters, is_sequential=True)


def start(variables: dict[str, np.ndarray]) -> Start:
    """Return what there is before the first quarter."""
    money = dict.fromkeys(NAMES, of.CASH) | {"households": of.WEALTH}
    return Start(
        {"money": money | {"bank": -sum(money.values())}, "machines": dict.fromkeys(NAMES, of.MACHINES)},
        {"income": of.INCOME, **variables},
        {"loans": np.full(FIRMS, of.DEBT)},
    )


def run(
    job: Job,
    behaviours: tuple[Behaviour, ...],
    begins: dict[str, np.ndarray],
    price: Callable[[Mapping[str, np.ndarray]], np.ndarray],
    size: int,
) -> np.ndarray:
    """Return each firm's cash, debt and price in the end, and the households' wealth: rows x paths."""
    lows = range(0, job.paths, size)
    parts = [job.part(low, min(low + size, job.paths)) for low in lows]
    return np.concatenate([_block(part, behaviours, begins, price) for part in parts], axis=-1)


def _block(
    job: Job,
    behaviours: tuple[Behaviour, ...],
    begins: dict[str, np.ndarray],
    price: Callable[[Mapping[str, np.ndarray]], np.ndarray],
) -> np.ndarray:
    demand = {quarter: {"demand": row} for quarter, row in enumerate(job.demand, start=1)}
    economy, begin = model(behaviours), start(begins)
    for closed in walk(economy, QUARTERS, paths=job.paths, start=begin, parameters=job.given, changes=demand):
        last = closed
    money, prices = last.positions[0], price(last.variables)
    return np.concatenate([money[:FIRMS], last.registers["loans"], prices, money[FIRMS : FIRMS + 1]])
