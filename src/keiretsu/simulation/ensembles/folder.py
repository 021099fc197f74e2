"""The folder that the runs of an ensemble are written to as they come, and read from."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from keiretsu.errors import KeiretsuError, MissingExtraError, Problem, Severity
from keiretsu.measures.arrays import Floats, Indices
from keiretsu.simulation.ensembles.manifest import Manifest, refused

PART = re.compile(r"\d{10}-\d{10}\.(?P<digest>[0-9a-f]{16})\.parquet")
UNFINISHED = ".unfinished"


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Some runs: their places in the ensemble, run numbers, parameters and outcomes."""

    runs: Indices
    numbers: Indices
    values: Floats
    figures: Floats


class Folder:
    """A manifest, and beside it in ``runs`` a Parquet file for each batch.

    Each file's name ends with the hash of what it holds, so that a damaged one is known. One is written
    under another name and renamed, so that a crash leaves none half-written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.manifest = path / "ensemble.json"
        self.runs = path / "runs"

    def claim(self, manifest: Manifest) -> None:
        """Begin an ensemble here, or go on with the one that was begun."""
        is_begun = self.manifest.exists()
        if is_begun:
            Manifest.read(self.manifest).check(manifest, self.path)
        elif self.runs.exists():
            raise refused(self.runs, f"has no {self.manifest.name} beside it that says whose runs these are")
        with _explained(self.path):
            if not is_begun:
                self.path.mkdir(parents=True, exist_ok=True)
                _write(self.manifest, manifest.text().encode())
            self.runs.mkdir(exist_ok=True)
            for unfinished in self.runs.glob(f"*{UNFINISHED}"):
                unfinished.unlink()

    def write(self, manifest: Manifest, part: Part) -> None:
        """Write the runs of a batch."""
        content = _parquet(manifest, part)
        digest = hashlib.sha256(content).hexdigest()[:16]
        with _explained(self.path):
            _write(self.runs / f"{part.runs[0]:010}-{part.runs[-1]:010}.{digest}.parquet", content)

    def read(self, manifest: Manifest) -> Iterator[Part | Path]:
        """Yield what was written, part by part; in place of a damaged one, its path."""
        for path in sorted(self.runs.iterdir()) if self.runs.is_dir() else []:
            if named := PART.fullmatch(path.name):
                content = path.read_bytes()
                is_whole = hashlib.sha256(content).hexdigest().startswith(named["digest"])
                yield _part(manifest, content) if is_whole else path


def damaged(path: Path, hint: str) -> Problem:
    """Return what is told of a damaged part."""
    message = "isn't what was written, so that its runs don't count"
    return Problem("simulation.damaged-part", Severity.WARNING, str(path), message, hint)


def _parquet(manifest: Manifest, part: Part) -> bytes:
    arrow, file = _arrow(), BytesIO()
    columns: dict[str, Indices | Floats] = {"run": part.runs, "number": part.numbers}
    columns |= {each.name: part.values[:, place] for place, each in enumerate(manifest.ranges)}
    columns |= {each.title: part.figures[:, place] for place, each in enumerate(manifest.outcomes)}
    arrow.parquet.write_table(arrow.table(columns), file)
    return file.getvalue()


def _part(manifest: Manifest, content: bytes) -> Part:
    table = _arrow().parquet.read_table(BytesIO(content))

    def matrix(names: list[str]) -> Floats:
        columns = [table[name].to_numpy() for name in names]
        return np.array(columns).reshape(len(names), table.num_rows).T

    values = matrix([each.name for each in manifest.ranges])
    figures = matrix([each.title for each in manifest.outcomes])
    return Part(table["run"].to_numpy(), table["number"].to_numpy(), values, figures)


def _arrow() -> Any:  # noqa: ANN401 - it brings no types
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise MissingExtraError(
            "simulation.needs-parquet",
            where="ensembles",
            message="pyarrow isn't installed",
            hint='install it with: pip install "keiretsu[parquet]"',
        ) from error
    return pyarrow


def _write(path: Path, content: bytes) -> None:
    unfinished = path.with_name(path.name + UNFINISHED)
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise KeiretsuError(
            "simulation.not-writable",
            where=str(error.filename or folder),
            message=f"can't be written ({error.strerror or error}); the runs that were written before stay",
            hint="make room or name another folder",
        ) from error
