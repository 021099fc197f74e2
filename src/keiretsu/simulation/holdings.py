"""What everybody holds and owes at a moment: by party, and pair by pair."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.compiled.moving import FINE, add, enter, move
from keiretsu.simulation.posting import Kind, Posting
from keiretsu.simulation.records import Model

NOWHERE = np.zeros(0, dtype=np.int64)


class Holdings:
    """Positions that postings change.

    Parameters
    ----------
    model
        The model.
    positions
        Instruments x parties x paths; what is owed is negative.
    registers
        By instrument that is kept pair by pair: pairs x paths.
    largest
        The size of the largest sum on each path so far.
    """

    def __init__(
        self, model: Model, positions: Floats, registers: Mapping[str, Floats], largest: Floats
    ) -> None:
        self.model, self.positions, self.registers = model, positions, dict(registers)
        self.largest = largest
        self._money = positions[0]
        self.changed: set[str] = set()

    def copy(self) -> Holdings:
        """Return the same holdings, to be changed; registers are copied when they are."""
        return Holdings(self.model, self.positions.copy(), self.registers, self.largest.copy())

    def post(self, posting: Posting) -> int:
        """Enter a posting; return ``FINE``, or what is wrong with it."""
        rows, payers, payees = posting.paid, posting.payers, posting.payees
        if rows is not posting.received:
            return self._add(posting)
        instrument, places = posting.instrument, posting.places
        if instrument is None:
            return move(self._money, payers, payees, rows, self.largest)
        what = self.model.instruments[instrument]
        moved = (instrument, -1, False)
        if posting.kind is Kind.PAYMENT:
            moved = (0, instrument, not what.is_real)
        if places is None:
            register, places = self.positions[0], NOWHERE
        else:
            register = self._writable(what.name)
        return enter(self.positions, moved, register, places, payers, payees, rows, self.largest)

    def closed(self, largest: Floats) -> Holdings:
        """Return the same holdings, which nobody can write to any more."""
        for array in (self.positions, *self.registers.values()):
            array.setflags(write=False)
        return Holdings(self.model, self.positions, self.registers, largest)

    def _add(self, posting: Posting) -> int:
        for one in posting.entries(self.model):
            if not one.parties.size:
                continue
            state = add(self.positions[one.instrument], one.parties, one.rows, one.sign, self.largest)
            if state != FINE:
                return state
        return FINE

    def _writable(self, name: str) -> Floats:
        if name not in self.changed:
            self.registers[name] = self.registers[name].copy()
            self.changed.add(name)
        return self.registers[name]


def nothing(model: Model, paths: int) -> Holdings:
    """Return the holdings of those who have and owe nothing."""
    positions = np.zeros((len(model.instruments), len(model.names), paths))
    registers = {name: np.zeros((pairs.holders.size, paths)) for name, pairs in model.pairs.items()}
    return Holdings(model, positions, registers, np.zeros(paths))
