"""Claims searched in the database, a page at a time."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Table,
    exists,
    func,
    literal,
    or_,
    select,
)

from keiretsu.store.folding import holds, lowered
from keiretsu.store.rows import JUDGED
from keiretsu.store.schema import claim_lives as lives
from keiretsu.store.schema import claims

COUNTED = 10_000
"""Claims that are counted; of more it is said only that they are more."""


class Order(StrEnum):
    """The order of what a search finds: ``confidence`` has the least sure first, ``sure`` the surest.

    ``newest`` has first what begins last, ``oldest`` the other way round, ``read`` the order of reading,
    document by document.
    """

    CONFIDENCE = "confidence"
    SURE = "sure"
    NEWEST = "newest"
    OLDEST = "oldest"
    READ = "read"


@dataclass(frozen=True, slots=True)
class ClaimSearch:
    """What the claims sought have in common; what is empty or ``None`` isn't asked for.

    Parameters
    ----------
    words
        Each stands in the quote or in the name of an end, whatever its case, also as a part of a word.
    names
        One of them is the name of an end, whatever its case.
    relation, layer, status, extractor
        The claim's own words; the extractor with its version.
    document
        The document's id.
    has_amount
        Whether a sum is stated.
    confidence_from, confidence_to, dated_from, dated_to
        Bounds, which belong to what is sought. What is undated has no date within bounds.
    begun_by
        A day by which the claimed thing had begun; what is undated had.
    among
        The only ids that are sought.
    without
        Ids that aren't.
    revived
        Ids of claims that no extractor makes any more and that count all the same.
    order
        What comes first.
    """

    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    relation: str | None = None
    layer: str | None = None
    status: str | None = None
    extractor: str | None = None
    document: str | None = None
    has_amount: bool | None = None
    confidence_from: int | None = None
    confidence_to: int | None = None
    dated_from: date | None = None
    dated_to: date | None = None
    begun_by: date | None = None
    among: frozenset[str] | None = None
    without: frozenset[str] = frozenset()
    revived: frozenset[str] = frozenset()
    order: Order = Order.CONFIDENCE


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of a page of claims, how many there are, and whether there are more than were counted."""

    ids: tuple[str, ...]
    total: int
    is_more: bool


def search(
    connection: Connection,
    known_by: datetime,
    sought: ClaimSearch,
    offset: int,
    limit: int,
    *,
    are_shared: bool = True,
) -> Found:
    """Return a stretch of the claims sought, as known by a moment; each once, in its surest reading.

    The order of review is an index, so that its first page comes at once from a million claims. Words,
    parties and the like are looked for by reading every claim's row once, which takes up to a second
    a million: where few claims have them, these alone are looked at further, else the claims are
    walked in their order until the page is full.

    Parameters
    ----------
    are_shared
        Whether several extractors may make one claim. Where only one has ever read, it is quicker to say so.
    """
    is_server = connection.dialect.name == "postgresql"
    said = list(_said(sought, is_server=is_server))
    own = [*said, *_repeated(sought, claims)]
    few = _few(connection, own) if own else None
    is_walked = bool(said) and few is None
    chosen = [*_read(sought, known_by, is_server=is_server)]
    if few is not None:
        chosen.append(_is_one_of(lives.c.claim_id, few, is_server=is_server))
    if are_shared and sought.extractor is None:
        chosen.append(_is_best(known_by))
    query = select(lives.c.claim_id).where(*chosen)
    if is_walked:
        query = query.join_from(lives, claims).where(*said)
    ordered = query.order_by(*_ordered(sought.order)).offset(offset).limit(limit + 1)
    found = connection.execute(ordered).scalars().all()
    if is_walked:  # counting would be to read all of them
        seen = offset + len(found)
        return Found(tuple(found[:limit]), seen, len(found) > limit)
    counted = _count(connection, query)
    if counted <= COUNTED:
        return Found(tuple(found[:limit]), counted, is_more=False)
    return Found(tuple(found[:limit]), max(COUNTED, offset + len(found)), is_more=True)


def extractors(connection: Connection) -> list[str]:
    """Return the names and versions of all extractors whose claims were ever recorded."""
    query = select(lives.c.extractor).where(lives.c.family != JUDGED).distinct()
    return sorted(connection.execute(query).scalars())


def claims_changed_at(connection: Connection, known_by: datetime) -> datetime | None:
    """Return when a claim last began or ended by a moment."""
    ends = (lives.c.recorded_at, lives.c.retired_at)
    found = [connection.execute(select(func.max(end)).where(end <= known_by)).scalar() for end in ends]
    return max((moment for moment in found if moment is not None), default=None)


