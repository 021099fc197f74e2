"""The words that the inputs of a scenario's form propose: firms, kinds, layers, parameters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from keiretsu.service.scenarios import Ready
from keiretsu.simulation.industry.levers import LEVERS, SHOCKS
from keiretsu.simulation.parameters import Parameter


@dataclass(frozen=True, slots=True)
class Described:
    """A parameter: its value, the range in which it must lie and that in which it probably does."""

    name: str
    meaning: str
    value: str
    range: str
    likely: str


@dataclass(frozen=True, slots=True)
class Words:
    """What inputs propose."""

    firms: tuple[str, ...]
    kinds: tuple[str, ...]
    layers: tuple[str, ...]
    parameters: tuple[Described, ...]

    def parameter(self, name: str) -> Described | None:
        """Return a parameter by its name."""
        return next((each for each in self.parameters if each.name == name), None)


def words_for_forms(made: Ready) -> Words:
    """Return the words of an industry."""
    industry, parties = made.industry, made.simulating.network.parties
    moved = {**LEVERS, **SHOCKS}
    own = {name: each for name, each in industry.parameters.items() if name not in moved}
    return Words(
        ("all", *sorted(industry.firms, key=str.casefold)),
        tuple(sorted({party.kind for party in parties if party.kind})),
        ("all", *industry.layers),
        tuple(_described(name, each) for name, each in sorted(own.items())),
    )


def _described(name: str, each: Parameter) -> Described:
    values = np.unique(np.asarray(each.value, dtype=np.float64))
    value = f"{values[0]:g}" if len(values) == 1 else f"{values[0]:g} to {values[-1]:g}"
    likely = f"{each.likely[0]:g} to {each.likely[1]:g}" if each.likely else ""
    return Described(name, each.meaning, f"{value} {each.unit}".rstrip(), each.range, likely)
