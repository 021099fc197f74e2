"""The page that tells a fault."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Request
from fastapi.responses import HTMLResponse

from keiretsu.errors import Problem
from keiretsu.web.pages import show


def fault_page(
    request: Request, problem: Problem, status: int, headers: Mapping[str, str] | None = None
) -> HTMLResponse:
    """Return a page that says what is wrong, where, why, and what to do next."""
    return show(request, "fault.html.j2", status=status, headers=headers, problem=problem, http_status=status)
