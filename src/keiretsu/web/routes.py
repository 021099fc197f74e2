"""All pages of the workbench."""

from __future__ import annotations

from fastapi import APIRouter

from keiretsu.web import (
    account,
    adding,
    assumptions,
    changes,
    claims,
    contradictions,
    deals,
    documents,
    fragility,
    intervals,
    jobs,
    judgement_log,
    login,
    money,
    overview,
    parties,
    party,
    problems,
    report,
    runs,
    runs_compare,
    runs_files,
    scenarios,
    stack,
    users,
)
from keiretsu.web import map as maps


def router() -> APIRouter:
    """Return the pages; each room adds its own."""
    made = APIRouter(include_in_schema=False)
    for room in (
        overview,
        adding,
        changes,
        documents,
        jobs,
        problems,
        report,
        stack,
        fragility,
        intervals,
        assumptions,
        claims,
        contradictions,
        maps,
        deals,
        account,
        judgement_log,
        login,
        users,
        parties,
        party,
        money,
        scenarios,
        runs_compare,
        runs_files,
        runs,
    ):
        made.include_router(room.router)
    return made
