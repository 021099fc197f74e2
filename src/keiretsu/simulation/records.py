"""What a model is: parties, instruments, parameters and behaviours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.faults import invalid, unknown

if TYPE_CHECKING:
    from keiretsu.simulation.books import Books

Amount: TypeAlias = float | Floats  # one number, or one a path
Behaviour: TypeAlias = "Callable[[Books], None]"


@dataclass(frozen=True, slots=True)
class Instrument:
    """Something that a party holds and another owes: money, bills, loans, equity.

    Parameters
    ----------
    name
        What it is called.
    issuers
        The parties that may owe it. An instrument that nobody issues is a real asset, such as
        machines: one party's asset and nobody's liability.
    holders
        The parties that may hold it; ``None`` is anybody.
    """

    name: str
    issuers: tuple[str, ...] = ()
    holders: tuple[str, ...] | None = None

    @property
    def is_real(self) -> bool:
        """Whether it is nobody's liability."""
        return not self.issuers

    def may(self, word: str, party: str) -> bool:
        """Return whether a party may ``hold`` or ``owe`` it."""
        if word == "owe":
            return party in self.issuers
        return self.holders is None or party in self.holders


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that a behaviour uses.

    Parameters
    ----------
    value
        The number, or one a path.
    meaning
        What it is, with its unit.
    source
        Where it is from; without one it is an assumption.
    """

    value: Amount
    meaning: str
    source: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """An economy whose parties pay each other by rules.

    Parameters
    ----------
    name
        What it is called.
    parties
        Those whose books are kept.
    instruments
        What they hold and owe. All payments are made in the first one, its *money*.
    behaviours
        The rules, in the order in which they act: functions that read the :class:`Books` of the
        period and post to them. A function's name names the behaviour, the first line of its
        docstring states it.
    parameters
        What the behaviours read, by name.
    outside
        Sectors whose books are not complete, such as the rest of the world: they may hold and owe
        anything.

    Raises
    ------
    MisuseError
        If a name is used twice, or an instrument names a party that the model does not have.

    Examples
    --------
    >>> money = Instrument("money", issuers=("Alpha",))
    >>> Model("gift", ("Alpha", "Beta", "Gamma"), (money,), ()).money.name
    'money'
    """

    name: str
    parties: tuple[str, ...]
    instruments: tuple[Instrument, ...]
    behaviours: tuple[Behaviour, ...]
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    outside: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.instruments:
            raise invalid(self.name, "it has no instrument to pay in", "give its money first")
        for names in (self.names, [one.name for one in self.instruments], self.behaviour_names):
            if twice := [name for name, count in Counter(names).items() if count > 1]:
                raise invalid(self.name, f"{twice[0]!r} names two things", "give each a name of its own")
        for instrument in self.instruments:
            for party in (*instrument.issuers, *(instrument.holders or ())):
                if party not in self.names:
                    raise unknown(f"{self.name}, {instrument.name}", "party", party, self.names)

    @property
    def names(self) -> tuple[str, ...]:
        """The parties, and the sectors outside after them."""
        return (*self.parties, *self.outside)

    @property
    def behaviour_names(self) -> tuple[str, ...]:
        """What the behaviours are called."""
        return tuple(getattr(one, "__name__", type(one).__name__) for one in self.behaviours)

    @property
    def money(self) -> Instrument:
        """The instrument that payments are made in."""
        return self.instruments[0]

    def party(self, name: str) -> int:
        """Return a party's place."""
        if name not in self.names:
            raise unknown(self.name, "party", name, self.names)
        return self.names.index(name)

    def instrument(self, name: str) -> int:
        """Return an instrument's place."""
        known = tuple(one.name for one in self.instruments)
        if name not in known:
            raise unknown(self.name, "instrument", name, known)
        return known.index(name)
