"""Who is who: names resolved to parties by the curated table, never by similarity."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from keiretsu.errors import Problem, Severity
from keiretsu.parties.record import Party

_INITIALS = re.compile(r"\b(?:\w\.){2,}")


class Registry:
    """Parties, and the names that each goes by.

    Answers *which party does this name mean*. The first party that claims a name keeps it; a
    second claim to it is a problem. A name that nobody claims becomes a new party.

    Examples
    --------
    >>> registry = Registry([Party("Alpha", aliases=("Alpha Inc.",), units=("Alpha Cloud",))])
    >>> registry.resolve("alpha cloud").name
    'Alpha'
    >>> registry.resolve("Gamma").id
    'x-gamma'
    """

    def __init__(self, parties: Iterable[Party] = ()) -> None:
        self._parties: dict[str, Party] = {}
        self._names: dict[str, str] = {}
        self.problems: list[Problem] = []
        for party in parties:
            self.add(party)

    def __iter__(self) -> Iterator[Party]:
        return iter(self._parties.values())

    def __len__(self) -> int:
        return len(self._parties)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name_key(name) in self._names

    def __getitem__(self, party_id: str) -> Party:
        return self._parties[party_id]

    def add(self, party: Party) -> None:
        """Add a party under all of its names."""
        self._parties.setdefault(party.id, party)
        for name in (party.name, *party.aliases, *party.units):
            owner = self._names.setdefault(name_key(name), party.id)
            if owner != party.id:
                self.problems.append(_two_owners(name, self._parties[owner], party))

    def resolve(self, name: str) -> Party:
        """Return the party of a name, made anew where nobody is known by it."""
        known = self._names.get(name_key(name))
        if known is None:
            party = Party(name.strip())
            self.add(party)
            return self._parties[party.id]
        return self._parties[known]


def name_key(name: str) -> str:
    """Return a name without what spelling varies: case, white space, and the dots of "U.S.".

    Examples
    --------
    >>> name_key("U.S.  Trade Board")
    'us trade board'
    """
    plain = _INITIALS.sub(lambda match: match.group().replace(".", ""), name.casefold())
    return " ".join(plain.split())


def _two_owners(name: str, first: Party, second: Party) -> Problem:
    return Problem(
        "party.ambiguous-name",
        Severity.WARNING,
        name,
        f"is claimed by {first.name} and by {second.name}; it is read as {first.name}",
        "remove the alias from one of the two",
    )
