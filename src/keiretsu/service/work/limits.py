"""Limits of time and memory on work with texts that may be anything."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType
from typing import Self

from keiretsu.quantities import counted

AGAIN_SECONDS = 5.0


class Patience:
    """Raises :class:`TimeoutError` in the main thread where a piece of work takes too long.

    Work that waits for many pieces begins each anew. On a system without timers nothing is limited.

    Examples
    --------
    >>> with Patience() as patience:
    ...     patience.begin(0.01)
    ...     try:
    ...         while True:
    ...             pass
    ...     except TimeoutError as error:
    ...         print(error)
    took longer than 0.01 seconds
    """

    def __init__(self) -> None:
        self._seconds = 0.0

    def __enter__(self) -> Self:
        if hasattr(signal, "setitimer"):
            self._before = signal.signal(signal.SIGALRM, self._ring)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self._before)

    def begin(self, seconds: float) -> None:
        """Give the work that begins now so many seconds."""
        self._seconds = seconds
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN_SECONDS)  # again, should it be swallowed

    def _ring(self, _number: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"took longer than {counted(self._seconds, 'second')}")


@contextmanager
def memory_limited(most: int) -> Iterator[None]:
    """Let what asks for more memory fail by :class:`MemoryError`, where the system can do that."""
    try:
        import resource
    except ImportError:  # pragma: no cover - not on Windows
        yield
        return
    before = resource.getrlimit(resource.RLIMIT_AS)
    try:
        resource.setrlimit(resource.RLIMIT_AS, (most, before[1]))
    except (OSError, ValueError):  # pragma: no cover - the system keeps its own limit
        yield
        return
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
