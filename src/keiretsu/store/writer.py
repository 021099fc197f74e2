"""Writing to a workspace: one transaction, all of it or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from sqlalchemy import insert, select

from keiretsu.claims import Claim
from keiretsu.documents import Document
from keiretsu.errors import MisuseError, Problem
from keiretsu.ledger import Deal, ReportedFigure
from keiretsu.parties import Party
from keiretsu.store import records, rows, schema
from keiretsu.store.faults import verified
from keiretsu.store.lives import (
    Added,
    Recording,
    Row,
    bring_up,
    chunks,
    insert_unknown,
    living,
    living_of,
)
from keiretsu.store.reading import claim_rows, read_documents


class Writer:
    """Takes in what a step found, within the transaction of :meth:`Store.writer`.

    Each method compares what it is given with what is held: what is known already is not written
    again, so that a step can be run any number of times.
    """

    def __init__(self, recording: Recording, path: Path) -> None:
        self._recording = recording
        self._connection = recording.connection
        self._path = path

    def documents(self, documents: Iterable[Document]) -> Added:
        """Record documents.

        One text is one document. Read again from the same source, its title, publisher, date and
        address are replaced by what is known now; read from another source, only what was unknown
        is filled in. A particular that is ``None`` never erases a known one. Where the date of
        publication changes, the clocks of the document's claims follow.
        """
        read = _one_a_text(documents)
        held = {document.id: document for document in self._held(read)}
        wanted = {key: _merged(held.get(key), document) for key, document in read.items()}
        texts = {key: {"id": key, "text": document.text} for key, document in wanted.items()}
        insert_unknown(self._recording, schema.documents, texts)
        table = schema.document_lives
        lives = {key: rows.document_life(document) for key, document in wanted.items()}
        change = bring_up(self._recording, table, lives, living_of(self._connection, table, lives))
        redated = [wanted[key] for key in change.changed if wanted[key].published != held[key].published]
        self._date_claims(redated)
        return change.added()

    def claims(self, document_ids: Collection[str], claims: Iterable[Claim], extractor: str) -> Added:
        """Record all claims that an extractor makes of some documents.

        Parameters
        ----------
        document_ids
            The documents that were read, with or without a claim. What an extractor of the same
            family (the name without its version) claimed of them earlier and doesn't any more is
            retired; other extractors' claims are left alone.
        claims
            The claims; where one occurs twice, the surest reading counts.
        extractor
            Name and version of what read the documents; each claim carries a name of its family.

        Raises
        ------
        MisuseError
            For a claim of another document or another family.
        """
        kept: dict[str, Claim] = {}
        read = frozenset(document_ids)
        for claim in claims:
            _check_place(claim, read, extractor)
            if claim.id not in kept or kept[claim.id].confidence < claim.confidence:
                kept[claim.id] = claim
        return self._claims(read, kept, rows.family(extractor))

    def parties(self, parties: Iterable[Party]) -> Added:
        """Record parties; one that is held with other particulars is changed, none is retired."""
        known = {party.id: party for party in reversed(list(parties))}
        insert_unknown(self._recording, schema.parties, {key: {"id": key} for key in known})
        lives = {key: rows.party_life(party) for key, party in known.items()}
        return bring_up(self._recording, schema.party_lives, lives, self._living_parties(lives)).added()

    def figures(self, figures: Iterable[ReportedFigure]) -> Added:
        """Record reported figures, and those of their parties that aren't held yet.

        A source's figure for one party, item, segment and period is one record: another sum by the
        same source takes its place. None is retired for not being given.
        """
        given = list(figures)
        self._unknown_parties(figure.party for figure in given)
        table = schema.figure_lives
        lives = {row["series"]: row for row in map(rows.figure_life, given)}
        return bring_up(self._recording, table, lives, living_of(self._connection, table, lives)).added()

    def deals(self, deals: Iterable[Deal]) -> Added:
        """Record the full set of deals; those that are held and not given are retired.

        Parties that aren't held yet are recorded with them; the claims must be held.
        """
        given = {deal.id: deal for deal in deals}
        self._unknown_parties(
            party for deal in given.values() for party in (deal.subject, deal.object) if party is not None
        )
        table = schema.deal_lives
        lives = {key: rows.deal_life(deal) for key, deal in given.items()}
        change = bring_up(self._recording, table, lives, living(self._connection, table))
        self._link_claims([given[key] for key in (*change.new, *change.changed)])
        return change.added()

    def problems(self, step: str, about: str, problems: Iterable[Problem]) -> Added:
        """Record all problems that a step found with a subject; its earlier ones that are gone are resolved.

        Parameters
        ----------
        step
            What found them: ``read``, ``extract``, ``reconcile`` ...
        about
            What they are about: a document's id, a file's name; a text of the caller's that is the
            same when the step is run again.
        """
        table = schema.problem_lives
        lives = {row["problem_id"]: row for row in (rows.problem_life(step, about, one) for one in problems)}
        scope = [table.c.step == step, table.c.about == rows.storable(about)]
        return bring_up(self._recording, table, lives, living(self._connection, table, scope)).added()

    def setting(self, key: str, value: str) -> Added:
        """Record a setting; the earlier value ends."""
        table = schema.setting_lives
        alive = living_of(self._connection, table, [key])
        return bring_up(self._recording, table, {key: rows.setting_life(key, value)}, alive).added()

    def _claims(self, document_ids: Collection[str], claims: dict[str, Claim], family: str) -> Added:
        insert_unknown(
            self._recording, schema.claims, {key: rows.claim_row(claim) for key, claim in claims.items()}
        )
        lives = {key: rows.claim_life(claim) for key, claim in claims.items()}
        change = bring_up(
            self._recording, schema.claim_lives, lives, self._living_claims(document_ids, family)
        )
        return change.added()

    def _living_claims(self, document_ids: Collection[str], family: str) -> dict[str, tuple[int, str]]:
        table = schema.claim_lives
        found: dict[str, tuple[int, str]] = {}
        for chunk in chunks(document_ids):
            of_documents = select(schema.claims.c.id).where(schema.claims.c.document_id.in_(chunk))
            scope = [table.c.family == family, table.c.claim_id.in_(of_documents)]
            found |= living(self._connection, table, scope)
        return found

    def _date_claims(self, documents: Iterable[Document]) -> None:
        """Give the claims of redated documents the clocks that follow."""
        for document in documents:
            of_document = schema.claims.c.document_id == document.id
            stored = claim_rows(self._connection, of_document, schema.claim_lives.c.retired_at.is_(None))
            families: dict[str, dict[str, Claim]] = defaultdict(dict)
            with verified(self._path):
                for row in stored:
                    families[row.family][row.id] = records.claim(row, document)
            for family, claims in families.items():
                self._claims([document.id], claims, family)

    def _held(self, ids: Iterable[str]) -> list[Document]:
        table = schema.document_lives
        with verified(self._path):
            return [
                document
                for chunk in chunks(ids)
                for document in read_documents(
                    self._connection, table.c.document_id.in_(chunk), table.c.retired_at.is_(None)
                )
            ]

    def _living_parties(self, ids: Iterable[str]) -> dict[str, tuple[int, str]]:
        return living_of(self._connection, schema.party_lives, ids)

    def _unknown_parties(self, parties: Iterable[Party]) -> None:
        named = {party.id: party for party in parties}
        held = self._living_parties(named)
        self.parties(party for key, party in named.items() if key not in held)

    def _link_claims(self, deals: Iterable[Deal]) -> None:
        given = {deal.id: deal for deal in deals}
        alive = living_of(self._connection, schema.deal_lives, given)
        links: list[Row] = [
            link | {"life": alive[key][0]}
            for key, deal in given.items()
            for link in rows.deal_claim_rows(deal)
        ]
        if links:
            self._connection.execute(insert(schema.deal_claims), links)


def _one_a_text(documents: Iterable[Document]) -> dict[str, Document]:
    """Return one document a text: the first, with what later ones of the batch add to it."""
    kept: dict[str, Document] = {}
    for given in documents:
        document = replace(given, name=rows.storable(given.name), source=rows.storable(given.source))
        kept[document.id] = _filled(kept.get(document.id, document), document)
    return kept


def _merged(held: Document | None, read: Document) -> Document:
    if held is None:
        return read
    return _filled(read, held) if read.source == held.source else _filled(held, read)


def _filled(first: Document, other: Document) -> Document:
    """Return the first document with what it doesn't know and the other does."""
    return replace(
        first,
        title=first.title or other.title,
        publisher=first.publisher or other.publisher,
        published=first.published or other.published,
        url=first.url or other.url,
    )


def _check_place(claim: Claim, document_ids: Collection[str], extractor: str) -> None:
    of_family = rows.family(claim.extractor) == rows.family(extractor)
    if of_family and claim.document.id in document_ids:
        return
    message = "is of a document that isn't among those read"
    raise MisuseError(
        "claim.misplaced",
        where=f"{claim.document.name}: {claim.quote[:60]!r}",
        message=message if of_family else f"was made by {claim.extractor}, not by {extractor}",
        hint="record the claims of each extractor by themselves, with all documents that it read",
    )
