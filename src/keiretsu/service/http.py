"""What requests bring with them, for pages and answers alike."""

from __future__ import annotations

import re
from typing import Annotated, TypeAlias, cast

from fastapi import Depends, Query, Request

from keiretsu.errors import (
    BusyError,
    ConflictError,
    ForbiddenError,
    InvalidRecordError,
    KeiretsuError,
    MisuseError,
    NotFoundError,
    StoreError,
)
from keiretsu.service.asked import Asked
from keiretsu.service.identity import Identity, Role
from keiretsu.service.site import Site

_TAG = re.compile(r'"[^"]*"')
_STATUSES: tuple[tuple[type[KeiretsuError], int], ...] = (
    (NotFoundError, 404),
    (ForbiddenError, 403),
    (MisuseError, 400),
    (InvalidRecordError, 422),
    (ConflictError, 409),
    (BusyError, 429),
    (StoreError, 503),
)


def status_of(error: KeiretsuError) -> int:
    """Return the status of HTTP that says what kind of fault it is."""
    return next((status for kind, status in _STATUSES if isinstance(error, kind)), 500)


def site_of(request: Request) -> Site:
    """Return what is served."""
    return cast("Site", request.app.state.site)


def identity_of(request: Request) -> Identity:
    """Return who asks, as the door found out; see :mod:`keiretsu.server.door`."""
    return cast("Identity", request.state.identity)


def has_answer(request: Request, tag: str) -> bool:
    """Tell whether who asks has the answer with a tag already; weak and strong tags compare alike."""
    return tag.removeprefix("W/") in _TAG.findall(_held(request))


def has_any_answer(request: Request) -> bool:
    """Tell whether who asks has an answer, if there is one to have at all (RFC 9110, 13.1.2)."""
    return _held(request).strip() == "*"


def _held(request: Request) -> str:
    return ",".join(request.headers.getlist("if-none-match"))


def asked_of(
    as_of: Annotated[
        str | None, Query(description="The day, as YYYY-MM-DD; the newest if not given.")
    ] = None,
    known_by: Annotated[
        str | None,
        Query(description="As recorded by the end of a day (UTC) or by a moment with its zone; else now."),
    ] = None,
) -> Asked:
    """Return the day and the moment that are asked about."""
    return Asked.parse(as_of, known_by)


def reviewer_of(request: Request) -> Identity:
    """Return who asks, who must be a reviewer."""
    identity = identity_of(request)
    identity.require(Role.REVIEWER)
    return identity


def admin_of(request: Request) -> Identity:
    """Return who asks, who must be an admin."""
    identity = identity_of(request)
    identity.require(Role.ADMIN)
    return identity


SiteOf: TypeAlias = Annotated[Site, Depends(site_of)]
IdentityOf: TypeAlias = Annotated[Identity, Depends(identity_of)]
ReviewerOf: TypeAlias = Annotated[Identity, Depends(reviewer_of)]
AdminOf: TypeAlias = Annotated[Identity, Depends(admin_of)]
AskedOf: TypeAlias = Annotated[Asked, Depends(asked_of)]
