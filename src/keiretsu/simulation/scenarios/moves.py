"""Which levers an action moves: what each lever's value becomes, and how several moves add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from keiretsu.errors import Problem
from keiretsu.simulation.industry.records import Industry, Places
from keiretsu.simulation.scenarios import actions as kinds
from keiretsu.simulation.scenarios import faults
from keiretsu.simulation.scenarios.actions import Action, Policy, Shock, Strategy
from keiretsu.simulation.scenarios.fields import Firms, Layers
from keiretsu.simulation.scenarios.naming import Found, Names


class How(StrEnum):
    """How several moves of one lever in one quarter add up."""

    MULTIPLY = "multiply"
    ADD = "add"
    LARGEST = "largest"
    LAST = "last"


COMPOSED: Mapping[str, How] = {
    "demand factor": How.MULTIPLY,
    "differentiation factor": How.MULTIPLY,
    "need factor": How.MULTIPLY,
    "capital expenditure factor": How.MULTIPLY,
    "funding factor": How.MULTIPLY,
    "lending factor": How.MULTIPLY,
    "cost factor": How.MULTIPLY,
    "price factor": How.MULTIPLY,
    "efficiency": How.MULTIPLY,
    "switching factor": How.MULTIPLY,
    "exclusivity": How.MULTIPLY,
    "investment factor": How.MULTIPLY,
    "appeal of open products": How.ADD,
    "capability gain": How.ADD,
    "entry weight": How.ADD,
    "failure": How.LARGEST,
    "disclosure": How.LARGEST,
    "unwinding": How.LARGEST,
    "in-house target": How.LAST,
}
"""Every lever that an action moves, and how moves of it add up; the later action is the last."""

_OF_FIRMS = {
    "change_capital_expenditure": "capital expenditure factor",
    "change_costs": "cost factor",
    "change_efficiency": "efficiency",
    "change_funding": "funding factor",
    "change_lending": "lending factor",
    "change_need": "need factor",
    "change_price": "price factor",
}
_IN_MARKETS = {
    "change_demand": "demand factor",
    "change_differentiation": "differentiation factor",
}
LEVER_OF: Mapping[str, str] = {**_OF_FIRMS, **_IN_MARKETS, "change_switching_cost": "switching factor"}
"""The lever that each action multiplies whose word says which."""


class Move(NamedTuple):
    """A lever, the rows of it that an action moves, and the key of the action that gives the size.

    Without a key the lever goes to ``value``.
    """

    lever: str
    rows: Places
    key: str | None = None
    value: float = 0
    is_log: bool = False


@dataclass(frozen=True)
class Mover:
    """Finds what actions move in an industry; problems are collected.

    Parameters
    ----------
    names
        The industry's names.
    problems
        What is found to be wrong is appended here.
    """

    names: Names
    problems: list[Problem]

    def move(self, action: Action, where: str) -> Move | None:
        """Return what an action moves; ``None`` after a problem."""
        before = len(self.problems)
        move = self._move(action, where)
        if len(self.problems) > before:
            return None
        if not move.rows.size:
            self.problems.append(_nothing(action, where))
            return None
        return move

    def _move(self, action: Action, where: str) -> Move:
        if isinstance(action, Shock):
            return self._shock(action, where)
        if isinstance(action, Policy):
            return self._policy(action, where)
        return self._strategy(action, where)

    def _shock(self, action: Shock, where: str) -> Move:
        match action:
            case kinds.ChangeFirms():
                return Move(_OF_FIRMS[action.do], self._firms(action.firms, where), "times")
            case kinds.ChangeLayers(do="change_switching_cost"):
                return Move(LEVER_OF[action.do], self._layers(action.layers, where), "times")
            case kinds.ChangeLayers():
                return Move(_IN_MARKETS[action.do], self._markets(action.layers, where), "times")
            case kinds.Fail():
                return Move("failure", self._firms(action.firms, where), value=1)
            case kinds.ImproveProducts():
                return Move("capability gain", self._firms(action.firms, where), "by")
            case kinds.ImproveOpenProducts():
                return Move(
                    "appeal of open products", self._markets(action.layers, where), "times", is_log=True
                )

    def _policy(self, action: Policy, where: str) -> Move:
        match action:
            case kinds.BlockInvestment():
                return Move("investment factor", self._pairs(action.holders, action.issuers, where))
            case kinds.UnwindStake():
                return Move("unwinding", self._pairs(action.holders, action.issuers, where), "share")
            case kinds.BanExclusivity():
                edges = np.isin(self._industry.supplies.layer, self._layers(action.layers, where))
                return Move("exclusivity", np.flatnonzero(edges))
            case kinds.ForceDisclosure():
                return Move("disclosure", np.array([0], dtype=np.intp), value=1)

    def _strategy(self, action: Strategy, where: str) -> Move:
        match action:
            case kinds.MakeInHouse():
                return Move("in-house target", self._groups(action, where), "share")
            case kinds.AddSupplier():
                return Move("entry weight", self._edges(action, where), "weight")

    @property
    def _industry(self) -> Industry:
        return self.names.industry

    def _firms(self, selectors: Firms, where: str) -> Places:
        return self._rows(self.names.firms(selectors, where))

    def _layers(self, words: Layers, where: str) -> Places:
        return self._rows(self.names.layers(words, where))

    def _rows(self, found: Found) -> Places:
        self.problems.extend(found.problems)
        return np.array(sorted(found.places), dtype=np.intp)

    def _markets(self, words: Layers, where: str) -> Places:
        return np.flatnonzero(np.isin(self._industry.markets, self._layers(words, where)))

    def _pairs(self, holders: Firms, issuers: Firms, where: str) -> Places:
        """Return the pairs between firms; investors outside are funding, which has an action of its own."""
        equity = self._industry.equity
        held = np.isin(equity.holder, self._firms(holders, where))
        return np.flatnonzero(held & np.isin(equity.issuer, self._firms(issuers, where)))

    def _groups(self, action: kinds.MakeInHouse, where: str) -> Places:
        _, customer, layer = self._industry.groups
        bought = np.isin(layer, self._layers(action.layers, where))
        return np.flatnonzero(bought & np.isin(customer, self._firms(action.customers, where)))

    def _edges(self, action: kinds.AddSupplier, where: str) -> Places:
        supplies = self._industry.supplies
        offered = np.isin(supplies.layer, self._layers(action.layers, where))
        offered &= np.isin(supplies.supplier, self._firms(action.suppliers, where))
        return np.flatnonzero(offered & np.isin(supplies.customer, self._firms(action.customers, where)))


def _nothing(action: Action, where: str) -> Problem:
    message, hint = {
        "unwind_stake": ("none of the holders has a stake in the issuers", "name others"),
        "block_investment": ("none of the holders may invest in the issuers anyhow", "name others"),
        "make_in_house": ("none of the customers buys the layers", "name others"),
        "add_supplier": (
            "none of the suppliers can be chosen by the customers in the layers",
            "add them to the industry's candidates, or name others",
        ),
    }.get(action.do, ("the layers have no end customers", "name a layer that end customers buy"))
    return faults.nothing_to_change(where, message, hint)
