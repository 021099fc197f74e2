"""The page on which admins decide who may what."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response

from keiretsu.errors import KeiretsuError
from keiretsu.service.accounts import Actor
from keiretsu.service.accounts.admission import Admission
from keiretsu.service.accounts.http import AdmissionOf, address_of
from keiretsu.service.accounts.passwords import drawn_password
from keiretsu.service.http import AdminOf, status_of
from keiretsu.service.identity import Identity, Role
from keiretsu.service.paging import USUAL
from keiretsu.web.account import require_session
from keiretsu.web.pages import back, show

HERE = "/users"

router = APIRouter()


@router.get(HERE)
def users(
    request: Request,
    admission: AdmissionOf,
    admin: AdminOf,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> HTMLResponse:
    """Show all users, and the log of what happened to their accounts."""
    del admin
    return _page(request, admission, offset=offset)


@router.post(HERE)
def add(
    request: Request,
    admission: AdmissionOf,
    admin: AdminOf,
    name: Annotated[str, Form()] = "",
    role: Annotated[Role, Form()] = Role.READER,
) -> Response:
    """Add a user, and show the drawn password this once."""
    require_session(admission, admin)
    password = drawn_password()
    try:
        user = admission.accounts.users.add(name, role, password, _actor(request, admin))
    except KeiretsuError as error:
        return _page(request, admission, wrong=error)
    return _page(request, admission, drawn=(user.name, password))


@router.post(f"{HERE}/{{name}}/role")
def set_role(
    request: Request, admission: AdmissionOf, admin: AdminOf, name: str, role: Annotated[Role, Form()]
) -> Response:
    """Give a user another role."""
    require_session(admission, admin)
    admission.accounts.users.set_role(name, role, _actor(request, admin))
    return back(request, HERE, f"{name} is {role} now, and signs in again.")


@router.post(f"{HERE}/{{name}}/reset")
def reset(request: Request, admission: AdmissionOf, admin: AdminOf, name: str) -> Response:
    """Draw a new password for a user, and show it this once."""
    require_session(admission, admin)
    password = drawn_password()
    admission.accounts.users.set_password(name, password, _actor(request, admin))
    return _page(request, admission, drawn=(name, password))


@router.post(f"{HERE}/{{name}}/disable")
def disable(request: Request, admission: AdmissionOf, admin: AdminOf, name: str) -> Response:
    """Lock a user out at once."""
    require_session(admission, admin)
    admission.accounts.users.set_disabled(name, _actor(request, admin), is_disabled=True)
    return back(request, HERE, f"{name} is locked out.")


@router.post(f"{HERE}/{{name}}/enable")
def enable(request: Request, admission: AdmissionOf, admin: AdminOf, name: str) -> Response:
    """Let a user in again, by the password that stood before."""
    require_session(admission, admin)
    admission.accounts.users.set_disabled(name, _actor(request, admin), is_disabled=False)
    return back(request, HERE, f"{name} may sign in again.")


def _page(
    request: Request,
    admission: Admission,
    *,
    offset: int = 0,
    wrong: KeiretsuError | None = None,
    drawn: tuple[str, str] | None = None,
) -> HTMLResponse:
    accounts = admission.accounts
    return show(
        request,
        "users.html.j2",
        status=status_of(wrong) if wrong else 200,
        is_local=admission.is_local,
        users=accounts.users.all(),
        roles=tuple(Role),
        events=accounts.events.page(offset, USUAL),
        wrong=wrong.problem if wrong else None,
        drawn=drawn,
    )


def _actor(request: Request, admin: Identity) -> Actor:
    return Actor(admin.name, address_of(request))
