"""The rows that invented claims take up in the tables of a workspace, and the usual ways to insert them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import psycopg
from sqlalchemy import Table

from benchmarks.records import claims, documents
from keiretsu.claims import Claim
from keiretsu.documents import Document
from keiretsu.store import Store, rows, schema
from keiretsu.store.bulk import insert_rows

Rows: TypeAlias = dict[Table, list[dict[str, Any]]]
Tuples: TypeAlias = dict[Table, tuple[tuple[str, ...], list[tuple[Any, ...]]]]

TABLES = (schema.recordings, schema.documents, schema.document_lives, schema.claims, schema.claim_lives)
"""Those that are referred to first."""

MONTHS = [datetime(2025, month, 5, 12, tzinfo=UTC) for month in range(1, 13)]


@cache
def rows_of(number: int) -> Rows:
    """Return the rows of so many claims, of their documents and of the lives of both."""
    return made_rows(documents(number), claims(number))


def rows_over_a_year(number: int) -> Rows:
    """Return the rows of claims that were recorded in twelve months, each tenth retired in the last one."""
    made = rows_of(number)
    lives = [
        life | {"recorded_at": MONTHS[12 * place // number], "retired_at": None if place % 10 else MONTHS[-1]}
        for place, life in enumerate(made[schema.claim_lives])
    ]
    recordings = [{"recorded_at": month} for month in MONTHS]
    return made | {schema.recordings: recordings, schema.claim_lives: lives}


def made_rows(documents: Iterable[Document], claims: Iterable[Claim]) -> Rows:
    """Make the rows of records, as keiretsu does."""
    given, said, time = list(documents), list(claims), {"recorded_at": MONTHS[0]}
    of_each = (
        [time],
        [{"id": document.id, "text": document.text} for document in given],
        [rows.document_life(document) | time for document in given],
        [rows.claim_row(claim) for claim in said],
        [rows.claim_life(claim) | time for claim in said],
    )
    return dict(zip(TABLES, of_each, strict=True))


def for_sqlite(given: Rows) -> Tuples:
    """Return rows as the driver of SQLite takes them: moments and days as keiretsu writes them."""
    return _tuples(given, lambda value: _moment(value) if isinstance(value, date) else value)


def for_psycopg(given: Rows) -> Tuples:
    """Return rows as the driver of PostgreSQL takes them."""
    return _tuples(given, lambda value: value)


def executemany_sqlite(path: Path, given: Tuples) -> None:
    """Insert by one statement a table, in one transaction, references checked."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = ON")
        for table, (columns, values) in given.items():
            connection.executemany(_insert(table, columns, "?"), values)


def executemany_psycopg(address: str, given: Tuples) -> None:
    """Insert by one statement a table, in one transaction."""
    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        for table, (columns, values) in given.items():
            cursor.executemany(_insert(table, columns, "%s"), values)


def insert_by_keiretsu(address: str | Path, given: Rows) -> None:
    """Insert by the store's own road, in one transaction."""
    with Store.open(address).transaction() as connection:
        for table, of_table in given.items():
            insert_rows(connection, table, of_table)


def _insert(table: Table, columns: tuple[str, ...], mark: str) -> str:
    return f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({', '.join([mark] * len(columns))})"


def _tuples(given: Rows, convert: Any) -> Tuples:
    made = {}
    for table, of_table in given.items():
        values = [tuple(_plain(value, convert) for value in row.values()) for row in of_table]
        made[table] = (tuple(of_table[0]), values)
    return made


def _plain(value: Any, convert: Any) -> Any:
    return json.dumps(value) if isinstance(value, list) else convert(value)


def _moment(value: date) -> str:
    return value.strftime("%Y-%m-%d %H:%M:%S.%f") if isinstance(value, datetime) else value.isoformat()
