"""Write files whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

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


def _stage(folder: Path, content: bytes) -> Path:
    handle, name = tempfile.mkstemp(dir=folder, prefix=".keiretsu-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o666 & ~_umask())  # mkstemp's own files are closed to everyone else
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


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
