"""Records turned into the rows that are stored."""

from __future__ import annotations

from collections.abc import Iterator

from keiretsu.claims import Claim
from keiretsu.documents import Document
from keiretsu.errors import Problem
from keiretsu.judgements import (
    ClaimJudgement,
    Distinct,
    Judgement,
    Merge,
    Settlement,
    Split,
    kind_of,
    to_json,
)
from keiretsu.ledger import Deal, ReportedFigure
from keiretsu.ledger.contradictions import Contradiction
from keiretsu.parties import Party
from keiretsu.quantities import Money
from keiretsu.store.bulk import Row
from keiretsu.store.lives import digest

JUDGED = "judged"
"""The family of claims as people corrected them; what is claimed by extractors leaves it out."""

GIVEN, FOUND = "given", "found"
"""Where a party comes from: a pack, an import or a person; or a reconciliation."""


def family(extractor: str) -> str:
    """Return an extractor's name without its version.

    Examples
    --------
    >>> family("rules/2")
    'rules'
    """
    return extractor.partition("/")[0]


def storable(text: str) -> str:
    r"""Return a file's name as text: bytes in it that are no UTF-8 are spelled out.

    Examples
    --------
    >>> storable("caf" + chr(0xDCE9) + ".txt"), storable("café.txt")
    ('caf\\udce9.txt', 'café.txt')
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def document_life(document: Document) -> Row:
    """Return what is known of a document's origin."""
    return _with_digest(
        {
            "document_id": document.id,
            "name": document.name,
            "source": document.source,
            "title": document.title,
            "publisher": document.publisher,
            "published": document.published,
            "url": document.url,
        },
        reliability=document.reliability,
    )


def claim_row(claim: Claim) -> Row:
    """Return what a claim says and where: all that its id hashes."""
    return {
        "id": claim.id,
        "document_id": claim.document.id,
        "span_start": claim.evidence.span.start,
        "span_end": claim.evidence.span.end,
        "quote": claim.quote,
        "relation": claim.relation,
        "subject": claim.subject,
        "object": claim.object,
        "layer": claim.layer,
        **_amount(claim.amount),
        "status": claim.status,
        "date": claim.date,
        "terms": list(claim.terms),
    }


def claim_life(claim: Claim) -> Row:
    """Return who reads the claim, how surely, and when it holds."""
    valid = claim.valid
    return _with_digest(
        {
            "claim_id": claim.id,
            "family": family(claim.extractor),
            "extractor": claim.extractor,
            "confidence": claim.confidence,
            "valid_from": valid.start,
            "valid_to": valid.end,
            "published": claim.document.published,
        }
    ) | {
        "subject": claim.subject,
        "object": claim.object,
        "relation": claim.relation,
        "layer": claim.layer,
        "status": claim.status,
    }


def party_life(party: Party, origin: str = GIVEN) -> Row:
    """Return what is known of a party."""
    row = _with_digest(
        {
            "party_id": party.id,
            "name": party.name,
            "kind": party.kind,
            "aliases": list(party.aliases),
            "units": list(party.units),
            "wikidata": party.wikidata,
            "lei": party.lei,
            "country": party.country,
        },
        origin=None if origin == GIVEN else origin,
    )
    return row | {"origin": origin}


def figure_life(figure: ReportedFigure) -> Row:
    """Return a figure under its series: another source's stands beside it."""
    source, period = figure.source, figure.period
    return _with_digest(
        {
            "series": figure.series,
            "figure_id": figure.id,
            "party_id": figure.party.id,
            "item": figure.item.value,
            "segment": figure.segment,
            **_amount(figure.amount),
            "valid_from": period.start,
            "valid_to": period.end,
            "published": source.date,
            "source_title": source.title,
            "source_publisher": source.publisher,
            "source_url": source.url,
        },
        source_reliability=source.reliability,
    )


def deal_life(deal: Deal) -> Row:
    """Return a deal; its digest covers its claims too."""
    row: Row = {
        "deal_id": deal.id,
        "relation": deal.relation,
        "subject_id": deal.subject.id,
        "object_id": None if deal.object is None else deal.object.id,
        "object_name": deal.object_name,
        "layer": deal.layer,
        "status": deal.status,
        **_amount(deal.amount),
        "amount_rule": deal.amount_rule,
        "terms": list(deal.terms),
        "valid_from": deal.valid_from,
        "valid_to": deal.valid_to,
        "published": deal.published,
        "derivation": deal.derivation.to_json(),
        "term_years": deal.term_years,
    }
    return _with_digest(row, links=list(deal_claim_rows(deal)))


