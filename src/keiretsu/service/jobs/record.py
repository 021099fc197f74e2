"""The job: what is worked on in the background, how far it is, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Self

from pydantic import TypeAdapter

from keiretsu.errors import Problem


class JobState(StrEnum):
    """How far a job is; ``interrupted`` where the server ended in the middle."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self not in (JobState.QUEUED, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work.

    Parameters
    ----------
    id
        What it is asked for by.
    kind
        What is done, a key of :data:`keiretsu.service.jobs.kinds.KINDS`.
    title
        What is done, in words.
    by
        Who asked for it.
    request
        What was asked for, as JSON's types.
    state, stage, done, total
        How far it is; ``total`` is ``None`` where it isn't known.
    problem
        Why it failed: the fields of a problem; ``None`` unless it did.
    created_at, started_at, ended_at
        When; in UTC.
    files_gone
        Whether files were sent along that aren't kept any more.

    Examples
    --------
    >>> job = Job("1f", "read", "Read a.txt", "A. Reader")
    >>> Job.load(job.to_json()) == job
    True
    """

    id: str
    kind: str
    title: str
    by: str
    request: Mapping[str, Any] = field(default_factory=dict, hash=False)
    state: JobState = JobState.QUEUED
    stage: str = ""
    done: int = 0
    total: int | None = None
    problem: Mapping[str, str] | None = field(default=None, hash=False)
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    started_at: datetime | None = None
    ended_at: datetime | None = None
    files_gone: bool = False

    @property
    def share(self) -> float | None:
        """How much of the stage is done, from 0 to 1; ``None`` where that isn't known."""
        return None if not self.total else min(1.0, self.done / self.total)

    @property
    def can_start_again(self) -> bool:
        """Whether the same can be done once more: it came to nothing, and what it needs is there."""
        return self.state.is_over and self.state is not JobState.DONE and not self.files_gone

    @property
    def took(self) -> timedelta | None:
        """How long it took, or has taken so far; ``None`` where it hasn't begun."""
        return None if self.started_at is None else (self.ended_at or datetime.now(UTC)) - self.started_at

    def now(self, **changes: Any) -> Self:  # noqa: ANN401 - any of the fields
        """Return the job as it is after a change."""
        return replace(self, **changes)

    def to_json(self) -> dict[str, Any]:
        """Return the job as JSON's types."""
        made: dict[str, Any] = _adapter().dump_python(self, mode="json")
        return made

    @classmethod
    def load(cls, raw: Mapping[str, Any]) -> Job:
        """Build from what :meth:`to_json` gives; raises ``ValueError`` for anything else."""
        return _adapter().validate_python(raw)


@cache
def _adapter() -> TypeAdapter[Job]:
    return TypeAdapter(Job)


@dataclass(frozen=True)
class JobContext:
    """What the work itself is given, in a process of its own.

    Parameters
    ----------
    workspace
        The address of the workspace.
    folder
        The job's own folder: files that were sent along are below ``files``, and what is to be
        downloaded is left in ``results``.
    by
        Who asked for it.
    progress
        Called with what is done, of how much (``None`` if unknown), and at which stage.
    """

    workspace: str
    folder: Path
    by: str
    progress: Callable[[int, int | None, str], None] = field(repr=False)


def problem_fields(problem: Problem) -> dict[str, str]:
    """Return a problem as JSON's types."""
    return {key: str(value) for key, value in asdict(problem).items()}
