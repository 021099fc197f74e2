"""What the checks of a workspace share: stored rows read one by one, and findings about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import SimpleNamespace
from typing import Any, TypeAlias, cast

from sqlalchemy import Column, ColumnElement, Connection, Row, Table, select, type_coerce
from sqlalchemy.types import NullType

from keiretsu.errors import KeiretsuError, Problem, Severity
from keiretsu.store.lives import chunks
from keiretsu.store.progress import page_of

Stored: TypeAlias = Mapping[str, Any]
Advance: TypeAlias = Callable[[str], None]
"""Called with a table's name for each of its rows that was checked."""

SPOILT = (KeiretsuError, ValueError, TypeError, KeyError, AttributeError, ArithmeticError)
"""What a row raises that doesn't hold what its table says: SQLite takes a word for a number."""

_FROM_BACKUP = "restore the workspace from a backup, or make a new one from its documents"
_HINTS = {
    "verify.clock-set-back": "nothing needs doing: the order of the recordings is right, their times are not",
    "verify.future-recording": "set the machine's clock; what was recorded keeps its time",
    "verify.quote": "restore the workspace from a backup, or read the document and extract its claims again",
    "verify.schema": "copy the workspace to a new one with keiretsu copy, and go on with that",
    "verify.unreadable": "check the disk, then restore the workspace from a backup",
    "verify.damaged": "check the disk, then restore the workspace from a backup",
}


def finding(code: str, table: str, key: object, message: str, severity: Severity = Severity.ERROR) -> Problem:
    """Return what is wrong with a row of a table, with what to do about it.

    Examples
    --------
    >>> print(finding("verify.quote", "claims", "9104fd13", "its quote isn't at 0..5").line())
    error verify.quote: claims 9104fd13: its quote isn't at 0..5; restore the workspace from a backup, \
or read the document and extract its claims again
    """
    where = f"{table} {key}".rstrip()
    return Problem(code, severity, where, message, _HINTS.get(code, _FROM_BACKUP))


def stored_rows(
    connection: Connection, table: Table, *order: ColumnElement[Any], where: ColumnElement[bool] | None = None
) -> Iterator[Stored | Problem]:
    """Yield the rows of a table as the records have them; for one that can't be parsed, the problem.

    SQLite takes any value in any column, so its values are parsed here, row by row, and one bad row
    doesn't hide those after it.
    """
    untyped = connection.dialect.name == "sqlite"
    parsers = [
        (column.name, _parser(connection, column) if untyped else _as_it_is) for column in table.columns
    ]
    query = select(*(_plain(column) if untyped else column for column in table.columns))
    if where is not None:
        query = query.where(where)
    for row in connection.execute(query.order_by(*order), execution_options={"yield_per": page_of(table)}):
        try:
            yield {name: parse(value) for (name, parse), value in zip(parsers, row, strict=True)}
        except SPOILT as error:
            yield invalid(table, row[0], error)


def invalid(table: Table, key: object, error: BaseException) -> Problem:
    """Return the finding that a row is no record of its kind."""
    said = error.problem.message if isinstance(error, KeiretsuError) else repr(error)
    return finding("verify.invalid", table.name, key, f"is no valid record: {said}")


def as_row(row: Stored) -> Row[Any]:
    """Return a stored row in the form that :mod:`keiretsu.store.records` reads: by attributes."""
    return cast("Row[Any]", SimpleNamespace(**row))


def missing(connection: Connection, column: Column[Any], keys: Iterable[str]) -> set[str]:
    """Return those of the keys that no row of the column's table has."""
    asked = set(keys)
    held: set[str] = set()
    for chunk in chunks(asked):
        held.update(connection.execute(select(column).where(column.in_(chunk))).scalars())
    return asked - held


def _plain(column: Column[Any]) -> ColumnElement[Any]:
    return type_coerce(column, NullType()).label(column.name)


def _parser(connection: Connection, column: Column[Any]) -> Callable[[Any], Any]:
    dialect = connection.dialect
    return column.type.dialect_impl(dialect).result_processor(dialect, None) or _as_it_is


def _as_it_is(value: Any) -> Any:  # noqa: ANN401 - whatever is stored
    return value
