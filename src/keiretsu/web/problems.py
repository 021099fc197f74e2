"""The page that explains a problem's code."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from keiretsu.errors import NotFoundError, catalogue
from keiretsu.web.pages import show

router = APIRouter()


@router.get("/problems/{code}")
def explain_problem(request: Request, code: str) -> HTMLResponse:
    """Show what a code means, what causes it and what cures it."""
    entry = catalogue().get(code)
    if entry is None:
        raise NotFoundError(
            "server.no-such-page",
            where=code[:64],
            message="no problem has this code",
            hint="check its spelling",
        )
    return show(request, "problem.html.j2", entry=entry)
