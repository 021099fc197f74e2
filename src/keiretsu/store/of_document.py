"""Documents as lists and pages show them: without loading the texts of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, and_, func, or_, select, true

from keiretsu.claims import Claim
from keiretsu.documents import Document
from keiretsu.errors import Problem
from keiretsu.judgements import Judgement
from keiretsu.store import records, schema
from keiretsu.store.folding import holds
from keiretsu.store.lives import held_at
from keiretsu.store.reading import EXTRACTED, ClaimRow, best_readings, claim_rows


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One line of a list of documents: where it comes from, and how many claims and open problems it has."""

    id: str
    name: str
    title: str | None
    publisher: str | None
    published: str | None
    reliability: str | None
    claims: int
    problems: int


@dataclass(frozen=True, slots=True)
class DocumentContent:
    """A document with what the workspace holds of it.

    Parameters
    ----------
    document
        The document.
    claims
        What extractors read in it, in the order of the quotes.
    recorded
        By id, its claims that were ever recorded, which judgements may be about.
    judgements
        What people decided about its claims, and didn't take back.
    problems
        The open problems of reading it and of extracting its claims.
    """

    document: Document
    claims: tuple[Claim, ...]
    recorded: dict[str, Claim]
    judgements: tuple[Judgement, ...]
    problems: tuple[Problem, ...]


def rows(
    connection: Connection,
    known_by: datetime,
    words: Sequence[str],
    as_of: date | None,
    offset: int,
    limit: int,
) -> tuple[list[DocumentRow], int]:
    """Return a stretch of the documents, those published last first, and how many there are.

    ``words`` must all stand in a document's title, publisher or name, whatever their case; of a day,
    those published by then and those without a date are given.
    """
    table = schema.document_lives
    chosen = and_(held_at(table, known_by), *_hold(connection, words), _published_by(as_of))
    total = connection.execute(select(func.count()).select_from(table).where(chosen)).scalar_one()
    order = (table.c.published.is_(None), table.c.published.desc(), table.c.name, table.c.document_id)
    found = connection.execute(select(table).where(chosen).order_by(*order).offset(offset).limit(limit)).all()
    claims = _claims_by_document(connection, known_by, [row.document_id for row in found])
    problems = _problems_by_subject(connection, known_by, found)
    made = [
        DocumentRow(
            row.document_id,
            row.name,
            row.title,
            row.publisher,
            row.published,
            row.reliability,
            claims.get(row.document_id, 0),
            problems.get(row.document_id, 0) + problems.get(row.source, 0),
        )
        for row in found
    ]
    return made, total


def content(connection: Connection, known_by: datetime, document: Document) -> DocumentContent:
    """Return what is held of a document."""
    of_document = schema.claims.c.document_id == document.id
    lives = schema.claim_lives
    recorded = claim_rows(connection, known_by, of_document, lives.c.recorded_at <= known_by)
    living = claim_rows(connection, known_by, of_document, held_at(lives, known_by), EXTRACTED)
    table = schema.judgement_lives
    judged = select(table).where(held_at(table, known_by), table.c.about_document == document.id)
    judgements = connection.execute(judged.order_by(table.c.recorded_at, table.c.life))
    return DocumentContent(
        document,
        tuple(_claims(living, document)),
        {claim.id: claim for claim in _claims(recorded, document)},
        tuple(records.judgement(row, known_by).judgement for row in judgements),
        tuple(_problems(connection, known_by, document)),
    )


def deals_since(connection: Connection, known_by: datetime, moment: datetime) -> dict[str, bool]:
    """Return the deals that are new or changed since a moment: by id, whether it is new."""
    table = schema.deal_lives
    since = select(table.c.deal_id).where(held_at(table, known_by), table.c.recorded_at > moment)
    found = connection.execute(since.order_by(table.c.deal_id)).scalars().all()
    known = select(table.c.deal_id).where(held_at(table, moment), table.c.deal_id.in_(since))
    before = set(connection.execute(known).scalars())
    return {deal_id: deal_id not in before for deal_id in found}


def _claims(rows: Iterable[ClaimRow], document: Document) -> Iterable[Claim]:
    return (records.claim(row, document) for row in best_readings(rows))


def _problems(connection: Connection, known_by: datetime, document: Document) -> Iterable[Problem]:
    table = schema.problem_lives
    query = select(table).where(held_at(table, known_by), _about(table, [document.id], [document.source]))
    return (records.problem(row) for row in connection.execute(query.order_by(table.c.life)))


def _hold(connection: Connection, words: Iterable[str]) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions that each word stands in a document's title, publisher or name."""
    table, is_server = schema.document_lives, connection.dialect.name == "postgresql"
    named = (table.c.title, table.c.publisher, table.c.name)
    yield from (holds(named, word, is_server=is_server) for word in words)


def _published_by(as_of: date | None) -> ColumnElement[bool]:
    """Return the condition that a document had been published by a day: ``2025-03`` by its first one."""
    published = schema.document_lives.c.published
    if as_of is None:
        return true()
    return or_(published.is_(None), published <= as_of.isoformat())


def _about(table: Table, ids: Iterable[str], sources: Iterable[str]) -> ColumnElement[bool]:
    """Return the condition that a problem is one of reading or of extracting some documents."""
    extracted = and_(table.c.step == "extract", table.c.about.in_(list(ids)))
    return or_(extracted, and_(table.c.step.in_(["read", "import"]), table.c.about.in_(list(sources))))


def _claims_by_document(connection: Connection, known_by: datetime, ids: Sequence[str]) -> dict[str, int]:
    claims = schema.claims
    query = (
        select(claims.c.document_id, func.count(claims.c.id.distinct()))
        .join(schema.claim_lives)
        .where(claims.c.document_id.in_(ids), held_at(schema.claim_lives, known_by), EXTRACTED)
        .group_by(claims.c.document_id)
    )
    return {key: int(number) for key, number in connection.execute(query)}


def _problems_by_subject(
    connection: Connection, known_by: datetime, rows: Sequence[Row[Any]]
) -> dict[str, int]:
    table = schema.problem_lives
    about = _about(table, [row.document_id for row in rows], [row.source for row in rows])
    query = select(table.c.about, func.count()).where(held_at(table, known_by), about).group_by(table.c.about)
    return {key: int(number) for key, number in connection.execute(query)}
