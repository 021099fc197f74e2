"""FollowTheMoney entities as parties, claims and reported figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from keiretsu.claims import Claim
from keiretsu.documents import Document
from keiretsu.errors import InvalidRecordError, Problem, Severity
from keiretsu.imports.entities import Entity, read_entities
from keiretsu.imports.faults import invalid_row, no_source
from keiretsu.imports.ftm_deals import DEAL_SCHEMATA, claims_of, payments_of_links
from keiretsu.imports.ftm_figures import FIGURE_SCHEMATA, figure_of
from keiretsu.imports.record import Imported
from keiretsu.ledger import ReportedFigure
from keiretsu.parties import Party, Registry

PARTY_KINDS = {
    "Company": "organisation",
    "Organization": "organisation",
    "LegalEntity": "organisation",
    "PublicBody": "public_body",
    "Project": "project",
}
"""The schemata that are parties, and what kind of party each is."""

_SOURCES = frozenset({"Document", "Article", "PlainText", "HyperText", "Pages", "Folder"})


def read_ftm(path: Path, registry: Registry) -> Imported:
    """Read parties, deals and reported figures from FollowTheMoney entities (OCCRP, 2017).

    - ``Company``, ``Organization``, ``PublicBody``, ``LegalEntity`` and ``Project`` are parties.
    - ``Ownership`` is ``invests``, or what its role says; ``Debt`` with a creditor is ``invests``
      with the term ``debt``; ``UnknownLink`` is the relation that its role begins with, and
      ``Payment`` the one that its purpose begins with. Each is a claim with a document of its own,
      which holds the entity's properties in words and has title, publisher, date and address of its
      ``proof``. One with an ``endDate`` makes a second claim: that it ended.
    - ``Debt`` without a creditor is the debtor's reported debt, and an issued ``Security`` funding.

    What else the file holds is counted in a note: it says nothing of deals.

    Parameters
    ----------
    path
        A file of one entity a line.
    registry
        The parties that are known; a name that nobody is known by becomes a new party.

    Returns
    -------
    Imported
        New parties, documents, claims, figures and problems.

    Raises
    ------
    MisuseError
        ``import.unreadable-file`` where the file can't be read.
    """
    entities, problems = read_entities(path)
    known = {party.id for party in registry}
    names = {
        entity.id: _name(entity, registry) for entity in entities.values() if entity.schema in PARTY_KINDS
    }
    reading = _Reading(path, entities, {key: name for key, name in names.items() if name}, list(problems))
    for entity in entities.values():
        reading.take(entity, registry)
    reading.count_rest()
    return Imported(
        str(path),
        tuple(reading.documents.values()),
        tuple(reading.claims.values()),
        tuple(reading.figures.values()),
        tuple(party for party in registry if party.id not in known),
        tuple(reading.problems),
    )


@dataclass
class _Reading:
    path: Path
    entities: Mapping[str, Entity]
    names: Mapping[str, str]
    problems: list[Problem]
    documents: dict[str, Document] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    figures: dict[str, ReportedFigure] = field(default_factory=dict)
    _rest: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._paid = payments_of_links(self.entities.values())

    def take(self, entity: Entity, registry: Registry) -> None:
        """Read one entity."""
        try:
            if entity.schema in FIGURE_SCHEMATA and not entity.first("creditor"):
                self._take_figure(entity, registry)
            elif entity.schema in DEAL_SCHEMATA:
                self._take_deal(entity)
            elif entity.schema not in PARTY_KINDS and entity.schema not in _SOURCES:
                self._rest[entity.schema] += 1
        except InvalidRecordError as error:
            self.problems.append(invalid_row(entity.where, error))

    def count_rest(self) -> None:
        """Tell what was passed over, by its schema."""
        for schema, count in sorted(self._rest.items()):
            message = f"{count} entities of the schema {schema} are left out: they name no deal or figure"
            hint = "leave them, or give a link the relation as its role"
            self.problems.append(
                Problem("import.left-out-entities", Severity.NOTE, str(self.path), message, hint)
            )

    def _take_figure(self, entity: Entity, registry: Registry) -> None:
        figure = figure_of(entity, self._proof(entity), self.names, registry)
        self.figures.setdefault(figure.id, figure)

    def _take_deal(self, entity: Entity) -> None:
        proof = self._proof(entity)
        claims = claims_of(entity, proof, self.names, self._paid)
        if claims is None:
            self._rest[entity.schema] += 1
            return
        for claim in claims:
            self.documents.setdefault(claim.document.id, claim.document)
            self.claims.setdefault(claim.id, claim)
        if claims and not _has_origin(claims[0].document):
            self.problems.append(no_source(entity.where, "has no proof, publisher or address"))

    def _proof(self, entity: Entity) -> Entity | None:
        """Return the first of an entity's documents that the file holds."""
        named = (self.entities.get(key) for key in entity.properties.get("proof", ()))
        return next((document for document in named if document is not None), None)


def _has_origin(document: Document) -> bool:
    return any((document.title, document.publisher, document.url))


def _name(entity: Entity, registry: Registry) -> str | None:
    """Return the name that a party goes by here, and make it known if nobody is.

    An identifier decides before a name, and any of its names before a new party is made.
    """
    names = _unique(entity, "name", "alias", "previousName", "weakAlias")
    if not names:
        return None
    wikidata, lei = entity.first("wikidataId"), entity.first("leiCode")
    for party in registry:
        if (wikidata and party.wikidata == wikidata) or (lei and party.lei == lei):
            return party.name
    held = next((name for name in names if name in registry), None)
    if held is not None:
        return registry.resolve(held).name
    country = (entity.first("jurisdiction", "country", "mainCountry") or "").upper()
    party = Party(
        names[0],
        PARTY_KINDS[entity.schema],
        tuple(names[1:]),
        wikidata=wikidata,
        lei=lei,
        country=country if len(country) == 2 else None,
    )
    registry.add(party)
    return party.name


def _unique(entity: Entity, *properties: str) -> list[str]:
    said: Iterable[str] = (name for key in properties for name in entity.properties.get(key, ()))
    return list(dict.fromkeys(name for name in said if name.strip()))
