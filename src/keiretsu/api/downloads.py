"""Files for other programs, made for one request and removed after it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

EPOCH = (1980, 1, 1, 0, 0, 0)


def download(name: str, kind: str, write: Callable[[Path], Sequence[Path]]) -> FileResponse:
    """Return what is written to a place as a file to be kept; a folder is sent as a zip archive.

    Parameters
    ----------
    name
        What the file is called.
    kind
        Its media type.
    write
        Writes a file, or files below a folder, to the place that it is given, and returns them.
    """
    folder = Path(tempfile.mkdtemp(prefix="keiretsu-"))
    try:
        place = folder / "made"
        written = write(place)
        sent = place if place.is_file() else _zipped(folder / name, written)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    removal = BackgroundTask(shutil.rmtree, folder, ignore_errors=True)
    return FileResponse(sent, media_type=kind, filename=name, background=removal)


def _zipped(place: Path, files: Sequence[Path]) -> Path:
    """Return an archive of files by their names; the same files give the same bytes."""
    with ZipFile(place, "w") as archive:
        for file in sorted(files, key=lambda file: file.name):
            entry = ZipInfo(file.name, EPOCH)
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, file.read_bytes())
    return place
