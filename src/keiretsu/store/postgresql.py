"""The PostgreSQL database: how it is connected to, locked and recognised."""

from __future__ import annotations

import importlib.util

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, text

from keiretsu.errors import MissingExtraError
from keiretsu.store import sqlite
from keiretsu.store.addresses import shown
from keiretsu.store.faults import fault

MARK = "workspace of keiretsu"
"""Marks a database as a workspace: the comment on its table of revisions."""

_ENCODING = "UTF8"

# No statement is prepared: a plan kept from when a table was empty goes on to read all of it, for each
# batch that fills it.
_CONNECTION = {"fallback_application_name": "keiretsu", "prepare_threshold": None}

_WRITING = """
SET LOCAL TIME ZONE 'UTC';
SET LOCAL lock_timeout = '{milliseconds}ms';
SELECT pg_advisory_xact_lock({key})
"""

_READING = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL TIME ZONE 'UTC'"


def connect(url: URL) -> Engine:
    """Return an engine on the database.

    Connections aren't kept, as on SQLite. A transaction is a writer's where the execution option
    ``writes`` is set: writers wait for one another, because recordings follow one another. All
    others read one snapshot.

    Raises
    ------
    MissingExtraError
        ``store.needs-postgres`` where the driver isn't installed.
    """
    if importlib.util.find_spec("psycopg") is None:
        raise MissingExtraError(
            "store.needs-postgres",
            where=shown(url),
            message="the driver of PostgreSQL isn't installed",
            hint="run: pip install keiretsu[postgres]",
        )
    settings = {} if "connect_timeout" in url.query else {"connect_timeout": 10}
    engine = create_engine(url, poolclass=NullPool, connect_args=_CONNECTION | settings)
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    milliseconds = int(sqlite.BUSY_SECONDS * 1000)
    writing = _WRITING.format(milliseconds=milliseconds, key=sqlite.APPLICATION_ID)
    connection.exec_driver_sql(writing if writes else _READING)


def check_empty(connection: Connection, url: URL) -> None:
    """Raise :class:`StoreError` unless the database can become a workspace."""
    encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
    if encoding != _ENCODING:
        raise fault("workspace.bad-encoding", url, str(encoding))
    if _holds_tables(connection):
        raise fault("workspace.exists", url)


def mark(connection: Connection) -> None:
    """Mark the database as a workspace."""
    connection.execute(text(f"COMMENT ON TABLE alembic_version IS '{MARK}'"))


def check_marked(connection: Connection, url: URL) -> None:
    """Raise :class:`StoreError` unless the database is marked as a workspace."""
    found = connection.execute(text("SELECT obj_description(to_regclass('alembic_version'), 'pg_class')"))
    if found.scalar() == MARK:
        return
    if _holds_tables(connection):
        raise fault("workspace.not-a-workspace", url, "another program's database")
    raise fault("workspace.missing", url)


def schema_revision(connection: Connection) -> str:
    """Return the revision of the schema, ``0000`` before the first one."""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "0000")


def _holds_tables(connection: Connection) -> bool:
    tables = text("SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = current_schema())")
    return bool(connection.execute(tables).scalar_one())
