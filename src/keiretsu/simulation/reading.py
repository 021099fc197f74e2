"""What behaviours have read in a period: for reasons, and to see what must be solved together."""

from __future__ import annotations

from keiretsu.simulation.posting import Key


class Reads:
    """What each behaviour has read, and which variables it has set.

    A value that is set after another behaviour has read it makes the period's equations
    simultaneous: then, and only then, a second sweep is needed.
    """

    def __init__(self, behaviours: int) -> None:
        self.parameters: list[set[str]] = [set() for _ in range(behaviours)]
        self.lags: list[set[str]] = [set() for _ in range(behaviours)]
        self.sets: list[set[str]] = [set() for _ in range(behaviours)]
        self.all: list[set[Key]] = [set() for _ in range(behaviours)]
        self._readers: dict[Key, set[int]] = {}

    def begin(self) -> None:
        """Forget who read what in the sweep before."""
        self._readers = {}

    def note(self, behaviour: int, key: Key) -> None:
        """Note that a behaviour reads a value."""
        self._readers.setdefault(key, set()).add(behaviour)
        self.all[behaviour].add(key)

    def is_stale(self, behaviour: int, key: Key, *, or_own: bool = False) -> bool:
        """Return whether another behaviour has read in this sweep what a behaviour now sets."""
        readers = self._readers.get(key, set())
        return bool(readers if or_own else readers - {behaviour})
