"""Postings: what moves from whom to whom, with both sides written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, TypeAlias

import numpy as np

from keiretsu.measures.arrays import Floats, Indices
from keiretsu.quantities import counted
from keiretsu.reasons import Reason
from keiretsu.simulation.compiled.moving import totals
from keiretsu.simulation.records import Model

Key: TypeAlias = tuple[object, ...]
NAMED = 3  # parties that the words of a posting name


class Kind(StrEnum):
    """Whether money moves, or only the worth of what is held."""

    PAYMENT = "payment"
    REVALUATION = "revaluation"


class Entry(NamedTuple):
    """By how much a posting changes the positions of parties in an instrument: ``sign`` times the rows."""

    instrument: int
    parties: Indices
    rows: Floats
    sign: float

    def of(self, party: int) -> Floats:
        """Return the change of one party's position."""
        return self.sign * rows_of(party, self.parties, self.rows)


def rows_of(party: int, places: Indices, rows: Floats) -> Floats:
    """Return the sum of the rows that are a party's."""
    if places.size == 1 and places[0] == party:
        return np.asarray(rows[0])
    return totals(np.ascontiguousarray(rows[places == party]))


@dataclass(frozen=True, slots=True, eq=False)
class Many:
    """What a posting of many payments has besides them.

    Parameters
    ----------
    grounds
        The deal or figure behind each payment; empty if none was given.
    """

    grounds: Sequence[Reason | None] = ()

    def of(self, row: int) -> Reason | None:
        """Return the ground of a payment."""
        return self.grounds[row] if self.grounds else None


NO_GROUNDS = Many()


@dataclass(slots=True, eq=False)
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
        One row a payer and a payee, one column a path. Where they are the same array, each payer pays
        the payee at its place.
    instrument
        The place of the instrument that is bought or revalued, if any.
    places
        The places in the instrument's register, one a payer, if it is kept pair by pair.
    many
        The grounds of the payments, if it was posted in array form.
    """

    behaviour: int
    kind: Kind
    item: str
    payers: Indices
    paid: Floats
    payees: Indices
    received: Floats
    instrument: int | None = None
    places: Indices | None = None
    many: Many | None = None
    _amount: Floats | None = field(default=None, init=False, repr=False)

    @property
    def key(self) -> Key:
        """What stays the same when the behaviour acts again in the same period."""
        what = self.kind is Kind.PAYMENT, self.item, self.instrument
        if self.many is not None:
            return what
        places = None if self.places is None else self.places.tobytes()
        return *what, self.payers.tobytes(), self.payees.tobytes(), places

    @property
    def is_paired(self) -> bool:
        """Whether each payer pays the payee at its place."""
        return self.paid is self.received

    @property
    def amount(self) -> Floats:
        """The sum of it, on each path."""
        if self._amount is None:
            self._amount = totals(self.paid if self.payers.size else self.received)
            self._amount.setflags(write=False)
        return self._amount

    def flow(self, party: int) -> Floats:
        """Return what a party receives less what it pays."""
        return rows_of(party, self.payees, self.received) - rows_of(party, self.payers, self.paid)

    def entries(self, model: Model) -> tuple[Entry, ...]:
        """Return by how much it changes the positions of the parties in each instrument."""
        if self.kind is Kind.PAYMENT:
            money = Entry(0, self.payers, self.paid, -1.0), Entry(0, self.payees, self.received, 1.0)
            if self.instrument is None:
                return money
            bought = Entry(self.instrument, self.payers, self.paid, 1.0)
            if model.instruments[self.instrument].is_real:
                return *money, bought
            return *money, bought, Entry(self.instrument, self.payees, self.received, -1.0)
        place = 0 if self.instrument is None else self.instrument
        gained = Entry(place, self.payees, self.received, 1.0)
        return gained, Entry(place, self.payers, self.paid, -1.0)

    def text(self, model: Model, path: int) -> str:
        """Return the posting in words, for one path."""
        payers, payees = (_listed(model, places) for places in (self.payers, self.payees))
        behaviour = model.behaviour_names[self.behaviour]
        if self.kind is Kind.REVALUATION:
            return f"{behaviour}: {payees} gain {self.amount[path]:,.6g} on {self.item} of {payers}"
        return f"{behaviour}: {payers} pay {payees} {self.amount[path]:,.6g} for {self.item}"


def _listed(model: Model, places: Indices) -> str:
    parties = list(dict.fromkeys(places.tolist()))
    names = [model.names[place] for place in parties[:NAMED]]
    if len(parties) > NAMED:
        names[NAMED - 1 :] = [counted(len(parties) - NAMED + 1, "other")]
    return " and ".join(names) or "nobody"
