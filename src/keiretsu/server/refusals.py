"""What the door says to those whom it doesn't let in."""

from __future__ import annotations

from collections.abc import Mapping

from keiretsu.errors import Problem, Severity

CHALLENGE = {"WWW-Authenticate": 'Bearer realm="keiretsu"'}


class Refused(Exception):  # noqa: N818 - no fault of ours
    """A request that isn't answered.

    Parameters
    ----------
    status
        The status of HTTP.
    code, where, message, hint
        The fields of its problem.
    headers
        What else the answer says.
    """

    def __init__(
        self,
        status: int,
        code: str,
        *,
        where: str,
        message: str,
        hint: str,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.status, self.headers = status, dict(headers or {})
        self.problem = Problem(code, Severity.ERROR, where, message, hint)


def strange_host(host: str) -> Refused:
    """Return the refusal of a request that calls the server by another name."""
    return Refused(
        400,
        "server.unknown-host",
        where=host[:100] or "no host",
        message="the server isn't known by this name",
        hint="use the address that it printed, or start it with --allow-host and the name",
    )


def not_let_in(path: str, *, is_local: bool) -> Refused:
    """Return the refusal of somebody who shows neither a session nor a token."""
    local = "open the address that keiretsu serve printed when it started; programs send its token"
    team = "sign in at /login; programs send a token of yours, which /account makes"
    return Refused(
        401,
        "server.not-let-in",
        where=path,
        message="who asks isn't known here",
        hint=local if is_local else team,
        headers=CHALLENGE,
    )


def forged(path: str, why: str) -> Refused:
    """Return the refusal of a change that may have been sent by another site's page."""
    return Refused(
        403,
        "server.csrf",
        where=path,
        message=why,
        hint="load the page again and send its form from there",
    )


def too_fast(wait: int) -> Refused:
    """Return the refusal of somebody who asks too often."""
    return Refused(
        429,
        "server.too-many-requests",
        where="the server",
        message="too many requests came in a short time",
        hint=f"ask again in {wait} s",
        headers={"Retry-After": str(wait)},
    )


def strange_encoding(path: str) -> Refused:
    """Return the refusal of a form that isn't in UTF-8."""
    return Refused(
        400,
        "server.invalid-request",
        where=path,
        message="the form isn't in UTF-8",
        hint="send it in UTF-8, and say no other charset",
    )


def too_large(most: int) -> Refused:
    """Return the refusal of a request that brings too much with it."""
    return Refused(
        413,
        "server.too-large",
        where="the request",
        message=f"it brings more than {most:,} bytes, which is the most that is taken here",
        hint="send less at a time",
    )
