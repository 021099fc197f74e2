"""Answers that are sent once: a program that has one asks whether it still holds (RFC 9110, 13)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Coroutine, Iterator
from datetime import datetime
from typing import Any

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

from keiretsu import __version__
from keiretsu.service.asked import Asked
from keiretsu.service.http import has_answer, has_any_answer, site_of
from keiretsu.service.kept_answers import KeptAnswers
from keiretsu.service.site import Site, today

_kept = KeptAnswers()
FRESH = {"Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}


class StrictRoute(APIRoute):
    """A resource that refuses parameters that it doesn't know, so that no misspelt filter is passed over."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request."""
        handle = super().get_route_handler()
        known = dict(_parameters(self.dependant))
        several = {name for name, is_list in known.items() if is_list}

        async def answer(request: Request) -> Response:
            _check(request, set(known), several)
            return await self.answered(request, handle)

        return answer

    async def answered(
        self, request: Request, handle: Callable[[Request], Coroutine[Any, Any, Response]]
    ) -> Response:
        """Return the answer to a request whose parameters are known."""
        return await handle(request)


class FixedRoute(StrictRoute):
    """A resource whose answer is the same until something that it depends on is recorded.

    This one depends on the version of keiretsu alone. The tag is weak: the answer says the same, if not
    in the same bytes. It is made before the answer is, so that what is recorded meanwhile makes a new one.
    """

    @staticmethod
    def moment(site: Site, asked: Asked) -> datetime | None:
        """Return the moment that the answer depends on; ``None`` for none."""
        del site, asked
        return None

    async def answered(
        self, request: Request, handle: Callable[[Request], Coroutine[Any, Any, Response]]
    ) -> Response:
        """Return the answer with its tag; that it still holds, to who has that tag."""
        if request.method != "GET":
            return await handle(request)
        tag = await run_in_threadpool(self._tag, request)
        if tag is None:
            return await handle(request)
        if has_answer(request, tag):
            return _unchanged(tag)
        response = await _kept.get(tag, lambda: handle(request)) or await handle(request)
        if response.status_code == 200:
            if has_any_answer(request):
                return _unchanged(tag)
            response.headers.update({"ETag": tag, **FRESH})
        return response

    def _tag(self, request: Request) -> str | None:
        """Return what tells this answer from others; ``None`` for a day or moment that can't be read."""
        site, query = site_of(request), request.query_params
        try:
            asked = Asked.parse(query.get("as_of"), query.get("known_by"))
        except ValueError:
            return None
        asked_for = f"{request.url.path}?{'&'.join(sorted(str(query).split('&')))}"
        state = f"{self.moment(site, asked)} {today()}"
        said = (__version__, site.settings.workspace, state, asked_for)
        return f'W/"{hashlib.sha256("|".join(said).encode()).hexdigest()[:32]}"'


class RecordedRoute(FixedRoute):
    """One that depends on everything that is recorded, judgements of claims included."""

    @staticmethod
    def moment(site: Site, asked: Asked) -> datetime:
        """Return the moment of the last recording."""
        return site.view(asked).known_by


class SettledRoute(FixedRoute):
    """One that depends on the network, deals, parties or figures."""

    @staticmethod
    def moment(site: Site, asked: Asked) -> datetime:
        """Return the moment of the last recording of anything else than claims and judgements of them."""
        return site.settled(asked).known_by


def _parameters(dependant: Dependant) -> Iterator[tuple[str, bool]]:
    """Yield the parameters of a resource, and whether each takes several values."""
    for field in dependant.query_params:
        yield field.alias, "list" in str(field.field_info.annotation)
    for each in dependant.dependencies:
        yield from _parameters(each)


def _unchanged(tag: str) -> Response:
    """Return the answer to who has the one with this tag."""
    return Response(status_code=304, headers={"ETag": tag, **FRESH})


def _check(request: Request, known: set[str], several: set[str]) -> None:
    """Raise for parameters that the resource doesn't have, or has once and is given twice."""
    names = [name for name, _ in request.query_params.multi_items()]
    wrong = [
        (name, f"isn't a parameter here; use one of: {', '.join(sorted(known)) or 'none'}")
        for name in dict.fromkeys(names)
        if name not in known
    ]
    wrong += [(name, "is given more than once") for name in sorted(known - several) if names.count(name) > 1]
    if wrong:
        raise RequestValidationError(
            [
                {"type": "parameter", "loc": ("query", name), "msg": said, "input": None}
                for name, said in wrong
            ]
        )
