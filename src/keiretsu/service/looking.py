"""One request sees one state of the workspace, however often it looks; work unasked for waits for quiet."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from threading import Lock

from keiretsu.store import Store, View

_seen: ContextVar[dict[datetime | None, View] | None] = ContextVar("seen", default=None)


class _Looks:
    """How many requests read at the moment, and since when none does."""

    def __init__(self) -> None:
        self._lock, self._number, self._none_since = Lock(), 0, time.monotonic()

    def begin(self) -> None:
        with self._lock:
            self._number += 1

    def end(self) -> None:
        with self._lock:
            self._number -= 1
            self._none_since = time.monotonic()

    def quiet(self) -> float:
        """Return for how many seconds nobody has read anything."""
        with self._lock:
            return 0.0 if self._number else time.monotonic() - self._none_since


_looks = _Looks()


@contextmanager
def one_look() -> Iterator[None]:
    """Have all that is read within be of the moment of the first look; for what writes nothing."""
    token = _seen.set({})
    _looks.begin()
    try:
        yield
    finally:
        _looks.end()
        _seen.reset(token)


def wait_for_quiet(seconds: float, at_most: float) -> None:
    """Wait until nobody has read anything for a while, as two who work take twice as long each."""
    deadline = time.monotonic() + at_most
    while _looks.quiet() < seconds and time.monotonic() < deadline:
        time.sleep(seconds / 5)


def view_of(store: Store, known_by: datetime | None) -> View:
    """Return the records as known by a moment, else by now: within one look by the same one."""
    seen = _seen.get()
    if seen is None:
        return store.view(known_by)
    if known_by not in seen:
        seen[known_by] = store.view(known_by)
    return seen[known_by]
