"""The steps of the work that take records in, and what they report."""

from __future__ import annotations

from dataclasses import dataclass

from keiretsu.claims import Usage
from keiretsu.documents import ReadResult
from keiretsu.errors import Problem
from keiretsu.store import Added, Store


@dataclass(frozen=True, slots=True)
class StepResult:
    """What a step of the work did: how many records it changed, what went wrong, what it used."""

    what: str
    added: Added
    problems: tuple[Problem, ...] = ()
    usage: tuple[Usage, ...] = ()

    @property
    def new(self) -> int:
        """How many records weren't held before."""
        return self.added.new

    @property
    def known(self) -> int:
        """How many records were held already, unchanged."""
        return self.added.known


def keep_documents(store: Store, found: ReadResult) -> StepResult:
    """Keep what was read, with the problems of reading it."""
    problems: dict[str, list[Problem]] = {document.source: [] for document in found.documents}
    for problem in found.problems:
        problems.setdefault(problem.where, []).append(problem)
    with store.writer() as writer:
        added = writer.documents(found.documents)
        writer.problems_of("read", problems)
    return StepResult("documents", added, found.problems)
