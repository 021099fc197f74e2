"""The page on which a user changes the password and makes tokens for programs."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, Path, Request
from fastapi.responses import HTMLResponse, Response

from keiretsu.errors import ForbiddenError, KeiretsuError, MisuseError
from keiretsu.quantities import counted
from keiretsu.service.accounts import Actor
from keiretsu.service.accounts.admission import Admission
from keiretsu.service.accounts.http import AdmissionOf, address_of, with_session
from keiretsu.service.accounts.users import name_key
from keiretsu.service.http import IdentityOf, status_of
from keiretsu.service.identity import Identity
from keiretsu.web.pages import back, show

HERE = "/account"
LONGEST = 1024

router = APIRouter()


@router.get(HERE)
def account(request: Request, admission: AdmissionOf, identity: IdentityOf) -> HTMLResponse:
    """Show who is signed in, and the tokens of the account."""
    return _page(request, admission, identity)


@router.post(f"{HERE}/password")
def change_password(
    request: Request,
    admission: AdmissionOf,
    identity: IdentityOf,
    current: Annotated[str, Form(max_length=LONGEST)],
    password: Annotated[str, Form(max_length=LONGEST)],
) -> Response:
    """Change the password; all sessions and tokens end, and this browser gets a new session."""
    require_session(admission, identity)
    users = admission.accounts.users
    try:
        _require_password(admission, identity, current)
        users.set_password(identity.name, password, Actor(identity.name, address_of(request)))
    except KeiretsuError as error:
        return _page(request, admission, identity, wrong=error)
    secret = admission.accounts.sessions.start(users.get(identity.name).id)
    notice = "Your password is changed. Other sessions and all tokens have ended."
    return with_session(request, back(request, HERE, notice), secret)


@router.post(f"{HERE}/tokens")
def make_token(
    request: Request, admission: AdmissionOf, identity: IdentityOf, name: Annotated[str, Form()] = ""
) -> Response:
    """Make a token, and show it this once."""
    require_session(admission, identity)
    user = admission.accounts.users.get(identity.name)
    actor = Actor(identity.name, address_of(request))
    try:
        token = admission.accounts.tokens.make(user.id, user.name, name, actor)
    except KeiretsuError as error:
        return _page(request, admission, identity, wrong=error)
    return _page(request, admission, identity, token=token)


@router.post(f"{HERE}/tokens/{{token_id}}/revoke")
def revoke_token(
    request: Request,
    admission: AdmissionOf,
    identity: IdentityOf,
    token_id: Annotated[int, Path(ge=0, le=2**31)],
) -> Response:
    """Revoke a token."""
    require_session(admission, identity)
    user = admission.accounts.users.get(identity.name)
    admission.accounts.tokens.revoke(user.id, user.name, token_id, Actor(user.name, address_of(request)))
    return back(request, HERE, "The token is revoked.")


def _page(
    request: Request,
    admission: Admission,
    identity: Identity,
    *,
    wrong: KeiretsuError | None = None,
    token: str = "",
) -> HTMLResponse:
    accounts = admission.accounts
    context: dict[str, Any] = {"is_local": admission.is_local, "tokens": ()}
    if not admission.is_local:
        context["tokens"] = accounts.tokens.of(accounts.users.get(identity.name).id)
    status = status_of(wrong) if wrong else 200
    return show(
        request,
        "account.html.j2",
        status=status,
        wrong=wrong.problem if wrong else None,
        token=token,
        **context,
    )


def require_session(admission: Admission, identity: Identity) -> None:
    """Refuse a program: who finds a token shall not make others from it, or a new password."""
    if admission.is_local or not identity.csrf:
        raise ForbiddenError(
            "server.needs-session",
            where=HERE,
            message="accounts are changed by users who have signed in with their passwords",
            hint="sign in at /login; where there are no users, add one by: keiretsu users add",
        )


def _require_password(admission: Admission, identity: Identity, current: str) -> None:
    """Refuse somebody who found a browser that was left open."""
    key = ("name", name_key(identity.name))
    wait = admission.attempts.wait([key])
    if wait or admission.accounts.users.checked(identity.name, current) is None:
        raise MisuseError(
            "server.wrong-password",
            where=identity.name,
            message="the password that you have now is not this one",
            hint=f"try again in {counted(-(-wait // 60), 'minute')}" if wait else "type it again",
        )
    admission.attempts.forgive(key)
