"""What an industry is to the simulation: who sells what to whom, who owns whom, who lends to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from keiretsu.measures.arrays import Floats
from keiretsu.reasons import Reason
from keiretsu.simulation.parameters import Parameter
from keiretsu.simulation.records import Instrument
from keiretsu.simulation.starting import Start

Places = NDArray[np.intp]
Grounds = tuple[Reason | None, ...]

QUARTER = 0.25  # years in a period


class Outside(StrEnum):
    """The sectors outside, whose books are not complete."""

    CUSTOMERS = "end customers"
    INVESTORS = "outside investors"
    BANKS = "banks"
    OTHERS = "others"


class Holding(StrEnum):
    """The instruments."""

    MONEY = "money"
    LOANS = "loans"
    EQUITY = "equity"
    CAPACITY = "capacity"
    BACKLOG = "backlog"


@dataclass(frozen=True, slots=True, eq=False)
class Supplies:
    """Who may buy an input from whom: one edge a customer, supplier and layer, sorted by group.

    Parameters
    ----------
    customer, supplier
        Places of firms: (edges,).
    layer
        Places in :attr:`Industry.layers`: (edges,).
    group
        Places of groups, not falling: (edges,). A group is all offers that a customer chooses among for
        one layer.
    is_exclusive
        Whether the customer has bound itself to buy the layer from this supplier only: (edges,).
    years
        For how long what is committed at the start runs: (edges,).
    grounds
        The deals behind each edge.
    """

    customer: Places
    supplier: Places
    layer: Places
    group: Places
    is_exclusive: NDArray[np.bool_]
    years: Floats
    grounds: Grounds

    def __len__(self) -> int:
        return len(self.customer)

    @property
    def bounds(self) -> Places:
        """Where the edges of each group begin, and how many edges there are: (groups + 1,)."""
        return np.append(np.flatnonzero(np.diff(self.group, prepend=-1)), len(self))


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """Pairs of the equity register or of the loan register.

    The first pairs are those of the sector outside (investors, banks) with each firm, in the order of
    the firms, so that anybody can be funded; pairs between firms follow.

    Parameters
    ----------
    holder, issuer
        Places in the model's names: (pairs,). An issuer is a firm.
    years
        For how long the funding that is promised at the start goes on, or until a loan is due: (pairs,).
    grounds
        The deals behind each pair.
    """

    holder: Places
    issuer: Places
    years: Floats
    grounds: Grounds

    def __len__(self) -> int:
        return len(self.holder)

    def pairs_between(self, holder: Places, issuer: Places) -> tuple[Places, Places]:
        """Return which of some ends, by their places, have a pair here, and the place of that pair.

        Of a pair that is here more than once it is the first place.

        Examples
        --------
        >>> links = Links(np.array([3, 1]), np.array([0, 0]), np.zeros(2), (None, None))
        >>> [places.tolist() for places in links.pairs_between(np.array([0, 1]), np.array([1, 0]))]
        [[1], [1]]
        """
        if not len(self):
            nowhere = np.zeros(0, dtype=np.intp)
            return nowhere, nowhere
        base = 1 + max(self.issuer.max(), issuer.max(initial=0))
        pairs, first = np.unique(self.holder * base + self.issuer, return_index=True)
        sought = holder * base + issuer
        at = np.minimum(np.searchsorted(pairs, sought), len(pairs) - 1)
        found = np.flatnonzero(pairs[at] == sought)
        return found, first[at[found]]


@dataclass(frozen=True, eq=False)
class Industry:
    """The structure of an industry on a day, and the amounts that it starts from.

    Answers *who may pay whom for what from this day on, and with what does each begin*. It is the same on
    all paths; the amounts in ``start`` and the values in ``parameters`` may differ from path to path.

    Parameters
    ----------
    name
        What it is called.
    as_of
        The day before the first period. A period is a quarter of a year.
    currency
        ISO 4217 code of every sum.
    firms
        Those whose books are kept.
    layers
        What inputs and products are called.
    markets
        Places in ``layers`` of the products that end customers buy: (markets,).
    market
        The market in which each firm sells to end customers; -1 for a firm that sells to none: (firms,).
    supplies
        Who may buy from whom.
    equity, loans
        Who may own or lend to whom.
    start
        Positions, registers and variables of the day; :mod:`~keiretsu.simulation.industry.variables` lists
        what behaviours expect.
    parameters
        What behaviours read, by name; the levers of scenarios among them.
    grounds
        Why each starting figure is what it is, by variable and firm's name.
    """

    name: str
    as_of: date
    currency: str
    firms: tuple[str, ...]
    layers: tuple[str, ...]
    markets: Places
    market: Places
    supplies: Supplies
    equity: Links
    loans: Links
    start: Start
    parameters: Mapping[str, Parameter]
    grounds: Mapping[tuple[str, str], Reason] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The firms, and the sectors outside after them: what places count."""
        return (*self.firms, *Outside)

    def with_parameters(self, parameters: Mapping[str, Parameter]) -> Industry:
        """Return the same industry with other parameters."""
        return replace(self, parameters=dict(parameters))

    def outside(self, sector: Outside) -> int:
        """Return the place of a sector outside."""
        return len(self.firms) + list(Outside).index(sector)

    @cached_property
    def groups(self) -> tuple[Places, Places, Places]:
        """Where each group's edges begin (groups + 1,), its customer and its layer (groups,)."""
        supplies, bounds = self.supplies, self.supplies.bounds
        first = bounds[:-1]
        return bounds, supplies.customer[first], supplies.layer[first]

    @cached_property
    def instruments(self) -> tuple[Instrument, ...]:
        """Money first; then what firms issue to each other and to the sectors outside, and what they own."""
        return (
            Instrument(Holding.MONEY, issuers=(Outside.BANKS,)),
            Instrument(Holding.LOANS, pairs=self._pairs(self.loans.holder, self.loans.issuer)),
            Instrument(Holding.EQUITY, pairs=self._pairs(self.equity.holder, self.equity.issuer)),
            Instrument(Holding.CAPACITY, holders=self.firms),
            Instrument(
                Holding.BACKLOG,
                pairs=self._pairs(self.supplies.supplier, self.supplies.customer),
                is_memorandum=True,
            ),
        )

    def _pairs(self, holder: Places, issuer: Places) -> tuple[tuple[str, str], ...]:
        names = self.names
        return tuple((names[one], names[other]) for one, other in zip(holder, issuer, strict=True))
