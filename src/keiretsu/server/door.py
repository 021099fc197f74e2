"""The door: who asks is found out before anything is answered."""

from __future__ import annotations

from urllib.parse import quote

from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from keiretsu.errors import KeiretsuError
from keiretsu.server import faults
from keiretsu.server.bodies import TooLarge, limited, require_plain_text
from keiretsu.server.forgery import SAFE, require_our_own, require_token
from keiretsu.server.refusals import Refused, not_let_in, strange_host, too_fast, too_large
from keiretsu.service.accounts.admission import Admission
from keiretsu.service.accounts.http import address_of, session_of, with_session
from keiretsu.service.identity import Identity
from keiretsu.service.limits import Buckets, subnet
from keiretsu.service.looking import one_look
from keiretsu.service.settings import Settings
from keiretsu.web.pages import show

STATIC, LOGIN = "/static/", "/login"
OPEN = (STATIC, "/problems/")
UPLOADS = ("/documents/add", "/api/v1/documents")
USUAL_BYTES = 1024 * 1024
MOST_DIGITS = 20  # of a number of bytes
RATE, BURST = 50.0, 200
TOKEN = "token"  # noqa: S105 - the parameter's name
UNNAMED = {"Referrer-Policy": "no-referrer"}
"""For answers to addresses that may hold a token: no page is told that one came from there."""


class Door:
    """Lets requests in, each with the identity of who asks in its state.

    A request must call the server by a name of its own, must not bring too much, must show who asks,
    must not be one of too many, and, where it changes something in a browser's name, must come from a
    page of ours. Anything else is refused before the rest of the application hears of it.

    Parameters
    ----------
    app
        The rest of the application.
    admission
        Who is let in.
    settings
        The names that the server goes by, and how large uploads may be.
    """

    def __init__(self, app: ASGIApp, admission: Admission, settings: Settings) -> None:
        self._app, self._admission, self._settings = app, admission, settings
        self._hosts = frozenset(host.lower() for host in settings.hosts)
        self._buckets = Buckets(RATE, BURST)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            answer = await self._receive(request)
        except Refused as refused:
            answer = self._told(request, refused)
        except TooLarge as error:
            answer = self._told(request, error.refusal)
        except KeiretsuError as error:
            answer = faults.on_fault(request, error)
        if isinstance(answer, Response):
            await answer(scope, receive, send)
        elif request.method in SAFE:
            with one_look():
                await self._app(scope, answer, send)
        else:
            await self._app(scope, answer, send)

    async def _receive(self, request: Request) -> Receive | Response:
        """Return how the rest of the application receives the request, or the answer to it."""
        self._require_host(request)
        most = self._require_size(request)
        if _path(request).startswith(STATIC):
            return request.receive
        identity = self._identity(request)
        self._require_patience(request, identity)
        if identity is None:
            answer = self._greeting(request)
            if answer is not None:
                return answer
        elif TOKEN in request.query_params and self._admission.is_start_up_token(_token(request)):
            return _without_token(request)
        if identity is not None:
            request.state.identity = identity
        return await self._guarded(request, identity, most)

    def _require_host(self, request: Request) -> None:
        told = request.headers.get("host", "")
        name, _, port = told.rpartition(":")
        if (name if port.isdigit() else told).lower() not in self._hosts:
            raise strange_host(told)

    def _require_size(self, request: Request) -> int:
        """Return how many bytes the request may bring; refuse it where it says that there are more."""
        most = self._settings.upload_bytes if _path(request) in UPLOADS else USUAL_BYTES
        told = request.headers.get("content-length", "0")
        if not (told.isascii() and told.isdigit() and len(told) <= MOST_DIGITS) or int(told) > most:
            raise too_large(most)
        return most

    def _identity(self, request: Request) -> Identity | None:
        """Return who asks; who shows a token in the head is nobody else, whatever the browser adds."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return self._admission.by_token(token.strip())
        secret = session_of(request)
        return self._admission.by_session(secret) if secret else None

    def _require_patience(self, request: Request, identity: Identity | None) -> None:
        """Refuse one of too many requests; the one who uses a local server may do as they please."""
        if identity is not None and self._admission.is_local:
            return
        key = ("name", identity.name) if identity else ("address", subnet(address_of(request)))
        wait = self._buckets.wait(key)
        if wait:
            raise too_fast(wait)

    def _greeting(self, request: Request) -> Response | None:
        """Return the answer to somebody who isn't known; ``None`` where that doesn't matter."""
        path, is_read = _path(request), request.method in SAFE
        if path == LOGIN or (is_read and path.startswith(OPEN)):
            return None
        is_program = path.startswith(faults.API) or "authorization" in request.headers
        is_page = is_read and not is_program
        if is_page and self._admission.is_start_up_token(_token(request)):
            return with_session(request, _without_token(request), self._admission.accounts.sessions.start())
        if is_page and _comes_from_elsewhere(request):
            return show(request, "again.html.j2", address=_here(URL(scope=request.scope)))
        if is_page and not self._admission.is_local and "hx-request" not in request.headers:
            return _to_login(request)
        raise not_let_in(path, is_local=self._admission.is_local)

    async def _guarded(self, request: Request, identity: Identity | None, most: int) -> Receive:
        """Return how the request is received; a change in a browser's name must be our own page's."""
        receive = request.receive
        is_browsers = identity is None or bool(identity.csrf)
        require_plain_text(request)
        if request.method not in SAFE and is_browsers:
            require_our_own(request)
            if identity is not None:
                receive = await require_token(request, identity.csrf, most)
        return limited(receive, most)

    def _told(self, request: Request, refused: Refused) -> Response:
        answer = faults.told(request, refused.problem, refused.status, refused.headers)
        answer.headers.update(UNNAMED)
        if "hx-request" in request.headers and refused.status == 401:
            answer.headers["HX-Refresh"] = "true"  # the whole page, so that it says how to come in
        return answer


def _path(request: Request) -> str:
    """Return the path as the router reads it: an address made of it can be read as another one."""
    return str(request.scope["path"])


def _comes_from_elsewhere(request: Request) -> bool:
    """Tell whether a link of another site leads here, for which a browser shows no session.

    It does for a link of our own, so the page that answers has one and follows it.
    """
    site, mode = request.headers.get("sec-fetch-site"), request.headers.get("sec-fetch-mode")
    return site == "cross-site" and mode == "navigate"


def _token(request: Request) -> str:
    return request.query_params.get(TOKEN, "")


def _without_token(request: Request) -> Response:
    """Return the way to the same address without the token, which no page's address shall hold."""
    url = URL(scope=request.scope).remove_query_params(TOKEN)
    return RedirectResponse(_here(url), 303, UNNAMED)


def _to_login(request: Request) -> Response:
    url = URL(scope=request.scope).remove_query_params(TOKEN)
    return RedirectResponse(f"{LOGIN}?next={quote(_here(url), safe='')}", 303, UNNAMED)


def _here(url: URL) -> str:
    """Return an address within this server; one slash, as two would lead to another."""
    path = "/" + url.path.lstrip("/\\")
    return f"{path}?{url.query}" if url.query else path
