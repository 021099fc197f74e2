"""Several processes, each with one item at a time.

``concurrent.futures.ProcessPoolExecutor`` gives up every item when one process dies, and doesn't
tell which item it was. Here each process has a pipe of its own, so that its end names the item.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any, Generic, cast

from keiretsu.errors import KeiretsuError
from keiretsu.execution.executor import Done, Executor, ItemT, Make, Outcome, ResultT, WorkerLostError
from keiretsu.execution.worker import Ready, serve

GRACE_SECONDS = 5.0


class ProcessExecutor(Executor):
    """Does the work in several new processes.

    Each takes some seconds to start and holds in memory whatever ``make`` loads. A process that
    dies costs the item that it had, whose outcome is a :class:`WorkerLostError`; another takes its
    place. A script that uses this needs the guard ``if __name__ == "__main__":``, as every script
    does that starts processes.

    Parameters
    ----------
    workers
        The most processes at a time; never more than there are items.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers

    def as_done(self, make: Make[ItemT, ResultT], items: Sequence[ItemT]) -> Done[ResultT]:
        """Yield each item's place and outcome as it is done; see :class:`Executor`."""
        crew: _Crew[ItemT, ResultT] = _Crew(make, items)
        try:
            for _ in range(min(self.workers, len(items))):
                crew.hire()
            for _ in items:
                while not crew.done:
                    crew.listen()
                yield crew.done.popleft()
        finally:
            crew.dismiss()


@dataclass
class _Hand:
    """A process, whether it has said that it is ready, and the place of the item that it has."""

    process: SpawnProcess
    is_ready: bool = False
    place: int | None = None


@dataclass
class _Crew(Generic[ItemT, ResultT]):
    """The processes at work, by the pipes to them, and what is done."""

    make: Make[ItemT, ResultT]
    items: Sequence[ItemT]
    done: deque[tuple[int, Outcome[ResultT]]] = field(default_factory=deque)
    hands: dict[Connection, _Hand] = field(default_factory=dict)
    waiting: deque[int] = field(init=False)

    def __post_init__(self) -> None:
        self.waiting = deque(range(len(self.items)))

    def hire(self) -> None:
        """Start a process."""
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, self.make), daemon=True)
        with _interrupts_held():
            process.start()
        theirs.close()
        self.hands[ours] = _Hand(process)

    def listen(self) -> None:
        """Wait for the next word of any process, and act on it."""
        if not self.hands:
            raise _no_worker()
        for ready in wait(list(self.hands)):
            pipe = cast("Connection", ready)
            try:
                said = pipe.recv()
            except (EOFError, OSError):  # gone, perhaps in the middle of its answer
                self._bury(pipe)
            else:
                self._heed(pipe, said)

    def dismiss(self) -> None:
        """End every process: at once where it's busy, by itself where it waits."""
        for pipe, hand in self.hands.items():
            pipe.close()
            if hand.place is not None or not hand.is_ready:
                hand.process.terminate()
        for hand in self.hands.values():
            hand.process.join(GRACE_SECONDS)
            if hand.process.is_alive():
                hand.process.kill()
                hand.process.join()
        self.hands.clear()

    def _heed(self, pipe: Connection, said: Any) -> None:  # noqa: ANN401 - whatever the pipe brings
        hand = self.hands[pipe]
        if isinstance(said, Ready):
            if said.error is not None:
                raise said.error
            hand.is_ready = True
        else:
            self._finish(hand, said)
        self._occupy(pipe, hand)

    def _occupy(self, pipe: Connection, hand: _Hand) -> None:
        """Give a process the next item, if there is one."""
        if not self.waiting:
            return
        place = self.waiting.popleft()
        try:
            pipe.send(self.items[place])
        except ConnectionError:
            self.waiting.appendleft(place)  # it has just died, and never saw the item
        else:
            hand.place = place

    def _finish(self, hand: _Hand, outcome: Outcome[ResultT]) -> None:
        if hand.place is None:
            return
        place, hand.place = hand.place, None
        self.done.append((place, outcome))

    def _bury(self, pipe: Connection) -> None:
        """Note the end of a process, and replace one that had been at work."""
        hand = self.hands.pop(pipe)
        pipe.close()
        hand.process.join()
        self._finish(hand, Outcome(None, WorkerLostError(_end_of(hand.process))))
        if hand.is_ready and self.waiting:
            self.hire()


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back while a process starts, so that it inherits the block: only the parent stops."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_of(process: SpawnProcess) -> str:
    """Say how a process ended."""
    code = process.exitcode
    if code is not None and code < 0:
        return f"its process was ended by signal {-code}"
    return f"its process ended with status {code}"


def _no_worker() -> KeiretsuError:
    return KeiretsuError(
        "execution.failed",
        where="worker processes",
        message="every one of them ended before it was ready to work",
        hint='use one worker; in a script, put the call under if __name__ == "__main__":',
    )
