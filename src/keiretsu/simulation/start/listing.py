"""The starting figures of an industry's firms as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.amounts import Amount
from keiretsu.simulation.industry.grouping import gather_sum
from keiretsu.simulation.industry.records import Holding, Industry, Places
from keiretsu.simulation.start.grounds import FIGURES

if TYPE_CHECKING:
    import pandas as pd


def starting_figures(industry: Industry) -> pd.DataFrame:
    """Return what each firm of an industry begins with: the amount on the first path, and why.

    Flows are money per year. What is bought and committed is listed with the customer, what is promised and
    owned with the holder.

    Examples
    --------
    >>> from keiretsu.network.example import three_firms
    >>> from keiretsu.simulation.start import industry_of
    >>> table = starting_figures(industry_of(three_firms(), mechanisms={}))
    >>> table[table["figure"] == "base revenue"].round()[["firm", "amount", "is_estimated"]].values.tolist()
    [['Alpha', 200.0, False], ['Beta', 40.0, False], ['Gamma', 30.0, True]]
    """
    import pandas as pd

    amounts = _amounts(industry)
    rows = []
    for place, firm in enumerate(industry.firms):
        for figure in FIGURES:
            why = industry.grounds.get((figure, firm))
            amount = float(amounts[figure][place])
            rows.append((firm, figure, amount, bool(why and why.estimate), why.text if why else ""))
    return pd.DataFrame(rows, columns=["firm", "figure", "amount", "is_estimated", "why"])


def _amounts(industry: Industry) -> Mapping[str, Floats]:
    start, firms = industry.start, len(industry.firms)

    def of_firms(places: Places, rows: Amount) -> Floats:
        return gather_sum(places, _first(rows), len(industry.names))[:firms, 0]

    own = {name: _first(start.variables[name])[:, 0] for name in FIGURES if name in start.variables}
    money = start.positions[Holding.MONEY]
    held = [money[firm] for firm in industry.firms] if isinstance(money, Mapping) else list(money[:firms])
    return own | {
        "base spend": of_firms(industry.supplies.customer, start.variables["base spend"]),
        "money": np.array([np.ravel(amount)[0] for amount in held], dtype=np.float64),
        "loans": of_firms(industry.loans.issuer, start.pairs[Holding.LOANS]),
        "capacity": _first(start.variables["base capacity"])[:, 0],
        "base committed": of_firms(industry.supplies.customer, start.variables["base committed"]),
        "base funding": of_firms(industry.equity.holder, start.variables["base funding"]),
        "equity": of_firms(industry.equity.holder, start.pairs[Holding.EQUITY]),
    }


def _first(rows: Amount) -> Floats:
    """Return rows on the first path: (rows, 1)."""
    return np.ascontiguousarray(np.asarray(rows, dtype=np.float64)[:, :1])
