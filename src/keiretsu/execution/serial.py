"""One item after the other, in this process."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from keiretsu.execution.executor import Done, Executor, ItemT, Make, Outcome, ResultT


class SerialExecutor(Executor):
    """Does the work in the caller's process: nothing to start, and nothing need be picklable.

    Examples
    --------
    >>> found = list(SerialExecutor().run(lambda: int, ["7", "seven"]))
    >>> found[0].result, type(found[1].error).__name__
    (7, 'ValueError')
    """

    def __init__(self, workers: int = 1) -> None:
        self.workers = workers

    def as_done(self, make: Make[ItemT, ResultT], items: Sequence[ItemT]) -> Done[ResultT]:
        """Yield each item's place and outcome; see :class:`Executor`."""
        if not items:
            return
        work = make()
        for place, item in enumerate(items):
            yield place, attempt(work, item)


def attempt(work: Callable[[ItemT], ResultT], item: ItemT) -> Outcome[ResultT]:
    """Work on one item; whatever it raises is its outcome, so that the others go on."""
    try:
        return Outcome(work(item))
    except Exception as error:  # noqa: BLE001 - the work is the caller's, and so is what to do about it
        return Outcome(None, error)
