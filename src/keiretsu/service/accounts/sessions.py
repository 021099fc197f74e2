"""Sessions: browsers that are let in, for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, delete, insert, or_, select, update

from keiretsu.service.accounts import schema
from keiretsu.service.accounts.clock import Clock, utc_now
from keiretsu.service.accounts.drawing import digest, drawn
from keiretsu.service.identity import Role

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that is let in.

    Parameters
    ----------
    user, role
        Whose it is; ``None`` where the server has no users.
    csrf
        What its forms must bring with them.
    """

    user: str | None
    role: Role | None
    csrf: str


class Sessions:
    """Starts, finds and ends sessions; they outlive the server.

    Parameters
    ----------
    engine
        On the file of accounts.
    clock
        Tells the time; another one for tests of what ends when.
    """

    def __init__(self, engine: Engine, clock: Clock = utc_now) -> None:
        self._engine, self._clock = engine, clock

    def start(self, user_id: int | None = None) -> str:
        """Start a session of a user, or of the one without a name, and return its secret."""
        secret, now = drawn(), self._clock()
        row = {
            "hash": digest(secret),
            "user_id": user_id,
            "csrf": drawn(),
            "created_at": now,
            "seen_at": now,
        }
        with self._engine.begin() as connection:
            connection.execute(delete(schema.sessions).where(self._is_over(now)))
            connection.execute(insert(schema.sessions).values(row))
        return secret

    def find(self, secret: str) -> Session | None:
        """Return the session of a secret; ``None`` where it never was, has ended or has expired."""
        now, key = self._clock(), digest(secret)
        columns = (schema.sessions, schema.users.c.name, schema.users.c.role, schema.users.c.disabled_at)
        query = (
            select(*columns)
            .select_from(schema.sessions.outerjoin(schema.users))
            .where(schema.sessions.c.hash == key, ~self._is_over(now), schema.users.c.disabled_at.is_(None))
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        if now - row.seen_at >= SEEN_EVERY:
            self._see(key, now)
        return Session(row.name, Role(row.role) if row.role else None, row.csrf)

    def end(self, secret: str) -> None:
        """End a session; one that never was is no fault."""
        with self._engine.begin() as connection:
            connection.execute(delete(schema.sessions).where(schema.sessions.c.hash == digest(secret)))

    def _see(self, key: str, now: datetime) -> None:
        with self._engine.begin() as connection:
            connection.execute(
                update(schema.sessions).where(schema.sessions.c.hash == key).values(seen_at=now)
            )

    @staticmethod
    def _is_over(now: datetime) -> ColumnElement[bool]:
        return or_(schema.sessions.c.seen_at <= now - IDLE, schema.sessions.c.created_at <= now - LONGEST)
