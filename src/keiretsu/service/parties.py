"""The parties of a workspace: searched, counted, and found by the ids that they had."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

from keiretsu.errors import NotFoundError
from keiretsu.network import Network, Payment
from keiretsu.parties import Party
from keiretsu.service.asked import Asked
from keiretsu.service.keeping import Kept
from keiretsu.service.site import Site

KEPT = 12

Key: TypeAlias = tuple[str, datetime, date]


@dataclass(slots=True)
class Paid:
    """Money that goes one way, in one year of the network: the known sums, and how many aren't known."""

    per_year: float = 0.0
    with_sum: int = 0
    without_sum: int = 0
    is_estimated: bool = False

    def add(self, payment: Payment) -> None:
        """Count one payment more."""
        if payment.rate is None:
            self.without_sum += 1
            return
        self.per_year += payment.rate.per_year
        self.with_sum += 1
        self.is_estimated |= payment.is_estimated


@dataclass(frozen=True, slots=True)
class Listed:
    """A party with its deals counted: those that stand on the day, and what they pay it and have it pay."""

    party: Party
    deals: int
    received: Paid
    paid: Paid
    searched: str = field(repr=False)


class Order(StrEnum):
    """By what a list of parties is sorted."""

    DEALS = "deals"
    NAME = "name"
    RECEIVED = "received"
    PAID = "paid"


@dataclass(frozen=True)
class Directory:
    """All parties of a moment, after what people decided, with what the network of a day says of each.

    ``canonical`` leads from the ids of merged parties to those that they go by now.
    """

    rows: tuple[Listed, ...]
    canonical: dict[str, str]

    @cached_property
    def by_id(self) -> dict[str, Listed]:
        """The rows by the parties' ids."""
        return {row.party.id: row for row in self.rows}

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that there are, in alphabetical order."""
        return tuple(sorted({row.party.kind for row in self.rows}))

    def find(self, party_id: str) -> Party:
        """Return the party that an id stands for, through all merges.

        Raises
        ------
        NotFoundError
            ``workspace.no-such-party`` where nobody has it.
        """
        found = self.by_id.get(self.canonical.get(party_id, party_id))
        if found is None:
            raise NotFoundError(
                "workspace.no-such-party",
                where=party_id[:80],
                message="no party has this id at the moment asked about",
                hint="look it up among the parties",
            )
        return found.party

    def search(self, text: str = "", kind: str = "", order: Order = Order.DEALS) -> tuple[Listed, ...]:
        """Return the parties that have every word of a text in a name, alias, unit or id."""
        words = text.casefold().split()
        found = (
            row
            for row in self.rows
            if (not kind or row.party.kind == kind) and all(word in row.searched for word in words)
        )
        return tuple(sorted(found, key=_ORDERS[order])) if order is not Order.NAME else tuple(found)


_ORDERS = {
    Order.DEALS: lambda row: -row.deals,
    Order.RECEIVED: lambda row: -row.received.per_year,
    Order.PAID: lambda row: -row.paid.per_year,
}

_directories: Kept[Key, Directory] = Kept(KEPT)


def directory(site: Site, asked: Asked) -> Directory:
    """Return the parties of the moment asked for, counted in the network of the day."""
    vintage = site.settled(asked)

    def make() -> Directory:
        rows = _rows(vintage.parties(), site.network(asked))
        return Directory(rows, dict(vintage.judged_parties.kept))

    return _directories.get(key_of(site, asked), make)


def key_of(site: Site, asked: Asked) -> Key:
    """Return what tells the workspace, moment and day apart that something is kept for."""
    return site.settings.workspace, site.settled(asked).known_by, site.day(asked)


def _rows(parties: Iterable[Party], network: Network) -> tuple[Listed, ...]:
    deals: dict[str, int] = {}
    for deal in network.deals:
        for end in {deal.subject.id, deal.object.id if deal.object else deal.subject.id}:
            deals[end] = deals.get(end, 0) + 1
    received: dict[str, Paid] = {}
    paid: dict[str, Paid] = {}
    for payment in network.payments:
        paid.setdefault(payment.payer.id, Paid()).add(payment)
        if payment.payee is not None:
            received.setdefault(payment.payee.id, Paid()).add(payment)
    return tuple(
        Listed(
            party,
            deals.get(party.id, 0),
            received.get(party.id, Paid()),
            paid.get(party.id, Paid()),
            _searched(party),
        )
        for party in sorted(parties, key=lambda party: (party.name.casefold(), party.id))
    )


def _searched(party: Party) -> str:
    names = (party.name, *party.aliases, *party.units, party.id, party.wikidata, party.lei)
    return "\n".join(name.casefold() for name in names if name)
