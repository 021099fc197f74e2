"""The problems that are open, and what their codes mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from keiretsu.errors import NotFoundError, Problem, Severity, catalogue
from keiretsu.service.asked import Asked
from keiretsu.service.http import AskedOf, SiteOf
from keiretsu.service.paging import USUAL, page_of
from keiretsu.service.problems import open_problems
from keiretsu.service.site import Site
from keiretsu.web.pages import show

router = APIRouter()


@router.get("/problems")
def list_problems(
    request: Request, site: SiteOf, asked: AskedOf, severity: str = "", code: str = "", offset: int = 0
) -> HTMLResponse:
    """Show the open problems of the workspace and of the network, the gravest first."""
    every = _open(site, asked)
    fitting = [one for one in every if severity in ("", one.severity) and code in ("", one.code)]
    return show(
        request,
        "problems.html.j2",
        asked=asked,
        page=page_of(fitting, max(0, offset), USUAL),
        severities=_counted(one.severity for one in every),
        codes=_counted(one.code for one in every),
        total=len(every),
        severity=severity,
        code=code,
        known=catalogue(),
    )


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


def _open(site: Site, asked: Asked) -> list[Problem]:
    order = list(Severity)
    found = open_problems(site, asked)
    return sorted(found, key=lambda one: (order.index(one.severity), one.code, one.where))


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(str(value) for value in values).items()))
