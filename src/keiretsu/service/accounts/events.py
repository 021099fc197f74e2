"""Events of accounts: who came in, who was refused, and who changed what for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, Engine, func, insert, select

from keiretsu.service.accounts import schema
from keiretsu.service.accounts.clock import Clock, utc_now
from keiretsu.service.paging import Page


class EventKind(StrEnum):
    """What happened."""

    SIGNED_IN = "signed in"
    SIGNED_OUT = "signed out"
    REFUSED = "sign-in refused"
    ADDED = "user added"
    ROLE = "role changed"
    PASSWORD = "password changed"  # noqa: S105 - the event's name
    DISABLED = "user disabled"
    ENABLED = "user enabled"
    TOKEN = "token made"  # noqa: S105
    REVOKED = "token revoked"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to an account.

    Parameters
    ----------
    at
        When; in UTC.
    kind
        What.
    name
        Whom it is about.
    by
        Who did it.
    address
        From which address of the network; empty for the command line.
    detail
        What else there is to say.
    """

    at: datetime
    kind: EventKind
    name: str
    by: str
    address: str
    detail: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something to an account, and from where."""

    name: str
    address: str = ""


class Events:
    """The log; it is only ever added to."""

    def __init__(self, engine: Engine, clock: Clock = utc_now) -> None:
        self._engine, self._clock = engine, clock

    def add(self, kind: EventKind, name: str, by: Actor, detail: str = "") -> None:
        """Log something that changes nothing."""
        with self._engine.begin() as connection:
            self.add_within(connection, kind, name, by, detail)

    def add_within(
        self, connection: Connection, kind: EventKind, name: str, by: Actor, detail: str = ""
    ) -> None:
        """Log a change, within its transaction: there is no change without its event."""
        row = {"at": self._clock(), "kind": kind, "name": name, "by": by.name, "address": by.address}
        connection.execute(insert(schema.events).values({**row, "detail": detail}))

    def page(self, offset: int = 0, limit: int = 50) -> Page[Event]:
        """Return a stretch of the log, the newest first."""
        query = select(schema.events).order_by(schema.events.c.id.desc()).offset(offset).limit(limit)
        with self._engine.connect() as connection:
            total = connection.execute(select(func.count()).select_from(schema.events)).scalar_one()
            rows = connection.execute(query).all()
        found = [
            Event(row.at, EventKind(row.kind), row.name, row.by, row.address, row.detail) for row in rows
        ]
        return Page(found, offset, limit, total)
