"""All pages of the workbench."""

from __future__ import annotations

from fastapi import APIRouter

from keiretsu.web import overview, problems, report


def router() -> APIRouter:
    """Return the pages; each room adds its own."""
    made = APIRouter(include_in_schema=False)
    for room in (overview, problems, report):
        made.include_router(room.router)
    return made
