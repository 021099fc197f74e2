"""The SQLite file: how it is opened, locked and recognised."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, text

from keiretsu.store.faults import fault, of_system

APPLICATION_ID = 0x4B454952
"""Marks a SQLite file as a workspace of keiretsu: the letters KEIR in its header."""

BUSY_SECONDS = 5.0
"""How long a writer waits for another one before it gives up."""

_WRITER_CACHE_KB = 256 * 1024
"""Pages that a writer may hold: rows come in the order of hashes, all over the indexes of a large file."""

_CACHE_KIB = 64 * 1024
"""Pages kept in memory at most: hashes enter their indexes all over, and 2 MB, the default, thrash."""

_MAGIC = b"SQLite format 3\x00"


def create(path: Path) -> Engine:
    """Make an empty file, which is no workspace before it is marked as one."""
    path.open("xb").close()
    _log_ahead(path)
    return connect(path)


def mark(connection: Connection) -> None:
    """Mark the database as a workspace."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")


def connect(path: Path) -> Engine:
    """Return an engine on the file, which must exist.

    Connections aren't kept: after each call the workspace is again one file without a write-ahead
    log beside it, and nothing needs closing. A transaction is begun at once as a writer's where the
    execution option ``writes`` is set, so that two writers wait for each other instead of failing
    halfway.
    """
    engine = create_engine("sqlite://", creator=lambda: _open(path), poolclass=NullPool)
    event.listen(engine, "begin", _begin)
    return engine


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?{_mode(path)}", uri=True, timeout=BUSY_SECONDS, isolation_level=None
    )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")  # reads the schema
    except UnicodeDecodeError as error:  # SQLite's own message quotes the damaged schema
        connection.close()
        raise fault("workspace.corrupt", path, "the file is damaged") from error
    except BaseException:
        connection.close()
        raise
    return connection


def _mode(path: Path) -> str:
    """Return how to open: a file that can't be written, and isn't being written, needs no log."""
    file = path.resolve()
    if _is_writable(file):
        return "mode=rw"
    return "mode=ro" if file.with_name(f"{file.name}-wal").exists() else "mode=ro&immutable=1"


def _is_writable(path: Path) -> bool:
    """Tell whether the file and its folder can be written, as the write-ahead log needs."""
    effective = os.access in os.supports_effective_ids
    return all(os.access(place, os.W_OK, effective_ids=effective) for place in (path, path.parent))


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    if writes:
        connection.exec_driver_sql(f"PRAGMA cache_size = -{_WRITER_CACHE_KB}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _log_ahead(path: Path) -> None:
    """Set the write-ahead log, which is done outside of any transaction."""
    connection = _open(path)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def check_file(path: Path) -> None:
    """Raise :class:`StoreError` unless a SQLite file is at the path."""
    try:
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
    except (FileNotFoundError, NotADirectoryError):
        raise fault("workspace.missing", path) from None
    except IsADirectoryError:
        raise fault("workspace.not-a-workspace", path, "a folder") from None
    except PermissionError as error:
        raise fault("workspace.unreadable", path) from error
    except (OSError, ValueError) as error:
        raise of_system(path, error) from error
    if start != _MAGIC:
        raise fault("workspace.not-a-workspace", path, "another kind of file" if start else "an empty file")


def check_marked(connection: Connection, path: Path) -> None:
    """Raise :class:`StoreError` unless the database is marked as a workspace."""
    if _scalar(connection, "PRAGMA application_id") != APPLICATION_ID:
        raise fault("workspace.not-a-workspace", path, "another SQLite database")


def schema_revision(connection: Connection) -> str:
    """Return the revision of the schema, ``0000`` before the first one."""
    found = _scalar(connection, "SELECT name FROM sqlite_master WHERE name = 'alembic_version'")
    return str(_scalar(connection, "SELECT version_num FROM alembic_version") or "0000") if found else "0000"


def copy(path: Path, to: Path) -> None:
    """Copy a workspace as it stands, log and all, to a new file."""
    source = _open(path)
    try:
        source.execute("VACUUM INTO ?", (str(to),))
    finally:
        source.close()
    _log_ahead(to)  # SQLite gives the copy no write-ahead log


def _scalar(connection: Connection, query: str) -> int | str | None:
    value: int | str | None = connection.execute(text(query)).scalar()
    return value
