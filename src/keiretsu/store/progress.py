"""Long work with whole tables: how much is read at a time, and how far it has come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TypeAlias

from sqlalchemy import Connection, Table, func, select

from keiretsu.store.schema import documents

Progress: TypeAlias = Callable[[int, int], None]
"""Called now and then with the number of rows that are done and the number that there are."""

_EVERY = 1000

_ROWS = 500
_TEXTS = 20
"""Texts that are held in memory at a time: each may have megabytes."""


class Tally:
    """Rows that are done, by table, told now and then to who waits for the work.

    Examples
    --------
    >>> tally = Tally(["claims"], 2, lambda done, total: print(f"{done} of {total}"))
    >>> tally.advance("claims"), tally.advance("claims")
    2 of 2
    (None, None)
    >>> dict(tally.rows)
    {'claims': 2}
    """

    def __init__(self, tables: Iterable[str], total: int, on_progress: Progress | None) -> None:
        self.rows: Counter[str] = Counter(dict.fromkeys(tables, 0))
        self._total = total
        self._done = 0
        self._on_progress = on_progress

    def advance(self, table: str) -> None:
        """Count one row of a table."""
        self.rows[table] += 1
        self._done += 1
        if self._on_progress is not None and (self._done % _EVERY == 0 or self._done == self._total):
            self._on_progress(self._done, self._total)


def page_of(table: Table) -> int:
    """Return how many rows of a table are read at a time."""
    return _TEXTS if table is documents else _ROWS


def count_rows(connection: Connection, tables: Iterable[Table]) -> dict[str, int]:
    """Return how many rows each table has."""
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in tables
    }
