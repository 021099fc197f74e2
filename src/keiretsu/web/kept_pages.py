"""Pages that are slow to make and the same for everybody, made once for each state of the workspace."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import replace
from html import escape
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool

from keiretsu.service.asked import Asked
from keiretsu.service.changes_shared import KIND as SHARING_OUT
from keiretsu.service.drawing import KIND as DRAWING
from keiretsu.service.http import identity_of, site_of
from keiretsu.service.kept_answers import KeptAnswers
from keiretsu.service.site import today
from keiretsu.web.notices import COOKIE

# What stands in a kept page where the visitor's own name and token go; nobody can foresee it.
_NAME, _CSRF = secrets.token_hex(16), secrets.token_hex(16)


_kept = KeptAnswers()


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
            identity = identity_of(request)

            async def make() -> Response:
                csrf = _CSRF if identity.csrf else ""
                request.state.identity = replace(identity, name=_NAME, csrf=csrf)
                try:
                    return await handler(request)
                finally:
                    request.state.identity = identity

            made = await _kept.get(await run_in_threadpool(_key, request), make) or await handler(request)
            if made.status_code == 200 and isinstance(made.body, bytes):
                page = made.body.decode("utf-8")
                page = page.replace(_NAME, escape(identity.name)).replace(_CSRF, identity.csrf)
                return HTMLResponse(page)
            return made

        return answer


def _key(request: Request) -> Hashable:
    """Return all that such a page depends on."""
    site, identity = site_of(request), identity_of(request)
    query = request.query_params
    asked = Asked.parse(query.get("as_of"), query.get("known_by"))
    done = site.jobs.last_done(DRAWING), site.jobs.last_done(SHARING_OUT)
    state = site.settled(asked).known_by, today(), site.jobs.at_work(), done
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
