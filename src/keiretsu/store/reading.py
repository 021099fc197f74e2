"""The queries that a view and a writer share: stored rows, joined and picked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from keiretsu.documents import Document
from keiretsu.store import records
from keiretsu.store.schema import claim_lives, claims, document_lives, documents


def read_documents(connection: Connection, *where: ColumnElement[bool]) -> list[Document]:
    """Return the documents of the lives chosen, by name."""
    query = select(document_lives, documents.c.text).join(documents).where(*where)
    rows = connection.execute(query.order_by(document_lives.c.name, document_lives.c.document_id))
    return [records.document(row) for row in rows]


def claim_rows(connection: Connection, *where: ColumnElement[bool]) -> Sequence[Row[Any]]:
    """Return the claims of the lives chosen with their readings, in the order of their spans."""
    query: Select[Any] = (
        select(
            claims,
            claim_lives.c.family,
            claim_lives.c.extractor,
            claim_lives.c.confidence,
            claim_lives.c.recorded_at,
            claim_lives.c.retired_at,
        )
        .join(claim_lives)
        .where(*where)
    )
    return connection.execute(
        query.order_by(claims.c.document_id, claims.c.span_start, claims.c.span_end, claims.c.id)
    ).all()


def best_readings(rows: Iterable[Row[Any]], moment: datetime) -> list[Row[Any]]:
    """Return one row a claim: a reading that stands before one that ended, then the surest, then the last."""
    best: dict[str, tuple[tuple[bool, int, datetime, str], Row[Any]]] = {}
    for row in rows:
        stands = row.retired_at is None or row.retired_at > moment
        rank = (stands, row.confidence, row.recorded_at, row.extractor)
        if row.id not in best or rank > best[row.id][0]:
            best[row.id] = (rank, row)
    return [row for _, row in best.values()]
