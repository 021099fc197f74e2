"""The one error shape of the interface (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from keiretsu.errors import Problem

MEDIA_TYPE = "application/problem+json"


class ProblemAnswer(BaseModel):
    """What went wrong, where, why, and what to do next."""

    type: str = Field(description="The page that explains the code.")
    title: str = Field(description="What is wrong and why.")
    status: int = Field(description="The status of HTTP.")
    detail: str = Field(description="What to do next.")
    code: str = Field(description="The problem's stable name.")
    instance: str = Field(description="What it is about.")


def problem_answer(problem: Problem, status: int, headers: Mapping[str, str] | None = None) -> JSONResponse:
    """Return a problem as an answer."""
    body = ProblemAnswer(
        type=f"/problems/{problem.code}",
        title=problem.message,
        status=status,
        detail=problem.hint,
        code=problem.code,
        instance=problem.where,
    )
    return JSONResponse(body.model_dump(), status, dict(headers or {}), MEDIA_TYPE)
