"""Faults told: to programs in the one error shape of RFC 9457, to people as a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from keiretsu.api.problems import problem_answer
from keiretsu.errors import KeiretsuError, Problem, Severity, StoreError
from keiretsu.server.bodies import TooLarge
from keiretsu.server.headers import secure
from keiretsu.service.http import site_of, status_of
from keiretsu.service.settings import Settings
from keiretsu.store.addresses import place_of, shown
from keiretsu.web.faults import fault_page

API = "/api/"


def told(
    request: Request, problem: Problem, status: int, headers: Mapping[str, str] | None = None
) -> Response:
    """Return a fault as who asks can read it."""
    if request.url.path.startswith(API):
        return problem_answer(problem, status, headers)
    return fault_page(request, problem, status, headers)


def on_fault(request: Request, error: Exception) -> Response:
    """Tell a fault of ours."""
    assert isinstance(error, KeiretsuError)  # noqa: S101 - registered for it
    problem = error.problem
    if isinstance(error, StoreError):
        problem = _without_places(problem, site_of(request).settings)
    return told(request, problem, status_of(error))


def on_http(request: Request, error: Exception) -> Response:
    """Tell what the framework refuses: an address that isn't there, a method that isn't allowed."""
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it
    if isinstance(error, TooLarge):
        return told(request, error.refusal.problem, error.status_code)
    phrase = HTTPStatus(error.status_code).phrase
    code = {404: "server.no-such-page", 405: "server.wrong-method"}.get(error.status_code, "server.refused")
    hint = "start from the front page" if error.status_code == 404 else "look it up in the documentation"
    problem = Problem(code, Severity.ERROR, request.url.path, phrase.lower(), hint)
    return told(request, problem, error.status_code, error.headers)


def on_invalid(request: Request, error: Exception) -> Response:
    """Tell what is wrong with the parameters of a request."""
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it
    wrong = [f"{'.'.join(str(part) for part in each['loc'])}: {each['msg']}" for each in error.errors()]
    problem = Problem(
        "server.invalid-request",
        Severity.ERROR,
        request.url.path,
        "; ".join(wrong),
        "see the interface's page",
    )
    return told(request, problem, 422)


def on_failure(request: Request, error: Exception) -> Response:
    """Tell that something broke, and nothing of what."""
    problem = Problem(
        "server.failed",
        Severity.ERROR,
        request.url.path,
        f"something in keiretsu broke ({type(error).__name__})",
        "try again; where it stays, report it with the server's log",
    )
    answer = told(request, problem, 500)
    secure(answer.headers)  # it goes out past everything that would add them
    return answer


def _without_places(problem: Problem, settings: Settings) -> Problem:
    """Return a problem without the folders of this machine, which are nobody's business elsewhere."""
    place = place_of(settings.workspace)
    if isinstance(place, Path):
        whole = place.resolve()
        places = {str(place): place.name, str(whole): place.name, str(whole.parent): "its folder"}
    else:
        places = {shown(place): place.database or "the database"}
    places[str(settings.state)] = "the server's folder"
    told = {}
    for part in ("where", "message", "hint"):
        text = getattr(problem, part)
        for hidden in sorted(places, key=len, reverse=True):
            text = text.replace(hidden, places[hidden])
        told[part] = text
    return replace(problem, **told)
