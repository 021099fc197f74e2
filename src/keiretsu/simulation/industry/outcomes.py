"""What is measured on each quarter of a run, and on its start."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.measures.grouped import fraction_of
from keiretsu.simulation.industry.grouping import gather_sum
from keiretsu.simulation.industry.levers import Per
from keiretsu.simulation.industry.pools import Source, circular, revenue_by_source
from keiretsu.simulation.industry.records import QUARTER, Holding
from keiretsu.simulation.industry.view import View

__all__ = ["OUTCOMES", "Outcome", "View"]

MONEY = "money"
YEARLY = "money/year"
SHARE = "share"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Something that is measured on every path, cheaply: in time linear in edges.

    Parameters
    ----------
    name
        What it is called.
    per
        Of what there is one row.
    unit
        Of its figures; money is in the industry's currency.
    about
        What it says.
    of
        Gets a view and returns the figures: (rows, paths).
    adds_up
        Whether a run gives the sum of the quarters so far, and not each quarter's figure.

    Examples
    --------
    >>> from keiretsu.simulation.industry.example import three_firms
    >>> industry = three_firms()
    >>> start = View.opening(industry, industry.start, paths=1)
    >>> OUTCOMES["revenue"].of(start)[:, 0].tolist()
    [10.0, 80.0, 70.0]
    """

    name: str
    per: Per
    unit: str
    about: str
    of: Callable[[View], Floats]
    adds_up: bool = False


def _revenue(view: View) -> Floats:
    sold = gather_sum(view.industry.supplies.supplier, view.payments.purchases, view.firms)
    return np.asarray((view.payments.sales + sold) / QUARTER)


def _from(source: Source, view: View) -> Floats:
    return revenue_by_source(view)[source] / QUARTER


def _self_funded(view: View) -> Floats:
    return fraction_of(_from(Source.OWN_CAPITAL, view), _revenue(view))


def _circular(view: View) -> Floats:
    return fraction_of(*circular(view))


def _debt(view: View) -> Floats:
    return gather_sum(view.industry.loans.issuer, view.registers[Holding.LOANS], view.firms)


def _backlog(view: View) -> Floats:
    return gather_sum(view.industry.supplies.supplier, view.registers[Holding.BACKLOG], view.firms)


def _held(instrument: Holding, view: View) -> Floats:
    return view.held(instrument).copy()


def _variable(name: str, view: View) -> Floats:
    return view.variable(name).copy()


def _market_share(view: View) -> Floats:
    """Return shares of markets; they are known once a quarter's customers have chosen, not at the start."""
    if "market share" in view.variables:
        return _variable("market share", view)
    return np.full((view.firms, view.paths), np.nan)


def _failed(view: View) -> Floats:
    return 1.0 - view.variable("alive")


def _failures(view: View) -> Floats:
    return np.asarray(_failed(view).sum(axis=0, keepdims=True))


def _concentration(view: View) -> Floats:
    """Return the sum of squared shares of sales, layer by layer; ``nan`` where nothing is sold."""
    industry, layers = view.industry, len(view.industry.layers)
    sellers = np.flatnonzero(industry.market >= 0)
    layer = np.concatenate([industry.supplies.layer, industry.markets[industry.market[sellers]]])
    seller = np.concatenate([industry.supplies.supplier, sellers])
    cells, place = np.unique(layer * view.firms + seller, return_inverse=True)
    sales = np.concatenate([view.payments.purchases, view.payments.sales[sellers]])
    sold, of_layer = gather_sum(place, sales, len(cells)), cells // view.firms
    total = gather_sum(of_layer, sold, layers)
    shares = fraction_of(sold, total[of_layer])
    return np.where(total > 0, gather_sum(of_layer, shares**2, layers), np.nan)


_ALL = (
    Outcome("revenue", Per.FIRM, YEARLY, "what firms and end customers pay a firm", _revenue),
    *(
        Outcome(
            f"revenue from {source}",
            Per.FIRM,
            YEARLY,
            f"revenue by the last one who put the money in: {source}",
            partial(_from, source),
        )
        for source in Source
    ),
    Outcome(
        "self-funded share",
        Per.FIRM,
        SHARE,
        "share of revenue that is a firm's own capital, come back from direct customers; 0 without revenue",
        _self_funded,
    ),
    Outcome(
        "circular share",
        Per.INDUSTRY,
        SHARE,
        "share of sales among firms that suppliers' own capital of the quarter may have paid, at most",
        _circular,
    ),
    Outcome("cash", Per.FIRM, MONEY, "money in hand", partial(_held, Holding.MONEY)),
    Outcome("debt", Per.FIRM, MONEY, "what a firm has borrowed", _debt),
    Outcome("capacity", Per.FIRM, MONEY, "what a firm's plant is worth", partial(_held, Holding.CAPACITY)),
    Outcome("backlog", Per.FIRM, MONEY, "what customers have committed to buy from a firm", _backlog),
    Outcome(
        "valuation", Per.FIRM, MONEY, "what all shares of a firm are worth", partial(_variable, "valuation")
    ),
    Outcome(
        "written off",
        Per.FIRM,
        MONEY,
        "what a firm has lost so far on failures: stakes, loans, unpaid bills",
        partial(_variable, "written off"),
        adds_up=True,
    ),
    Outcome(
        "shortfall",
        Per.FIRM,
        MONEY,
        "what a firm has owed so far and could not pay",
        partial(_variable, "shortfall"),
        adds_up=True,
    ),
    Outcome(
        "rescued",
        Per.FIRM,
        MONEY,
        "what partners have paid so far to keep a firm alive",
        partial(_variable, "rescued"),
        adds_up=True,
    ),
    Outcome("failed", Per.FIRM, SHARE, "1 for a firm that has failed by then, else 0", _failed),
    Outcome("failures", Per.INDUSTRY, "firms", "how many firms have failed by then", _failures),
    Outcome(
        "concentration",
        Per.LAYER,
        "index",
        "Herfindahl-Hirschman index of a layer's sales, 0..1; nan where nothing is sold",
        _concentration,
    ),
    Outcome(
        "market share",
        Per.FIRM,
        SHARE,
        "share of end customers, the open offer counted",
        _market_share,
    ),
    Outcome(
        "product price",
        Per.FIRM,
        "index",
        "price to end customers; 1 at the start",
        partial(_variable, "product price"),
    ),
    Outcome(
        "input price",
        Per.FIRM,
        "index",
        "price of what a firm sells to firms; 1 at the start",
        partial(_variable, "input price"),
    ),
)

OUTCOMES: Mapping[str, Outcome] = {each.name: each for each in _ALL}
"""What can be measured, by name."""
