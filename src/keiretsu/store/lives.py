"""Lives: how the workspace's tables take in what a step found, without losing what was known."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, Table, bindparam, insert, or_, select, update

from keiretsu.store.bulk import Row, batched, insert_rows
from keiretsu.store.schema import recordings

T = TypeVar("T")

_CANONICAL = json.JSONEncoder(sort_keys=True, default=str, separators=(",", ":"))

CHUNK = 500
"""Values in one ``IN`` list: within the limits of every database."""


@dataclass(frozen=True, slots=True)
class Added:
    """What a step added to the workspace, in numbers of records.

    Parameters
    ----------
    new
        Records that were not held before.
    known
        Records that were held already, unchanged; nothing was written for them.
    changed
        Records that were held with other particulars; their earlier life has ended.
    retired
        Records that are not made any more; their life has ended.

    Examples
    --------
    >>> Added(new=1) + Added(known=2)
    Added(new=1, known=2, changed=0, retired=0)
    """

    new: int = 0
    known: int = 0
    changed: int = 0
    retired: int = 0

    def __add__(self, other: Added) -> Added:
        return Added(
            self.new + other.new,
            self.known + other.known,
            self.changed + other.changed,
            self.retired + other.retired,
        )


@dataclass(slots=True)
class Recording:
    """One transaction's time, put down only once something is written at it."""

    connection: Connection
    time: datetime
    _noted: bool = field(default=False, init=False)

    def note(self) -> datetime:
        """Return the time, for a row that is about to be written."""
        if not self._noted:
            self.connection.execute(insert(recordings), [{"recorded_at": self.time}])
            self._noted = True
        return self.time


@dataclass(frozen=True, slots=True)
class Change:
    """The keys of what an update began, replaced, ended or found as it was."""

    new: tuple[str, ...]
    known: tuple[str, ...]
    changed: tuple[str, ...]
    retired: tuple[str, ...]

    def added(self) -> Added:
        """Return the numbers."""
        return Added(len(self.new), len(self.known), len(self.changed), len(self.retired))


def digest(row: Row, *more: object) -> str:
    """Return a hash of a row's content, by which a changed record is told from a known one."""
    return hashlib.sha256(_CANONICAL.encode([row, more]).encode("utf-8")).hexdigest()


def held_at(table: Table, moment: datetime) -> ColumnElement[bool]:
    """Return the condition that a life had begun and not ended at a moment."""
    ended_later = or_(table.c.retired_at.is_(None), table.c.retired_at > moment)
    return (table.c.recorded_at <= moment) & ended_later


def living(
    connection: Connection, table: Table, scope: Sequence[ColumnElement[bool]] = ()
) -> dict[str, tuple[int, str]]:
    """Return the running lives in a scope: key → (life, digest)."""
    query = select(table.c[table.info["key"]], table.c.life, table.c.digest)
    rows = connection.execute(query.where(table.c.retired_at.is_(None), *scope))
    return {key: (life, content) for key, life, content in rows}


def living_of(
    connection: Connection, table: Table, keys: Iterable[str], scope: Sequence[ColumnElement[bool]] = ()
) -> dict[str, tuple[int, str]]:
    """Return the running lives of the keys given, in a scope."""
    found: dict[str, tuple[int, str]] = {}
    for chunk in chunks(keys):
        found |= living(connection, table, [table.c[table.info["key"]].in_(chunk), *scope])
    return found


def bring_up(
    recording: Recording, table: Table, wanted: Mapping[str, Row], alive: Mapping[str, tuple[int, str]]
) -> Change:
    """Make the running lives in a scope be those that are wanted.

    Parameters
    ----------
    wanted
        The rows that are to be held from now on, by key, each with its ``digest``.
    alive
        The running lives in the scope, as :func:`living` gives them. Those that aren't wanted end.
    """
    change = Change(
        new=tuple(key for key in wanted if key not in alive),
        known=tuple(key for key in wanted if key in alive and alive[key][1] == wanted[key]["digest"]),
        changed=tuple(key for key in wanted if key in alive and alive[key][1] != wanted[key]["digest"]),
        retired=tuple(key for key in alive if key not in wanted),
    )
    _end(recording, table, [alive[key][0] for key in (*change.changed, *change.retired)])
    _begin(recording, table, [wanted[key] for key in (*change.new, *change.changed)])
    return change


def insert_unknown(recording: Recording, table: Table, rows: Mapping[str, Row]) -> None:
    """Insert the rows of content whose ``id`` isn't held yet."""
    connection = recording.connection
    known: set[str] = set()
    for chunk in chunks(rows):
        known.update(connection.execute(select(table.c.id).where(table.c.id.in_(chunk))).scalars())
    unknown = [row for key, row in rows.items() if key not in known]
    if unknown:
        recording.note()
        insert_rows(connection, table, unknown)


def chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """Cut into lists that are short enough for an ``IN`` list."""
    return batched(values, CHUNK)


def _end(recording: Recording, table: Table, lives: list[int]) -> None:
    if lives:
        statement = update(table).where(table.c.life == bindparam("ending"))
        ending = [{"ending": life, "retired_at": recording.note()} for life in lives]
        recording.connection.execute(statement, ending)


def _begin(recording: Recording, table: Table, rows: list[Row]) -> None:
    if rows:
        time = recording.note()
        insert_rows(recording.connection, table, (row | {"recorded_at": time} for row in rows))
