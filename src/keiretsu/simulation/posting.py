"""Postings: what moves from whom to whom, with both sides written down."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.records import Model

Key: TypeAlias = tuple[object, ...]
Entry: TypeAlias = tuple[int, tuple[int, ...], Floats]  # instrument, parties, change of their positions


class Kind(StrEnum):
    """Whether money moves, or only the worth of what is held."""

    PAYMENT = "payment"
    REVALUATION = "revaluation"


def rows_of(party: int, places: tuple[int, ...], rows: Floats) -> Floats:
    """Return the sum of the rows that are a party's."""
    if len(places) == 1 and places[0] == party:
        return np.asarray(rows[0])
    return np.asarray(rows[[place == party for place in places]].sum(axis=0))


@dataclass(frozen=True, slots=True, eq=False)
class Posting:
    """One entry into the books, on all paths.

    A *payment* takes ``paid`` from the money of the payers and adds ``received`` to that of the
    payees; if it is for an instrument, this goes the other way. A *revaluation* adds ``received``
    to what the payees hold of the instrument, and ``paid`` to what the payers owe of it.

    Parameters
    ----------
    behaviour
        The place of the behaviour that posted it.
    kind
        Payment or revaluation.
    item
        What it is for.
    payers, payees
        Places of parties.
    paid, received
        One row a payer and a payee, one column a path.
    instrument
        The place of the instrument that is bought or revalued, if any.
    """

    behaviour: int
    kind: Kind
    item: str
    payers: tuple[int, ...]
    paid: Floats
    payees: tuple[int, ...]
    received: Floats
    instrument: int | None = None

    @property
    def key(self) -> Key:
        """What stays the same when the behaviour acts again in the same period."""
        return self.kind, self.item, self.payers, self.payees, self.instrument

    @property
    def amount(self) -> Floats:
        """The sum of it, on each path."""
        return np.asarray((self.paid if self.payers else self.received).sum(axis=0))

    def flow(self, party: int) -> Floats:
        """Return what a party receives less what it pays."""
        return rows_of(party, self.payees, self.received) - rows_of(party, self.payers, self.paid)

    def entries(self, model: Model) -> tuple[Entry, ...]:
        """Return by how much it changes the positions of the parties in each instrument."""
        if self.kind is Kind.PAYMENT:
            money = (0, self.payers, -self.paid), (0, self.payees, self.received)
            if self.instrument is None:
                return money
            bought = self.instrument, self.payers, self.paid
            if model.instruments[self.instrument].is_real:
                return *money, bought
            return *money, bought, (self.instrument, self.payees, -self.received)
        place = 0 if self.instrument is None else self.instrument
        return (place, self.payees, self.received), (place, self.payers, -self.paid)

    def text(self, model: Model, path: int) -> str:
        """Return the posting in words, for one path."""
        payers = " and ".join(model.names[place] for place in self.payers[:3]) or "nobody"
        payees = " and ".join(model.names[place] for place in self.payees[:3]) or "nobody"
        behaviour = model.behaviour_names[self.behaviour]
        if self.kind is Kind.REVALUATION:
            return f"{behaviour}: {payees} gain {self.amount[path]:,.6g} on {self.item} of {payers}"
        return f"{behaviour}: {payers} pay {payees} {self.amount[path]:,.6g} for {self.item}"
