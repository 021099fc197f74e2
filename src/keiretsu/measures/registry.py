"""The measures of networks by name: the built-ins, and those that other packages register."""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points

from keiretsu.errors import MisuseError
from keiretsu.measures.of_network.result import Measure

GROUP = "keiretsu.measures"


@cache
def _registered() -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in sorted(entry_points(group=GROUP), key=lambda one: one.name)}


def measure_names() -> tuple[str, ...]:
    """Return the names of all registered measures, in alphabetical order."""
    return tuple(_registered())


def load_measure(name: str) -> Measure:
    """Return a registered measure by its name.

    Raises
    ------
    MisuseError
        ``measure.unknown-measure`` where none is registered under the name.
    """
    if name not in _registered():
        raise MisuseError(
            "measure.unknown-measure",
            where=name,
            message="isn't a measure",
            hint=f"use one of {', '.join(measure_names())}",
        )
    loaded: Measure = _registered()[name].load()
    return loaded
