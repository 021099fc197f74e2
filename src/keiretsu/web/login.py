"""Coming in by name and password, and going out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response

from keiretsu.quantities import counted
from keiretsu.service.accounts import Actor, EventKind
from keiretsu.service.accounts.http import (
    AdmissionOf,
    address_of,
    session_of,
    with_session,
    without_session,
)
from keiretsu.service.http import IdentityOf
from keiretsu.web.pages import back, show

LONGEST = 1024
WRONG = "The name or the password is wrong."

router = APIRouter()


@router.get("/login")
def login_form(
    request: Request, admission: AdmissionOf, next_: Annotated[str, Query(alias="next")] = "/"
) -> HTMLResponse:
    """Ask for a name and a password; where there are no users, tell how to come in."""
    return show(request, "login.html.j2", is_local=admission.is_local, next=next_, name="", wrong="")


@router.post("/login")
def login(
    request: Request,
    admission: AdmissionOf,
    name: Annotated[str, Form(max_length=LONGEST)],
    password: Annotated[str, Form(max_length=LONGEST)],
    next_: Annotated[str, Form(alias="next")] = "/",
) -> Response:
    """Start a session; the one that the browser had before ends."""
    found = admission.sign_in(name, password, address_of(request))
    if found.secret is not None:
        _end_session(request, admission)
        return with_session(request, back(request, next_), found.secret)
    wrong = WRONG
    if found.wait:
        wrong = f"Too many tries. The next one is let in {counted(-(-found.wait // 60), 'minute')}."
    return show(
        request,
        "login.html.j2",
        status=429 if found.wait else 401,
        headers={"Retry-After": str(found.wait)} if found.wait else {},
        is_local=admission.is_local,
        next=next_,
        name=name,
        wrong=wrong,
    )


@router.post("/logout")
def logout(request: Request, admission: AdmissionOf, identity: IdentityOf) -> Response:
    """End the session."""
    actor = Actor(identity.name, address_of(request))
    _end_session(request, admission)
    if not admission.is_local:
        admission.accounts.events.add(EventKind.SIGNED_OUT, identity.name, actor)
    return without_session(request, back(request, "/login", "You are signed out."))


def _end_session(request: Request, admission: AdmissionOf) -> None:
    secret = session_of(request)
    if secret:
        admission.accounts.sessions.end(secret)
