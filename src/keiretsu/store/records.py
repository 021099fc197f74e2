"""Stored rows turned back into records, which check themselves as they are made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import Row

from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document, Span
from keiretsu.errors import InvalidRecordError, Problem, Severity
from keiretsu.ledger import Deal, Item, ReportedFigure, Source, Step
from keiretsu.parties import Party
from keiretsu.quantities import Money, Period


def document(row: Row[Any]) -> Document:
    """Make a document; its text must hash to its id."""
    made = Document(row.text, row.name, row.source, row.title, row.publisher, row.published, row.url)
    _check_id("document", row.document_id, made.id)
    return made


def claim(row: Row[Any], origin: Document) -> Claim:
    """Make a claim; its quote must stand in its document, and its content hash to its id."""
    made = Claim(
        evidence=Evidence(origin, Span(row.span_start, row.span_end), row.quote),
        relation=row.relation,
        subject=row.subject,
        object=row.object,
        layer=row.layer,
        amount=_amount(row),
        status=row.status,
        date=row.date,
        terms=tuple(row.terms),
        confidence=row.confidence,
        extractor=row.extractor,
    )
    _check_id("claim", row.id, made.id)
    return made


def party(row: Row[Any]) -> Party:
    """Make a party."""
    made = Party(row.name, row.kind, tuple(row.aliases), tuple(row.units), row.wikidata, row.lei, row.country)
    _check_id("party", row.party_id, made.id)
    return made


def figure(row: Row[Any], parties: Mapping[str, Party]) -> ReportedFigure:
    """Make a reported figure; its content must hash to its id."""
    amount = _amount(row)
    if amount is None:
        raise _altered("figure", row.figure_id)
    made = ReportedFigure(
        party=parties[row.party_id],
        item=Item(row.item),
        amount=amount,
        period=Period(row.valid_from, row.valid_to),
        source=Source(row.source_title, row.source_publisher, row.published, row.source_url),
        segment=row.segment,
    )
    _check_id("figure", row.figure_id, made.id)
    return made


def deal(
    row: Row[Any], links: Iterable[Row[Any]], parties: Mapping[str, Party], claims: Mapping[str, Claim]
) -> Deal:
    """Make a deal from its row, its claims' rows in order, and the records that they name."""
    rows = list(links)
    steps = [
        Step(link.status, link.day, claims[link.claim_id], bool(link.shares_sum))
        for link in rows
        if link.role == "timeline"
    ]
    return Deal(
        id=row.deal_id,
        relation=row.relation,
        subject=parties[row.subject_id],
        object=None if row.object_id is None else parties[row.object_id],
        object_name=row.object_name,
        layer=row.layer,
        timeline=tuple(steps),
        amount=_amount(row),
        amount_rule=row.amount_rule,
        terms=tuple(row.terms),
        set_aside=tuple(claims[link.claim_id] for link in rows if link.role == "set_aside"),
    )


def problem(row: Row[Any]) -> Problem:
    """Make a problem."""
    return Problem(row.code, Severity(row.severity), row.place, row.message, row.hint)


def _amount(row: Row[Any]) -> Money | None:
    if row.currency is None:
        return None
    low, high = (None if bound is None else Decimal(bound) for bound in (row.amount_low, row.amount_high))
    return Money(low, high, row.currency, row.basis)


def _check_id(kind: str, stored: str, made: str) -> None:
    if stored != made:
        raise _altered(kind, stored)


def _altered(kind: str, stored: str) -> InvalidRecordError:
    return InvalidRecordError(
        "workspace.corrupt",
        where=f"{kind} {stored[:12]}",
        message="was altered outside of keiretsu",
        hint="restore the workspace from a copy",
    )