def deal_claim_rows(deal: Deal) -> Iterator[Row]:
    """Yield the claims of a deal's timeline, those whose sums are set aside, then others that it cites."""
    for position, step in enumerate(deal.timeline):
        link = {"role": "timeline", "position": position, "claim_id": step.claim.id}
        yield link | {"status": step.status, "day": step.day, "shares_sum": step.shares_sum}
    aside = [claim.id for claim in deal.set_aside]
    named = {step.claim.id for step in deal.timeline} | set(aside)
    worked_from = (claim.id for step in deal.derivation.steps() for claim in (*step.claims, *step.set_aside))
    cited = dict.fromkeys(key for key in worked_from if key not in named)
    for role, ids in (("set_aside", aside), ("cited", cited)):
        for position, claim_id in enumerate(ids):
            link = {"role": role, "position": position, "claim_id": claim_id}
            yield link | {"status": None, "day": None, "shares_sum": None}


def contradiction_life(contradiction: Contradiction) -> Row:
    """Return a contradiction, with its claims and figures by their ids."""
    settled = contradiction.settled
    return _with_digest(
        {
            "contradiction_id": contradiction.id,
            "about": contradiction.about,
            "what": contradiction.what,
            "rule": contradiction.rule,
            "compatible": contradiction.compatible,
            "settled_by": None if settled is None else settled.author,
            "settled_reason": None if settled is None else settled.reason,
            "settled_at": None if settled is None else settled.made_at,
            "readings": [reading.to_json() for reading in contradiction.readings],
        }
    )


def judgement_life(judgement: Judgement) -> Row:
    """Return a judgement; when it was made is told by its recording."""
    document_id, about = _judged(judgement)
    return _with_digest(
        {
            "key": judgement.key,
            "kind": kind_of(judgement),
            "author": judgement.signature.author,
            "reason": judgement.signature.reason,
            "content": to_json(judgement),
            "about_document": document_id,
            "about": about,
        }
    )


def judgement_digest(judgement: Judgement) -> str:
    """Return what tells a judgement from another one of the same thing: its words, author and reason."""
    return str(judgement_life(judgement)["digest"])


def _judged(judgement: Judgement) -> tuple[str | None, str]:
    """Return the document and the id of what a judgement is about."""
    match judgement:
        case ClaimJudgement():
            return judgement.anchor.document_id, judgement.anchor.claim_id
        case Merge():
            return None, judgement.merged_id
        case Split():
            return None, judgement.party_id
        case Distinct():
            return None, " ".join(sorted(judgement.party_ids))
        case Settlement():
            return None, judgement.contradiction


def problem_life(step: str, about: str, problem: Problem) -> Row:
    """Return a problem, with the step that found it and what it is about."""
    row: Row = {
        "step": step,
        "about": storable(about),
        "code": problem.code,
        "severity": problem.severity.value,
        "place": storable(problem.where),
        "message": storable(problem.message),
        "hint": storable(problem.hint),
    }
    return _with_digest(row | {"problem_id": digest(row)})


def setting_life(key: str, value: str) -> Row:
    """Return a setting."""
    return _with_digest({"key": key, "value": value})


def _amount(amount: Money | None) -> Row:
    if amount is None:
        return dict.fromkeys(("amount_low", "amount_high", "currency", "basis"))
    return {
        "amount_low": None if amount.low is None else str(amount.low),
        "amount_high": None if amount.high is None else str(amount.high),
        "currency": amount.currency,
        "basis": amount.basis,
    }


def _with_digest(row: Row, *, links: list[Row] | None = None, **later: str | None) -> Row:
    """Return a row with its digest.

    Columns that a later schema added count only where they say something: a record of before them
    has the digest that it always had.
    """
    said = {name: value for name, value in later.items() if value is not None}
    return row | later | {"digest": digest(row | said, *([] if links is None else [links]))}
