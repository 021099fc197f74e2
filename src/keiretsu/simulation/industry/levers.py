"""Levers: what a scenario can move, and what each is when nobody moves it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from keiretsu.simulation.industry.records import Industry
from keiretsu.simulation.parameters import Parameter


class Per(StrEnum):
    """What a lever, a shock or a variable has one value of."""

    FIRM = "firm"
    EDGE = "supply edge"
    PAIR = "pair of the equity register"
    GROUP = "customer and layer"
    MARKET = "market"
    LAYER = "layer"
    INDUSTRY = "industry"


@dataclass(frozen=True, slots=True)
class Lever:
    """Something that a scenario can move: its value when nobody does, and what it means."""

    per: Per
    value: float
    meaning: str


LEVERS: Mapping[str, Lever] = {
    "demand factor": Lever(Per.MARKET, 1, "what end customers spend, as a multiple of what they would"),
    "appeal of open products": Lever(
        Per.MARKET, 0, "what is added to the utility of buying from nobody here"
    ),
    "differentiation factor": Lever(Per.MARKET, 1, "how unlike the products are, as a multiple"),
    "capability gain": Lever(Per.FIRM, 0, "what a firm's capability gains in the quarter"),
    "need factor": Lever(Per.FIRM, 1, "what inputs a firm wants, as a multiple of what it would"),
    "capital expenditure factor": Lever(Per.FIRM, 1, "what a firm builds, as a multiple of what it would"),
    "funding factor": Lever(Per.FIRM, 1, "what outside investors give a firm, as a multiple"),
    "lending factor": Lever(Per.FIRM, 1, "what banks lend a firm, as a multiple"),
    "cost factor": Lever(Per.FIRM, 1, "a firm's other costs, as a multiple"),
    "price factor": Lever(Per.FIRM, 1, "the price of what a firm sells to firms, as a multiple"),
    "efficiency": Lever(Per.FIRM, 1, "how much a unit of what a supplier sells does, as a multiple"),
    "failure": Lever(Per.FIRM, 0, "1 in the quarter in which a firm fails, whatever it has"),
    "switching factor": Lever(Per.LAYER, 1, "the cost of switching suppliers, as a multiple"),
    "exclusivity": Lever(Per.EDGE, 1, "1 where exclusive terms are allowed, 0 where they are banned"),
    "entry weight": Lever(Per.EDGE, 0, "the weight of a new offer beside the shares of the old ones"),
    "in-house target": Lever(Per.GROUP, 0, "the share of its need that a customer means to make itself"),
    "investment factor": Lever(Per.PAIR, 1, "strategic investment, as a multiple; 0 where it is blocked"),
    "unwinding": Lever(Per.PAIR, 0, "the share of a stake that must be sold in the quarter"),
    "disclosure": Lever(Per.INDUSTRY, 0, "1 where circular financing must be disclosed"),
}

SHOCKS: Mapping[str, Lever] = {
    "market shock": Lever(Per.MARKET, 0, "a standard normal number a quarter: demand of end customers"),
    "firm shock": Lever(Per.FIRM, 0, "a standard normal number a quarter: a firm's appeal to end customers"),
    "sentiment shock": Lever(Per.INDUSTRY, 0, "a standard normal number a quarter: the mood of investors"),
}


def count(industry: Industry, per: Per) -> int:
    """Return how many values there are of something in an industry."""
    return {
        Per.FIRM: len(industry.firms),
        Per.EDGE: len(industry.supplies),
        Per.PAIR: len(industry.equity),
        Per.GROUP: len(industry.groups[1]),
        Per.MARKET: len(industry.markets),
        Per.LAYER: len(industry.layers),
        Per.INDUSTRY: 1,
    }[per]


def at_rest(industry: Industry) -> dict[str, Parameter]:
    """Return all levers and shocks as they are when nobody moves them: arrays (count, 1)."""
    return {
        name: Parameter(
            np.full((count(industry, lever.per), 1), float(lever.value)), lever.meaning, "a lever"
        )
        for name, lever in {**LEVERS, **SHOCKS}.items()
    }
