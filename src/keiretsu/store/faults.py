"""What can go wrong with a workspace, in one line each."""

from __future__ import annotations

import errno
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from keiretsu.errors import KeiretsuError, StoreError
from keiretsu.store.addresses import Place, shown
from keiretsu.store.messages import IN_FILE, ON_SERVER
from keiretsu.store.server_faults import of_server

_OF_SQLITE = {
    sqlite3.SQLITE_FULL: ("workspace.disk-full", ""),
    sqlite3.SQLITE_BUSY: ("workspace.busy", ""),
    sqlite3.SQLITE_LOCKED: ("workspace.busy", ""),
    sqlite3.SQLITE_READONLY: ("workspace.read-only", ""),
    sqlite3.SQLITE_PERM: ("workspace.read-only", ""),
    sqlite3.SQLITE_CANTOPEN: ("workspace.read-only", ""),
    sqlite3.SQLITE_CONSTRAINT: ("workspace.incomplete", ""),
    sqlite3.SQLITE_NOTADB: ("workspace.not-a-workspace", "another kind of file"),
    sqlite3.SQLITE_CORRUPT: ("workspace.corrupt", "the file is damaged"),
}

_OF_SYSTEM = {
    errno.EACCES: "workspace.read-only",
    errno.EPERM: "workspace.read-only",
    errno.EROFS: "workspace.read-only",
    errno.ENOSPC: "workspace.disk-full",
    errno.EDQUOT: "workspace.disk-full",
}

_ALMOST_NOTHING = 256 * 1024
"""Free bytes below which an input/output error is put down to a full disk."""

_SHOWN = 64
"""Letters of a text that a message repeats."""


def fault(code: str, place: Place, detail: str = "") -> StoreError:
    """Return the error of a code about a workspace.

    Examples
    --------
    >>> print(fault("workspace.missing", Path("ai.sqlite")))
    error workspace.missing: ai.sqlite: no workspace is there; make one with: keiretsu init ai.sqlite
    """
    messages = IN_FILE if isinstance(place, Path) else {**IN_FILE, **ON_SERVER}
    where = shown(place)
    message, hint = (part.format(address=where, detail=detail) for part in messages[code])
    return StoreError(code, where=where, message=message, hint=hint)


@contextmanager
def translated(place: Place) -> Iterator[None]:
    """Turn what the database raises, or its driver for a text that none takes, into a :class:`StoreError`."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise fault("workspace.unstorable-text", place, ascii(error.object[:_SHOWN])) from error
    except DBAPIError as error:
        raise _of_database(place, error.orig or error) from error
    except _driver_errors() as error:
        raise _of_database(place, error) from error


@contextmanager
def verified(place: Place) -> Iterator[None]:
    """Turn a stored record that isn't valid any more into a :class:`StoreError`."""
    try:
        yield
    except StoreError:
        raise
    except KeiretsuError as error:
        raise fault("workspace.corrupt", place, f"{error.problem.where} {error.problem.message}") from error
    except (ValueError, KeyError, ArithmeticError) as error:
        raise fault("workspace.corrupt", place, f"{error!r} in the place of a record") from error


def of_system(path: Path, error: OSError | ValueError) -> StoreError:
    """Return what the file system refuses while a workspace is made or looked for."""
    number = getattr(error, "errno", None)
    if number == errno.EEXIST and path.exists():
        return fault("workspace.exists", path)
    reason = getattr(error, "strerror", None) or str(error)
    return fault(_OF_SYSTEM.get(number or 0, "workspace.bad-path"), path, reason)


def _driver_errors() -> tuple[type[Exception], ...]:
    """Return what the drivers raise where they are used directly, as for bulk loads."""
    psycopg = sys.modules.get("psycopg")
    return (sqlite3.Error,) if psycopg is None else (sqlite3.Error, psycopg.Error)


def _of_database(place: Place, error: BaseException) -> StoreError:
    if not isinstance(place, Path):
        return fault(*_located(place, of_server(error)))
    number = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if number == sqlite3.SQLITE_CANTOPEN and not place.exists():
        return fault("workspace.missing", place)
    if number == sqlite3.SQLITE_IOERR and shutil.disk_usage(place.parent).free < _ALMOST_NOTHING:
        return fault("workspace.disk-full", place)
    return fault(*_located(place, _OF_SQLITE.get(number, ("workspace.failed", str(error)))))


def _located(place: Place, found: tuple[str, str]) -> tuple[str, Place, str]:
    code, detail = found
    return code, place, detail
