"""Whole industries for the tests: three firms, twelve made-up ones, and shocks to all levers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.simulation import Start
from keiretsu.simulation.industry.example import three_firms
from keiretsu.simulation.industry.levers import LEVERS, Per, at_rest, count
from keiretsu.simulation.industry.mechanism import chosen
from keiretsu.simulation.industry.opening import Amounts, opening
from keiretsu.simulation.industry.parameters import parameters_of
from keiretsu.simulation.industry.records import Industry, Links, Outside, Supplies

TWELVE = (
    *("Alpha", "Beta", "Gamma", "Delta"),  # laboratories, who sell models
    *("Epsilon", "Zeta", "Eta"),  # clouds
    *("Theta", "Iota"),  # makers of chips
    "Kappa",  # sells power to firms, and nothing to end customers
    "Lambda",  # sells nothing at all, and owns stakes
    "Mu",  # has to do with none of the others
)
LAYERS = ("models", "cloud", "chips", "power", "ships")
MODELS, CLOUD, CHIPS, POWER, SHIPS = range(len(LAYERS))
STAKES = (
    ("Epsilon", "Alpha"),
    ("Zeta", "Beta"),
    ("Theta", "Alpha"),
    ("Theta", "Epsilon"),
    ("Alpha", "Beta"),
    ("Lambda", "Alpha"),
    ("Lambda", "Gamma"),
    ("Eta", "Zeta"),
)
BOUND = 3  # the place of Beta's purchases from Epsilon, which Beta is bound to
CREDITS = (("Theta", "Epsilon"), ("Iota", "Zeta"))
STILL = {
    "growth of demand": 0.0,
    "planned growth": 0.0,
    "volatility of demand": 0.0,
    "volatility of appeal": 0.0,
    "volatility of sentiment": 0.0,
}
"""Parameters with which nothing changes by itself."""


def three() -> Industry:
    """Return the example's three firms with all mechanisms' parameters."""
    return three_firms(parameters_of(chosen()))


def twelve() -> Industry:
    """Return twelve firms: circles of purchases, stakes and suppliers' credit, and one firm apart."""
    chance, firms = np.random.default_rng(12), len(TWELVE)
    trades = list(_trades())
    groups = list(dict.fromkeys((customer, layer) for customer, _, layer in trades))
    edges = Supplies(
        customer=np.array([customer for customer, _, _ in trades]),
        supplier=np.array([supplier for _, supplier, _ in trades]),
        layer=np.array([layer for _, _, layer in trades]),
        group=np.array([groups.index((customer, layer)) for customer, _, layer in trades]),
        is_exclusive=np.array([place == BOUND for place in range(len(trades))]),
        years=np.full(len(trades), 3.0),
        grounds=(None,) * len(trades),
    )
    equity, loans = _links(Outside.INVESTORS, STAKES), _links(Outside.BANKS, CREDITS)
    sells = np.array([[name not in ("Kappa", "Lambda")] for name in TWELVE])
    spend = chance.uniform(2, 10, (len(trades), 1)) * (chance.random((len(trades), 1)) < 0.7)
    spend[BOUND : BOUND + 3] = [[6], [0], [0]]
    amounts = Amounts(
        cash=chance.uniform(5, 60, (firms, 1)),
        capacity=sells * chance.uniform(0, 60, (firms, 1)),
        valuation=chance.uniform(100, 500, (firms, 1)),
        sales=sells * chance.uniform(10, 60, (firms, 1)),
        costs=chance.uniform(5, 30, (firms, 1)),
        spend=spend,
        committed=spend * 2 * (chance.random((len(trades), 1)) < 0.5),
        capitalised=(edges.layer == CHIPS)[:, None] * 1.0,
        ownership=_ownership(equity),
        promised=np.concatenate([np.zeros((firms, 1)), chance.uniform(0, 5, (len(STAKES), 1))]),
        lent=chance.uniform(0, 20, (len(loans), 1)),
    )
    industry = Industry(
        name="twelve firms",
        as_of=date(2025, 12, 31),
        currency="USD",
        firms=TWELVE,
        layers=LAYERS,
        markets=np.array([MODELS, CLOUD, CHIPS, SHIPS]),
        market=np.array([0, 0, 0, 0, 1, 1, 1, 2, 2, -1, -1, 3]),
        supplies=edges,
        equity=equity,
        loans=loans,
        start=opening(TWELVE, edges, equity, loans, amounts),
        parameters={},
    )
    return industry.with_parameters({**at_rest(industry), **parameters_of(chosen())})


