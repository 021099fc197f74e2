"""Open problems, the codes that problems have, and the words that claims are written in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from keiretsu.api.asking import AskedOf, LimitOf, OffsetOf
from keiretsu.api.conditional import FixedRoute, RecordedRoute
from keiretsu.api.faults import faults
from keiretsu.api.paging import Paged, paged
from keiretsu.api.shapes.problems import OpenProblem, ProblemCode
from keiretsu.api.shapes.vocabulary import Vocabulary
from keiretsu.errors import NotFoundError, Severity, catalogue
from keiretsu.service.http import SiteOf
from keiretsu.service.paging import USUAL, page_of
from keiretsu.service.problems import open_problems

router = APIRouter(tags=["problems"], route_class=RecordedRoute)
fixed = APIRouter(route_class=FixedRoute)


@router.get("/problems", responses=faults())
def list_problems(
    request: Request,
    response: Response,
    site: SiteOf,
    asked: AskedOf,
    code: Annotated[str | None, Query(description="Of this code.")] = None,
    severity: Annotated[Severity | None, Query(description="Of this severity.")] = None,
    limit: LimitOf = USUAL,
    offset: OffsetOf = 0,
) -> Paged[OpenProblem]:
    """List the open problems of the material, those of the day's network last."""
    found = [
        problem
        for problem in open_problems(site, asked)
        if code in (None, problem.code) and severity in (None, problem.severity)
    ]
    return paged(request, response, page_of(found, offset, limit), OpenProblem.of)


@fixed.get("/problem-codes", tags=["problems"], responses=faults())
def list_problem_codes(
    request: Request, response: Response, limit: LimitOf = USUAL, offset: OffsetOf = 0
) -> Paged[ProblemCode]:
    """List the codes that problems and faults have, with what they mean."""
    found = sorted(catalogue().values(), key=lambda entry: entry.code)
    return paged(request, response, page_of(found, offset, limit), ProblemCode.of)


@fixed.get("/problem-codes/{code}", tags=["problems"], responses=faults(404))
def get_problem_code(code: str) -> ProblemCode:
    """Return what a code means, what causes it and what cures it."""
    entry = catalogue().get(code)
    if entry is None:
        raise NotFoundError(
            "server.no-such-page",
            where=code[:64],
            message="no problem has this code",
            hint="look it up in the list of codes",
        )
    return ProblemCode.of(entry)


@fixed.get("/vocabulary", tags=["vocabulary"], responses=faults())
def get_vocabulary() -> Vocabulary:
    """Return the words that claims are written in, each with its meaning."""
    return Vocabulary.known()
