"""Empty databases to fill, the same for all peers: of keiretsu's tables, and of DuckDB's."""

from __future__ import annotations

import atexit
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import postgres
import pyarrow as pa
from sqlalchemy import JSON, Date, Integer, String, Table

from benchmarks.rows import TABLES, Rows
from keiretsu.store import Store
from keiretsu.store.columns import Utc, Words

_TYPES = (
    (Words, pa.string(), "VARCHAR"),
    (Utc, pa.timestamp("us", "UTC"), "TIMESTAMPTZ"),
    (JSON, pa.list_(pa.string()), "VARCHAR[]"),
    (Integer, pa.int32(), "INTEGER"),
    (Date, pa.date32(), "DATE"),
    (String, pa.string(), "VARCHAR"),
)


@cache
def server() -> postgres.Server | None:
    """Start a PostgreSQL server of this run's own, as durable as one that was just installed."""
    programs = postgres.programs()
    if programs is None:
        print(
            f"benchmarks: left out PostgreSQL, which isn't installed; type: {postgres.APT}", file=sys.stderr
        )
        return None
    started = postgres.Server(programs, settings="")
    atexit.register(started.close)
    return started


@contextmanager
def empty_file() -> Iterator[Path]:
    """Give the path of an empty workspace in a file."""
    with TemporaryDirectory(prefix="keiretsu-bench-") as folder:
        yield shutil.copyfile(_template(), Path(folder, "deals.sqlite"))


@contextmanager
def empty_database(of: postgres.Server) -> Iterator[str]:
    """Give the address of an empty workspace in a database."""
    address = of.workspace()
    yield address
    of.drop(address)


@contextmanager
def empty(name: str) -> Iterator[str]:
    """Give the address of an empty workspace on ``sqlite`` or ``postgresql``; without a server, end."""
    if name == "sqlite":
        with empty_file() as path:
            yield str(path)
        return
    started = server()
    if started is None:
        sys.exit("no PostgreSQL")
    with empty_database(started) as address:
        yield address


@cache
def _template() -> Path:
    folder = TemporaryDirectory(prefix="keiretsu-bench-")
    atexit.register(folder.cleanup)
    path = Path(folder.name, "empty.sqlite")
    Store.create(path)
    return path


@contextmanager
def empty_duckdb() -> Iterator[duckdb.DuckDBPyConnection]:
    """Give a connection to a DuckDB file with the same tables, without references and further indexes."""
    with (
        TemporaryDirectory(prefix="keiretsu-bench-") as folder,
        closing(duckdb.connect(str(Path(folder, "deals.duckdb")))) as connection,
    ):
        connection.execute("SET TimeZone = 'UTC'; CREATE SEQUENCE lives")
        for table in TABLES:
            connection.execute(_duckdb_table(table))
        yield connection


def load_duckdb(connection: duckdb.DuckDBPyConnection, rows: Rows) -> None:
    """Insert rows by way of Arrow, in one transaction."""
    connection.begin()
    for table, given in rows.items():
        schema = pa.schema([(name, _kind(table, name)[0]) for name in given[0]])
        loaded = pa.Table.from_pylist(given, schema)
        connection.register("loaded", loaded)
        connection.execute(f"INSERT INTO {table.name} BY NAME SELECT * FROM loaded")
        connection.unregister("loaded")
    connection.commit()


def into_duckdb(rows: Rows) -> None:
    """Insert rows into an empty file of DuckDB."""
    with empty_duckdb() as connection:
        load_duckdb(connection, rows)


def _duckdb_table(table: Table) -> str:
    columns = [f"{column.name} {_kind(table, column.name)[1]}" for column in table.columns]
    if "life" in table.columns:
        columns[0] += " DEFAULT nextval('lives')"
    key = ", ".join(column.name for column in table.primary_key)
    return f"CREATE TABLE {table.name} ({', '.join(columns)}, PRIMARY KEY ({key}))"


def _kind(table: Table, column: str) -> tuple[pa.DataType, str]:
    return next(kinds for sort, *kinds in _TYPES if isinstance(table.c[column].type, sort))
