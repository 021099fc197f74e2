"""Bytes taken in from files and from standard input, as far as that is possible and sensible."""

from __future__ import annotations

import errno
import stat
import sys
from pathlib import Path
from typing import BinaryIO

from keiretsu.documents.converted import Reader, refusal
from keiretsu.documents.formats import reader_for
from keiretsu.errors import DocumentError

MAX_BYTES = 50_000_000
"""The largest file that is read; what is larger is rarely one document."""

_PERMISSION = "give yourself permission to read it, or leave it out"


def file_bytes(path: Path, where: str) -> tuple[bytes, Reader]:
    """Return a file's bytes and the reader for them.

    Raises
    ------
    DocumentError
        For a file that is missing, unreadable, too large or of an unknown format.
    """
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            # A pipe or device could block for ever.
            raise _unreadable(where, "isn't a regular file", "copy what it holds to a file")
        reader = reader_for(path, where)
        _check_size(state.st_size, where)
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise _unopened(error, path, where) from error
    _check_size(len(data), where)  # it may have grown meanwhile
    return data, reader


def standard_input(stream: BinaryIO | None, where: str) -> bytes:
    """Return all that standard input holds.

    Raises
    ------
    DocumentError
        If it can't be read, or holds too much.
    """
    try:
        data = (stream or sys.stdin.buffer).read(MAX_BYTES + 1)
    except OSError as error:
        message = f"can't be read ({error.strerror})"
        raise _unreadable(where, message, "pipe a text into it") from error
    _check_size(len(data), where)
    return data


def _check_size(size: int, where: str) -> None:
    if size > MAX_BYTES:
        limit = f"the limit of {MAX_BYTES // 1_000_000} MB"
        raise refusal("document.too-large", where, f"is larger than {limit}", "split it into its documents")


def _unopened(error: OSError | ValueError, path: Path, where: str) -> DocumentError:
    """Say why a file couldn't be opened."""
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        if path.is_symlink():
            return _missing(where, "is a link to a file that isn't there", "mend or remove the link")
        return _missing(where, "there is no such file", "check the spelling and the current folder")
    if isinstance(error, ValueError):
        return _missing(where, "is no possible file name", "check the spelling")
    if error.errno == errno.ELOOP:
        return _unreadable(where, "is a link that leads back to itself", "mend or remove the link")
    hint = _PERMISSION if isinstance(error, PermissionError) else "check the disk and the file's name"
    return _unreadable(where, f"can't be opened ({error.strerror})", hint)


def _missing(where: str, message: str, hint: str) -> DocumentError:
    return refusal("document.missing", where, message, hint)


def _unreadable(where: str, message: str, hint: str) -> DocumentError:
    return refusal("document.unreadable", where, message, hint)
