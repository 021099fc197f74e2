"""What was recorded last, and what each recording changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, exists, func, select

from keiretsu.store import schema
from keiretsu.store.lives import held_at
from keiretsu.store.rows import JUDGED

KINDS: Mapping[str, Table] = {
    "documents": schema.document_lives,
    "claims": schema.claim_lives,
    "parties": schema.party_lives,
    "figures": schema.figure_lives,
    "deals": schema.deal_lives,
    "contradictions": schema.contradiction_lives,
    "judgements": schema.judgement_lives,
    "problems": schema.problem_lives,
}
"""The kinds of records that people see, each with its lives."""


@dataclass(frozen=True, slots=True)
class Recording:
    """What one recording changed, in numbers of records by kind.

    Parameters
    ----------
    moment
        When it was.
    begun
        Records that are new, or held with other particulars than before.
    ended
        Records that are held no longer. Claims aren't counted: their table is too long to be searched
        for the few that a recording ended.
    """

    moment: datetime
    begun: Mapping[str, int]
    ended: Mapping[str, int]


def last_recordings(connection: Connection, known_by: datetime, limit: int) -> tuple[Recording, ...]:
    """Return the last recordings by a moment, the newest first; those that changed nothing are left out."""
    recorded = schema.recordings.c.recorded_at
    newest = select(recorded).where(recorded <= known_by).order_by(recorded.desc()).limit(limit)
    moments = list(connection.execute(newest).scalars())
    begun = {kind: dict(_begun(connection, table, moments)) for kind, table in KINDS.items()}
    ended = {
        kind: dict(_ended(connection, table, moments)) for kind, table in KINDS.items() if kind != "claims"
    }
    found = (Recording(moment, _at(moment, begun), _at(moment, ended)) for moment in moments)
    return tuple(each for each in found if each.begun or each.ended)


def newest_keys(
    connection: Connection, kind: str, known_by: datetime, limit: int
) -> tuple[tuple[str, datetime], ...]:
    """Return the keys of the records of a kind that were recorded last, each with when that was."""
    table = KINDS[kind]
    query = (
        select(table.c[table.info["key"]], table.c.recorded_at)
        .where(held_at(table, known_by))
        .order_by(table.c.recorded_at.desc(), table.c.life.desc())
        .limit(limit)
    )
    return tuple((key, moment) for key, moment in connection.execute(query))


def _at(moment: datetime, counted: Mapping[str, Mapping[datetime, int]]) -> dict[str, int]:
    return {kind: numbers[moment] for kind, numbers in counted.items() if moment in numbers}


def _begun(
    connection: Connection, table: Table, moments: Sequence[datetime]
) -> Iterator[tuple[datetime, int]]:
    extracted = [table.c.family != JUDGED] if table is schema.claim_lives else []
    yield from _counted(connection, table.c.recorded_at, moments, *extracted)


def _ended(
    connection: Connection, table: Table, moments: Sequence[datetime]
) -> Iterator[tuple[datetime, int]]:
    """Count what ended and didn't begin anew in the same recording."""
    anew, key = table.alias(), table.info["key"]
    same = exists().where(anew.c[key] == table.c[key], anew.c.recorded_at == table.c.retired_at)
    yield from _counted(connection, table.c.retired_at, moments, ~same)


def _counted(
    connection: Connection,
    when: ColumnElement[datetime],
    moments: Sequence[datetime],
    *chosen: ColumnElement[bool],
) -> Iterator[tuple[datetime, int]]:
    query = select(when, func.count()).where(when.in_(moments), *chosen).group_by(when)
    for moment, number in connection.execute(query):
        yield moment, int(number)
