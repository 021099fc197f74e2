"""Changes that a browser sends must come from a page of ours."""

from __future__ import annotations

import secrets

from starlette.requests import Request
from starlette.types import Receive

from keiretsu.server.bodies import begun, field_of
from keiretsu.server.refusals import forged

SAFE = ("GET", "HEAD", "OPTIONS")
HEADER, FIELD = "X-CSRF-Token", "csrf"
BEGINNING = 64 * 1024
"""How much of an upload is looked at for the field: it stands before the files."""


def require_our_own(request: Request) -> None:
    """Refuse a request that a browser sends from another site's page.

    A browser says where a request comes from, and no page can have it say otherwise. Older ones, and
    all of them by plain http to another machine, give the origin alone.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    own = f"{request.url.scheme}://{request.headers.get('host', '')}"
    is_own = site == "same-origin" if site else origin is not None and origin.lower() == own.lower()
    if not is_own:
        raise forged(request.url.path, "the change doesn't come from a page of this server")


async def require_token(request: Request, csrf: str, most: int) -> Receive:
    """Refuse a change without the session's own token; return a way of receiving its body.

    The token stands in a header or in a field; in a form with files the field stands before them.
    """
    shown, receive = request.headers.get(HEADER), request.receive
    if shown is None:
        kind = request.headers.get("content-type", "")
        is_upload = kind.lower().startswith("multipart/")
        beginning, receive = await begun(receive, BEGINNING if is_upload else most)
        shown = field_of(kind, beginning, FIELD)
    if shown is None or not secrets.compare_digest(shown.encode(), csrf.encode()):
        raise forged(request.url.path, "the form is not of this session, which may have ended meanwhile")
    return receive
