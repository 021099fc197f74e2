"""Workers that are actors of a Ray cluster, each with one item at a time."""

from __future__ import annotations

import pickle
import sys
import textwrap
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType
from typing import Any, Generic

from keiretsu.errors import KeiretsuError
from keiretsu.execution.executor import ItemT, Make, Outcome, ResultT, WorkerLostError
from keiretsu.execution.serial import attempt
from keiretsu.execution.worker import Ready, portable

LONGEST_LOSS = 450  # signs of what Ray says of a worker's end; advice follows


class Worker:
    """What each actor is. All travels as bytes, so that what can't be read or sent is an outcome too."""

    work: Callable[[Any], Any]

    def __init__(self, path: list[str]) -> None:
        sys.path.extend(place for place in path if place not in sys.path)  # as a spawned process has it

    def get_ready(self, make: bytes) -> bytes:
        """Make what is done with each item."""
        try:
            self.work = pickle.loads(make)()  # noqa: S301 - from the caller's own process
        except Exception as error:  # noqa: BLE001 - the caller raises it
            return _packed(Ready(portable(error)))
        return _packed(Ready())

    def do(self, item: bytes) -> bytes:
        """Work on one item."""
        outcome = attempt(lambda packed: self.work(pickle.loads(packed)), item)  # noqa: S301
        if outcome.error is not None:
            outcome = Outcome(None, portable(outcome.error))
        try:
            return _packed(outcome)
        except Exception as error:  # noqa: BLE001 - a result's own pickling can raise anything
            return _packed(Outcome(None, RuntimeError(f"the result can't be sent: {error}")))


@dataclass
class _Hand:
    """A worker, and the place of the item that it has; none while it gets ready."""

    actor: Any
    place: int | None = None


@dataclass
class Crew(Generic[ItemT, ResultT]):
    """The workers that have something under way, by what Ray calls its answer, and what is done."""

    ray: ModuleType
    make: Make[ItemT, ResultT]
    items: Sequence[ItemT]
    done: deque[tuple[int, Outcome[ResultT]]] = field(default_factory=deque)
    under_way: dict[Any, _Hand] = field(default_factory=dict)
    waiting: deque[int] = field(init=False)
    last_loss: str = ""

    def __post_init__(self) -> None:
        self.waiting = deque(range(len(self.items)))
        options = {"num_cpus": 1, "max_restarts": 0, "max_task_retries": 0}
        self.worker = self.ray.remote(Worker).options(**options)
        self.packed_make = self.ray.put(_packed(self.make))

    def hire(self) -> None:
        """Ask for a worker, on whichever node has a processor for it."""
        actor = self.worker.remote(sys.path)
        self.under_way[actor.get_ready.remote(self.packed_make)] = _Hand(actor)

    def listen(self) -> None:
        """Wait for the next answer of any worker, and act on it."""
        if not self.under_way:
            raise _no_worker(self.last_loss)
        answered, _ = self.ray.wait(list(self.under_way), num_returns=1)
        for answer in answered:
            hand = self.under_way.pop(answer)
            try:
                said = pickle.loads(self.ray.get(answer))  # noqa: S301 - from our own worker
            except self.ray.exceptions.RayError as error:
                self._bury(hand, error)
            else:
                self._heed(hand, said)

    def dismiss(self) -> None:
        """End every worker that has something under way; the others end as nobody knows them any more."""
        for hand in self.under_way.values():
            self.ray.kill(hand.actor)
        self.under_way.clear()

    def _heed(self, hand: _Hand, said: Any) -> None:  # noqa: ANN401 - whatever it answers
        if hand.place is not None:
            self.done.append((hand.place, said))
        elif said.error is not None:
            raise said.error
        if self.waiting:
            hand.place = self.waiting.popleft()
            self.under_way[hand.actor.do.remote(_packed(self.items[hand.place]))] = hand

    def _bury(self, hand: _Hand, error: Exception) -> None:
        """Note the end of a worker, and ask for one in place of one that had been at work."""
        self.last_loss = textwrap.shorten(str(error), LONGEST_LOSS, placeholder=" …")
        self.ray.kill(hand.actor)  # where only the way to it is cut, it must not come back
        if hand.place is None:
            return
        self.done.append((hand.place, Outcome(None, WorkerLostError(f"Ray says: {self.last_loss}"))))
        if self.waiting:
            self.hire()


def _packed(what: object) -> bytes:
    """Pickle also what the caller's own script defines, which a worker can't import."""
    return bytes(import_module("ray").cloudpickle.dumps(what))


def _no_worker(last_loss: str) -> KeiretsuError:
    return KeiretsuError(
        "execution.failed",
        where="workers of the Ray cluster",
        message=f"every one of them ended before it was ready to work: {last_loss}",
        hint="install keiretsu on every node, in the same version",
    )
