"""Checks of the database itself: its pages are whole, and it still watches over keys and references."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Table, inspect, text

from keiretsu.errors import Problem
from keiretsu.store.schema import metadata
from keiretsu.store.verify_rows import finding

_NO_DAMAGE = ("ok", "CHECK constraint failed")
"""How a line of SQLite's begins that tells of none: lives that end too early have a check of their own."""


def damage(connection: Connection, *, quick: bool = False) -> Iterator[Problem]:
    """Yield what a SQLite file's own check finds; PostgreSQL watches its pages by checksums itself.

    Parameters
    ----------
    quick
        Pass over the comparison of each index with its table.
    """
    if connection.dialect.name != "sqlite":
        return
    pragma = "PRAGMA quick_check" if quick else "PRAGMA integrity_check"
    for (line,) in connection.execute(text(pragma)):
        if not line.startswith(_NO_DAMAGE):
            yield finding("verify.damaged", "file", "", f"is damaged: {' '.join(line.split())}")


def schema_faults(connection: Connection) -> Iterator[Problem]:
    """Yield the tables, columns, keys, checks and indexes that the database doesn't have any more."""
    present = set(inspect(connection).get_table_names())
    for table in metadata.sorted_tables:
        if table.name not in present:
            yield finding("verify.schema", table.name, "", "the table is missing")
        else:
            lost = _promised(table) - _kept(connection, table)
            yield from (finding("verify.schema", table.name, name, "is missing") for name in sorted(lost))
    if connection.dialect.name == "postgresql":
        yield from _unwatched(connection)


def _promised(table: Table) -> set[str]:
    constraints = {str(constraint.name) for constraint in table.constraints if constraint.name}
    return (
        constraints
        | {str(index.name) for index in table.indexes}
        | {f"column {c.name}" for c in table.columns}
    )


def _kept(connection: Connection, table: Table) -> set[str]:
    found = inspect(connection)
    named = [
        found.get_pk_constraint(table.name),
        *found.get_foreign_keys(table.name),
        *found.get_unique_constraints(table.name),
        *found.get_check_constraints(table.name),
        *found.get_indexes(table.name),
    ]
    names = {str(each["name"]) for each in named}
    return names | {f"column {column['name']}" for column in found.get_columns(table.name)}


def _unwatched(connection: Connection) -> Iterator[Problem]:
    """Yield the constraints and indexes that PostgreSQL has and doesn't enforce."""
    constraints = text(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint"
        " WHERE connamespace = current_schema()::regnamespace AND NOT convalidated"
    )
    indexes = text(
        "SELECT indrelid::regclass::text, indexrelid::regclass::text FROM pg_index"
        " JOIN pg_class ON pg_class.oid = indexrelid"
        " WHERE relnamespace = current_schema()::regnamespace AND NOT indisvalid"
    )
    for query in (constraints, indexes):
        for table, name in connection.execute(query):
            yield finding("verify.schema", table, name, "is there but not enforced")
