"""Tokens: what a user's programs show instead of a password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Engine, and_, insert, select, update

from keiretsu.errors import MisuseError, NotFoundError
from keiretsu.service.accounts import schema
from keiretsu.service.accounts.clock import Clock, utc_now
from keiretsu.service.accounts.drawing import digest, drawn
from keiretsu.service.accounts.events import Actor, EventKind, Events
from keiretsu.service.identity import Identity, Role

PREFIX = "keiretsu_"
"""What tokens begin with, so that scanners for leaked secrets can find them."""
LONGEST_NAME = 64
MOST = 50
USED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token; the token itself isn't kept."""

    id: int
    name: str
    created_at: datetime
    used_at: datetime | None


class Tokens:
    """Makes, finds and revokes tokens.

    Parameters
    ----------
    engine
        On the file of accounts.
    events
        The log.
    clock
        Tells the time.
    """

    def __init__(self, engine: Engine, events: Events, clock: Clock = utc_now) -> None:
        self._engine, self._events, self._clock = engine, events, clock

    def make(self, user_id: int, user: str, name: str, by: Actor) -> str:
        """Make a token of a user, and return it: it can't be shown again.

        Raises
        ------
        MisuseError
            ``server.bad-token-name`` for no name or a very long one, or where there are too many tokens.
        """
        named = " ".join(name.split())
        if not 0 < len(named) <= LONGEST_NAME or len(self.of(user_id)) >= MOST:
            raise MisuseError(
                "server.bad-token-name",
                where=named[:LONGEST_NAME] or "token",
                message=f"a token has a name of 1 to {LONGEST_NAME} characters, and a user {MOST} at most",
                hint="name it by the program that uses it, and revoke those that nothing uses",
            )
        token = PREFIX + drawn()
        row = {"hash": digest(token), "user_id": user_id, "name": named, "created_at": self._clock()}
        with self._engine.begin() as connection:
            connection.execute(insert(schema.tokens).values(row))
            self._events.add_within(connection, EventKind.TOKEN, user, by, named)
        return token

    def find(self, token: str) -> Identity | None:
        """Return whose a token is; ``None`` where it never was or was revoked."""
        query = (
            select(schema.tokens.c.id, schema.tokens.c.used_at, schema.users.c.name, schema.users.c.role)
            .join(schema.users)
            .where(schema.tokens.c.hash == digest(token), _stands())
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        now = self._clock()
        if row.used_at is None or now - row.used_at >= USED_EVERY:
            with self._engine.begin() as connection:
                connection.execute(
                    update(schema.tokens).where(schema.tokens.c.id == row.id).values(used_at=now)
                )
        return Identity(row.name, Role(row.role))

    def of(self, user_id: int) -> tuple[Token, ...]:
        """Return a user's tokens that stand, the newest first."""
        query = (
            select(schema.tokens)
            .where(schema.tokens.c.user_id == user_id, schema.tokens.c.revoked_at.is_(None))
            .order_by(schema.tokens.c.id.desc())
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return tuple(Token(row.id, row.name, row.created_at, row.used_at) for row in rows)

    def revoke(self, user_id: int, user: str, token_id: int, by: Actor) -> None:
        """Revoke one of a user's tokens; raises :class:`NotFoundError` where it isn't the user's."""
        with self._engine.begin() as connection:
            if not self.revoke_within(connection, user_id, token_id):
                raise NotFoundError(
                    "server.no-such-token",
                    where=str(token_id),
                    message="you have no token of this number",
                    hint="look at the list of your tokens",
                )
            self._events.add_within(connection, EventKind.REVOKED, user, by)

    def revoke_within(self, connection: Connection, user_id: int, token_id: int | None = None) -> int:
        """Revoke a user's token, or all of them, within a transaction; return how many."""
        wanted = [schema.tokens.c.user_id == user_id, schema.tokens.c.revoked_at.is_(None)]
        if token_id is not None:
            wanted.append(schema.tokens.c.id == token_id)
        done = connection.execute(update(schema.tokens).where(*wanted).values(revoked_at=self._clock()))
        return int(done.rowcount)


def _stands() -> ColumnElement[bool]:
    return and_(schema.tokens.c.revoked_at.is_(None), schema.users.c.disabled_at.is_(None))
