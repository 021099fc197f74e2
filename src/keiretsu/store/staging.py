"""Files that get their name only once they are whole."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from keiretsu.store.faults import fault, of_system


@contextmanager
def staged(path: Path) -> Iterator[Path]:
    """Give a place beside a path to write to; what was written there gets the path at the end.

    Nothing ever takes the place of a file. Whatever ends the block before, be it an error, a full
    disk or the end of the process, leaves no file of that name; a process that was killed leaves a
    folder ``.keiretsu-...`` beside it, which can be removed.

    Raises
    ------
    StoreError
        ``workspace.exists``, ``workspace.bad-path``, ``workspace.read-only`` or
        ``workspace.disk-full``.
    """
    with _explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            raise fault("workspace.exists", path)
        beside = TemporaryDirectory(prefix=".keiretsu-", dir=path.parent)
    with beside as folder:
        part = Path(folder, path.name)
        with _explained(path):  # of a name that no file can have, or a disk without room for one
            part.touch()
            part.unlink()
        yield part
        with _explained(path):
            _flush(part)
            _name(part, path)
            _flush(path.parent)


def _name(part: Path, path: Path) -> None:
    """Give a file its name, unless another one has taken it meanwhile."""
    try:
        path.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if path.exists():
            raise fault("workspace.exists", path) from None
        part.rename(path)


def _flush(path: Path) -> None:
    """Have the disk take in a file or a folder, so that a power cut finds it there."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        raise of_system(path, error) from error
