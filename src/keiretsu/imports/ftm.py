"""FollowTheMoney entities as parties, claims and reported figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from keiretsu.claims import Claim
from keiretsu.documents import Document
from keiretsu.errors import InvalidRecordError, Problem, Severity
from keiretsu.imports.entities import Entity, read_entities
from keiretsu.imports.faults import invalid_row, no_source
from keiretsu.imports.figures import new_parties, said_already
from keiretsu.imports.ftm_deals import DEAL_SCHEMATA, claims_of, payments_of_links
from keiretsu.imports.ftm_figures import FIGURE_SCHEMATA, figure_of
from keiretsu.imports.record import Imported
from keiretsu.ledger import ReportedFigure
from keiretsu.parties import Party, Registry
from keiretsu.quantities import counted

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
    r"""Read parties, deals and reported figures from FollowTheMoney entities (OCCRP, 2017).

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

    Examples
    --------
    >>> import json, tempfile
    >>> alpha = {"id": "a", "schema": "Company", "properties": {"name": ["Alpha"]}}
    >>> beta = {"id": "b", "schema": "Company", "properties": {"name": ["Beta"]}}
    >>> owns = {"id": "o", "schema": "Ownership", "properties": {"owner": ["a"], "asset": ["b"]}}
    >>> path = Path(tempfile.mkdtemp()) / "a.ftm.json"
    >>> _ = path.write_text("\n".join(map(json.dumps, (alpha, beta, owns))), encoding="utf-8")
    >>> [(claim.subject, claim.relation, claim.object) for claim in read_ftm(path, Registry()).claims]
    [('Alpha', 'invests', 'Beta')]
    """
    entities, found = read_entities(path)
    problems = list(found)
    known = {party.id for party in registry}
    names = _names(entities.values(), registry, problems)
    reading = _Reading(path, entities, names, problems)
    for entity in entities.values():
        reading.take(entity, registry)
    reading.count_rest()
    return Imported(
        str(path),
        tuple(reading.documents.values()),
        tuple(reading.claims.values()),
        tuple(reading.figures.values()),
        new_parties(registry, known),
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
            entities = counted(count, "entity", "entities")
            left_out = "is left out: it names" if count == 1 else "are left out: they name"
            message = f"{entities} of the schema {schema} {left_out} no deal or figure"
            hint = "leave them, or give a link the relation as its role"
            self.problems.append(
                Problem("import.left-out-entities", Severity.NOTE, str(self.path), message, hint)
            )

    def _take_figure(self, entity: Entity, registry: Registry) -> None:
        figure = figure_of(entity, self._proof(entity), self.names, registry)
        earlier = self.figures.setdefault(figure.series, figure)
        if earlier.id != figure.id:
            self.problems.append(said_already(entity.where, figure, earlier))

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


def _names(entities: Iterable[Entity], registry: Registry, problems: list[Problem]) -> dict[str, str]:
    """Return the names that parties go by here, by their entities' ids; whom nobody knows is made known.

    An identifier decides before a name, and any of its names before a new party is made.
    """
    identified: dict[str, Party] = {}
    for party in registry:
        _identify(party, identified)
    found = {}
    for entity in entities:
        names = _unique(entity, "name", "alias", "previousName", "weakAlias")
        if entity.schema not in PARTY_KINDS or not names:
            continue
        try:
            party = _known(entity, names, registry, identified) or _made(entity, names)
        except InvalidRecordError as error:
            problems.append(invalid_row(entity.where, error))
            continue
        if party.name not in registry:
            registry.add(party)
            _identify(party, identified)
        found[entity.id] = party.name
    return found


def _identify(party: Party, identified: dict[str, Party]) -> None:
    for identifier in (party.wikidata, party.lei):
        if identifier is not None:
            identified.setdefault(identifier, party)


def _known(
    entity: Entity, names: Iterable[str], registry: Registry, identified: Mapping[str, Party]
) -> Party | None:
    identifiers = (entity.first(name) or "" for name in ("wikidataId", "leiCode"))
    by_identifier = next((identified[each] for each in identifiers if each in identified), None)
    held = next((name for name in names if name in registry), None)
    return by_identifier or (None if held is None else registry.resolve(held))


def _made(entity: Entity, names: Sequence[str]) -> Party:
    country = (entity.first("jurisdiction", "country", "mainCountry") or "").upper()
    return Party(
        names[0],
        PARTY_KINDS[entity.schema],
        tuple(names[1:]),
        wikidata=entity.first("wikidataId"),
        lei=entity.first("leiCode"),
        country=country if len(country) == 2 else None,
    )


def _unique(entity: Entity, *properties: str) -> list[str]:
    said: Iterable[str] = (name for key in properties for name in entity.properties.get(key, ()))
    return list(dict.fromkeys(name for name in said if name.strip()))
