"""Pages that are slow to make and the same for everybody, made once for each state of the workspace."""

from __future__ import annotations

import secrets
from asyncio import Future, get_running_loop
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import replace
from html import escape
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from keiretsu.service.asked import Asked
from keiretsu.service.http import identity_of, site_of
from keiretsu.web.notices import COOKIE

MOST_LETTERS = 100_000_000

# What stands in a kept page where the visitor's own name and token go; nobody can foresee it.
_NAME, _CSRF = secrets.token_hex(16), secrets.token_hex(16)


class KeptPages:
    """The pages asked for last, as long as they take up no more than so many letters together."""

    def __init__(self, most: int = MOST_LETTERS) -> None:
        self._most, self._letters = most, 0
        self._pages: OrderedDict[Hashable, str] = OrderedDict()
        self._making: dict[Hashable, Future[str | None]] = {}

    async def get(self, key: Hashable, make: Callable[[], Coroutine[Any, Any, str | None]]) -> str | None:
        """Return a page, made now if it isn't kept; ``None`` where what was made is none to keep.

        Several visitors who ask for the same one wait for one making.
        """
        if key in self._pages:
            self._pages.move_to_end(key)
            return self._pages[key]
        if key in self._making:
            return await self._making[key]
        future = self._making[key] = get_running_loop().create_future()
        page = None
        try:
            page = await make()
        finally:
            del self._making[key]
            future.set_result(page)
        if page is not None:
            self._keep(key, page)
        return page

    def _keep(self, key: Hashable, page: str) -> None:
        self._pages[key] = page
        self._letters += len(page)
        while self._letters > self._most and len(self._pages) > 1:
            _, gone = self._pages.popitem(last=False)
            self._letters -= len(gone)


_kept = KeptPages()


class KeptPage(APIRoute):
    """A page of networks and measures, which depends on the address, the role, and what was recorded.

    Claims and judgements of them aren't seen by such a page before the next reconciliation. The name and
    the token of who asks are put in afterwards, so that nobody's page holds another's.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request: with the page that is kept, if one is."""
        handler = super().get_route_handler()

        async def answer(request: Request) -> Response:
            if request.method != "GET" or COOKIE in request.cookies:
                return await handler(request)
            identity, other = identity_of(request), list[Response]()

            async def make() -> str | None:
                csrf = _CSRF if identity.csrf else ""
                request.state.identity = replace(identity, name=_NAME, csrf=csrf)
                try:
                    made = await handler(request)
                finally:
                    request.state.identity = identity
                if made.status_code == 200 and isinstance(made, HTMLResponse):
                    return bytes(made.body).decode("utf-8")
                other.append(made)
                return None

            page = await _kept.get(await run_in_threadpool(_key, request), make)
            if page is None:
                return other[0] if other else await handler(request)
            return HTMLResponse(page.replace(_NAME, escape(identity.name)).replace(_CSRF, identity.csrf))

        return answer


def _key(request: Request) -> Hashable:
    """Return all that such a page depends on."""
    site, identity = site_of(request), identity_of(request)
    query = request.query_params
    asked = Asked.parse(query.get("as_of"), query.get("known_by"))
    state = site.settled(asked).known_by, site.jobs.at_work()
    part = request.headers.get("hx-request", "")
    return (
        site.settings.workspace,
        request.url.path,
        str(query),
        identity.role,
        bool(identity.csrf),
        part,
        state,
    )
