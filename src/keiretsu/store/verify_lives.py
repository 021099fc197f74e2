"""Checks of the lives: that the past is what was recorded, and in the order of its recordings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Column, Connection, Table, func, or_, select

from keiretsu.errors import Problem, Severity
from keiretsu.store.bulk import batched
from keiretsu.store.lives import digest
from keiretsu.store.progress import page_of
from keiretsu.store.rows import GIVEN
from keiretsu.store.schema import claim_lives, claims, deal_claims, deal_lives, metadata, recordings
from keiretsu.store.verify_rows import Advance, Stored, finding, stored_rows

LIVES = tuple(table for table in metadata.sorted_tables if "key" in table.info)
"""The tables of lives, those that are referred to first."""

_FUTURE = timedelta(days=1)
"""How far ahead of this machine's clock a recording may lie: clocks and their zones differ."""

_NOT_CONTENT = ("life", "digest", "recorded_at", "retired_at", "retired_by", "retired_reason")

_LATER = {"reliability": None, "source_reliability": None, "origin": GIVEN}
"""Columns of a later schema, which a digest covers only where they say something else than this."""

REPEATED = tuple(claim_lives.c[name] for name in ("subject", "object", "relation", "layer", "status"))
"""What a claim's life repeats of the claim, for the as-of query alone: its digest leaves it out."""


def recording_faults(connection: Connection, advance: Advance) -> Iterator[Problem]:
    """Yield recordings of the future, and say where the clock was set back.

    A recording that would not be later than the one before is put a microsecond after it, so that
    two recordings a microsecond apart tell that the clock stood before the first of them.
    """
    latest = datetime.now(UTC) + _FUTURE
    set_back: list[datetime] = []
    before: datetime | None = None
    for row in stored_rows(connection, recordings, recordings.c.recorded_at):
        advance(recordings.name)
        if isinstance(row, Problem):
            yield row
            continue
        moment = row["recorded_at"]
        if moment > latest:
            message = "lies in the future: the clock was ahead when it was recorded"
            yield finding(
                "verify.future-recording", recordings.name, moment.isoformat(), message, Severity.WARNING
            )
        if before is not None and moment - before == timedelta(microseconds=1):
            set_back.append(before)
        before = moment
    if set_back:
        message = f"the clock was set back after this recording; {len(set_back)} were put right after another"
        first = set_back[0].isoformat()
        yield finding("verify.clock-set-back", recordings.name, first, message, Severity.NOTE)


def life_faults(connection: Connection, table: Table) -> Iterator[Problem]:
    """Yield lives that end before they begin, overlap one of the same key, or were slipped in later."""
    yield from _backwards(connection, table)
    yield from _overlapping(connection, table)
    yield from _out_of_order(connection, table)


def digest_faults(connection: Connection, table: Table, advance: Advance) -> Iterator[Problem]:
    """Yield the lives whose content isn't what was recorded."""
    for page in batched(stored_rows(connection, table, table.c.life), page_of(table)):
        yield from (row for row in page if isinstance(row, Problem))
        yield from _altered(connection, table, [row for row in page if not isinstance(row, Problem)])
        for _ in page:
            advance(table.name)


def repeated_faults(connection: Connection) -> Iterator[Problem]:
    """Yield the lives of claims that say something else than their claim, for the as-of query to find."""
    differs = or_(*(column.is_distinct_from(claims.c[column.name]) for column in REPEATED))
    query = select(claim_lives.c.life, claims.c.id).join(claims).where(differs)
    for life, key in connection.execute(query):
        yield finding(
            "verify.altered", claim_lives.name, key, f"life {life} says something else than the claim"
        )


def _backwards(connection: Connection, table: Table) -> Iterator[Problem]:
    query = select(table.c.life, _key(table)).where(table.c.retired_at < table.c.recorded_at)
    for life, key in connection.execute(query):
        yield finding("verify.life-backwards", table.name, key, f"life {life} ends before it begins")


def _overlapping(connection: Connection, table: Table) -> Iterator[Problem]:
    one_alive, begun = _one_alive(table), (table.c.recorded_at, table.c.life)
    earlier, ended = (
        func.lag(column).over(partition_by=one_alive, order_by=begun)
        for column in (table.c.life, table.c.retired_at)
    )
    key, life = _key(table).label("key"), table.c.life
    lives = select(key, life, table.c.recorded_at, earlier.label("earlier"), ended.label("ended")).subquery()
    too_late = or_(lives.c.ended.is_(None), lives.c.ended > lives.c.recorded_at)
    query = select(lives.c.key, lives.c.earlier, lives.c.life)
    for found, first, second in connection.execute(query.where(lives.c.earlier.is_not(None), too_late)):
        message = f"lives {first} and {second} hold at the same time"
        yield finding("verify.overlapping-lives", table.name, found, message)


def _out_of_order(connection: Connection, table: Table) -> Iterator[Problem]:
    """Yield the lives that were added later than one that has a later time: they change the past."""
    before = func.lag(table.c.recorded_at).over(order_by=table.c.life)
    lives = select(_key(table).label("key"), table.c.life, table.c.recorded_at, before.label("before"))
    rows = lives.subquery()
    query = select(rows.c.key, rows.c.life).where(rows.c.before > rows.c.recorded_at)
    for key, life in connection.execute(query):
        message = f"life {life} has an earlier time than the life before it in the table"
        yield finding("verify.out-of-order", table.name, key, message)


def _altered(connection: Connection, table: Table, page: list[Stored]) -> Iterator[Problem]:
    more = _links(connection, page) if table is deal_lives else {}
    for row in page:
        if digest(_content(table, row), *more.get(row["life"], ())) != row["digest"]:
            message = f"the content of life {row['life']} isn't what was recorded"
            yield finding("verify.altered", table.name, row[table.info["key"]], message)


def _content(table: Table, row: Stored) -> dict[str, Any]:
    """Return what the digest of a life covers, as it was when the life began."""
    content = {
        name: value
        for name, value in row.items()
        if name not in _NOT_CONTENT and not (name in _LATER and value == _LATER[name])
    }
    if table is claim_lives:
        for column in REPEATED:
            del content[column.name]
    if table is deal_lives and row["derivation"] is None:  # recorded before deals were derived
        del content["derivation"], content["term_years"]
    return content


def _links(connection: Connection, page: list[Stored]) -> dict[int, list[list[dict[str, Any]]]]:
    """Return the claims of each deal of a page, which its digest covers, as they were when it was made."""
    links: dict[int, list[list[dict[str, Any]]]] = {row["life"]: [[]] for row in page}
    query = select(deal_claims).where(deal_claims.c.life.in_(links))
    for row in connection.execute(query.order_by(deal_claims.c.role.desc(), deal_claims.c.position)):
        link = row._asdict()
        links[link.pop("life")][0].append(link)
    return links


def _key(table: Table) -> Column[Any]:
    return table.c[table.info["key"]]


def _one_alive(table: Table) -> tuple[Column[Any], ...]:
    """Return the columns of which one combination lives at a time, as the unique index has them."""
    living = next(index for index in table.indexes if index.unique)
    return tuple(table.c[column.name] for column in living.columns)
