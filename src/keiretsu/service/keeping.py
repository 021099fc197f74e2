"""Values that are slow to make, each made once and kept for a while."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

KeyT = TypeVar("KeyT", bound=Hashable)
ValueT = TypeVar("ValueT")


class Kept(Generic[KeyT, ValueT]):
    """The values asked for last; several threads that ask for the same one wait for one making.

    A value must never change: its key says all that it depends on.

    Parameters
    ----------
    most
        How many are kept; the one not asked for the longest goes first.

    Examples
    --------
    >>> kept = Kept[int, int](2)
    >>> kept.get(3, lambda: 9), kept.get(3, lambda: 10)
    (9, 9)
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._futures: OrderedDict[KeyT, Future[ValueT]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: KeyT, make: Callable[[], ValueT]) -> ValueT:
        """Return the value of a key, made now if it isn't kept; what ``make`` raises is raised, not kept."""
        with self._lock:
            future = self._futures.get(key)
            is_ours = future is None
            if future is None:
                future = self._futures[key] = Future()
            self._futures.move_to_end(key)
            while len(self._futures) > self._most:
                self._futures.popitem(last=False)
        if is_ours:
            self._make(key, future, make)
        return future.result()

    def _make(self, key: KeyT, future: Future[ValueT], make: Callable[[], ValueT]) -> None:
        try:
            future.set_result(make())
        except BaseException as error:  # noqa: BLE001 - those who wait are told it, whatever it is
            with self._lock:
                if self._futures.get(key) is future:
                    del self._futures[key]
            future.set_exception(error)
