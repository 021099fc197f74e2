"""What an executor is, and how one is found by name."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Generic, TypeAlias, TypeVar

from keiretsu.errors import MisuseError
from keiretsu.quantities import counted

GROUP = "keiretsu.executors"

ItemT = TypeVar("ItemT")
ResultT = TypeVar("ResultT")

Make: TypeAlias = Callable[[], Callable[[ItemT], ResultT]]
"""Gets a worker ready, once, and returns what it does with each item; what loads slowly is loaded here."""


class WorkerLostError(RuntimeError):
    """The process that worked on an item ended before it had an answer: killed, crashed, out of memory."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[ResultT]):
    """What came of one item: a result, or the error that was raised instead."""

    result: ResultT | None
    error: Exception | None = None


Done: TypeAlias = Generator[tuple[int, Outcome[ResultT]], None, None]
"""Items as they are done, each with its place; who closes it stops the work."""


class Executor(ABC):
    """Does the same work on many items.

    Every executor gives the same outcome for an item, however many workers share them. So the work
    must depend on nothing but the item: random numbers are seeded from the item, never from the worker.
    """

    def run(
        self,
        make: Make[ItemT, ResultT],
        items: Sequence[ItemT],
        on_done: Callable[[int], None] | None = None,
    ) -> Iterator[Outcome[ResultT]]:
        """Yield the outcome of each item, in the order of the items.

        Parameters
        ----------
        make
            Called once in each worker. Where workers are other processes it must be picklable, as
            items, results and errors must be: a function of a module, or a ``partial`` of one.
        items
            What is worked on. Where one takes less than some milliseconds, put several into one.
        on_done
            Called with an item's place as soon as it is done, in whatever order that is.

        Raises
        ------
        Exception
            What ``make`` raises. What the work itself raises for an item is its outcome.
        """
        early: dict[int, Outcome[ResultT]] = {}  # those that wait for the ones before them
        with closing(self.as_done(make, items)) as done:
            for place in range(len(items)):
                while place not in early:
                    at, outcome = next(done)
                    early[at] = outcome
                    if on_done is not None:
                        on_done(at)
                yield early.pop(place)

    @abstractmethod
    def as_done(self, make: Make[ItemT, ResultT], items: Sequence[ItemT]) -> Done[ResultT]:
        """Yield each item's place and outcome as soon as it is done, in whatever order that is.

        For results that are kept as they come; else like :meth:`run`.
        """


ExecutorFactory = Callable[[int], Executor]


def load_executor(name: str, workers: int) -> Executor:
    """Make the executor that is registered under a name in the entry points' group.

    Parameters
    ----------
    name
        ``serial``, ``processes``, ``ray``, or what an installed package adds.
    workers
        How many items are worked on at a time; 1 or more.

    Raises
    ------
    MisuseError
        When nothing is registered under that name, or for less than one worker.

    Examples
    --------
    >>> [outcome.result for outcome in load_executor("serial", 1).run(lambda: str.upper, ["a", "b"])]
    ['A', 'B']
    """
    if workers < 1:
        raise MisuseError(
            "execution.no-workers",
            where=counted(workers, "worker"),
            message="can't do any work",
            hint="ask for 1 or more",
        )
    found = {entry.name: entry for entry in entry_points(group=GROUP)}
    if name not in found:
        raise MisuseError(
            "execution.unknown-executor",
            where=name,
            message="no executor has this name",
            hint=f"use one of {', '.join(sorted(found))}",
        )
    factory: ExecutorFactory = found[name].load()
    return factory(workers)


def usable_processors() -> int:
    """Return how many processors this process may use, which can be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
