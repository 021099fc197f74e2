"""One request sees one state of the workspace, however often it looks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from keiretsu.store import Store, View

_seen: ContextVar[dict[datetime | None, View] | None] = ContextVar("seen", default=None)


@contextmanager
def one_look() -> Iterator[None]:
    """Have all that is read within be of the moment of the first look; for what writes nothing."""
    token = _seen.set({})
    try:
        yield
    finally:
        _seen.reset(token)


def view_of(store: Store, known_by: datetime | None) -> View:
    """Return the records as known by a moment, else by now: within one look by the same one."""
    seen = _seen.get()
    if seen is None:
        return store.view(known_by)
    if known_by not in seen:
        seen[known_by] = store.view(known_by)
    return seen[known_by]
