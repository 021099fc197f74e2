"""Copies of a workspace from one store to another, row by row, with all that was ever recorded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Table, func, select, text

from keiretsu.errors import StoreError
from keiretsu.store.addresses import place_of, shown
from keiretsu.store.bulk import Row, batched, insert_rows
from keiretsu.store.faults import fault, translated
from keiretsu.store.progress import Progress, Tally, count_rows, page_of
from keiretsu.store.schema import metadata
from keiretsu.store.staging import staged
from keiretsu.store.store import Store

_TABLES = metadata.sorted_tables
"""All tables, those that are referred to first."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied: the new workspace's address, and how many rows of each table it has."""

    address: str
    rows: dict[str, int]


def copy(source: Store, to: str | Path, on_progress: Progress | None = None) -> Copied:
    """Copy a workspace to a new one, or into one that is still empty.

    Every row is taken over as it is: lives that ended, judgements that were revoked, and the times
    of all recordings. So each view, as known by any moment, is the same in both. The source is read
    in one state while others may write to it. The copy is made whole or not at all, and its rows
    are counted before it is.

    Parameters
    ----------
    to
        The path of a file, or the address of a PostgreSQL database.
    on_progress
        Called now and then with the rows that are copied and all rows.

    Raises
    ------
    StoreError
        ``workspace.exists`` where something is there that isn't an empty workspace, or what reading
        and writing run into.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> folder = TemporaryDirectory()
    >>> store = Store.create(Path(folder.name, "ai.sqlite"))
    >>> with store.writer() as writer:
    ...     writer.setting("pack", "none")
    Added(new=1, known=0, changed=0, retired=0)
    >>> copy(store, Path(folder.name, "copy.sqlite")).rows["setting_lives"]
    1
    >>> folder.cleanup()
    """
    with _target(to) as target, source.snapshot() as reading, target.transaction() as writing:
        if any(count_rows(writing, _TABLES).values()):
            raise fault("workspace.exists", target.place)
        rows = count_rows(reading, _TABLES)
        tally = Tally((), sum(rows.values()), on_progress)
        for table in _TABLES:
            for page in batched(_rows(source, reading, table, tally), page_of(table)):
                insert_rows(writing, table, page)
        _continue_lives(writing)
        if count_rows(writing, _TABLES) != rows:
            raise fault("workspace.failed", target.place, "it took in other rows than it was given")
    return Copied(shown(place_of(to)), rows)


@contextmanager
def _target(to: str | Path) -> Iterator[Store]:
    """Give the workspace to copy to; a new file gets its name only when it is whole."""
    place = place_of(to)
    if isinstance(place, Path) and not place.exists():
        with staged(place) as part:
            yield Store.create(part)
    elif isinstance(place, Path):
        yield _opened(place)
    else:
        yield _of_server(str(to))


def _opened(path: Path) -> Store:
    try:
        return Store.open(path)
    except StoreError as error:
        if error.problem.code == "workspace.not-a-workspace":
            raise fault("workspace.exists", path) from error
        raise


def _of_server(address: str) -> Store:
    """Return a database's workspace, made where there is none."""
    try:
        return Store.open(address)
    except StoreError as error:
        if error.problem.code != "workspace.missing":
            raise
        return Store.create(address)


def _rows(source: Store, reading: Connection, table: Table, tally: Tally) -> Iterator[Row]:
    query = select(table).order_by(*table.primary_key)
    with translated(source.place):
        for row in reading.execute(query, execution_options={"yield_per": page_of(table)}):
            yield row._asdict()
            tally.advance(table.name)


def _continue_lives(writing: Connection) -> None:
    """Have PostgreSQL number the next life after the last one that was copied; SQLite does by itself."""
    if writing.dialect.name != "postgresql":
        return
    for table in (each for each in _TABLES if "life" in each.columns):
        last = writing.execute(select(func.max(table.c.life))).scalar()
        if last is not None:
            setting = text("SELECT setval(pg_get_serial_sequence(:name, 'life'), :last)")
            writing.execute(setting, {"name": table.name, "last": last})
