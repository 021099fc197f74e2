"""The least and the most of a party's revenue that can be its own capital come back, in many draws."""

from __future__ import annotations

import numpy as np

from keiretsu.measures.arrays import Edges, Floats
from keiretsu.measures.of_network.revenuesources import Marks, MoneyFlows
from keiretsu.measures.tagging import most_through


def self_funded_bounds(money: MoneyFlows, party: int) -> tuple[Floats, Floats]:
    """Return what must and what may come back of a party's capital, money per year, shape ``s`` each.

    The bounds of :func:`keiretsu.measures.self_funded`, draw by draw: two maximum flows each.
    """
    flows = money.flows
    if not _may_return(flows, money, party):
        return np.zeros(len(flows)), np.zeros(len(flows))
    onward = flows.copy()
    onward[:, party, :] = onward[:, :, party] = 0.0
    onward[:, np.arange(flows.shape[1]), np.arange(flows.shape[1])] = 0.0
    payer, payee = np.nonzero(_ever(onward))
    tagged, paying, kept = (
        _others(amounts, party)
        for amounts in (money.capital[:, party], money.purchases[:, :, party], _kept(flows, money))
    )
    elsewhere = kept + _others(money.capital[:, :, party], party)
    lower, upper = np.zeros(len(flows)), np.zeros(len(flows))
    for draw in np.flatnonzero(tagged.any(axis=1) & paying.any(axis=1)):
        invested = tagged[draw].sum()
        edges = Edges(flows.shape[1], payer, payee, onward[draw, payer, payee])
        upper[draw] = min(most_through(edges, tagged[draw], paying[draw]), invested)
        stays = most_through(edges, tagged[draw], elsewhere[draw])
        lower[draw] = min(max(invested - stays, 0.0), upper[draw])
    return lower, upper


def _kept(flows: Floats, money: MoneyFlows) -> Floats:
    """Return what each party doesn't pay out in the network, shape ``(s, n)``."""
    balance = flows.sum(axis=1) + money.entered - flows.sum(axis=2)
    return np.asarray(np.maximum(balance, 0.0))


def _others(amounts: Floats, party: int) -> Floats:
    kept: Floats = amounts.copy()
    kept[:, party] = 0.0
    return kept


def _may_return(flows: Floats, money: MoneyFlows, party: int) -> bool:
    """Tell whether a way leads from the party's capital to its sales in any draw."""
    pays, sells = _ever(flows), _ever(money.purchases[:, :, party])
    reached = _ever(money.capital[:, party])
    reached[party] = False
    while not (reached & sells).any():
        onward = reached | pays[reached].any(axis=0)
        onward[party] = False
        if (onward == reached).all():
            return False
        reached = onward
    return True


def _ever(amounts: Floats) -> Marks:
    """Return where there is money in any draw."""
    return np.asarray((amounts > 0).any(axis=0))
