"""Jobs at work: each in a process of its own, a few at a time."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock, Thread
from typing import Any

from keiretsu.errors import (
    BusyError,
    ConflictError,
    KeiretsuError,
    Problem,
    Severity,
    StoreError,
)
from keiretsu.service.jobs.folder import JobFolder, hold, no_such_job
from keiretsu.service.jobs.kinds import KINDS, WRITING
from keiretsu.service.jobs.process import JobProcess
from keiretsu.service.jobs.record import Job, JobState, problem_fields

AT_ONCE = 2
MOST_WAITING, MOST_OF_ONE = 20, 10
KEPT = 200

_log = logging.getLogger(__name__)


class Jobs:
    """Starts, watches and stops jobs; several threads may use it.

    A job's process can be ended at any time without harm: what it writes to the workspace is written
    whole or not at all. Jobs that a server's end cut short are marked as interrupted by the next one,
    and can be started again. The last jobs are kept; older ones are removed with their results.

    Parameters
    ----------
    place
        The folder in which jobs are kept.
    workspace
        The address of the workspace that they work on.
    kinds
        What can be done, each kind with the module and name of the function that does it.

    Raises
    ------
    ConflictError
        ``server.state-in-use`` where another server keeps its jobs in the folder: each would take the
        other's for cut short.
    StoreError
        ``server.not-kept`` where the folder can't be written to.
    """

    def __init__(self, place: Path, workspace: str, kinds: Mapping[str, str] = KINDS) -> None:
        self._hold = hold(place)
        self.folder, self._workspace, self._kinds = JobFolder(place), workspace, kinds
        self._lock = RLock()
        self._jobs = {job.id: job for job in self.folder.jobs()}
        self._waiting: list[str] = []
        self._working: dict[str, JobProcess | None] = {}
        self._is_closed = False
        for job in self.all():
            self._change(job.id, state=JobState.INTERRUPTED, ended_at=datetime.now(UTC))

    def submit(
        self,
        kind: str,
        request: Mapping[str, Any],
        *,
        title: str,
        by: str,
        files: Mapping[str, bytes] | None = None,
    ) -> Job:
        """Put a job in the queue, with files that it works on.

        Raises
        ------
        BusyError
            ``server.too-many-jobs`` where too many wait already.
        StoreError
            ``server.not-kept`` where the server's disk is full; ``server.closing`` where it ends.
        """
        job = Job(secrets.token_hex(8), kind, title, by, dict(request))
        self._check_room(title, by)
        self.folder.make(job, files or {})
        try:
            self._queue(job)
        except KeiretsuError:  # others came first while the files were written
            self.folder.remove(job.id)
            raise
        self._start_waiting()
        self._remove_old()
        return self.get(job.id)

    def start_again(self, job_id: str) -> Job:
        """Put a job that came to nothing in the queue once more, as it was asked for.

        Raises
        ------
        NotFoundError
            Where there is no such job.
        ConflictError
            ``server.job-not-over`` where it is at work, done, or its files are gone.
        MisuseError, StoreError
            Like :meth:`submit`.
        """
        with self._lock:
            job = self.get(job_id)
            if not job.can_start_again or job_id in self._working:
                raise _not_over(job)
            self._check_room(job.title, job.by)
            fresh = Job(job.id, job.kind, job.title, job.by, job.request, created_at=job.created_at)
            self.folder.keep(fresh)
            self._queue(fresh)
        self._start_waiting()
        return self.get(job_id)

    def get(self, job_id: str) -> Job:
        """Return a job as it is now; raises :class:`NotFoundError` where there is none."""
        with self._lock:
            job = self._jobs.get(job_id)
        if job is None:
            raise no_such_job(job_id)
        return job

    def all(self) -> tuple[Job, ...]:
        """Return all jobs, those asked for last first."""
        with self._lock:
            jobs = list(self._jobs.values())
        return tuple(sorted(jobs, key=lambda job: (job.created_at, job.id), reverse=True))

    def at_work(self) -> int:
        """Return how many jobs wait or are worked on."""
        return sum(not job.state.is_over for job in self.all())

    def last_done(self, kind: str) -> datetime | None:
        """Return when the last job of a kind was done that is kept; ``None`` where none was."""
        ended = (job.ended_at for job in self.all() if job.kind == kind and job.state is JobState.DONE)
        return max(filter(None, ended), default=None)

    def result(self, job_id: str) -> dict[str, Any] | None:
        """Return what came of a job; ``None`` unless it is done and that can be read: see :meth:`lose`."""
        if self.get(job_id).state is not JobState.DONE:
            return None
        try:
            return self.folder.result(job_id)
        except ValueError:
            self.lose(job_id)
            return None

    def lose(self, job_id: str) -> None:
        """Mark a job as failed that was done, but of which what came can't be read any more."""
        with self._lock:
            job = self.get(job_id)
            if job.state is JobState.DONE:
                problem = problem_fields(_result_lost(job.title))
                self._jobs[job_id] = job = job.now(state=JobState.FAILED, problem=problem)
                self._keep(job)

    def cancel(self, job_id: str) -> Job:
        """Stop a job, wherever it is; one that is over stays as it is."""
        with self._lock:
            self.get(job_id)
            self._change(job_id, state=JobState.CANCELLED, ended_at=datetime.now(UTC))
            process = self._working.get(job_id)
            is_working = job_id in self._working
        if process is not None and self.get(job_id).state is JobState.CANCELLED:
            process.end()
        if not is_working:
            self._forget_files(job_id)
        return self.get(job_id)

    def close(self) -> None:
        """End all processes; their jobs, and those that wait, are marked as interrupted."""
        with self._lock:
            self._is_closed = True
            for job in self.all():
                self._change(job.id, state=JobState.INTERRUPTED, ended_at=datetime.now(UTC))
            processes = [process for process in self._working.values() if process is not None]
        for process in processes:
            process.terminate()
        for process in processes:
            process.end()
        self._hold.release()

    def _check_room(self, title: str, by: str) -> None:
        with self._lock:
            if self._is_closed:
                raise _closing(title)
            own = sum(self._jobs[job_id].by == by for job_id in self._waiting)
            if len(self._waiting) >= MOST_WAITING or own >= MOST_OF_ONE:  # nobody fills the queue alone
                raise _too_many(title, f"{own} of yours and {len(self._waiting) - own} of others wait")

    def _queue(self, job: Job) -> None:
        with self._lock:
            self._check_room(job.title, job.by)
            self._jobs[job.id] = job
            self._waiting.append(job.id)

    def _start_waiting(self) -> None:
        """Start as many of those that wait as may work now."""
        with self._lock:
            while len(self._working) < AT_ONCE and (job_id := self._next()) is not None:
                self._change(job_id, state=JobState.RUNNING, started_at=datetime.now(UTC))
                self._working[job_id] = None
                Thread(target=self._work, args=(job_id,), name=f"job {job_id}", daemon=True).start()

    def _next(self) -> str | None:
        """Take the next job from the queue: the first that may work beside those at work."""
        is_writing = any(self._jobs[job_id].kind in WRITING for job_id in self._working)
        for job_id in self._waiting:
            if not (is_writing and self._jobs[job_id].kind in WRITING):
                self._waiting.remove(job_id)
                return job_id
        return None

    def _work(self, job_id: str) -> None:
        """Do one job, from its start to its end."""
        try:
            process = JobProcess(self._order(job_id))
        except OSError as error:
            self._finish(job_id, {"problem": problem_fields(_not_started(self.get(job_id).title, error))})
        else:
            with self._lock:
                self._working[job_id] = process
                is_over = self.get(job_id).state.is_over
            if is_over:  # somebody stopped it while it started
                process.terminate()
            self._follow(job_id, process)
        finally:
            with self._lock:
                del self._working[job_id]
            self._start_waiting()

    def _order(self, job_id: str) -> dict[str, Any]:
        job = self.get(job_id)
        folder = str((self.folder.place / job_id).absolute())
        return {
            "kind": job.kind,
            "work": self._kinds[job.kind],
            "request": job.request,
            "workspace": self._workspace,
            "folder": folder,
            "by": job.by,
        }

    def _follow(self, job_id: str, process: JobProcess) -> None:
        """Note what a process says until it ends."""
        last: dict[str, Any] = {}
        for said in process.said():
            if "stage" in said:
                progress = {name: said[name] for name in ("done", "total", "stage")}
                self._change(job_id, persist=False, **progress)
            else:
                last = said
        status = process.finish()
        self._finish(job_id, last or {"problem": problem_fields(_lost(self.get(job_id).title, status))})

    def _finish(self, job_id: str, last: Mapping[str, Any]) -> None:
        ended, job = datetime.now(UTC), self.get(job_id)
        problem = last.get("problem")
        if problem is None and not job.state.is_over:
            try:
                self.folder.keep_result(job, last["result"])
            except StoreError as error:
                problem = problem_fields(error.problem)
        if problem is not None:
            self._change(job_id, state=JobState.FAILED, problem=problem, ended_at=ended)
        else:
            self._change(job_id, state=JobState.DONE, ended_at=ended)
        self._forget_files(job_id)

    def _forget_files(self, job_id: str) -> None:
        """Remove the files of a job that won't be started again, as it was done or called off."""
        if self.get(job_id).state in (JobState.DONE, JobState.CANCELLED):
            self.folder.remove_files(job_id)

    def _change(self, job_id: str, *, persist: bool = True, **changes: Any) -> None:  # noqa: ANN401 - fields
        """Change a job that isn't over: the first who ends it decides how it ended."""
        with self._lock:
            job = self._jobs[job_id]
            if job.state.is_over:
                return
            if changes.get("state") in (JobState.DONE, JobState.CANCELLED):
                changes["files_gone"] = self.folder.has_files(job_id)
            self._jobs[job_id] = job = job.now(**changes)
            if job.state.is_over and job_id in self._waiting:
                self._waiting.remove(job_id)
            if persist:
                self._keep(job)

    def _keep(self, job: Job) -> None:
        try:
            self.folder.keep(job)
        except StoreError as error:  # it goes on, and the next change is written again
            _log.warning("%s", error.problem.line())

    def _remove_old(self) -> None:
        """Remove the oldest jobs that are over, so that the newest are kept."""
        with self._lock:
            old = [job.id for job in self.all()[KEPT:] if job.state.is_over and job.id not in self._working]
            for job_id in old:
                del self._jobs[job_id]
        for job_id in old:
            self.folder.remove(job_id)


