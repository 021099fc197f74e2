"""What a model is: parties, instruments, parameters and behaviours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from keiretsu.measures.arrays import Indices
from keiretsu.simulation.faults import invalid, unknown
from keiretsu.simulation.masks import Masks
from keiretsu.simulation.parameters import Parameter

if TYPE_CHECKING:
    from keiretsu.simulation.books import Books
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
        machines: one party's asset and nobody's liability. With ``pairs`` they are those of the pairs,
        unless given.
    holders
        The parties that may hold it; ``None`` is anybody.
    pairs
        Holder and issuer of each holding, if the books are to keep it pair by pair. A pair may be there
        more than once, as when each place is a deal.
    is_memorandum
        Whether it is off balance sheet, such as a commitment: kept and checked like others, but not
        paid for and not part of net worth.

    Examples
    --------
    >>> loans = Instrument("loans", pairs=(("bank", "Alpha"), ("bank", "Beta")))
    >>> loans.issuers, loans.is_real, Instrument("machines").is_real
    (('Alpha', 'Beta'), False, True)
    """

    name: str
    issuers: tuple[str, ...] = ()
    holders: tuple[str, ...] | None = None
    pairs: tuple[tuple[str, str], ...] | None = None
    is_memorandum: bool = False

    def __post_init__(self) -> None:
        if self.pairs is not None and not self.issuers:
            object.__setattr__(self, "issuers", tuple(dict.fromkeys(issuer for _, issuer in self.pairs)))

    @property
    def is_real(self) -> bool:
        """Whether it is nobody's liability."""
        return not self.issuers and self.pairs is None


@dataclass(frozen=True, eq=False)
class Pairs:
    """Who holds and who owes, place by place of an instrument's register.

    Parameters
    ----------
    holders, issuers
        Places of parties, one a pair.
    """

    holders: Indices
    issuers: Indices

    @cached_property
    def places(self) -> dict[tuple[int, int], list[int]]:
        """The places of each pair of holder and issuer."""
        places = dict[tuple[int, int], list[int]]()
        for place, pair in enumerate(zip(self.holders.tolist(), self.issuers.tolist(), strict=True)):
            places.setdefault(pair, []).append(place)
        return places


@dataclass(frozen=True, eq=False)
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
    is_sequential
        Whether a period is a sequence of events: each behaviour acts once, in its turn, and reads what
        stands at that moment. Else what they read of each other is solved for together.

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
    is_sequential: bool = False

    def __post_init__(self) -> None:
        if not self.instruments:
            raise invalid(self.name, "it has no instrument to pay in", "give its money first")
        for names in (self.names, [one.name for one in self.instruments], self.behaviour_names):
            if twice := [name for name, count in Counter(names).items() if count > 1]:
                raise invalid(self.name, f"{twice[0]!r} names two things", "give each a name of its own")
        if self.money.pairs is not None or self.money.is_memorandum:
            raise invalid(self.name, f"{self.money.name} is not kept party by party", "give its money first")
        for instrument in self.instruments:
            self._check(instrument)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The parties, and the sectors outside after them."""
        return (*self.parties, *self.outside)

    @cached_property
    def behaviour_names(self) -> tuple[str, ...]:
        """What the behaviours are called."""
        return tuple(getattr(one, "__name__", type(one).__name__) for one in self.behaviours)

    @property
    def money(self) -> Instrument:
        """The instrument that payments are made in."""
        return self.instruments[0]

    def party(self, name: str) -> int:
        """Return a party's place."""
        if name not in self._party_places:
            raise unknown(self.name, "party", name, self.names)
        return self._party_places[name]

    def instrument(self, name: str) -> int:
        """Return an instrument's place."""
        if name not in self._instrument_places:
            raise unknown(self.name, "instrument", name, tuple(self._instrument_places))
        return self._instrument_places[name]

    def without(self, *names: str) -> Model:
        """Return the model with behaviours switched off.

        Raises
        ------
        MisuseError
            If it has no behaviour by a name.
        """
        self._check_behaviours(names)
        kept = zip(self.behaviour_names, self.behaviours, strict=True)
        return replace(self, behaviours=tuple(one for name, one in kept if name not in names))

    def replacing(self, behaviours: Mapping[str, Behaviour] | None = None, /, **named: Behaviour) -> Model:
        """Return the model with other behaviours in place of those named.

        Raises
        ------
        MisuseError
            If it has no behaviour by a name.
        """
        new = {**(behaviours or {}), **named}
        self._check_behaviours(new)
        old = zip(self.behaviour_names, self.behaviours, strict=True)
        return replace(self, behaviours=tuple(new.get(name, one) for name, one in old))

    @cached_property
    def pairs(self) -> dict[str, Pairs]:
        """The pairs of each instrument that is kept pair by pair."""
        return {
            one.name: Pairs(
                self.places([holder for holder, _ in one.pairs]), self.places([owes for _, owes in one.pairs])
            )
            for one in self.instruments
            if one.pairs is not None
        }

    def place(self, name: str) -> Indices:
        """Return a party's place as an array of one."""
        return self._single_places[self.party(name)]

    def places(self, names: Iterable[str]) -> Indices:
        """Return the places of parties."""
        return np.array([self.party(name) for name in names], dtype=np.int64)

    @cached_property
    def masks(self) -> Masks:
        """Who may hold and owe what, as arrays."""
        return Masks.of(self)

    @cached_property
    def _party_places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.names)}

    @cached_property
    def _single_places(self) -> list[Indices]:
        return list(np.arange(len(self.names), dtype=np.int64)[:, None])

    @cached_property
    def _instrument_places(self) -> dict[str, int]:
        return {one.name: place for place, one in enumerate(self.instruments)}

    def _check(self, instrument: Instrument) -> None:
        pairs = instrument.pairs or ()
        for party in (
            *instrument.issuers,
            *(instrument.holders or ()),
            *(one for pair in pairs for one in pair),
        ):
            if party not in self._party_places:
                raise unknown(f"{self.name}, {instrument.name}", "party", party, self.names)
        issuers = {*instrument.issuers, *self.outside}
        holders = {*(self.parties if instrument.holders is None else instrument.holders), *self.outside}
        for holder, issuer in pairs:
            if holder == issuer or holder not in holders or issuer not in issuers:
                raise invalid(
                    f"{self.name}, {instrument.name}",
                    f"{holder} can't hold what {issuer} owes",
                    "give pairs of two that may hold and owe it",
                )

    def _check_behaviours(self, names: Iterable[str]) -> None:
        for name in names:
            if name not in self.behaviour_names:
                raise unknown(self.name, "behaviour", name, self.behaviour_names)