def drawn(industry: Industry, numbers: Sequence[int]) -> Start:
    """Return starts that differ by the paths' numbers: what firms have in hand."""
    start = industry.start
    factors = np.array([np.random.default_rng(number).lognormal(0, 0.5) for number in numbers])
    cash = {name: np.asarray(amount) * factors for name, amount in start.positions["money"].items()}
    return Start({**start.positions, "money": cash}, start.variables, start.pairs)


def set_to(industry: Industry, **values: float) -> Industry:
    """Return the industry with other values of parameters; names have _ for spaces."""
    known = dict(industry.parameters)
    for name, value in values.items():
        key = name.replace("_", " ")
        known[key] = replace(known[key], value=value, likely=None)
    return industry.with_parameters(known)


def shocks_to_all(
    industry: Industry, quarters: int, paths: int = 1, seed: int = 3
) -> Mapping[int, Mapping[str, Floats]]:
    """Return changes that move every lever in every quarter, at random."""
    chance = np.random.default_rng(seed)
    return {
        quarter: {
            name: _moved(name, chance, (count(industry, lever.per), paths)) for name, lever in LEVERS.items()
        }
        for quarter in range(1, quarters + 1)
    }


def _moved(name: str, chance: np.random.Generator, shape: tuple[int, int]) -> Floats:
    """Return values of a lever: rare ones for what ends firms and stakes, near 0 for what is added."""
    size, rare = chance.random(shape), chance.random(shape)
    match name:
        case "failure":
            return (rare < 0.005) * 1.0
        case "unwinding" | "entry weight" | "in-house target":
            return size * (rare < 0.1)
        case "appeal of open products" | "capability gain":
            return (size - 0.5) / 5
        case "exclusivity" | "disclosure":
            return np.round(size)
        case "investment factor":
            return size * 2 * (rare < 0.8)
        case "cost factor":
            return size * np.where(rare < 0.2, 8, 2)
        case "efficiency":
            return size + 0.5
        case _:
            return size * 2


def lever(industry: Industry, name: str, **values: float) -> Floats:
    """Return a lever of firms, moved for those named and at rest for the others."""
    assert LEVERS[name].per is Per.FIRM
    moved = np.full((len(industry.firms), 1), float(LEVERS[name].value))
    for firm, value in values.items():
        moved[industry.firms.index(firm)] = value
    return moved


def _trades() -> list[tuple[int, int, int]]:
    """Return customers, suppliers and layers, sorted by group; Theta rents from its own customer."""
    place = TWELVE.index
    clouds = [(lab, cloud, CLOUD) for lab in range(4) for cloud in range(4, 7)]
    chips = [(cloud, maker, CHIPS) for cloud in range(4, 7) for maker in (7, 8)]
    power = [(firm, place("Kappa"), POWER) for firm in (4, 5, 7)]
    return sorted([*clouds, *chips, *power, (7, 4, CLOUD)], key=lambda trade: (trade[0], trade[2]))


def _links(outside: Outside, inside: Sequence[tuple[str, str]]) -> Links:
    firms = len(TWELVE)
    sector = firms + list(Outside).index(outside)
    holders = [*[sector] * firms, *(TWELVE.index(holder) for holder, _ in inside)]
    issuers = [*range(firms), *(TWELVE.index(issuer) for _, issuer in inside)]
    number = len(holders)
    return Links(np.array(holders), np.array(issuers), np.full(number, 4.0), (None,) * number)


def _ownership(equity: Links) -> Floats:
    """Return a twentieth for each stake, and the rest for the investors outside."""
    held = np.where(equity.holder < len(TWELVE), 0.05, 0.0)
    rest = 1 - np.bincount(equity.issuer, held, len(TWELVE))
    held[: len(TWELVE)] = rest
    return held[:, None]
