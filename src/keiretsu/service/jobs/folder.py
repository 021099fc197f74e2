"""The folder in which jobs are kept, so that they outlive the server."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from keiretsu.errors import ConflictError, NotFoundError, StoreError
from keiretsu.service.jobs.record import Job

JOB, RESULT, FILES, LOG = "job.json", "result.json", "files", "log.txt"


class JobFolder:
    """Jobs on disk, one folder each; a file is replaced whole, or not at all."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def of(self, job_id: str) -> Path:
        """Return a job's own folder.

        Raises
        ------
        NotFoundError
            Where there is no such job; an id is a name and never a path.
        """
        if not job_id.isalnum() or not (self.place / job_id / JOB).is_file():
            raise no_such_job(job_id)
        return self.place / job_id

    def jobs(self) -> Iterator[Job]:
        """Yield all jobs in no order; what is damaged is passed over."""
        for file in self.place.glob(f"*/{JOB}"):
            job = _loaded(file)
            if job is not None:
                yield job

    def make(self, job: Job, files: Mapping[str, bytes]) -> None:
        """Write a new job with the files that were sent along, or nothing of it.

        Raises
        ------
        StoreError
            ``server.not-kept`` where the disk is full or can't be written to.
        """
        folder = self.place / job.id
        try:
            with _told(job.title):
                folder.mkdir(mode=0o700, parents=True)
                if files:
                    (folder / FILES).mkdir()
                for name, content in files.items():
                    _write(folder / FILES / name, content)
            self.keep(job)
        except BaseException:
            self.remove(job.id)
            raise

    def keep(self, job: Job) -> None:
        """Write a job as it is now; raises :class:`StoreError` like :meth:`make`."""
        with _told(job.title):
            _replace(self.place / job.id / JOB, job.to_json())

    def keep_result(self, job: Job, result: Mapping[str, Any]) -> None:
        """Write what came of a job; raises :class:`StoreError` like :meth:`make`."""
        with _told(job.title):
            _replace(self.place / job.id / RESULT, result)

    def result(self, job_id: str) -> dict[str, Any] | None:
        """Return what came of a job; ``None`` where the disk doesn't give it now.

        Raises
        ------
        ValueError
            Where it is gone, or damaged.
        """
        try:
            found = json.loads((self.of(job_id) / RESULT).read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise ValueError("it is gone") from error
        except OSError:
            return None
        if not isinstance(found, dict):
            raise ValueError("it is no result")
        return found

    def has_files(self, job_id: str) -> bool:
        """Tell whether files that were sent along with a job are kept."""
        return (self.place / job_id / FILES).is_dir()

    def remove_files(self, job_id: str) -> None:
        """Remove the files that were sent along with a job."""
        shutil.rmtree(self.place / job_id / FILES, ignore_errors=True)

    def remove(self, job_id: str) -> None:
        """Remove a job and all that is kept of it."""
        shutil.rmtree(self.place / job_id, ignore_errors=True)


def hold(place: Path) -> FileLock:
    """Keep a folder of jobs for this server alone, until it ends or lets go; for both see :class:`Jobs`."""
    lock = FileLock(place.with_suffix(".lock"), timeout=0, thread_local=False)
    with _told("the server's folder"):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            lock.acquire()
        except Timeout as error:
            raise ConflictError(
                "server.state-in-use",
                where="the server's folder",
                message="another server that runs keeps its jobs there",
                hint="end that one, or give this one a folder of its own by --state",
            ) from error
    return lock


def no_such_job(job_id: str) -> NotFoundError:
    """Return the error of an id that no job has."""
    return NotFoundError(
        "server.no-such-job",
        where=job_id[:64],
        message="there is no job of this id",
        hint="list the jobs for their ids",
    )


def _loaded(file: Path) -> Job | None:
    try:
        job = Job.load(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None
    return job if job.id == file.parent.name else None


def _replace(file: Path, content: Mapping[str, Any]) -> None:
    fresh = file.with_suffix(".new")
    _write(fresh, json.dumps(content, ensure_ascii=False).encode("utf-8"))
    fresh.replace(file)


def _write(file: Path, content: bytes) -> None:
    with file.open("wb") as written:
        written.write(content)
        written.flush()
        os.fsync(written.fileno())


@contextmanager
def _told(title: str) -> Iterator[None]:
    """Say what the disk refuses, without saying where on the server that is."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            "server.not-kept",
            where=title,
            message=f"it can't be written to the server's disk ({error.strerror or 'unknown reason'})",
            hint="make room on the disk of the server's state folder, then try again",
        ) from error
