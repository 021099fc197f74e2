"""Verification: everything that a workspace promises, checked against every row that it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DBAPIError

from keiretsu.errors import Problem
from keiretsu.quantities import counted
from keiretsu.store.progress import Progress, Tally, count_rows
from keiretsu.store.schema import claims, documents, metadata, recordings
from keiretsu.store.store import Store
from keiretsu.store.verify_content import claim_faults, document_faults, figure_faults, party_faults
from keiretsu.store.verify_database import damage, schema_faults
from keiretsu.store.verify_lives import (
    LIVES,
    digest_faults,
    life_faults,
    recording_faults,
    repeated_faults,
)
from keiretsu.store.verify_references import (
    CITES,
    citation_faults,
    foreign_key_faults,
    life_missing_faults,
)
from keiretsu.store.verify_rows import Advance, finding

COUNTED = (recordings, documents, claims, *LIVES)
"""The tables whose rows are counted as checked."""

MOST_ALIKE = 100
"""Faults of one kind that are named one by one; more of them are told in one line."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What a workspace was found to be.

    Parameters
    ----------
    checked
        How many rows of each table were checked.
    problems
        What is wrong, in the order of the checks; empty for a sound workspace. Of more than
        a hundred faults of one kind in one table, the last line says how many more there are.
    """

    checked: dict[str, int]
    problems: tuple[Problem, ...]


def verify(store: Store, on_progress: Progress | None = None) -> Verification:
    """Check a workspace; nothing is changed, and others may go on reading and writing.

    Answers *is everything that was recorded still there, unaltered, with the words that say it*:

    - each text and claim, each party and figure hashes to its id, and each life to its digest;
    - each quote stands at its place in its document, those of retired claims as well;
    - what deals, contradictions and judgements cite is held;
    - no two lives of a key hold at once, none ends before it begins, and none was added to the past;
    - the database itself is whole, and its keys and references are watched over.

    One transaction that sees one state of the workspace; rows are streamed, so that its size doesn't
    matter. A check that can't go on is a problem too, and the next one follows.

    Parameters
    ----------
    on_progress
        Called now and then with the rows that are done and all rows.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> folder = TemporaryDirectory()
    >>> store = Store.create(Path(folder.name, "ai.sqlite"))
    >>> with store.writer() as writer:
    ...     writer.setting("pack", "none")
    Added(new=1, known=0, changed=0, retired=0)
    >>> found = verify(store)
    >>> found.checked["setting_lives"], found.problems
    (1, ())
    >>> folder.cleanup()
    """
    with store.snapshot() as connection:
        total = _total(connection) if on_progress else 0
        tally = Tally((table.name for table in COUNTED), total, on_progress)
        found = _Findings()
        for about, check in _checks(connection, tally.advance):
            found.take(_guarded(connection, about, check))
        connection.rollback()  # nothing was written, and SQLite commits nothing in a damaged file
    return Verification(dict(tally.rows), found.all())


def _checks(
    connection: Connection, advance: Advance
) -> Iterator[tuple[str, Callable[[], Iterator[Problem]]]]:
    """Yield each check with the table, or the thing, that it is about."""
    yield "file", partial(damage, connection)
    yield "schema", partial(schema_faults, connection)
    yield recordings.name, partial(recording_faults, connection, advance)
    yield documents.name, partial(document_faults, connection, advance)
    yield claims.name, partial(claim_faults, connection, advance)
    for table in LIVES:
        yield table.name, partial(digest_faults, connection, table, advance)
        yield table.name, partial(life_faults, connection, table)
    yield "claim_lives", partial(repeated_faults, connection)
    yield "party_lives", partial(party_faults, connection)
    yield "figure_lives", partial(figure_faults, connection)
    for table in metadata.sorted_tables:
        yield table.name, partial(foreign_key_faults, connection, table)
    yield "lives", partial(life_missing_faults, connection)
    for table in CITES:
        yield table.name, partial(citation_faults, connection, table)


def _guarded(connection: Connection, about: str, check: Callable[[], Iterator[Problem]]) -> Iterator[Problem]:
    """Run a check by itself: where the database can't answer it, the others are still made."""
    try:
        with connection.begin_nested():
            yield from check()
    except DBAPIError as error:
        said = " ".join(str(error.orig).split())
        yield finding("verify.unreadable", about, "", f"can't be read to its end: {said}")


def _total(connection: Connection) -> int:
    present = inspect(connection).get_table_names()
    return sum(count_rows(connection, (table for table in COUNTED if table.name in present)).values())


class _Findings:
    """Problems as they are found, and only the number of those that are like many before."""

    def __init__(self) -> None:
        self._named: list[Problem] = []
        self._alike: Counter[tuple[str, str]] = Counter()
        self._last: dict[tuple[str, str], Problem] = {}

    def take(self, problems: Iterator[Problem]) -> None:
        for problem in problems:
            kind = (problem.code, problem.where.partition(" ")[0])
            self._alike[kind] += 1
            if self._alike[kind] <= MOST_ALIKE:
                self._named.append(problem)
            else:
                self._last[kind] = problem

    def all(self) -> tuple[Problem, ...]:
        more = (
            replace(
                problem,
                where=kind[1],
                message=counted(
                    self._alike[kind] - MOST_ALIKE, "more row has this fault", "more rows have this fault"
                ),
            )
            for kind, problem in self._last.items()
        )
        return (*self._named, *more)
