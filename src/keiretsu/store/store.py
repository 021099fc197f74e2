"""The workspace in its database: made, opened, written and read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self, TypeAlias

from sqlalchemy import URL, Connection, Engine, func, select

from keiretsu.errors import MisuseError
from keiretsu.store import postgresql, sqlite
from keiretsu.store.addresses import Place, place_of, shown
from keiretsu.store.faults import fault, translated
from keiretsu.store.lives import Recording
from keiretsu.store.schema import REVISION, recordings
from keiretsu.store.staging import staged
from keiretsu.store.view import View
from keiretsu.store.writer import Writer

Fill: TypeAlias = Callable[[Writer], None]
"""What writes the first recording of a workspace as it is made."""

_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


class Store:
    """A workspace: a SQLite file or a PostgreSQL database that keeps every record with its clocks.

    No record is ever deleted. Made by :meth:`create` or :meth:`open`; read through :meth:`view`,
    written through :meth:`writer`. Nothing stays open between calls, so there is nothing to close,
    and several threads and processes may use one workspace.

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

    def __init__(self, place: Place, engine: Engine) -> None:
        self.place = place
        self._engine = engine

    @property
    def address(self) -> str:
        """Where the workspace is, as it may be printed: without a password."""
        return shown(self.place)

    @property
    def path(self) -> Path | None:
        """The file; ``None`` for a database of a server."""
        return self.place if isinstance(self.place, Path) else None

    @classmethod
    def create(cls, address: str | Path, fill: Fill | None = None) -> Self:
        """Make a new workspace, whole or not at all: even a process that is killed leaves none half-made.

        Parameters
        ----------
        address
            A file, which is made with the folders above it, or ``postgresql://user@host/database``:
            an empty database of a server, which holds one workspace.
        fill
            Writes its first recording; an empty workspace is made without it.

        Raises
        ------
        StoreError
            ``workspace.exists``, or what the place refuses; nothing is left behind.
        MissingExtraError
            ``store.needs-postgres`` where the driver of PostgreSQL isn't installed.
        """
        place = place_of(address)
        with translated(place):
            engine = _create_file(place, fill) if isinstance(place, Path) else _fill_database(place, fill)
            return cls(place, engine)

    @classmethod
    def open(cls, address: str | Path) -> Self:
        """Open a workspace; one of an older schema is brought up to date.

        A file is copied before that. A server's database isn't: see the documentation.

        Raises
        ------
        StoreError
            ``workspace.missing``, ``workspace.not-a-workspace``, ``workspace.newer-schema``, what the
            place refuses, or what an upgrade runs into.
        MissingExtraError
            ``store.needs-postgres`` where the driver of PostgreSQL isn't installed.
        """
        place = place_of(address)
        with translated(place):
            return cls(place, _open_file(place) if isinstance(place, Path) else _open_database(place))

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
            ``workspace.busy``, ``workspace.read-only``, ``workspace.disk-full``,
            ``workspace.incomplete`` or ``workspace.connection-lost``.
        MisuseError
            For a time without a time zone.
        """
        given = _with_zone(recorded_at or datetime.now(UTC))
        with self.transaction() as connection:
            last = _last_recording(connection)
            time = given if given > last else last + timedelta(microseconds=1)
            yield Writer(Recording(connection, time), self.place)

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Read the tables themselves, all in the state of one moment while others may write."""
        with translated(self.place), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Write to the tables themselves, all of it or nothing; other writers wait."""
        writing = self._engine.execution_options(writes=True)
        with translated(self.place), writing.begin() as connection:
            yield connection

    def view(self, known_by: datetime | None = None) -> View:
        """Return the records as they were known by a moment, that moment included; by now by default.

        The view's own ``known_by`` is the time of the last recording that counts, so that two views
        between which nothing was recorded are the same.

        Raises
        ------
        MisuseError
            For a time without a time zone.
        """
        moment = None if known_by is None else _with_zone(known_by)
        with self.snapshot() as connection:
            last = _last_recording(connection, moment)
        return View(self._engine, self.place, last)


def _create_file(path: Path, fill: Fill | None) -> Engine:
    with staged(path) as part, sqlite.create(part).execution_options(writes=True).begin() as connection:
        _make(connection, sqlite.mark, part, fill)
    return sqlite.connect(path)


def _fill_database(url: URL, fill: Fill | None) -> Engine:
    engine = postgresql.connect(url)
    with engine.execution_options(writes=True).begin() as connection:
        postgresql.check_empty(connection, url)
        _make(connection, postgresql.mark, url, fill)
    return engine


def _make(
    connection: Connection, mark: Callable[[Connection], None], place: Place, fill: Fill | None
) -> None:
    """Make the tables of a workspace, mark it as one, and let its first recording be written."""
    from keiretsu.store.migrate import upgrade  # Alembic is slow to import and seldom needed

    upgrade(connection)
    mark(connection)
    if fill is not None:
        fill(Writer(Recording(connection, datetime.now(UTC)), place))


def _open_file(path: Path) -> Engine:
    sqlite.check_file(path)
    engine = sqlite.connect(path)
    with engine.connect() as connection:
        sqlite.check_marked(connection, path)
        revision = sqlite.schema_revision(connection)
    if _is_older(path, revision):
        from keiretsu.store.migrate import upgrade_file

        upgrade_file(engine, path, revision)
    return engine


def _open_database(url: URL) -> Engine:
    engine = postgresql.connect(url)
    with engine.connect() as connection:
        postgresql.check_marked(connection, url)
        revision = postgresql.schema_revision(connection)
    if _is_older(url, revision):
        from keiretsu.store.migrate import upgrade

        with engine.execution_options(writes=True).begin() as connection:
            upgrade(connection)
    return engine


def _is_older(place: Place, revision: str) -> bool:
    if revision > REVISION:
        raise fault("workspace.newer-schema", place, f"{revision}, where {REVISION} is its newest")
    return revision < REVISION


def _last_recording(connection: Connection, by: datetime | None = None) -> datetime:
    query = select(func.max(recordings.c.recorded_at))
    if by is not None:
        query = query.where(recordings.c.recorded_at <= by)
    return connection.execute(query).scalar() or _BEFORE_ALL


def _with_zone(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise MisuseError(
            "time.without-zone",
            where=moment.isoformat(),
            message="has no time zone, so it isn't known which moment is meant",
            hint="give the zone, such as datetime(..., tzinfo=UTC)",
        )
    return moment.astimezone(UTC)
