"""Backups: a workspace as it stands, in one SQLite file that keiretsu opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

from sqlalchemy import func, select

from keiretsu.store import sqlite
from keiretsu.store.copying import copy
from keiretsu.store.faults import fault, translated
from keiretsu.store.progress import Progress, count_rows
from keiretsu.store.schema import metadata, recordings
from keiretsu.store.staging import staged
from keiretsu.store.store import Store
from keiretsu.store.verify_database import damage, schema_faults


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made.

    Parameters
    ----------
    path
        The file.
    bytes
        Its size.
    known_by
        The time of the last recording in it; ``None`` where nothing was ever recorded.
    rows
        How many rows each table has.
    """

    path: Path
    bytes: int
    known_by: datetime | None
    rows: dict[str, int]


def backup(store: Store, out: str | Path | None = None, on_progress: Progress | None = None) -> Backup:
    """Write a workspace to a new SQLite file, as it stands at one moment, while others may write to it.

    A backup is a workspace: open it as it is, or copy it to a place of its own. It gets its name
    only after it was found whole, and never takes the place of a file.

    Parameters
    ----------
    out
        The file to write, or a folder that is there; the current folder by default. In a folder the
        file is named by the workspace and the time, such as
        ``ai.backup-20260304T050607000000.sqlite``.
    on_progress
        Called now and then with the rows that are copied and all rows, from a server; a file is
        copied in one go.

    Raises
    ------
    StoreError
        ``workspace.exists``, ``workspace.corrupt`` where the workspace is damaged, or what reading
        and writing run into.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> folder = TemporaryDirectory()
    >>> store = Store.create(Path(folder.name, "ai.sqlite"))
    >>> with store.writer() as writer:
    ...     writer.setting("pack", "none")
    Added(new=1, known=0, changed=0, retired=0)
    >>> made = backup(store, Path(folder.name, "friday.sqlite"))
    >>> Store.open(made.path).view().settings()
    {'pack': 'none'}
    >>> folder.cleanup()
    """
    path = _path(store, out)
    with staged(path) as part:
        if store.path is None:
            copy(store, part, on_progress)
        else:
            with translated(store.path):
                sqlite.copy(store.path, part)
        known_by, rows = _checked(part, path)
    return Backup(path, path.stat().st_size, known_by, rows)


def _path(store: Store, out: str | Path | None) -> Path:
    chosen = Path(out or ".")
    if not chosen.is_dir():
        return chosen
    name = store.place.stem if isinstance(store.place, Path) else store.place.database
    return chosen / f"{name}.backup-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.sqlite"


def _checked(part: Path, path: Path) -> tuple[datetime | None, dict[str, int]]:
    """Return a backup's last recording and rows; raise :class:`StoreError` where it isn't whole."""
    with Store.open(part).snapshot() as connection:
        for problem in chain(damage(connection, quick=True), schema_faults(connection)):
            raise fault("workspace.corrupt", path, f"{problem.where} {problem.message}")
        last = connection.execute(select(func.max(recordings.c.recorded_at))).scalar()
        return last, count_rows(connection, metadata.sorted_tables)
