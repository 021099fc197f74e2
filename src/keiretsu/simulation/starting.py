"""What there is before the first period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.amounts import Amount, amount_of, cut, is_finite
from keiretsu.simulation.compiled.moving import add
from keiretsu.simulation.faults import invalid, unknown
from keiretsu.simulation.holdings import Holdings, nothing
from keiretsu.simulation.records import Model


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """What is held and owed before the first period, and the variables of that time.

    Parameters
    ----------
    positions
        By instrument and party; what is owed is negative. What isn't given is 0.
    variables
        The values that behaviours read as those of the period before.
    pairs
        By instrument that is kept pair by pair, what is held: shape ``(pairs,)`` or ``(pairs, paths)``.
        Its positions by party follow from it, unless they are given too.

    Examples
    --------
    Alpha owes the 20 of money that Beta holds, on both paths; of demand the paths begin with 1 and 2.

    >>> from keiretsu.simulation import Instrument, Model
    >>> model = Model("rest", ("Alpha", "Beta"), (Instrument("money", issuers=("Alpha",)),), ())
    >>> start = Start({"money": {"Alpha": -20, "Beta": 20}}, {"demand": np.array([1.0, 2.0])})
    >>> start.holdings(model, paths=2).positions[0].tolist()
    [[-20.0, -20.0], [20.0, 20.0]]
    """

    positions: Mapping[str, Mapping[str, Amount]] = field(default_factory=dict)
    variables: Mapping[str, Amount] = field(default_factory=dict)
    pairs: Mapping[str, Floats] = field(default_factory=dict)

    def part(self, part: slice, paths: int, model: Model) -> Start:
        """Return the start of some of the paths."""
        positions = {name: given_amounts(model, held, paths, part) for name, held in self.positions.items()}
        registers = {
            name: cut(_rows(model, name, held, _number(model, name), paths), part, paths)
            for name, held in self.pairs.items()
        }
        return Start(positions, given_amounts(model, self.variables, paths, part), registers)

    def holdings(self, model: Model, paths: int) -> Holdings:
        """Return what is held and owed."""
        start = nothing(model, paths)
        for name, register in self.pairs.items():
            rows = _rows(model, name, register, _number(model, name), paths)
            start.registers[name][:] = rows
            if name not in self.positions:
                pairs, held = model.pairs[name], start.positions[model.instrument(name)]
                add(held, pairs.holders, start.registers[name], 1.0, start.largest)
                add(held, pairs.issuers, start.registers[name], -1.0, start.largest)
        for name, positions in self.positions.items():
            held = start.positions[model.instrument(name)]
            for party, amount in positions.items():
                row = given_amount(model, party, amount, paths)
                if row.ndim > 1:
                    raise invalid(model.name, f"{party} has an array of {name}", "give one number a path")
                held[model.party(party)] = row
        return start


def given_amounts(
    model: Model, values: Mapping[str, Amount], paths: int, part: slice | None = None
) -> dict[str, Floats]:
    """Return amounts by name as arrays, on all paths or some of them."""
    return {
        name: cut(given_amount(model, name, value, paths), part or slice(None), paths)
        for name, value in values.items()
    }


def given_parameters(
    model: Model, values: Mapping[str, Amount], paths: int, part: slice | None = None
) -> dict[str, Floats]:
    """Return parameters by name as arrays, on all paths or some of them; one may be infinite.

    Raises
    ------
    MisuseError
        If one is no number.
    """
    given = dict[str, Floats]()
    for name, value in values.items():
        array = amount_of(model.name, name, value, paths)
        if not is_finite(array) and np.isnan(array).any():
            raise invalid(model.name, f"{name} is not a number", "give one, or infinity")
        given[name] = cut(array, part or slice(None), paths)
    return given


def given_amount(model: Model, name: str, value: Amount, paths: int) -> Floats:
    """Return an amount that a run is given as an array."""
    array = amount_of(model.name, name, value, paths)
    if not is_finite(array):
        raise invalid(model.name, f"{name} is not a finite number", "give one")
    return array


def _rows(model: Model, name: str, value: Floats, number: int, paths: int) -> Floats:
    """Return an array with a row a pair; of one axis, it has one number for each."""
    array = np.asarray(value, dtype=np.float64)
    array = given_amount(model, name, array[:, None] if array.ndim == 1 else array, paths)
    if array.ndim != 2 or len(array) != number:
        given = " x ".join(map(str, array.shape))
        raise invalid(model.name, f"{name} has {given} values", f"give {number} rows of 1 or {paths}")
    return array


def _number(model: Model, name: str) -> int:
    if name not in model.pairs:
        raise unknown(model.name, "instrument with pairs", name, tuple(model.pairs))
    return model.pairs[name].holders.size
