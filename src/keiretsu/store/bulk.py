"""The one road by which rows go into a table, however many they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    Float,
    Integer,
    String,
    Table,
    TypeDecorator,
    insert,
)

from keiretsu.store.columns import Utc, Words

Row: TypeAlias = dict[str, Any]
Converter: TypeAlias = Callable[[Any], Any]
T = TypeVar("T")

BATCH = 10_000
"""Rows that are held in memory at a time."""

_BINARY_TYPES: Sequence[tuple[type[Any], str]] = (
    (Words, "text"),
    (Utc, "timestamptz"),
    (JSON, "json"),
    (Boolean, "bool"),
    (Integer, "int4"),
    (Float, "float8"),
    (Date, "date"),
    (String, "text"),
)


def insert_rows(
    connection: Connection,
    table: Table,
    rows: Iterable[Row],
    on_rows: Callable[[int], None] | None = None,
) -> int:
    """Insert rows in batches, by binary ``COPY`` on PostgreSQL, and return how many they were.

    Parameters
    ----------
    connection
        A connection within a transaction, which the caller ends.
    rows
        May be made as they are asked for; all have the columns of the first one. A column that they
        leave out takes its default.
    on_rows
        Called after each batch with the number of rows so far.
    """
    done = 0
    for batch in batched(rows, BATCH):
        columns = [table.c[name] for name in batch[0]]
        if connection.dialect.name == "postgresql":
            _copy(connection, table, columns, batch)
        else:
            _execute_many(connection, table, columns, batch)
        done += len(batch)
        if on_rows is not None:
            on_rows(done)
    if done >= BATCH and connection.dialect.name == "postgresql":
        _take_stock(connection, table)
    return done


def batched(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """Cut into lists of at most ``size``."""
    remaining = iter(values)
    while batch := list(islice(remaining, size)):
        yield batch


def _copy(connection: Connection, table: Table, columns: Sequence[Column[Any]], batch: Iterable[Row]) -> None:
    """Load by ``COPY``; the driver writes each value in the form of its column's type."""
    quote = connection.dialect.identifier_preparer.quote
    names = ", ".join(quote(column.name) for column in columns)
    stored = [(column.name, _stored(column, connection)) for column in columns]
    cursor = connection.connection.cursor()
    with cursor.copy(f"COPY {quote(table.name)} ({names}) FROM STDIN (FORMAT BINARY)") as load:
        load.set_types([_binary_type(column) for column in columns])
        for row in batch:
            load.write_row(_converted(row, stored))
    cursor.close()


def _take_stock(connection: Connection, table: Table) -> None:
    """Have the server count what many new rows hold.

    It does so by itself, but a minute or more later. Until then it takes the table for a small one, and
    a search that needs a tenth of a second takes minutes.
    """
    connection.exec_driver_sql(f"ANALYZE {connection.dialect.identifier_preparer.quote(table.name)}")


def _execute_many(
    connection: Connection, table: Table, columns: Sequence[Column[Any]], batch: Iterable[Row]
) -> None:
    """Insert by one prepared statement, given to the driver as it is: SQLAlchemy's own road costs more."""
    statement = insert(table).compile(
        dialect=connection.dialect, column_keys=[column.name for column in columns]
    )
    by_name = {column.name: _bound(column, connection) for column in columns}
    bound = [(name, by_name[name]) for name in statement.positiontup or ()]
    connection.exec_driver_sql(str(statement), [tuple(_converted(row, bound)) for row in batch])


def _converted(row: Row, columns: Sequence[tuple[str, Converter | None]]) -> list[Any]:
    """Return the values of some columns as the driver takes them."""
    return [row[name] if convert is None else convert(row[name]) for name, convert in columns]


def _stored(column: Column[Any], connection: Connection) -> Converter | None:
    kind = column.type
    if not isinstance(kind, TypeDecorator):
        return None
    return lambda value: kind.process_bind_param(value, connection.dialect)


def _bound(column: Column[Any], connection: Connection) -> Converter | None:
    return column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)


def _binary_type(column: Column[Any]) -> str:
    return next(name for kind, name in _BINARY_TYPES if isinstance(column.type, kind))
