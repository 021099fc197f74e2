"""The file of accounts: its tables, its version, and how it is opened."""

from __future__ import annotations

import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import (
    Column,
    Dialect,
    Engine,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    create_engine,
    event,
)
from sqlalchemy.exc import DatabaseError

from keiretsu.errors import StoreError

FILE = "accounts.sqlite"
VERSION = 1
BUSY_SECONDS = 5.0


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, kept as seconds since 1970."""

    impl = Float
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> float | None:
        """Return what is kept."""
        del dialect
        return None if value is None else value.timestamp()

    def process_result_value(self, value: float | None, dialect: Dialect) -> datetime | None:
        """Return the moment that was kept."""
        del dialect
        return None if value is None else datetime.fromtimestamp(value, UTC)


metadata = MetaData()
users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False, unique=True),  # the name as it is compared
    Column("role", Text, nullable=False),
    Column("password", Text, nullable=False),  # its hash
    Column("created_at", Moment, nullable=False),
    Column("disabled_at", Moment),
)
sessions = Table(
    "sessions",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("user_id", ForeignKey(users.c.id), index=True),  # none where there are no users
    Column("csrf", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
)
tokens = Table(
    "tokens",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("hash", Text, nullable=False, unique=True),
    Column("user_id", ForeignKey(users.c.id), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("used_at", Moment),
    Column("revoked_at", Moment),
)
events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),  # whom it is about
    Column("by", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("detail", Text, nullable=False),
)


def opened(state: Path) -> Engine:
    """Open the file of accounts in the server's own folder; both are made where they aren't there.

    Nobody but the owner may read either: the file holds hashes of passwords.

    Raises
    ------
    StoreError
        ``server.broken-accounts`` for another kind of file, or for one that a later keiretsu made;
        ``server.state-not-writable`` where the folder can't be written.
    """
    place = state / FILE
    try:
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(place, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise StoreError(
            "server.state-not-writable",
            where=str(state),
            message=f"the server's own files can't be kept there: {error.strerror}",
            hint="name another folder by --state",
        ) from error
    engine = create_engine(f"sqlite:///{place}", connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare)
    try:
        _ensure_tables(engine)
    except DatabaseError as error:
        raise _broken(place, "is damaged, or no file of accounts") from error
    return engine


def _prepare(connection: sqlite3.Connection, record: object) -> None:
    del record
    for pragma in ("foreign_keys = ON", "journal_mode = WAL", "synchronous = FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _ensure_tables(engine: Engine) -> None:
    with engine.begin() as connection:
        found = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
        if found > VERSION:
            raise _broken(Path(engine.url.database or ""), "was made by a later keiretsu")
        metadata.create_all(connection)
        connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")


def _broken(place: Path, why: str) -> StoreError:
    hint = "upgrade keiretsu, restore the file from a copy, or name another folder by --state"
    return StoreError("server.broken-accounts", where=str(place), message=why, hint=hint)
