"""The steps of the work that take records in, and what they report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from keiretsu.claims import Usage
from keiretsu.documents import ReadResult
from keiretsu.documents.finding import STANDARD_INPUT, shown
from keiretsu.documents.reading import STANDARD_INPUT_PLACE
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


def keep_documents(store: Store, found: ReadResult, sources: Iterable[str] = ()) -> StepResult:
    """Keep what was read, with the problems of reading it.

    ``sources`` are the files, folders and patterns that it was read from: what was wrong with them before,
    or with a file that a folder doesn't hold any more, is wrong no longer.
    """
    problems: dict[str, list[Problem]] = {document.source: [] for document in found.documents}
    for problem in found.problems:
        problems.setdefault(problem.where, []).append(problem)
    asked = tuple(sources)
    with store.writer() as writer:
        for about in writer.troubled("read"):
            if any(_is_of(about, source) for source in asked):
                problems.setdefault(about, [])
        added = writer.documents(found.documents)
        writer.problems_of("read", problems)
    return StepResult("documents", added, found.problems)


def _is_of(about: str, source: str) -> bool:
    """Tell whether a problem is about a source, or about a file below one that is a folder."""
    if source == STANDARD_INPUT:
        return about == STANDARD_INPUT_PLACE
    told, folder = PurePath(about), PurePath(shown(source))
    # Of what is below the current folder nothing is told: files from elsewhere have bare names as well.
    return about == shown(source) or told == folder or (bool(folder.parts) and folder in told.parents)
