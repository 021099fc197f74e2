"""All resources of the interface."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from keiretsu.api import docs
from keiretsu.api.addresses import PREFIX
from keiretsu.api.resources import (
    changes,
    claims,
    contradictions,
    deals,
    documents,
    figures,
    found,
    jobs,
    judgements,
    measures,
    network,
    parties,
    problems,
    report,
    runs,
    scenarios,
    why,
    workspace,
)

ROOMS = (
    workspace.router,
    workspace.personal,
    documents.router,
    claims.router,
    judgements.router,
    contradictions.router,
    deals.router,
    figures.router,
    network.router,
    parties.router,
    measures.fixed,
    measures.router,
    changes.router,
    found.router,
    why.router,
    problems.router,
    problems.fixed,
    scenarios.router,
    runs.router,
    jobs.router,
    report.router,
    report.made,
)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY")


def router() -> APIRouter:
    """Return the interface with its documentation."""
    made = APIRouter()
    made.include_router(resources(), prefix=PREFIX)
    made.include_router(_refusals(), prefix=PREFIX)
    made.include_router(docs.router)
    return made


def resources() -> APIRouter:
    """Return the resources alone: what the description describes."""
    made = APIRouter(generate_unique_id_function=lambda route: route.name)
    for each in ROOMS:
        made.include_router(each)
    return made


def _refusals() -> APIRouter:
    """Return what answers to methods that an address doesn't have, with all those that it has."""
    allowed: dict[str, set[str]] = defaultdict(set)
    for route in _routes():
        allowed[route.path] |= route.methods or set()
    made = APIRouter(include_in_schema=False)
    for path in sorted(allowed, key=_least_particular):
        others = [method for method in METHODS if method not in allowed[path]]
        made.add_api_route(path, _refusal(", ".join(sorted(allowed[path]))), methods=others)
    return made


def _routes() -> Iterator[APIRoute]:
    for room in ROOMS:
        yield from (route for route in room.routes if isinstance(route, APIRoute))


def _least_particular(path: str) -> tuple[int, int]:
    """Order addresses so that one comes before any other that it fits too."""
    names = path.count("{")
    return names - path.count("/"), names


def _refusal(allow: str) -> Callable[[], None]:
    def refuse() -> None:
        raise HTTPException(405, headers={"Allow": allow})

    return refuse
