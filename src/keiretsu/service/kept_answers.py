"""Answers that are slow to make and the same for everybody, made once for each state of the workspace."""

from __future__ import annotations

from asyncio import Future, get_running_loop
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi.responses import Response

MOST_BYTES = 100_000_000


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What an answer says, without who asked for it."""

    body: bytes
    headers: Mapping[str, str]

    @classmethod
    def of(cls, response: Response) -> KeptAnswer | None:
        """Return what a response says; ``None`` for one that is a fault, or sent bit by bit."""
        body = getattr(response, "body", None)
        if response.status_code != 200 or not isinstance(body, bytes):
            return None
        told = {name: value for name, value in response.headers.items() if name != "content-length"}
        return cls(body, told)


class KeptAnswers:
    """The answers asked for last, as long as they take up no more than so many bytes together."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most, self._bytes = most, 0
        self._answers: OrderedDict[Hashable, KeptAnswer] = OrderedDict()
        self._making: dict[Hashable, Future[KeptAnswer | None]] = {}

    async def get(self, key: Hashable, make: Callable[[], Coroutine[Any, Any, Response]]) -> Response | None:
        """Return an answer, made now if it isn't kept.

        Several who ask for the same one wait for one making; ``None`` for those who waited for what turned
        out to be none to keep.
        """
        if key in self._answers:
            self._answers.move_to_end(key)
            return _again(self._answers[key])
        if key in self._making:
            waited_for = await self._making[key]
            return None if waited_for is None else _again(waited_for)
        future = self._making[key] = get_running_loop().create_future()
        kept = None
        try:
            made = await make()
            kept = KeptAnswer.of(made)
        finally:
            del self._making[key]
            future.set_result(kept)
        if kept is not None:
            self._keep(key, kept)
        return made

    def _keep(self, key: Hashable, answer: KeptAnswer) -> None:
        self._answers[key] = answer
        self._bytes += len(answer.body)
        while self._bytes > self._most and len(self._answers) > 1:
            _, gone = self._answers.popitem(last=False)
            self._bytes -= len(gone.body)


def _again(kept: KeptAnswer) -> Response:
    return Response(kept.body, headers=dict(kept.headers))
