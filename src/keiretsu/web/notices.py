"""A line that tells on the next page what was done on the last one."""

from __future__ import annotations

from typing import TypeVar
from urllib.parse import quote, unquote

from fastapi import Request
from fastapi.responses import Response

COOKIE = "notice"
LONGEST = 400
SECONDS = 60

ResponseT = TypeVar("ResponseT", bound=Response)


def notice_of(request: Request) -> str | None:
    """Return what is to be told, if anything; it is data from a cookie, and escaped like all data."""
    return unquote(request.cookies.get(COOKIE, ""))[:LONGEST] or None


def with_notice(request: Request, response: ResponseT, text: str) -> ResponseT:
    """Have the page after this request tell something."""
    if text:
        response.set_cookie(
            COOKIE,
            quote(text[:LONGEST]),
            max_age=SECONDS,
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
    return response