def _too_many(title: str, waiting: str) -> BusyError:
    return BusyError(
        "server.too-many-jobs",
        where=title,
        message=f"{waiting} already, and {MOST_OF_ONE} of one, {MOST_WAITING} in all, are the most",
        hint="try again when some are done, or cancel one",
    )


def _closing(title: str) -> StoreError:
    return StoreError(
        "server.closing", where=title, message="the server is about to end", hint="try again when it is back"
    )


def _not_over(job: Job) -> ConflictError:
    why = "the files that were sent along are gone" if job.files_gone else f"it is {job.state}"
    hint = "add the files again" if job.files_gone else "wait until it is over, or ask for it anew"
    return ConflictError(
        "server.job-not-over", where=job.title, message=f"can't be started again: {why}", hint=hint
    )


def _not_started(title: str, error: OSError) -> Problem:
    message = f"no process can be started for it ({error.strerror or type(error).__name__})"
    return Problem("server.job-lost", Severity.ERROR, title, message, "start it again when less is at work")


def _result_lost(title: str) -> Problem:
    message = "it was done, but what came of it is gone from the server's disk, or damaged"
    return Problem("server.result-lost", Severity.ERROR, title, message, "start it again, or ask for it anew")


def _lost(title: str, status: int) -> Problem:
    how = f"by signal {-status}" if status < 0 else f"with status {status}"
    hint = "start it again; where it ends again, with less to do, as it may have run out of memory"
    return Problem("server.job-lost", Severity.ERROR, title, f"its process was ended {how}", hint)
