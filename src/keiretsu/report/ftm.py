"""Parties, deals and documents as FollowTheMoney entities."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any, TypeAlias

from keiretsu.documents import Document
from keiretsu.documents.addresses import web_address
from keiretsu.ledger import Deal
from keiretsu.network import Network, Payment
from keiretsu.parties import Party
from keiretsu.quantities import Money
from keiretsu.report.wording import sentence

Entity: TypeAlias = dict[str, Any]
Properties: TypeAlias = dict[str, list[str | None]]

PUBLIC_KINDS = frozenset({"regulator", "government", "agency", "ministry", "court", "public_body"})
OTHER_KINDS = frozenset(
    {"organisation", "university", "non_profit", "foundation", "association", "standards_body"}
)
SHARE_RELATIONS = frozenset({"invests", "acquires"})


def ftm(network: Network) -> bytes:
    """Return the network as FollowTheMoney entities, one JSON object a line (OCCRP, 2017).

    - A party is a ``PublicBody``, a ``Project``, a ``Company`` (also where somebody holds or buys a
      share in it) or, where its kind isn't known, an ``Organization``.
    - A confirmed deal is an ``Ownership`` where it is about shares and a ``Debt`` where it is a loan.
      Every other deal, and every deal that nobody has confirmed, is an ``UnknownLink`` whose role is
      relation and layer, and whose status is the deal's. What a confirmed deal has a customer pay is a
      ``Payment`` of the same ``recordId`` beside its link, since links hold no sums.
    - Each deal's ``proof`` are its documents, ``Article`` entities without their text; its
      ``description`` are the quotes.

    Deals without a second party are left out, since FollowTheMoney has no place for them. A range is
    given by its larger end, and in words by the ``summary``. A yearly sum that was estimated stands in
    the ``summary`` alone, called so: what no source says is exported as nobody's payment.

    Examples
    --------
    >>> from datetime import date
    >>> from keiretsu.ledger import ExchangeRates
    >>> from keiretsu.network import project
    >>> ftm(project([], as_of=date(2025, 1, 1), rates=ExchangeRates("USD")))
    b''
    """
    deals = sorted((deal for deal in network.deals if deal.object is not None), key=lambda deal: deal.id)
    held = {deal.object.id for deal in deals if deal.object and deal.relation in SHARE_RELATIONS}
    schemata = {party.id: _party_schema(party, held) for party in network.parties}
    entities = [_party(party, schemata[party.id]) for party in sorted(network.parties, key=lambda p: p.id)]
    documents = {claim.document.id: claim.document for deal in deals for claim in deal.claims}
    entities += [_document(documents[document_id]) for document_id in sorted(documents)]
    estimated = {payment.deal.id: payment for payment in network.payments if payment.is_estimated}
    for deal in deals:
        note = _note(estimated[deal.id], network.currency) if deal.id in estimated else ""
        entities += _deal(deal, schemata, note)
    return "".join(
        json.dumps(entity, ensure_ascii=False, sort_keys=True) + "\n" for entity in entities
    ).encode()


def _party_schema(party: Party, held: Collection[str]) -> str:
    if party.kind in PUBLIC_KINDS:
        return "PublicBody"
    if party.kind == "project":
        return "Project"
    return "Organization" if party.kind in OTHER_KINDS and party.id not in held else "Company"


def _party(party: Party, schema: str) -> Entity:
    properties: Properties = {
        "name": [party.name],
        "alias": [*party.aliases, *party.units],
        "country": [party.country.lower() if party.country else None],
        "wikidataId": [party.wikidata],
        "leiCode": [party.lei] if schema != "Project" else [],
        "keywords": [party.kind],
    }
    return _entity(_id("party", party.id), schema, properties)


def _document(document: Document) -> Entity:
    properties: Properties = {
        "fileName": [document.name],
        "title": [document.title],
        "publisher": [document.publisher],
        "publishedAt": [_day(document.published)],
        "sourceUrl": [web_address(document.url)],
    }
    return _entity(_id("document", document.id), "Article", properties)


def _note(payment: Payment, currency: str) -> str:
    """Return the words for a sum that no source gives."""
    rate = payment.rate.per_year if payment.rate else 0.0
    return f"; estimated, stated by no source: {currency} {rate:,.0f} a year"


def _deal(deal: Deal, schemata: dict[str, str], note: str) -> Iterator[Entity]:
    assert deal.object is not None  # noqa: S101 - only deals of two parties come here
    schema = _deal_schema(deal, schemata)
    subject, other = _id("party", deal.subject.id), _id("party", deal.object.id)
    key, common = _id("deal", deal.id), _common(deal, note)
    worth = _sum(deal.amount)
    said: Properties = {"role": [_said(deal)], "status": [deal.status]}
    match schema:
        case "Ownership":
            shares: Properties = {"sharesValue": worth["amount"], "sharesCurrency": worth["currency"]}
            yield _entity(key, schema, {"owner": [subject], "asset": [other], **said, **shares, **common})
        case "Debt":
            yield _entity(key, schema, {"creditor": [subject], "debtor": [other], **worth, **common})
        case _:
            yield _entity(key, schema, {"subject": [subject], "object": [other], **said, **common})
            if _is_paid_by_customer(deal) and "Project" not in _ends(deal, schemata):
                paid: Properties = {"payer": [other], "beneficiary": [subject], "purpose": [_said(deal)]}
                yield _entity(_id("payment", deal.id), "Payment", paid | worth | common)


def _said(deal: Deal) -> str:
    return f"{deal.relation}: {deal.layer}" if deal.layer else deal.relation


def _is_paid_by_customer(deal: Deal) -> bool:
    """Tell whether a deal is one by which a customer is bound to pay a stated sum."""
    return deal.relation == "supplies" and deal.amount is not None and deal.is_paid and deal.is_binding


def _deal_schema(deal: Deal, schemata: dict[str, str]) -> str:
    holds = deal.relation in SHARE_RELATIONS and deal.is_binding
    owner, asset = _ends(deal, schemata)
    if not holds or "Project" in (owner, asset):
        return "UnknownLink"
    if deal.is_lent:
        return "Debt"
    return "Ownership" if asset == "Company" else "UnknownLink"


def _ends(deal: Deal, schemata: dict[str, str]) -> tuple[str, str]:
    assert deal.object is not None  # noqa: S101 - only deals of two parties come here
    return schemata[deal.subject.id], schemata[deal.object.id]


def _common(deal: Deal, note: str) -> Properties:
    """Return what deals of every schema have: days, words, quotes and documents."""
    told = min((step.day.isoformat() for step in deal.timeline if step.day), default=None)
    layer = f", {deal.layer.replace('_', ' ')}" if deal.layer else ""
    worth = f", {deal.amount}" if deal.amount else ""
    terms = f"; {', '.join(deal.terms)}" if deal.terms else ""
    return {
        "recordId": [deal.id],
        "date": [told],
        "startDate": [deal.valid_from.isoformat() if deal.valid_from else None],
        "endDate": [deal.valid_to.isoformat() if deal.valid_to else None],
        "summary": [f"{sentence(deal)}{layer}: {deal.status.replace('_', ' ')}{worth}{terms}{note}"],
        "description": _unique(claim.quote for claim in deal.claims),
        "proof": _unique(_id("document", claim.document.id) for claim in deal.claims),
    }


def _sum(amount: Money | None) -> Properties:
    if amount is None:
        return {"amount": [], "currency": []}
    bound = amount.low if amount.high is None else amount.high
    return {"amount": [f"{bound:f}"], "currency": [amount.currency]}


def _entity(key: str, schema: str, properties: Properties) -> Entity:
    cleaned = {name: [" ".join(v.split()) for v in values if v] for name, values in properties.items()}
    return {"id": key, "schema": schema, "properties": {k: v for k, v in cleaned.items() if v}}


def _unique(values: Iterable[str]) -> list[str | None]:
    return list(dict.fromkeys(values))


def _id(kind: str, key: str) -> str:
    return f"keiretsu-{hashlib.sha1(f'{kind}:{key}'.encode(), usedforsecurity=False).hexdigest()}"


def _day(published: str | None) -> str | None:
    """Return a date as FollowTheMoney takes it: of a stretch of time the start."""
    return published.partition("/")[0].replace("..", "") or None if published else None
