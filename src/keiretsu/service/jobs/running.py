"""Jobs at work: each in a process of its own, a few at a time."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.context import SpawnProcess
from pathlib import Path
from threading import Lock
from typing import Any

from keiretsu.errors import Problem, Severity
from keiretsu.service.jobs.child import Finished, Progress, run, told
from keiretsu.service.jobs.folder import JobFolder
from keiretsu.service.jobs.record import Job, JobState

AT_ONCE = 2
GRACE_SECONDS = 5.0


class Jobs:
    """Starts, watches and stops jobs.

    A job's process can be ended at any time without harm: what it writes to the workspace is written
    whole or not at all. Jobs that a server's end cut short are marked as interrupted by the next one.

    Parameters
    ----------
    place
        The folder in which jobs are kept.
    workspace
        The address of the workspace that they work on.
    """

    def __init__(self, place: Path, workspace: str) -> None:
        self.folder, self._workspace = JobFolder(place), workspace
        self._running: dict[str, SpawnProcess] = {}
        self._jobs: dict[str, Job] = {}
        self._lock = Lock()
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="job")
        for job in list(self.folder.jobs()):
            if not job.state.is_over:
                self.folder.keep(job.now(state=JobState.INTERRUPTED, ended_at=datetime.now(UTC)))

    def submit(
        self,
        kind: str,
        request: Mapping[str, Any],
        *,
        title: str,
        by: str,
        files: Mapping[str, bytes] | None = None,
    ) -> Job:
        """Put a job in the queue, with files that it works on."""
        job = Job(secrets.token_hex(8), kind, title, by, dict(request))
        self.folder.keep(job)
        below = self.folder.of(job.id) / "files"
        for name, content in (files or {}).items():
            below.mkdir(exist_ok=True)
            (below / name).write_bytes(content)
        with self._lock:
            self._jobs[job.id] = job
        self._threads.submit(self._work, job.id)
        return job

    def get(self, job_id: str) -> Job:
        """Return a job as it is now; raises :class:`NotFoundError` where there is none."""
        with self._lock:
            job = self._jobs.get(job_id)
        return job or self.folder.get(job_id)

    def all(self) -> tuple[Job, ...]:
        """Return all jobs, those asked for last first."""
        return tuple(self._jobs.get(job.id, job) for job in self.folder.jobs())

    def result(self, job_id: str) -> dict[str, Any] | None:
        """Return what came of a job; ``None`` where nothing has yet."""
        return self.folder.result(job_id)

    def cancel(self, job_id: str) -> Job:
        """Stop a job, wherever it is; one that is over stays as it is."""
        with self._lock:
            job = self._jobs.get(job_id)
            if job is not None and not job.state.is_over:
                self._jobs[job_id] = job.now(state=JobState.CANCELLED, ended_at=datetime.now(UTC))
                self.folder.keep(self._jobs[job_id])
            process = self._running.get(job_id)
        if process is not None:
            _end(process)
        return self.get(job_id)

    def close(self) -> None:
        """End all processes; their jobs are marked as interrupted."""
        for job in self.all():
            if not job.state.is_over:
                self.cancel(job.id)
                self._set(job.id, state=JobState.INTERRUPTED)
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _work(self, job_id: str) -> None:
        """Do one job, from the queue to its end."""
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        with self._lock:
            job = self._jobs[job_id]
            if job.state.is_over:
                return
            place = str(self.folder.of(job_id))
            arguments = (theirs, job.kind, job.request, self._workspace, place, job.by)
            process = context.Process(target=run, args=arguments, daemon=False)
            process.start()
            self._running[job_id] = process
        theirs.close()
        self._set(job_id, state=JobState.RUNNING, started_at=datetime.now(UTC))
        try:
            while isinstance(said := ours.recv(), Progress):
                self._set(job_id, persist=False, done=said.done, total=said.total, stage=said.stage)
        except (EOFError, ConnectionError):
            process.join(GRACE_SECONDS)
            said = Finished(None, told(_ended(job.title, process.exitcode)))
        self._finish(job_id, said)
        process.join(GRACE_SECONDS)
        with self._lock:
            self._running.pop(job_id, None)

    def _finish(self, job_id: str, said: Finished) -> None:
        ended = datetime.now(UTC)
        if said.result is None:
            (self.folder.of(job_id) / "log.txt").write_text(said.trace, encoding="utf-8")
            self._set(job_id, state=JobState.FAILED, problem=said.problem, ended_at=ended)
        else:
            self.folder.keep_result(job_id, said.result)
            self._set(job_id, state=JobState.DONE, ended_at=ended)

    def _set(self, job_id: str, *, persist: bool = True, **changes: Any) -> None:  # noqa: ANN401 - fields
        """Change a job, unless somebody stopped it meanwhile."""
        with self._lock:
            job = self._jobs[job_id]
            if job.state is JobState.CANCELLED and changes.get("state") is not JobState.INTERRUPTED:
                return
            self._jobs[job_id] = job.now(**changes)
            if persist:
                self.folder.keep(self._jobs[job_id])


def _end(process: SpawnProcess) -> None:
    """End a process: kindly, then for good."""
    process.terminate()
    process.join(GRACE_SECONDS)
    if process.is_alive():
        process.kill()


def _ended(title: str, code: int | None) -> Problem:
    how = f"by signal {-code}" if code is not None and code < 0 else f"with status {code}"
    hint = "start it again; where it ends again, with less to do, as it may have run out of memory"
    return Problem("server.job-lost", Severity.ERROR, title, f"its process was ended {how}", hint)
