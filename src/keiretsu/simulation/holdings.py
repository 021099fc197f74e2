"""What everybody holds and owes at a moment: by party, and pair by pair."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from keiretsu.measures.arrays import Floats, Indices
from keiretsu.simulation.compiled.moving import FINE, add, move
from keiretsu.simulation.posting import Kind, Posting
from keiretsu.simulation.records import Model


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
        self.changed: set[str] = set()

    def copy(self) -> Holdings:
        """Return the same holdings, to be changed; registers are copied when they are."""
        return Holdings(self.model, self.positions.copy(), self.registers, self.largest.copy())

    def post(self, posting: Posting) -> int:
        """Enter a posting; return ``FINE``, or what is wrong with it."""
        if not posting.is_paired:
            return self._add(posting)
        place, payers, payees, rows = posting.instrument, posting.payers, posting.payees, posting.paid
        if posting.kind is Kind.REVALUATION:
            state = move(self.positions[place or 0], payers, payees, rows, self.largest)
        else:
            state = move(self.positions[0], payers, payees, rows, self.largest)
            if state == FINE and place is not None:
                state = self._hand_over(place, payers, payees, rows)
        if state == FINE and posting.places is not None:
            register = self._writable(self.model.instruments[place or 0].name)
            return add(register, posting.places, rows, 1.0, self.largest)
        return state

    def _hand_over(self, place: int, payers: Indices, payees: Indices, rows: Floats) -> int:
        """Let the payers hold what they have paid for, and the payees owe it unless it is real."""
        if self.model.instruments[place].is_real:
            return add(self.positions[place], payers, rows, 1.0, self.largest)
        return move(self.positions[place], payees, payers, rows, self.largest)

    def _add(self, posting: Posting) -> int:
        for one in posting.entries(self.model):
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
