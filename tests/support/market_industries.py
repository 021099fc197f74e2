"""Small industries for the tests of markets, and runs of only the mechanisms under test."""

from datetime import date

import numpy as np
from quarters import run_quarters
from whole_industries import STILL

from keiretsu.simulation.industry.levers import at_rest
from keiretsu.simulation.industry.opening import Amounts, opening
from keiretsu.simulation.industry.records import Industry, Links, Outside, Supplies

NAMES = ("Alpha", "Beta", "Gamma", "Delta", "Epsilon")


def rows(values):
    """Return one value a row, the same on all paths."""
    return np.asarray(values, dtype=float).reshape(len(values), -1)


def industry_of(sales, *, market=None, supplies=(), layers=("models", "cloud"), costs=None, cash=None):
    """Return an industry; a supply is (customer, supplier, layer, spend a year), sorted by group.

    Firms sell to end customers in the first market unless ``market`` says otherwise.
    """
    count = len(sales)
    firms, everybody = NAMES[:count], np.arange(count)
    customer, supplier, layer, spend = map(list, zip(*supplies, strict=True)) if supplies else ([],) * 4
    keys = list(dict.fromkeys(zip(customer, layer, strict=True)))
    edges = Supplies(
        customer=np.array(customer, dtype=np.intp),
        supplier=np.array(supplier, dtype=np.intp),
        layer=np.array(layer, dtype=np.intp),
        group=np.array([keys.index(key) for key in zip(customer, layer, strict=True)], dtype=np.intp),
        is_exclusive=np.zeros(len(customer), dtype=bool),
        years=np.zeros(len(customer)),
        grounds=(None,) * len(customer),
    )
    outside = list(Outside)
    equity, loans = (
        Links(np.full(count, count + outside.index(sector)), everybody, np.full(count, 10.0), (None,) * count)
        for sector in (Outside.INVESTORS, Outside.BANKS)
    )
    nothing = np.zeros((count, 1))
    amounts = Amounts(
        cash=nothing + 100 if cash is None else rows(cash),
        capacity=nothing,
        valuation=nothing + 100,
        sales=rows(sales),
        costs=nothing if costs is None else rows(costs),
        spend=rows(spend) if supplies else np.zeros((0, 1)),
        committed=np.zeros((len(customer), 1)),
        capitalised=np.zeros((len(customer), 1)),
        ownership=nothing + 1,
        promised=nothing,
        lent=nothing,
    )
    market = np.zeros(count, dtype=np.intp) if market is None else np.asarray(market)
    industry = Industry(
        name="test",
        as_of=date(2026, 1, 1),
        currency="USD",
        firms=firms,
        layers=layers,
        markets=np.arange(market.max() + 1),
        market=market,
        supplies=edges,
        equity=equity,
        loans=loans,
        start=opening(firms, edges, equity, loans, amounts),
        parameters={},
    )
    return industry.with_parameters(at_rest(industry))


def play(industry, mechanisms, quarters=1, *, paths=1, changes=None, variables=None, **parameters):
    """Run only some mechanisms, quietly; names of parameters have _ for spaces.

    ``variables`` are what the mechanisms that don't act would have set, ``changes`` what a scenario does.
    """
    known = {name for one in mechanisms for name in one.parameters}
    quiet = {name: value for name, value in STILL.items() if name in known}
    values = {name.replace("_", " "): value for name, value in parameters.items()}
    return run_quarters(
        mechanisms,
        variables or {},
        industry=industry,
        quarters=quarters,
        paths=paths,
        parameters={**quiet, **values},
        changes=changes,
    )


def lever(count, place, value, rest=0.0):
    """Return a lever that is moved in one place."""
    values = np.full((count, 1), rest)
    values[place] = value
    return values
