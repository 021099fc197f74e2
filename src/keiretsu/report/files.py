"""Write files whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from keiretsu.errors import KeiretsuError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def write_file(path: Path, content: bytes) -> None:
    """Write one file; see :func:`write_files`."""
    write_files(path.parent, {path.name: content})


def write_files(folder: Path, contents: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write files into a folder, which is made where it is missing.

    Each is written under another name beside its place first, and all of them before the first
    takes its place, so that a full disk leaves what stood there before.

    Returns
    -------
    tuple of Path
        The files, in the order given.

    Raises
    ------
    KeiretsuError
        ``report.disk-full`` or ``report.not-writable``.
    """
    staged: list[tuple[Path, Path]] = []
    with _explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        _refuse_folders(folder / name for name in contents)
        try:
            for name, content in contents.items():
                staged.append((_stage(folder, content), folder / name))
            for temporary, place in staged:
                temporary.replace(place)
        finally:
            for temporary, _ in staged:
                with suppress(OSError):
                    temporary.unlink(missing_ok=True)
    return tuple(place for _, place in staged)


def _refuse_folders(places: Iterable[Path]) -> None:
    """No file takes the place of a folder: told before the first file takes its own."""
    for place in places:
        if place.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(place))


def _stage(folder: Path, content: bytes) -> Path:
    temporary = folder / f".keiretsu-{token_hex(8)}"
    opened = temporary.open("xb")  # with the rights of any new file; mkstemp would close it to everyone else
    try:
        with opened as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where = str(error.filename2 or error.filename or folder)
        if error.errno in _FULL:
            raise KeiretsuError(
                "report.disk-full",
                where=where,
                message="there is no room for it on the disk; nothing was written",
                hint="free some space, or write to another disk",
            ) from error
        raise KeiretsuError(
            "report.not-writable",
            where=where,
            message=f"can't be written ({error.strerror or error})",
            hint="choose a place that you may write to",
        ) from error
