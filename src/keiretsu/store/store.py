"""The workspace on disk: made, opened, written and read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, Engine, func, select

from keiretsu.errors import MisuseError
from keiretsu.store import sqlite
from keiretsu.store.faults import fault, of_system, translated
from keiretsu.store.lives import Recording
from keiretsu.store.schema import REVISION, recordings
from keiretsu.store.view import View
from keiretsu.store.writer import Writer

_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


class Store:
    """A workspace: one SQLite file that keeps every record with its clocks and deletes none.

    Made by :meth:`create` or :meth:`open`; read through :meth:`view`, written through
    :meth:`writer`. Nothing stays open between calls, so there is nothing to close, and several
    threads and processes may use one workspace.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from keiretsu.documents import Document
    >>> folder = TemporaryDirectory()
    >>> store = Store.create(Path(folder.name, "ai.sqlite"))
    >>> with store.writer() as writer:
    ...     writer.documents([Document("Alpha buys Beta.", name="a.txt")])
    Added(new=1, known=0, changed=0, retired=0)
    >>> [document.name for document in store.view().documents()]
    ['a.txt']
    >>> folder.cleanup()
    """

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self._engine = engine

    @classmethod
    def create(cls, path: str | Path) -> Self:
        """Make a new, empty workspace, and the folders above it.

        Raises
        ------
        StoreError
            ``workspace.exists``, ``workspace.bad-path``, ``workspace.read-only`` or
            ``workspace.disk-full``; no file is left behind.
        """
        from keiretsu.store.migrate import upgrade  # Alembic is slow to import and seldom needed

        path = Path(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.open("xb").close()
        except (OSError, ValueError) as error:
            raise of_system(path, error) from error
        engine = sqlite.connect(path)
        try:
            with translated(path):
                sqlite.initialise(path)
                upgrade(engine)
        except BaseException:
            for suffix in ("", "-wal", "-shm"):
                path.with_name(path.name + suffix).unlink(missing_ok=True)
            raise
        return cls(path, engine)

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """Open a workspace; one of an older schema is brought up to date after a copy was made of it.

        Raises
        ------
        StoreError
            ``workspace.missing``, ``workspace.not-a-workspace``, ``workspace.unreadable``,
            ``workspace.newer-schema``, or what an upgrade runs into (``workspace.read-only``,
            ``workspace.disk-full``, ``workspace.busy``).
        """
        path = Path(path)
        sqlite.check_file(path)
        engine = sqlite.connect(path)
        with translated(path):
            with engine.connect() as connection:
                sqlite.check_marked(connection, path)
                revision = sqlite.schema_revision(connection)
            if revision > REVISION:
                raise fault("workspace.newer-schema", path, f"{revision}, where {REVISION} is its newest")
            if revision < REVISION:
                from keiretsu.store.migrate import upgrade_with_copy

                upgrade_with_copy(engine, path, revision)
        return cls(path, engine)

    @contextmanager
    def writer(self, recorded_at: datetime | None = None) -> Iterator[Writer]:
        """Write in one transaction: at the end of the block all of it stands, or, on an error, none.

        Parameters
        ----------
        recorded_at
            The time put on what is written; the present one by default. Recordings follow one
            another: a time that isn't later than the last recording's becomes the last one's plus a
            microsecond.

        Raises
        ------
        StoreError
            ``workspace.busy``, ``workspace.read-only``, ``workspace.disk-full`` or
            ``workspace.incomplete``.
        MisuseError
            For a time without a time zone.
        """
        given = _with_zone(recorded_at or datetime.now(UTC))
        writing = self._engine.execution_options(writes=True)
        with translated(self.path), writing.begin() as connection:
            last = _last_recording(connection)
            time = given if given > last else last + timedelta(microseconds=1)
            yield Writer(Recording(connection, time), self.path)

    def view(self, known_by: datetime | None = None) -> View:
        """Return the records as they were known by a moment, that moment included; by now by default.

        Raises
        ------
        MisuseError
            For a time without a time zone.
        """
        with translated(self.path), self._engine.connect() as connection:
            last = _last_recording(connection)
        moment = last if known_by is None else min(_with_zone(known_by), last)
        return View(self._engine, self.path, moment)


def _last_recording(connection: Connection) -> datetime:
    return connection.execute(select(func.max(recordings.c.recorded_at))).scalar() or _BEFORE_ALL


def _with_zone(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise MisuseError(
            "time.without-zone",
            where=moment.isoformat(),
            message="has no time zone, so it isn't known which moment is meant",
            hint="give the zone, such as datetime(..., tzinfo=UTC)",
        )
    return moment.astimezone(UTC)
