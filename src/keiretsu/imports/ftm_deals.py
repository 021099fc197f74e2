"""FollowTheMoney links as claims."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document
from keiretsu.documents.dates import iso_date
from keiretsu.errors import InvalidRecordError
from keiretsu.imports.deals import CERTAIN, EXTRACTOR
from keiretsu.imports.entities import Entity
from keiretsu.imports.faults import invalid_cell
from keiretsu.quantities import Money
from keiretsu.vocabulary import is_layer, relations, statuses

_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)

ENDS = {
    "Ownership": ("owner", "asset"),
    "Debt": ("creditor", "debtor"),
    "Payment": ("beneficiary", "payer"),
    "UnknownLink": ("subject", "object"),
}
"""The properties of each schema that hold a claim's subject and object."""

DEAL_SCHEMATA = frozenset(ENDS)


def claims_of(
    entity: Entity, proof: Entity | None, names: Mapping[str, str], paid: Mapping[str, Entity]
) -> tuple[Claim, ...] | None:
    """Return the claims that a link makes.

    Parameters
    ----------
    entity
        An entity of one of ``DEAL_SCHEMATA``.
    proof
        The document that it cites.
    names
        The names of the parties, by the ids of their entities.
    paid
        What links of a record are paid by; see :func:`payments_of_links`.

    Returns
    -------
    tuple of Claim or None
        One claim, or two where it has ended; none where another entity of the same record makes it;
        ``None`` where it names no relation.

    Raises
    ------
    InvalidRecordError
        Where an end is missing or no organisation, or a sum or date can't be read.
    """
    record = entity.first("recordId") or ""
    if entity.schema == "Payment" and record in paid:
        return ()
    told = _relation(entity)
    if told is None:
        return None
    relation, layer = told
    subject, other = (_end(entity, end, names) for end in _ends(entity, relation))
    document = _document(entity, proof, names)
    status = entity.first("status") or ""
    whole = Claim(
        Evidence.at(document, 0, len(document.text)),
        relation,
        subject,
        other,
        layer,
        stated_sum(paid.get(record, entity) if entity.schema == "UnknownLink" else entity),
        status if status in statuses() else "in_effect",
        read_day(entity, "startDate", "date"),
        ("debt",) if entity.schema == "Debt" else (),
        CERTAIN,
        EXTRACTOR,
    )
    ended = read_day(entity, "endDate")
    return (whole,) if ended is None else (whole, _ended(whole, ended))


def payments_of_links(entities: Iterable[Entity]) -> dict[str, Entity]:
    """Return the payments that belong to a link of the same record, by the record's id."""
    held = tuple(entities)
    links = {entity.first("recordId") for entity in held if entity.schema == "UnknownLink"}
    payments = (entity for entity in held if entity.schema == "Payment")
    return {key: one for one in payments if (key := one.first("recordId")) and key in links}


def stated_sum(entity: Entity) -> Money | None:
    """Return the sum that an entity states.

    Raises
    ------
    InvalidRecordError
        For a sum that isn't a number, one without a currency, or one whose comma may be a decimal point.
    """
    amount = entity.first("amount", "sharesValue")
    currency = entity.first("currency", "sharesCurrency")
    if amount is None:
        return None
    if currency is None:
        raise invalid_cell(amount, "names no currency", "give the currency's code")
    plain = amount.replace(",", "") if _GROUPED.fullmatch(amount) else amount
    return Money.exactly(plain, currency.upper())


def read_day(entity: Entity, *names: str) -> str | None:
    """Return the first date that one of the properties gives, as far as it goes.

    Raises
    ------
    InvalidRecordError
        For a date that doesn't exist.
    """
    stated = entity.first(*names)
    if stated is None:
        return None
    found = iso_date(stated)
    if found is None:
        raise invalid_cell(stated, "is not a date", "write 2025, 2025-03 or 2025-03-04")
    return found


def origin(entity: Entity, proof: Entity | None) -> dict[str, str | None]:
    """Return title, publisher, date of publication and address of what an entity is from."""
    cited = proof or entity
    return {
        "title": cited.first("title", "name", "fileName") if proof else None,
        "publisher": cited.first("publisher", "author") or entity.first("publisher"),
        "published": read_day(cited, "publishedAt", "authoredAt") or read_day(entity, "publishedAt"),
        "url": cited.first("sourceUrl", "publisherUrl") or entity.first("sourceUrl"),
    }


def _relation(entity: Entity) -> tuple[str, str | None] | None:
    """Return the relation of a link and the layer beside it, as in ``supplies: cloud``."""
    said = entity.first("purpose") if entity.schema == "Payment" else entity.first("role")
    name, _, layer = (said or "").replace(":", " ").strip().partition(" ")
    layer = layer.strip()
    if name in relations():
        return name, layer if layer and is_layer(layer) else None
    return ("invests", None) if entity.schema in ("Ownership", "Debt") else None


def _ends(entity: Entity, relation: str) -> tuple[str, str]:
    subject, other = ENDS[entity.schema]
    if entity.schema == "Payment" and relation != "supplies":
        return other, subject  # who pays is the one that invests
    return subject, other


def _end(entity: Entity, end: str, names: Mapping[str, str]) -> str:
    key = entity.first(end)
    if key is None:
        raise InvalidRecordError(
            "import.invalid-row", where=end, message="is missing", hint="name both ends of the link"
        )
    if key not in names:
        hint = "add it to the file as a Company, Organization, PublicBody, LegalEntity or Project"
        raise invalid_cell(key, f"is the {end}, and no organisation of the file", hint)
    return names[key]


def _document(entity: Entity, proof: Entity | None, names: Mapping[str, str]) -> Document:
    lines = [f"schema: {entity.schema}"]
    for name, values in sorted(entity.properties.items()):
        if name != "proof":
            lines += [f"{name}: {names.get(value, value)}" for value in values if value.strip()]
    path, _, line = entity.where.rpartition(":")
    name = f"{path.replace(chr(92), '/').rpartition('/')[2]}:{line}"
    return Document("\n".join(lines), name=name, source=path, **origin(entity, proof))


def _ended(whole: Claim, day: str) -> Claim:
    text = next(line for line in whole.document.text.split("\n") if line.startswith("endDate: "))
    return Claim(
        Evidence.find(whole.document, text),
        whole.relation,
        whole.subject,
        whole.object,
        whole.layer,
        None,
        "ended",
        day,
        (),
        CERTAIN,
        EXTRACTOR,
    )
