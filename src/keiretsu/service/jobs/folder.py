"""The folder in which jobs are kept, so that they outlive the server."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from keiretsu.errors import NotFoundError
from keiretsu.service.jobs.record import Job

JOB, RESULT = "job.json", "result.json"


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
            raise _unknown(job_id)
        return self.place / job_id

    def jobs(self) -> Iterator[Job]:
        """Yield all jobs, those asked for last first; what is damaged is passed over."""
        files = self.place.glob(f"*/{JOB}")
        found = [job for file in files if (job := _loaded(file)) is not None]
        yield from sorted(found, key=lambda job: (job.created_at, job.id), reverse=True)

    def get(self, job_id: str) -> Job:
        """Return a job; raises :class:`NotFoundError` where there is none."""
        job = _loaded(self.of(job_id) / JOB)
        if job is None:
            raise _unknown(job_id)
        return job

    def keep(self, job: Job) -> None:
        """Write a job as it is now."""
        folder = self.place / job.id
        folder.mkdir(parents=True, exist_ok=True)
        _replace(folder / JOB, job.to_json())

    def keep_result(self, job_id: str, result: Mapping[str, Any]) -> None:
        """Write what came of a job."""
        _replace(self.place / job_id / RESULT, result)

    def result(self, job_id: str) -> dict[str, Any] | None:
        """Return what came of a job; ``None`` where nothing has yet."""
        file = self.of(job_id) / RESULT
        found: dict[str, Any] | None = (
            json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None
        )
        return found


def _loaded(file: Path) -> Job | None:
    try:
        return Job.load(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _replace(file: Path, content: Mapping[str, Any]) -> None:
    fresh = file.with_suffix(".new")
    with fresh.open("w", encoding="utf-8") as written:
        json.dump(content, written, ensure_ascii=False)
        written.flush()
        os.fsync(written.fileno())
    fresh.replace(file)


def _unknown(job_id: str) -> NotFoundError:
    return NotFoundError(
        "server.no-such-job",
        where=job_id[:64],
        message="there is no job of this id",
        hint="list the jobs for their ids",
    )
