"""What can go wrong with a workspace, in one line each."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from keiretsu.errors import KeiretsuError, StoreError

_FAULTS = {
    "workspace.missing": ("no workspace is there", "make one with: keiretsu init {path}"),
    "workspace.bad-path": ("no file can be there: {detail}", "choose another path"),
    "workspace.exists": (
        "a file or folder of this name is there already, and is left as it is",
        "open it, or choose another name",
    ),
    "workspace.not-a-workspace": (
        "is {detail}, not a keiretsu workspace",
        "name a file that keiretsu init has made",
    ),
    "workspace.newer-schema": ("has a schema that this keiretsu doesn't know: {detail}", "upgrade keiretsu"),
    "workspace.unreadable": (
        "you have no right to read it",
        "ask its owner for the right to read and write it",
    ),
    "workspace.read-only": (
        "the file or its folder can't be written, and nothing was recorded",
        "give yourself the right to write there, or copy the workspace to a folder of yours",
    ),
    "workspace.disk-full": (
        "the disk has no room left, and nothing of this step was recorded",
        "free some room and run the step again",
    ),
    "workspace.busy": (
        "another process is writing to it, and nothing of this step was recorded",
        "run the step again when the other one has ended",
    ),
    "workspace.corrupt": (
        "what is stored is not what was recorded: {detail}",
        "restore the workspace from a copy, or make a new one from its documents",
    ),
    "workspace.incomplete": (
        "a record cites a document or claim that the workspace doesn't hold, and nothing was recorded",
        "record documents before their claims, and claims before their deals",
    ),
    "workspace.failed": (
        "the database gave up, and nothing of this step was recorded: {detail}",
        "check the disk and the file's rights, then run the step again",
    ),
}
"""Message and hint of each fault, by its code."""

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


def fault(code: str, path: Path, detail: str = "") -> StoreError:
    """Return the error of a code about a workspace.

    Examples
    --------
    >>> print(fault("workspace.missing", Path("ai.sqlite")))
    error workspace.missing: ai.sqlite: no workspace is there; make one with: keiretsu init ai.sqlite
    """
    message, hint = (part.format(path=path, detail=detail) for part in _FAULTS[code])
    return StoreError(code, where=str(path), message=message, hint=hint)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what the database raises into a :class:`StoreError`."""
    try:
        yield
    except DBAPIError as error:
        raise _of_database(path, error.orig or error) from error
    except sqlite3.Error as error:
        raise _of_database(path, error) from error


@contextmanager
def verified(path: Path) -> Iterator[None]:
    """Turn a stored record that isn't valid any more into a :class:`StoreError`."""
    try:
        yield
    except StoreError:
        raise
    except KeiretsuError as error:
        raise fault("workspace.corrupt", path, f"{error.problem.where} {error.problem.message}") from error
    except (ValueError, KeyError, ArithmeticError) as error:
        raise fault("workspace.corrupt", path, f"{error!r} in the place of a record") from error


def of_system(path: Path, error: OSError | ValueError) -> StoreError:
    """Return what the file system refuses while a workspace is made or looked for."""
    number = getattr(error, "errno", None)
    if number == errno.EEXIST and path.exists():
        return fault("workspace.exists", path)
    reason = getattr(error, "strerror", None) or str(error)
    return fault(_OF_SYSTEM.get(number or 0, "workspace.bad-path"), path, reason)


def _of_database(path: Path, error: BaseException) -> StoreError:
    number = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if number == sqlite3.SQLITE_IOERR and shutil.disk_usage(path.parent).free < _ALMOST_NOTHING:
        return fault("workspace.disk-full", path)
    code, detail = _OF_SQLITE.get(number, ("workspace.failed", str(error)))
    return fault(code, path, detail)
