"""Records turned into the rows that are stored."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from keiretsu.claims import Claim
from keiretsu.documents import Document
from keiretsu.errors import Problem
from keiretsu.ledger import Deal, ReportedFigure
from keiretsu.parties import Party
from keiretsu.quantities import Money
from keiretsu.store.lives import Row, digest


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
        }
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
    return _with_digest(
        {
            "claim_id": claim.id,
            "family": family(claim.extractor),
            "extractor": claim.extractor,
            "confidence": claim.confidence,
            "valid_from": claim.valid.start,
            "valid_to": claim.valid.end,
            "published": claim.document.published,
        }
    )


def party_life(party: Party) -> Row:
    """Return what is known of a party."""
    return _with_digest(
        {
            "party_id": party.id,
            "name": party.name,
            "kind": party.kind,
            "aliases": list(party.aliases),
            "units": list(party.units),
            "wikidata": party.wikidata,
            "lei": party.lei,
            "country": party.country,
        }
    )


def figure_life(figure: ReportedFigure) -> Row:
    """Return a figure under its series.

    The series is what the figure measures by which source, without the sum: a corrected sum of the
    same source takes the place of the earlier one, and another source's stands beside it.
    """
    source, period = figure.source, figure.period
    series = [figure.party.id, figure.item, figure.segment, str(period)]
    series += [source.title, source.publisher, source.date]
    return _with_digest(
        {
            "series": hashlib.sha256(json.dumps(series).encode("utf-8")).hexdigest(),
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
        }
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
    }
    return _with_digest(row, list(deal_claim_rows(deal)))


def deal_claim_rows(deal: Deal) -> Iterator[Row]:
    """Yield the claims of a deal's timeline, then those whose sums are set aside."""
    for position, step in enumerate(deal.timeline):
        link = {"role": "timeline", "position": position, "claim_id": step.claim.id}
        yield link | {"status": step.status, "day": step.day, "shares_sum": step.shares_sum}
    for position, claim in enumerate(deal.set_aside):
        link = {"role": "set_aside", "position": position, "claim_id": claim.id}
        yield link | {"status": None, "day": None, "shares_sum": None}


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


def _with_digest(row: Row, *more: object) -> Row:
    return row | {"digest": digest(row, *more)}
