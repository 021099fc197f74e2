"""The loops that money can go round in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from keiretsu.measures.nullmodel import NullModel
from keiretsu.measures.of_network import Circularity, MoneyLoop
from keiretsu.network import Payment
from keiretsu.parties import Party
from keiretsu.quantities import counted
from keiretsu.reasons import Reason
from keiretsu.report.money import Figure, a_year, percent
from keiretsu.report.spreads import NO_SPREADS, Spread, Spreads

ROW = 34  # pixels a party takes on one side of the picture
LEAST_HEIGHT = 130
SIGNIFICANT = 0.05  # the usual level


@dataclass(frozen=True, slots=True)
class LoopView:
    """A loop as the reader meets it."""

    number: int
    names: tuple[str, ...]
    figure: Figure
    is_capital_back: bool
    is_estimated: bool
    in_time: str
    why: Reason


@dataclass(frozen=True, slots=True)
class Leg:
    """Money of all loops together that goes from one party to another."""

    payer: Party
    payee: Party
    family: str
    per_year: float
    figure: Figure
    is_estimated: bool


@dataclass(frozen=True, slots=True)
class Loops:
    """All loops, their sum, what the draws and chance give instead, and their legs."""

    total: Figure
    gross: Figure
    share: str
    spread: Spread | None
    chance: str
    why_chance: Reason | None
    loops: tuple[LoopView, ...]
    legs: tuple[Leg, ...]

    @property
    def height(self) -> int:
        """The picture's height in pixels."""
        sides = ({leg.payer.id for leg in self.legs}, {leg.payee.id for leg in self.legs})
        return max(LEAST_HEIGHT, ROW * max(len(side) for side in sides))

    def chart(self) -> dict[str, Any]:
        """Return what the browser needs to draw the legs."""
        return {"nodes": [*self._ends(0), *self._ends(1)], "links": [_link(leg) for leg in self.legs]}

    def _ends(self, side: int) -> list[dict[str, Any]]:
        found = {party.id: party for leg in self.legs for party in ((leg.payer, leg.payee)[side],)}
        verb = ("pays", "receives")[side]
        return [
            {"id": f"{side}-{key}", "side": side, "title": party.name, "lines": [f"{verb}, in loops"]}
            for key, party in found.items()
        ]


def loops(circularity: Circularity, spreads: Spreads = NO_SPREADS) -> Loops:
    """Return the loops of a network for reading."""
    currency = circularity.network.currency
    has_loops = bool(circularity.loops)
    return Loops(
        total=a_year(circularity.total, currency),
        gross=a_year(circularity.gross, currency),
        share=percent(circularity.share),
        spread=spreads.get("circularity", "circulating share"),
        chance=chance_of(circularity.null) if has_loops else "",
        why_chance=circularity.why("null") if has_loops else None,
        loops=tuple(loop_view(n, loop, currency) for n, loop in enumerate(circularity.loops, start=1)),
        legs=_legs(circularity),
    )


def chance_of(null: NullModel) -> str:
    """Say in words what could go round by chance."""
    if null.is_frozen:
        return "No two payments can swap their payees, so nothing can be said of chance."
    networks = counted(null.values.size, "network")
    return (
        f"In {networks} with who pays whom rewired at random, {percent(null.mean)} can go round on average."
        f" By chance it would be as much as here or more with p = {null.p_value:.3f}, so it is"
        f" {'' if null.p_value < SIGNIFICANT else 'not clearly '}more than chance."
    )


def loop_view(number: int, loop: MoneyLoop, currency: str) -> LoopView:
    """Return a loop for reading."""
    names = tuple(party.name for party in (*loop.parties, loop.parties[0]))
    figure = a_year(loop.per_year, currency)
    in_time = loop.in_time().text
    return LoopView(
        number=number,
        names=names,
        figure=figure,
        is_capital_back=loop.pairs_capital_with_purchases,
        is_estimated=loop.is_estimated,
        in_time=in_time[0].upper() + in_time[1:],
        why=loop.why(currency),
    )


def _legs(circularity: Circularity) -> tuple[Leg, ...]:
    sums: dict[tuple[str, str], float] = defaultdict(float)
    ends: dict[tuple[str, str], tuple[Party, Party, tuple[Payment, ...]]] = {}
    for loop in circularity.loops:
        ring = zip(loop.parties, (*loop.parties[1:], loop.parties[0]), loop.legs, strict=True)
        for payer, payee, payments in ring:
            sums[payer.id, payee.id] += loop.per_year
            ends[payer.id, payee.id] = (payer, payee, payments)
    currency = circularity.network.currency
    return tuple(
        _leg(*ends[key], amount, currency)
        for key, amount in sorted(sums.items(), key=lambda item: (-item[1], item[0]))
    )


def _leg(payer: Party, payee: Party, payments: tuple[Payment, ...], amount: float, currency: str) -> Leg:
    """Return a leg; its family is what most of it is paid for, and the payments come largest first."""
    return Leg(
        payer=payer,
        payee=payee,
        family=str(payments[0].flow),
        per_year=amount,
        figure=a_year(amount, currency),
        is_estimated=any(payment.is_estimated for payment in payments),
    )


def _link(leg: Leg) -> dict[str, Any]:
    return {
        "source": f"0-{leg.payer.id}",
        "target": f"1-{leg.payee.id}",
        "value": leg.per_year,
        "family": leg.family,
        "estimated": leg.is_estimated,
        "title": f"{leg.payer.name} pays {leg.payee.name}",
        "lines": [
            f"{leg.figure}, in loops",
            f"mostly {leg.family}",
            *(["estimated, stated by no source"] if leg.is_estimated else []),
        ],
    }
