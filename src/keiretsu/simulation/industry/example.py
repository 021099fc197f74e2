"""An industry of three firms, for examples: a laboratory, a cloud that it rents, and the cloud's chip maker.

Alpha sells to end customers and rents from Beta, which owns a fifth of it and has promised it more money.
Beta buys chips from Gamma, and Alpha could rent from Gamma too.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.industry.levers import at_rest
from keiretsu.simulation.industry.opening import Amounts, opening
from keiretsu.simulation.industry.records import Industry, Links, Supplies
from keiretsu.simulation.parameters import Parameter

ALPHA, BETA, GAMMA = range(3)
INVESTORS, BANKS = 4, 5


def column(*values: float) -> Floats:
    """Return numbers as a column: one value a row, the same on all paths."""
    return np.array(values)[:, None]


def three_firms(parameters: dict[str, Parameter] | None = None) -> Industry:
    """Return the industry; ``parameters`` are those of the mechanisms that act in it."""
    supplies = Supplies(
        customer=np.array([ALPHA, ALPHA, BETA]),
        supplier=np.array([BETA, GAMMA, GAMMA]),
        layer=np.array([1, 1, 2]),
        group=np.array([0, 0, 1]),
        is_exclusive=np.array([False, False, False]),
        years=np.array([5.0, 0.0, 0.0]),
        grounds=(None, None, None),
    )
    equity = Links(
        holder=np.array([INVESTORS, INVESTORS, INVESTORS, BETA, GAMMA, GAMMA]),
        issuer=np.array([ALPHA, BETA, GAMMA, ALPHA, ALPHA, BETA]),
        years=np.array([0, 0, 0, 2.0, 0, 0]),
        grounds=(None,) * 6,
    )
    loans = Links(
        holder=np.array([BANKS, BANKS, BANKS]),
        issuer=np.array([ALPHA, BETA, GAMMA]),
        years=np.array([10.0, 10.0, 10.0]),
        grounds=(None,) * 3,
    )
    amounts = Amounts(
        cash=column(10, 30, 50),
        capacity=column(0, 60, 40),
        valuation=column(100, 400, 500),
        sales=column(10, 60, 40),
        costs=column(8, 50, 30),
        spend=column(20, 0, 30),
        committed=column(80, 0, 0),
        capitalised=column(0, 0, 1),
        ownership=column(0.8, 1, 1, 0.2, 0, 0),
        promised=column(0, 0, 0, 5, 0, 0),
        lent=column(0, 20, 0),
    )
    firms = ("Alpha", "Beta", "Gamma")
    industry = Industry(
        name="three firms",
        as_of=date(2026, 1, 1),
        currency="USD",
        firms=firms,
        layers=("models", "cloud", "chips"),
        markets=np.array([0, 1, 2]),
        market=np.array([0, 1, 2]),
        supplies=supplies,
        equity=equity,
        loans=loans,
        start=opening(firms, supplies, equity, loans, amounts),
        parameters={},
    )
    return industry.with_parameters({**at_rest(industry), **(parameters or {})})
