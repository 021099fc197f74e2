"""What a mechanism of an industry is, and how the built-in ones and a user's are found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import entry_points

from keiretsu.errors import MisuseError
from keiretsu.simulation.industry.records import Industry
from keiretsu.simulation.parameters import Parameter
from keiretsu.simulation.records import Behaviour, Model

GROUP = "keiretsu.behaviours"

ORDER = (
    "policy",
    "product_market",
    "capability",
    "budget",
    "make_or_buy",
    "input_market",
    "sourcing",
    "commitments",
    "strategic_investment",
    "funding",
    "rescue",
    "settlement",
    "write_downs",
    "valuation",
    "sentiment",
)
"""In which order the mechanisms act within a quarter."""

OFF = "off"


@dataclass(frozen=True, slots=True)
class Mechanism:
    """A rule by which an industry behaves.

    Parameters
    ----------
    name
        What it is called: one of :data:`ORDER` for the built-in ones.
    about
        What it does, in a sentence.
    equation
        The rule.
    source
        The paper, filing or article that it follows.
    make
        Gets an industry and returns the behaviour: a function that reads and posts to the books.
    parameters
        What it reads, by name, with ranges.
    """

    name: str
    about: str
    equation: str
    source: str
    make: Callable[[Industry], Behaviour]
    parameters: Mapping[str, Parameter] = field(default_factory=dict)


@cache
def mechanisms() -> Mapping[str, Mechanism]:
    """Return the mechanisms that are registered as entry points of ``keiretsu.behaviours``, by name."""
    found: dict[str, Mechanism] = {entry.name: entry.load() for entry in entry_points(group=GROUP)}
    return {name: found[name] for name in sorted(found, key=lambda name: (_rank(name), name))}


def chosen(changes: Mapping[str, str] | None = None) -> dict[str, Mechanism]:
    """Return the mechanism that acts in each turn, in order.

    Parameters
    ----------
    changes
        What acts in the turn of a built-in mechanism, by its name: another registered mechanism, or
        ``off``.

    Raises
    ------
    MisuseError
        For a turn or a mechanism that isn't there.
    """
    known, changes = mechanisms(), changes or {}
    for turn, name in changes.items():
        if turn not in ORDER:
            raise _unknown("turn", turn, ORDER)
        if name != OFF and name not in known:
            raise _unknown("mechanism", name, (OFF, *known))
    names = {turn: changes.get(turn, turn) for turn in ORDER}
    return {turn: known[name] for turn, name in names.items() if name != OFF}


def build(industry: Industry, changes: Mapping[str, str] | None = None) -> Model:
    """Return the model of an industry: its firms, what they hold and owe, and how they behave.

    A quarter is a sequence of events: each mechanism acts once, in its turn. A parameter of a mechanism that
    the industry has no value of has the mechanism's own.
    """
    acting = chosen(changes)
    behaviours = tuple(_named(turn, each, industry) for turn, each in acting.items())
    declared = {name: one for each in acting.values() for name, one in each.parameters.items()}
    return Model(
        industry.name,
        industry.firms,
        industry.instruments,
        behaviours,
        {**declared, **industry.parameters},
        outside=industry.names[len(industry.firms) :],
        is_sequential=True,
    )


def _named(turn: str, mechanism: Mechanism, industry: Industry) -> Behaviour:
    behaviour = mechanism.make(industry)
    behaviour.__name__ = mechanism.name if mechanism.name == turn else f"{turn} ({mechanism.name})"
    behaviour.__doc__ = f"{mechanism.equation} [{mechanism.source}]"
    return behaviour


def _rank(name: str) -> int:
    return ORDER.index(name) if name in ORDER else len(ORDER)


def _unknown(kind: str, name: str, known: tuple[str, ...]) -> MisuseError:
    return MisuseError(
        "simulation.unknown-behaviour",
        where=name,
        message=f"there is no {kind} of this name",
        hint=f"use one of: {', '.join(known)}",
    )
