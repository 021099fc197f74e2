"""The queries that a view and a writer share: stored rows, joined and picked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from operator import attrgetter
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, case, or_, select, type_coerce
from sqlalchemy.types import NullType

from keiretsu.documents import Document
from keiretsu.store import records
from keiretsu.store.lives import held_at
from keiretsu.store.rows import JUDGED
from keiretsu.store.schema import claim_lives, claims, deal_claims, deal_lives, document_lives, documents

EXTRACTED = claim_lives.c.family != JUDGED
"""The condition that a reading is an extractor's, and not a person's correction."""


_PLACE = attrgetter("document_id", "span_start", "span_end", "id")


class ClaimRow(NamedTuple):
    """A claim as it is stored, with one reading of it.

    ``recorded_at`` is as the database gives it, to be compared with others alone: there are many, and
    turning each into a moment costs. ``stands`` tells that the reading hadn't ended by the moment asked
    about.
    """

    id: str
    document_id: str
    span_start: int
    span_end: int
    quote: str
    relation: str
    subject: str
    object: str | None
    layer: str | None
    amount_low: str | None
    amount_high: str | None
    currency: str | None
    basis: str | None
    status: str
    date: str | None
    terms: list[str]
    family: str
    extractor: str
    confidence: int
    recorded_at: Any
    stands: bool


class DealRow(NamedTuple):
    """A deal as it is stored; ``derivation`` is ``None`` where it was recorded before there were any."""

    life: int
    deal_id: str
    relation: str
    subject_id: str
    object_id: str | None
    object_name: str | None
    layer: str | None
    amount_low: str | None
    amount_high: str | None
    currency: str | None
    basis: str | None
    amount_rule: str
    terms: list[str]
    derivation: dict[str, Any] | None
    term_years: float | None


class LinkRow(NamedTuple):
    """A claim of a deal: a step of its timeline, or one that was set aside."""

    life: int
    role: str
    claim_id: str
    status: str | None
    day: date | None
    shares_sum: bool | None


def read_documents(connection: Connection, *where: ColumnElement[bool]) -> list[Document]:
    """Return the documents of the lives chosen, by name."""
    query = select(document_lives, documents.c.text).join(documents).where(*where)
    rows = connection.execute(query.order_by(document_lives.c.name, document_lives.c.document_id))
    return [records.document(row) for row in rows]


def claim_rows(connection: Connection, known_by: datetime, *where: ColumnElement[bool]) -> list[ClaimRow]:
    """Return the claims of the lives chosen with their readings, in no order."""
    ended_later = or_(claim_lives.c.retired_at.is_(None), claim_lives.c.retired_at > known_by)
    query = (
        select(
            *claims.c,
            *(claim_lives.c[name] for name in ("family", "extractor", "confidence")),
            type_coerce(claim_lives.c.recorded_at, NullType()),
            case((ended_later, 1), else_=0),
        )
        .join(claim_lives)
        .where(*where)
    )
    return [ClaimRow._make(row) for row in connection.execute(query)]


def best_readings(rows: Iterable[ClaimRow]) -> list[ClaimRow]:
    """Return one row a claim, in the order of documents and spans.

    A reading that stands comes before one that ended, then the surest, then the last.
    """
    best: dict[str, ClaimRow] = {}
    for row in rows:
        held = best.setdefault(row.id, row)
        if held is not row and _rank(row) > _rank(held):
            best[row.id] = row
    return sorted(best.values(), key=_PLACE)


def cited_by_deals(known_by: datetime) -> ColumnElement[bool]:
    """Return the condition that a deal of a moment rests on a claim."""
    cited = select(deal_claims.c.claim_id).join(deal_lives).where(held_at(deal_lives, known_by))
    return claims.c.id.in_(cited)


def deal_rows(connection: Connection, known_by: datetime) -> list[DealRow]:
    """Return the deals of a moment, by id."""
    query = select(*(deal_lives.c[name] for name in DealRow._fields)).where(held_at(deal_lives, known_by))
    return [DealRow._make(row) for row in connection.execute(query.order_by(deal_lives.c.deal_id))]


def link_rows(connection: Connection, known_by: datetime) -> list[LinkRow]:
    """Return the claims that the deals of a moment are made from, by deal and in order.

    A derivation names the claims that it sets aside, so they are needed only where there is none.
    """
    is_needed = or_(
        deal_claims.c.role == "timeline",
        (deal_claims.c.role == "set_aside") & deal_lives.c.derivation.is_(None),
    )
    query = (
        select(*(deal_claims.c[name] for name in LinkRow._fields))
        .join(deal_lives)
        .where(held_at(deal_lives, known_by), is_needed)
        .order_by(deal_claims.c.life, deal_claims.c.role, deal_claims.c.position)
    )
    return [LinkRow._make(row) for row in connection.execute(query)]


def _rank(row: ClaimRow) -> tuple[bool, int, Any, str]:
    return row.stands, row.confidence, row.recorded_at, row.extractor
