"""Stored rows turned back into records, which check themselves as they are made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row

from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document, Span
from keiretsu.errors import InvalidRecordError, Problem, Severity
from keiretsu.judgements import Judgement, Signature, from_json
from keiretsu.ledger import Deal, Item, ReportedFigure, Source, Step
from keiretsu.ledger.contradictions import Contradiction, Reading
from keiretsu.ledger.derivation import Derivation
from keiretsu.parties import Party
from keiretsu.quantities import Money, Period
from keiretsu.quantities.money import stored_money

if TYPE_CHECKING:
    from keiretsu.store.reading import ClaimRow, DealRow, LinkRow


@dataclass(frozen=True, slots=True)
class RecordedJudgement:
    """A judgement with what became of it.

    Parameters
    ----------
    judgement
        What was decided; its signature tells who, why and when.
    digest
        What tells it from another judgement of the same thing; see :meth:`Writer.judge`.
    retired_at
        When it ceased to stand; ``None`` while it stands.
    revoked
        Who took it back, why and when; ``None`` where it stands or another one took its place.
    """

    judgement: Judgement
    digest: str
    retired_at: datetime | None = None
    revoked: Signature | None = None


def document(row: Row[Any]) -> Document:
    """Make a document; its text must hash to its id."""
    made = Document(
        text=row.text,
        name=row.name,
        source=row.source,
        title=row.title,
        publisher=row.publisher,
        published=row.published,
        url=row.url,
        reliability=row.reliability,
    )
    _check_id("document", row.document_id, made.id)
    return made


def claim(row: ClaimRow, origin: Document) -> Claim:
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
        source=Source(
            title=row.source_title,
            publisher=row.source_publisher,
            date=row.published,
            url=row.source_url,
            reliability=row.source_reliability,
        ),
        segment=row.segment,
    )
    _check_id("figure", row.figure_id, made.id)
    return made


def deal(
    row: DealRow,
    links: Iterable[LinkRow],
    parties: Mapping[str, Party],
    claims: Mapping[str, Claim],
    contradictions: tuple[Contradiction, ...] = (),
) -> Deal:
    """Make a deal from its row, its claims' rows in order, and the records that they name."""
    steps: list[Step] = []
    aside: list[Claim] = []
    for link in links:
        if link.status is not None:
            steps.append(Step(link.status, link.day, claims[link.claim_id], bool(link.shares_sum)))
        else:
            aside.append(claims[link.claim_id])
    return Deal(
        id=row.deal_id,
        relation=row.relation,
        subject=parties[row.subject_id],
        object=None if row.object_id is None else parties[row.object_id],
        object_name=row.object_name,
        layer=row.layer,
        timeline=tuple(steps),
        amount=_amount(row),
        terms=tuple(row.terms),
        derivation=_derivation(row, aside, claims),
        term_years=row.term_years,
        contradictions=contradictions,
    )


def contradiction(
    row: Row[Any], claims: Mapping[str, Claim], figures: Mapping[str, ReportedFigure]
) -> Contradiction:
    """Make a contradiction from its row and the records that its readings name."""
    settled = None
    if row.settled_by is not None:
        settled = Signature(row.settled_by, row.settled_reason, row.settled_at)
    return Contradiction(
        id=row.contradiction_id,
        about=row.about,
        what=row.what,
        readings=tuple(Reading.load(raw, claims, figures) for raw in row.readings),
        rule=row.rule,
        compatible=row.compatible,
        settled=settled,
    )


def judgement(row: Row[Any], known_by: datetime) -> RecordedJudgement:
    """Make a judgement, signed at the time of its recording, with what had become of it by a moment."""
    ended = row.retired_at is not None and row.retired_at <= known_by
    revoked = None
    if ended and row.retired_by is not None:
        revoked = Signature(row.retired_by, row.retired_reason, row.retired_at)
    signature = Signature(row.author, row.reason, row.recorded_at)
    made = from_json(row.kind, row.content, signature)
    _check_id("judgement", row.key, made.key)
    return RecordedJudgement(made, row.digest, row.retired_at if ended else None, revoked)


def _derivation(row: DealRow, aside: Iterable[Claim], claims: Mapping[str, Claim]) -> Derivation:
    """Make a deal's derivation; one recorded before derivations were has its rule and what was set aside."""
    if row.derivation is None:
        return Derivation(row.amount_rule, _amount(row), set_aside=tuple(aside))
    return Derivation.from_json(row.derivation, claims)


def problem(row: Row[Any]) -> Problem:
    """Make a problem."""
    return Problem(row.code, Severity(row.severity), row.place, row.message, row.hint)


def _amount(row: ClaimRow | DealRow | Row[Any]) -> Money | None:
    if row.currency is None:
        return None
    return stored_money(row.amount_low, row.amount_high, row.currency, row.basis)


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
