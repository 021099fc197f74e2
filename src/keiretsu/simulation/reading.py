"""What behaviours have read in a period: for reasons, and to see what must be solved together."""

from __future__ import annotations

from keiretsu.simulation.posting import Posting


class Reads:
    """What each behaviour has read, and which variables it has set.

    A value that is set after another behaviour has read it makes the period's equations
    simultaneous: then, and only then, a second sweep is needed. Who has read what in a sweep is kept
    as a number whose bits are the behaviours.
    """

    def __init__(self, behaviours: int) -> None:
        self.parameters: list[set[str]] = [set() for _ in range(behaviours)]
        self.lags: list[set[str]] = [set() for _ in range(behaviours)]
        self.sets: list[set[str]] = [set() for _ in range(behaviours)]
        self.variables: list[set[str]] = [set() for _ in range(behaviours)]
        self._of_variables: dict[str, int] = {}
        self._of_items: dict[str, int] = {}
        self._of_positions: dict[int, dict[int | None, int]] = {}

    def begin(self) -> None:
        """Forget who read what in the sweep before."""
        self._of_variables, self._of_items, self._of_positions = {}, {}, {}

    def note_variable(self, behaviour: int, name: str) -> None:
        """Note that a behaviour reads a variable."""
        self._of_variables[name] = self._of_variables.get(name, 0) | 1 << behaviour
        self.variables[behaviour].add(name)

    def note_item(self, behaviour: int, item: str) -> None:
        """Note that a behaviour reads what is paid for an item."""
        self._of_items[item] = self._of_items.get(item, 0) | 1 << behaviour

    def note_position(self, behaviour: int, instrument: int, party: int | None) -> None:
        """Note that a behaviour reads what a party holds of an instrument; ``None`` is all of them."""
        readers = self._of_positions.setdefault(instrument, {})
        readers[party] = readers.get(party, 0) | 1 << behaviour

    def has_variable(self, name: str) -> bool:
        """Return whether a behaviour has read a variable in this sweep."""
        return name in self._of_variables

    def has_item(self, behaviour: int, item: str) -> bool:
        """Return whether another behaviour has read in this sweep what is paid for an item."""
        return bool(self._of_items.get(item, 0) & ~(1 << behaviour))

    def has_position(self, behaviour: int, instrument: int, posting: Posting) -> bool:
        """Return whether another behaviour has read in this sweep what one of a posting's parties holds."""
        readers = self._of_positions.get(instrument)
        return readers is not None and any(
            who & ~(1 << behaviour)
            and (party is None or (posting.payers == party).any() or (posting.payees == party).any())
            for party, who in readers.items()
        )
