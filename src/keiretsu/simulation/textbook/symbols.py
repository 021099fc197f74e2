"""What a textbook calls the parameters of a model and the figures of its runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.parameters import Parameter
from keiretsu.simulation.run import Run

Symbol: TypeAlias = Callable[[Run], Floats]  # gives periods x paths


def parameters(source: str, rows: Mapping[str, tuple[str, float]]) -> dict[str, Parameter]:
    """Return the parameters of a model by name, from names and values by symbol."""
    return {name: Parameter(value, symbol, source) for symbol, (name, value) in rows.items()}


def names(rows: Mapping[str, tuple[str, float]]) -> dict[str, str]:
    """Return the names of parameters by symbol."""
    return {symbol: name for symbol, (name, _) in rows.items()}


def flow(item: str) -> Symbol:
    """Return what reads the sum of what is paid for an item."""
    return lambda run: run.flow(item)


def paid(party: str, item: str) -> Symbol:
    """Return what reads what a party pays for an item."""
    return lambda run: -run.flow(item, party)


def variable(name: str) -> Symbol:
    """Return what reads a variable."""
    return lambda run: run.variable(name)


def held(party: str, instrument: str) -> Symbol:
    """Return what reads what a party holds of an instrument."""
    return lambda run: run.position(party, instrument)


def owed(party: str, instrument: str) -> Symbol:
    """Return what reads what a party owes of an instrument."""
    return lambda run: -run.position(party, instrument)
