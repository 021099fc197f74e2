"""Jobs: work that takes longer than a request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Self

from pydantic import Field

from keiretsu.api.addresses import address
from keiretsu.api.shapes.base import Shape
from keiretsu.service.jobs import Job as Held
from keiretsu.service.jobs import JobState


class JobProblem(Shape):
    """Why a job failed."""

    code: str = Field(description="The stable name of what is wrong.")
    severity: str = Field(description="error, warning or note.")
    where: str = Field(description="What it is about.")
    message: str = Field(description="What is wrong and why.")
    hint: str = Field(description="What to do next.")


class Job(Shape):
    """A piece of work: how far it is, and what came of it."""

    id: str = Field(description="What it is asked for by.")
    kind: str = Field(description="What is done.", examples=["simulate"])
    title: str = Field(description="The same in words.")
    by: str = Field(description="Who asked for it.")
    state: JobState = Field(description="How far it is; interrupted where the server ended in the middle.")
    is_over: bool = Field(description="Whether nothing more will come of it.")
    stage: str = Field(description="What is being done.")
    done: int = Field(description="How much is done.")
    total: int | None = Field(description="Of how much; null where that isn't known.")
    problem: JobProblem | None = Field(description="Why it failed; null unless it did.")
    created_at: dt.datetime = Field(description="When it was asked for.")
    started_at: dt.datetime | None = Field(description="When it began; null if it hasn't.")
    ended_at: dt.datetime | None = Field(description="When it ended; null if it hasn't.")
    url: str = Field(description="Address of the job.")
    result: str = Field(description="Address of what came of it.")

    @classmethod
    def of(cls, held: Held) -> Self:
        """Return a job's shape."""
        return cls(
            id=held.id,
            kind=held.kind,
            title=held.title,
            by=held.by,
            state=held.state,
            is_over=held.state.is_over,
            stage=held.stage,
            done=held.done,
            total=held.total,
            problem=_problem(held.problem),
            created_at=held.created_at,
            started_at=held.started_at,
            ended_at=held.ended_at,
            url=address("jobs", held.id),
            result=address("jobs", held.id, "result"),
        )


class JobResult(Shape):
    """What came of a job that is done."""

    job: Job = Field(description="The job.")
    result: dict[str, Any] = Field(description="What its kind of work gives.")


def _problem(held: Mapping[str, str] | None) -> JobProblem | None:
    return None if held is None else JobProblem(**{name: held[name] for name in JobProblem.model_fields})
