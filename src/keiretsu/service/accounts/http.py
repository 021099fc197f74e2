"""What the door and the pages of accounts share of HTTP: the admission and the session's cookie."""

from __future__ import annotations

from typing import Annotated, TypeAlias, TypeVar, cast

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from keiretsu.service.accounts.admission import Admission
from keiretsu.service.accounts.sessions import LONGEST

ResponseT = TypeVar("ResponseT", bound=Response)


def admission_of(request: Request) -> Admission:
    """Return how this server lets people in."""
    return cast("Admission", request.app.state.admission)


AdmissionOf: TypeAlias = Annotated[Admission, Depends(admission_of)]


def address_of(request: Request) -> str:
    """Return from which address of the network a request comes."""
    return request.client.host if request.client else ""


def session_of(request: Request) -> str | None:
    """Return the secret of the session that a browser shows."""
    return request.cookies.get(_cookie(request))


def with_session(request: Request, response: ResponseT, secret: str) -> ResponseT:
    """Have a browser show a session's secret from now on, to this server and in no other site's name."""
    response.set_cookie(
        _cookie(request),
        secret,
        max_age=int(LONGEST.total_seconds()),
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
    return response


def without_session(request: Request, response: ResponseT) -> ResponseT:
    """Have a browser forget its session."""
    secure = request.url.scheme == "https"
    response.delete_cookie(_cookie(request), path="/", secure=secure, httponly=True, samesite="strict")
    return response


def _cookie(request: Request) -> str:
    """Return the cookie's name; by https, one that no neighbour by http or subdomain can set."""
    name = admission_of(request).cookie
    return f"__Host-{name}" if request.url.scheme == "https" else name
