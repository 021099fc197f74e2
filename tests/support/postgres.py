"""A PostgreSQL server of the tests' own: in a temporary folder, reached by a socket, gone afterwards.

Debian's programs are used as they come with the package ``postgresql``. As root they run as the user
``postgres``, because a server refuses to run as root.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    import psycopg

APT = "sudo apt-get install postgresql"
ADMIN = "keeper"
_TEMPLATE = "keiretsu_template"
_SETTINGS = "-c fsync=off -c full_page_writes=off -c jit=off"


def programs() -> Path | None:
    """Return the folder of initdb and pg_ctl, of the newest version that there is."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return versions[-1].parent if versions else None


class Server:
    """A running server; ``stop`` and ``start`` it at will, and ``close`` it in the end."""

    def __init__(self, bin_folder: Path, settings: str = _SETTINGS) -> None:
        self._bin = bin_folder
        self._settings = settings
        self._made = 0
        self.folder = Path(tempfile.mkdtemp(prefix="keiretsu-postgres-"))
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self._data = self.folder / "data"
        self._run("initdb", "-D", self._data, "-U", ADMIN, "-A", "trust", "-E", "UTF8", "--no-sync")
        # Whoever isn't the keeper needs a password.
        rules = f"local all {ADMIN} trust\nlocal all all scram-sha-256\n"
        (self._data / "pg_hba.conf").write_text(rules, encoding="utf-8")
        self.start()

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        settings = f"-c listen_addresses='' -k {self.folder} {self._settings}"
        log = self.folder / "log"
        self._run("pg_ctl", "-D", self._data, "-o", settings, "-l", log, "-w", "start")

    def stop(self) -> None:
        """Stop it at once, cutting every connection."""
        self._run("pg_ctl", "-D", self._data, "-m", "immediate", "-w", "stop")

    def close(self) -> None:
        """Stop it and take its folder away."""
        self.stop()
        shutil.rmtree(self.folder)

    def address(self, database: str, user: str = ADMIN, password: str | None = None) -> str:
        """Return the address of a database."""
        secret = "" if password is None else f":{quote(password, safe='')}"
        return f"postgresql://{user}{secret}@/{database}?host={self.folder}"

    def database(self, *, template: str = "template0", owner: str = ADMIN, more: str = "") -> str:
        """Make a database, and return its name."""
        self._made += 1
        name = f"deals_{self._made}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {owner} {more}")
        return name

    def workspace(self) -> str:
        """Make a database with an empty workspace, and return its address."""
        from keiretsu.store import Store

        if not self.ask("SELECT 1 FROM pg_database WHERE datname = %s", _TEMPLATE):
            self.run(f"CREATE DATABASE {_TEMPLATE} TEMPLATE template0")
            Store.create(self.address(_TEMPLATE))
        return self.address(self.database(template=_TEMPLATE))

    def drop(self, address: str) -> None:
        """Drop the database of an address."""
        name = urlsplit(address).path.lstrip("/")
        self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def run(self, statement: str, database: str = "postgres") -> None:
        """Run one statement as the keeper."""
        with self._connect(database, autocommit=True) as connection:
            connection.execute(statement)

    def ask(self, query: str, *parameters: object, database: str = "postgres") -> list[tuple]:
        """Return the rows of a query."""
        with self._connect(database) as connection:
            return connection.execute(query, parameters).fetchall()

    def _connect(self, database: str, **options: bool) -> psycopg.Connection[tuple]:
        import psycopg

        return psycopg.connect(self.address(database), **options)

    def _run(self, program: str, *arguments: object) -> None:
        as_server = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [str(word) for word in (*as_server, self._bin / program, *arguments)]
        # Not a pipe: the server outlives pg_ctl and would hold it open.
        with (self.folder / "output").open("w+b") as output:
            done = subprocess.run(command, cwd="/", stdout=output, stderr=output, check=False, timeout=120)
            output.seek(0)
            if done.returncode:
                raise RuntimeError(f"{program} failed: {output.read().decode()[-2000:]}")
