"""The databases that are under test: states to begin from, and what a workspace holds."""

from __future__ import annotations

import hashlib
import shutil
import time
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from sqlalchemy import Table, select

from keiretsu.store import Store
from keiretsu.store.columns import Utc
from keiretsu.store.schema import metadata


class Place(Protocol):
    """A database in which workspaces are made, kept as a beginning, and dropped."""

    def empty(self) -> str:
        """Return an address for a new workspace."""

    def keep(self, address: str) -> str:
        """Keep a workspace as it is, to begin from any number of times."""

    def again(self, kept: str) -> str:
        """Return the address of a new workspace that is as a kept one was."""

    def settle(self, address: str) -> None:
        """Wait until nobody is connected."""

    def drop(self, address: str) -> None:
        """Take a workspace away."""

    def close(self) -> None:
        """Take everything away."""


class Files:
    """SQLite files in a folder; what a killed process leaves beside them stays there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0

    def empty(self) -> str:
        self._made += 1
        return str(self._folder / f"deals-{self._made}.sqlite")

    def keep(self, address: str) -> str:
        return self.again(address)

    def again(self, kept: str) -> str:
        return str(shutil.copyfile(kept, self.empty()))

    def settle(self, address: str) -> None:
        """Nothing is left to wait for: a file's transaction ends with its process."""

    def drop(self, address: str) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(address + suffix).unlink(missing_ok=True)

    def close(self) -> None:
        """The folder is the caller's."""


class Databases:
    """Databases of a PostgreSQL server of their own, which can be stopped at once and started."""

    def __init__(self) -> None:
        import postgres

        programs = postgres.programs()
        if programs is None:
            raise SystemExit(f"no PostgreSQL server is installed; type: {postgres.APT}")
        self.server = postgres.Server(programs)
        # Its other settings are for speed; but what it acknowledges has to outlive it.
        self.server.run(f"ALTER ROLE {postgres.ADMIN} SET synchronous_commit = on")

    def empty(self) -> str:
        return self.server.address(self.server.database())

    def keep(self, address: str) -> str:
        return self.again(address)

    def again(self, kept: str) -> str:
        made = self.server.address(self.server.database(template=_name(kept)))
        # Numbers that a copy of a used sequence gives out are logged only from the next checkpoint on:
        # without one, a server that is stopped at once would give them out again.
        self.server.run("CHECKPOINT")
        return made

    def settle(self, address: str) -> None:
        others = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
        until = time.monotonic() + 60
        while self.server.ask(others, _name(address))[0][0]:
            if time.monotonic() > until:
                raise RuntimeError("the server has not noticed within a minute that a client is dead")
            time.sleep(0.005)

    def drop(self, address: str) -> None:
        self.server.drop(address)

    def close(self) -> None:
        self.server.close()


def _name(address: str) -> str:
    return urlsplit(address).path.lstrip("/")


def state(store: Store) -> str:
    """Return a hash of all rows, whatever their numbers and times are."""
    found = hashlib.sha256()
    with store.snapshot() as connection:
        for table in metadata.sorted_tables:
            rows = sorted(map(str, connection.execute(_content(table))))
            found.update("\n".join((table.name, *rows)).encode())
    return found.hexdigest()


def _content(table: Table) -> object:
    """Select all columns but the numbers of lives; of a time, only whether there is one."""
    return select(
        *(
            column.is_(None) if isinstance(column.type, Utc) else column
            for column in table.columns
            if column.name != "life"
        )
    )