def _count(connection: Connection, query: Select[Any]) -> int:
    counted = query.limit(COUNTED + 1).subquery()
    return connection.execute(select(func.count()).select_from(counted)).scalar_one()


def _few(connection: Connection, said: Sequence[ColumnElement[bool]]) -> list[str] | None:
    """Return the claims that say something, where they are few enough to be counted."""
    found = connection.execute(select(claims.c.id).where(*said).limit(COUNTED + 1)).scalars().all()
    return list(found) if len(found) <= COUNTED else None


def _said(sought: ClaimSearch, *, is_server: bool) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions that only a claim's own row answers."""
    places = (claims.c.quote, claims.c.subject, claims.c.object)
    yield from (holds(places, word, is_server=is_server) for word in sought.words)
    if sought.document is not None:
        yield claims.c.document_id == sought.document
    if sought.has_amount is not None:
        yield claims.c.currency.is_not(None) if sought.has_amount else claims.c.currency.is_(None)


def _read(sought: ClaimSearch, known_by: datetime, *, is_server: bool) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions that a claim's life answers."""
    stands = _stands(lives, known_by)
    if sought.revived:
        stands |= lives.c.life.in_(_last_lives(sought.revived, known_by, is_server=is_server))
    yield stands
    yield from _repeated(sought, lives)
    bounds = (
        (sought.confidence_from, lives.c.confidence.__ge__),
        (sought.confidence_to, lives.c.confidence.__le__),
        (sought.dated_from, lives.c.valid_from.__ge__),
        (sought.dated_to, lives.c.valid_from.__le__),
        (sought.extractor, lives.c.extractor.__eq__),
    )
    yield from (is_within(bound) for bound, is_within in bounds if bound is not None)
    if sought.begun_by is not None:
        yield or_(lives.c.valid_from.is_(None), lives.c.valid_from <= sought.begun_by)
    if sought.among is not None:
        yield _is_one_of(lives.c.claim_id, sought.among, is_server=is_server)
    if sought.without:
        yield ~_is_one_of(lives.c.claim_id, sought.without, is_server=is_server)


def _stands(table: FromClause, known_by: datetime) -> ColumnElement[bool]:
    ended_later = or_(table.c.retired_at.is_(None), table.c.retired_at > known_by)
    return (table.c.recorded_at <= known_by) & ended_later & (table.c.family != JUDGED)


def _last_lives(ids: Collection[str], known_by: datetime, *, is_server: bool) -> Select[tuple[int]]:
    """Return the query for the last lives of claims that no extractor makes any more."""
    chosen = _is_one_of(lives.c.claim_id, ids, is_server=is_server)
    ended = (lives.c.recorded_at <= known_by) & (lives.c.family != JUDGED)
    return select(func.max(lives.c.life)).where(chosen, ended).group_by(lives.c.claim_id)


def _repeated(sought: ClaimSearch, table: Table) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions that a claim's own row answers as well as its life."""
    for name in ("relation", "layer", "status"):
        wanted = getattr(sought, name)
        if wanted is not None:
            yield table.c[name] == wanted
    if sought.names:
        spelt = sorted({form for name in sought.names for form in lowered(name)})
        yield or_(*(func.lower(end).in_(spelt) for end in (table.c.subject, table.c.object)))


def _is_one_of(column: ColumnElement[str], ids: Collection[str], *, is_server: bool) -> ColumnElement[bool]:
    """Return the condition that a column holds one of any number of ids, which have no spaces."""
    if is_server:
        listed = func.string_to_array(literal(" ".join(ids)), " ")
        return column.in_(select(func.unnest(listed).column_valued("id")))
    return column.in_(select(func.json_each(literal(json.dumps([*ids]))).table_valued("value").c.value))


def _is_best(known_by: datetime) -> ColumnElement[bool]:
    """Return the condition that no other extractor reads the claim more surely."""
    other = lives.alias()
    is_surer = other.c.confidence > lives.c.confidence
    is_first = (other.c.confidence == lives.c.confidence) & (other.c.life < lives.c.life)
    same = other.c.claim_id == lives.c.claim_id
    return ~exists().where(same, _stands(other, known_by), is_surer | is_first)


def _ordered(order: Order) -> tuple[ColumnElement[Any], ...]:
    match order:
        case Order.CONFIDENCE:
            return lives.c.confidence, lives.c.life
        case Order.SURE:
            return lives.c.confidence.desc(), lives.c.life.desc()
        case Order.NEWEST:
            return lives.c.valid_from.desc().nulls_last(), lives.c.life
        case Order.OLDEST:
            return lives.c.valid_from.asc().nulls_last(), lives.c.life
        case Order.READ:
            return (lives.c.life,)
