"""Parties by the names that people give them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from keiretsu.errors import MisuseError, NotFoundError
from keiretsu.parties import Party
from keiretsu.quantities import counted


def party_named(name: str, parties: Iterable[Party], as_of: date) -> Party:
    """Return the party of a name, an alias, a unit or an id, or of name and id as the network labels it.

    Raises
    ------
    NotFoundError
        ``measure.no-such-party`` where none of them goes by the name.

    Examples
    --------
    >>> party_named("alpha inc.", [Party("Alpha", aliases=("Alpha Inc.",))], date(2025, 1, 1)).name
    'Alpha'
    """
    wanted = name.casefold()
    known = tuple(parties)
    for rank in (_names, _other_names):
        for party in known:
            if wanted in (each.casefold() for each in rank(party)):
                return party
    raise NotFoundError(
        "measure.no-such-party",
        where=name,
        message=f"no party of this name is in the network as of {as_of}",
        hint="run keiretsu network for the list",
    )


def wrong_names(names: tuple[str, ...], asked: str) -> MisuseError:
    """Return the error of a ``why`` that was asked with too many or too few names."""
    return MisuseError(
        "measure.wrong-names",
        where=" ".join(names) or "why()",
        message=f"gives {counted(len(names), 'name')}, which no figure has",
        hint=f"give {asked}",
    )


def _names(party: Party) -> tuple[str, ...]:
    return party.name, party.id, f"{party.name} ({party.id})"


def _other_names(party: Party) -> tuple[str, ...]:
    return *party.aliases, *party.units
