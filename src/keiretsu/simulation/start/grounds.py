"""Why each starting figure of a firm is what it is, down to quotes, reported figures and assumptions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from keiretsu.ledger import Item
from keiretsu.measures.arrays import Floats
from keiretsu.measures.of_network.means import Valuation, valuations
from keiretsu.network import Network, Reported
from keiretsu.reasons import Reason
from keiretsu.simulation.industry.records import Holding, Places
from keiretsu.simulation.start.figures import Figures
from keiretsu.simulation.start.owning import PutIn
from keiretsu.simulation.start.structure import Structure

FIGURES: Mapping[str, tuple[str, ...]] = {
    "base sales": (),
    "base spend": (),
    "base costs": (),
    "base revenue": ("revenue",),
    "money": (),
    "loans": (),
    "capacity": ("base capacity",),
    "base valuation": ("valuation",),
    "base committed": (Holding.BACKLOG.value,),
    "base funding": (),
    "equity": ("ownership",),
}
"""The starting figures of a firm, and by which other names the same figure goes in a run.

What is bought and what is committed is the customer's, what is promised and what is owned the holder's.
"""


@dataclass(frozen=True, eq=False)
class Grounds:
    """The reasons of the starting figures of a network as it is, each made once.

    Parameters
    ----------
    figures
        One draw: the network as it is.
    makers
        What makes the reason of each figure of the firm at a place.
    """

    figures: Figures
    makers: Mapping[str, Callable[[Grounds, int], Reason]]
    _made: dict[tuple[str, int], Reason] = field(default_factory=dict)

    def why(self, figure: str, firm: int) -> Reason:
        """Return why a figure of the firm at a place is what it is."""
        if (figure, firm) not in self._made:
            self._made[figure, firm] = self.makers[figure](self, firm)
        return self._made[figure, firm]

    def whys(self, firm: int, *figures: str) -> list[Reason]:
        """Return why figures of a firm are what they are, without those that are 0."""
        return [self.why(figure, firm) for figure in figures if self._flows[figure][firm, 0] > 0]

    @property
    def structure(self) -> Structure:
        """The firms, edges and pairs."""
        return self.figures.structure

    @property
    def network(self) -> Network:
        """The network that they are made from."""
        return self.figures.structure.network

    def name(self, firm: int) -> str:
        """Return what a firm is called."""
        return self.structure.names[firm]

    def money(self, amount: float) -> str:
        """Return a sum in words."""
        return f"{self.network.currency} {amount:,.0f}"

    def reported(self, firm: int, item: Item) -> Reported | None:
        """Return what a firm reports of an item."""
        return self.network.reported.used(self.structure.firms[firm], item)

    def stated(self, firm: int) -> Valuation | None:
        """Return what a deal values a firm at."""
        return self._valuations.get(self.structure.firms[firm].id)

    def assumed(self, *names: str) -> tuple[Reason, ...]:
        """Return named assumptions as reasons."""
        return tuple(self.network.assumptions[name].why() for name in names)

    def put_in(self, pairs: Iterable[int]) -> list[Reason]:
        """Return why what was put in by the pairs of the equity register is what it is."""
        return [stake.claim.why for pair in pairs for stake in self._stakes.get(pair, ())]

    @cached_property
    def _flows(self) -> Mapping[str, Floats]:
        figures = self.figures
        return {
            "base spend": figures.bought,
            "base costs": figures.costs,
            "base revenue": figures.revenue,
            "base funding": figures.invested,
            "capacity": figures.capacity,
        }

    @cached_property
    def _valuations(self) -> dict[str, Valuation]:
        return valuations(self.network)

    @cached_property
    def _stakes(self) -> dict[int, list[PutIn]]:
        found: dict[int, list[PutIn]] = {}
        for stake in self.structure.ownership.stakes:
            found.setdefault(stake.place, []).append(stake)
        return found


def added(text: str, because: Iterable[Reason]) -> Reason:
    """Return a reason that is as much an estimate as those that it rests on."""
    steps = tuple(because)
    return Reason(text, steps, estimate=any(step.estimate for step in steps))


def estimated(text: str, *because: Reason) -> Reason:
    """Return a reason that is an estimate."""
    return Reason(text, because, estimate=True)


def with_amount(ends: Places, firm: int, amounts: Floats) -> list[int]:
    """Return the places of the edges or pairs of a firm that have an amount."""
    return [int(place) for place in np.flatnonzero((ends == firm) & (amounts[:, 0] > 0))]


def given(grounds: tuple[Reason | None, ...], places: Iterable[int]) -> list[Reason]:
    """Return the reasons at places, where there are any."""
    return [why for place in places if (why := grounds[place]) is not None]
