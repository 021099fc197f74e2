"""Writing to a workspace: one transaction, all of it or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from sqlalchemy import select

from keiretsu.claims import Claim
from keiretsu.documents import Document
from keiretsu.errors import MisuseError, Problem
from keiretsu.judgements import Judgement, Signature
from keiretsu.ledger import Deal, ReportedFigure
from keiretsu.ledger.contradictions import Contradiction
from keiretsu.parties import Party
from keiretsu.store import judging, records, rows, schema
from keiretsu.store.addresses import Place
from keiretsu.store.bulk import BATCH, Row, insert_rows
from keiretsu.store.faults import verified
from keiretsu.store.lives import (
    Added,
    Recording,
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

    def __init__(self, recording: Recording, place: Place) -> None:
        self._recording = recording
        self._connection = recording.connection
        self._place = place

    def documents(self, documents: Iterable[Document]) -> Added:
        """Record documents.

        One text is one document. Read again from the same source, its title, publisher, date,
        address and reliability are replaced by what is known now; read from another source, only
        what was unknown is filled in. A particular that is ``None`` never erases a known one. Where
        the date of publication changes, the clocks of the document's claims follow.
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

    def claims(
        self,
        document_ids: Collection[str],
        claims: Iterable[Claim],
        extractor: str,
        on_rows: Callable[[int], None] | None = None,
    ) -> Added:
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
            Claims as people corrected them are the family ``judged``.
        on_rows
            Called now and then with the number of claims so far.

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
        added, done = Added(), 0
        for documents, of_documents in _by_documents(read, kept.values()):
            added += self._claims(documents, of_documents, rows.family(extractor))
            done += len(of_documents)
            if on_rows is not None:
                on_rows(done)
        return added

    def parties(self, parties: Iterable[Party]) -> Added:
        """Record parties that a pack, an import or a person gives.

        One that is held with other particulars is changed, none is retired.
        """
        known = {party.id: party for party in reversed(list(parties))}
        return self._parties(known, rows.GIVEN, living_of(self._connection, schema.party_lives, known))

    def found_parties(self, parties: Iterable[Party]) -> Added:
        """Record the full set of parties that a reconciliation found; those no longer found are retired.

        Those that are given are left as they are.
        """
        table = schema.party_lives
        found = {party.id: party for party in reversed(list(parties))}
        given = set(self._living_parties(found, rows.GIVEN))
        alive = living(self._connection, table, [table.c.origin == rows.FOUND])
        wanted = {key: party for key, party in found.items() if key not in given}
        return self._parties(wanted, rows.FOUND, alive)

    def figures(self, figures: Iterable[ReportedFigure]) -> Added:
        """Record reported figures, and those of their parties that aren't given yet.

        A source's figure for one party, item, segment and period is one record: another sum by the
        same source takes its place. None is retired for not being given.
        """
        given = list(figures)
        self._name_parties(figure.party for figure in given)
        table = schema.figure_lives
        lives = {row["series"]: row for row in map(rows.figure_life, given)}
        return bring_up(self._recording, table, lives, living_of(self._connection, table, lives)).added()

    def deals(self, deals: Iterable[Deal]) -> Added:
        """Record the full set of deals; those that are held and not given are retired.

        Parties that aren't held yet are recorded with them, as found; the claims must be held.
        """
        given = {deal.id: deal for deal in deals}
        self._find_parties(
            party for deal in given.values() for party in (deal.subject, deal.object) if party is not None
        )
        table = schema.deal_lives
        lives = {key: rows.deal_life(deal) for key, deal in given.items()}
        change = bring_up(self._recording, table, lives, living(self._connection, table))
        self._link_claims([given[key] for key in (*change.new, *change.changed)])
        return change.added()

    def contradictions(self, contradictions: Iterable[Contradiction]) -> Added:
        """Record the full set of contradictions; those that are held and not given are retired."""
        table = schema.contradiction_lives
        lives = {one.id: rows.contradiction_life(one) for one in contradictions}
        return bring_up(self._recording, table, lives, living(self._connection, table)).added()

    def judge(self, judgement: Judgement, instead_of: str | None = None) -> Added:
        """Record what a person decided.

        Parameters
        ----------
        judgement
            The time in its signature is not used: the recording's is.
        instead_of
            The digest of the judgement that stood when the person looked, as
            :meth:`View.judgement_history` gives it; ``None`` where none stood.

        Raises
        ------
        ConflictError
            ``judgement.conflict`` where another one stands than the person saw.
        MisuseError
            ``judgement.no-such-judgement`` where it is to replace one that there never was.
        """
        return judging.judge(self._recording, judgement, instead_of)

    def revoke(self, key: str, signature: Signature, seen: str | None = None) -> Added:
        """Take back the judgement that stands under a key; who did it and why is recorded.

        Parameters
        ----------
        seen
            The digest of the judgement that the person saw; whichever stands if not given.

        Raises
        ------
        ConflictError
            ``judgement.conflict`` where none or another one stands.
        MisuseError
            ``judgement.no-such-judgement`` where there never was one.
        """
        return judging.revoke(self._recording, key, signature, seen)

    def problems(self, step: str, about: str, problems: Iterable[Problem], *, more: bool = False) -> Added:
        """Record all problems that a step found with a subject; its earlier ones that are gone are resolved.

        Parameters
        ----------
        step
            What found them: ``read``, ``extract``, ``reconcile`` ...
        about
            What they are about: a document's id, a file's name; a text of the caller's that is the
            same when the step is run again.
        more
            Whether they are more of the same subject, such as a later part of a file: none is resolved then.
        """
        if not more:
            return self.problems_of(step, {about: problems})
        lives = {row["problem_id"]: row for row in (rows.problem_life(step, about, one) for one in problems)}
        table = schema.problem_lives
        return bring_up(self._recording, table, lives, living_of(self._connection, table, lives)).added()

    def problems_of(self, step: str, found: Mapping[str, Iterable[Problem]]) -> Added:
        """Record all problems that a step found with several subjects, as :meth:`problems` does with one.

        ``found`` has every subject that the step looked at, those without a problem too.
        """
        table, added = schema.problem_lives, Added()
        for subjects in chunks(found):
            lives = {
                row["problem_id"]: row
                for about in subjects
                for row in (rows.problem_life(step, about, one) for one in found[about])
            }
            scope = [table.c.step == step, table.c.about.in_([rows.storable(about) for about in subjects])]
            alive = living(self._connection, table, scope)
            added += bring_up(self._recording, table, lives, alive).added()
        return added

    def troubled(self, step: str) -> tuple[str, ...]:
        """Return what the open problems of a step are about."""
        table = schema.problem_lives
        query = select(table.c.about).where(table.c.step == step, table.c.retired_at.is_(None)).distinct()
        return tuple(sorted(self._connection.execute(query).scalars()))

    def setting(self, key: str, value: str) -> Added:
        """Record a setting; the earlier value ends."""
        table = schema.setting_lives
        alive = living_of(self._connection, table, [key])
        return bring_up(self._recording, table, {key: rows.setting_life(key, value)}, alive).added()

    def _claims(self, document_ids: Collection[str], claims: Collection[Claim], family: str) -> Added:
        said = {claim.id: rows.claim_row(claim) for claim in claims}
        insert_unknown(self._recording, schema.claims, said)
        lives = {claim.id: rows.claim_life(claim) for claim in claims}
        alive = self._living_claims(document_ids, family)
        return bring_up(self._recording, schema.claim_lives, lives, alive).added()

    def _living_claims(self, document_ids: Collection[str], family: str) -> dict[str, tuple[int, str]]:
        """Return the running lives of a family's claims of some documents.

        Claims are named one by one, not by a subquery: while a table is being filled a server knows
        nothing of its size, and would read all of it for each batch.
        """
        claims = schema.claims
        found: dict[str, tuple[int, str]] = {}
        for chunk in chunks(document_ids):
            of_documents = select(claims.c.id).where(claims.c.document_id.in_(chunk))
            ids = self._connection.execute(of_documents).scalars().all()
            of_family = [schema.claim_lives.c.family == family]
            found |= living_of(self._connection, schema.claim_lives, ids, of_family)
        return found

    def _date_claims(self, documents: Iterable[Document]) -> None:
        """Give the claims of redated documents the clocks that follow."""
        for document in documents:
            of_document = schema.claims.c.document_id == document.id
            living_now = schema.claim_lives.c.retired_at.is_(None)
            stored = claim_rows(self._connection, self._recording.time, of_document, living_now)
            families: dict[str, list[Claim]] = defaultdict(list)
            with verified(self._place):
                for row in stored:
                    families[row.family].append(records.claim(row, document))
            for family, claims in families.items():
                self._claims([document.id], claims, family)

    def _held(self, ids: Iterable[str]) -> list[Document]:
        table = schema.document_lives
        with verified(self._place):
            return [
                document
                for chunk in chunks(ids)
                for document in read_documents(
                    self._connection, table.c.document_id.in_(chunk), table.c.retired_at.is_(None)
                )
            ]

    def _parties(self, parties: dict[str, Party], origin: str, alive: dict[str, tuple[int, str]]) -> Added:
        insert_unknown(self._recording, schema.parties, {key: {"id": key} for key in parties})
        lives = {key: rows.party_life(party, origin) for key, party in parties.items()}
        return bring_up(self._recording, schema.party_lives, lives, alive).added()

    def _living_parties(self, ids: Iterable[str], origin: str | None = None) -> dict[str, tuple[int, str]]:
        table = schema.party_lives
        scope = [] if origin is None else [table.c.origin == origin]
        return living_of(self._connection, table, ids, scope)

    def _name_parties(self, parties: Iterable[Party]) -> None:
        """See to it that the parties are given, so that no reconciliation retires them."""
        named = {party.id: party for party in parties}
        given = self._living_parties(named, rows.GIVEN)
        self.parties(party for key, party in named.items() if key not in given)

    def _find_parties(self, parties: Iterable[Party]) -> None:
        """See to it that the parties are held."""
        named = {party.id: party for party in parties}
        held = self._living_parties(named)
        self._parties({key: named[key] for key in named if key not in held}, rows.FOUND, {})

    def _link_claims(self, deals: Iterable[Deal]) -> None:
        given = {deal.id: deal for deal in deals}
        alive = living_of(self._connection, schema.deal_lives, given)
        links: Iterator[Row] = (
            link | {"life": alive[key][0]}
            for key, deal in given.items()
            for link in rows.deal_claim_rows(deal)
        )
        insert_rows(self._connection, schema.deal_claims, links)


def _by_documents(
    document_ids: Iterable[str], claims: Iterable[Claim]
) -> Iterator[tuple[list[str], list[Claim]]]:
    """Yield the documents with their claims, so many at a time as make a batch of claims."""
    of: dict[str, list[Claim]] = {key: [] for key in document_ids}
    for claim in claims:
        of[claim.document.id].append(claim)
    ids: list[str] = []
    batch: list[Claim] = []
    for key, of_document in of.items():
        ids.append(key)
        batch += of_document
        if len(batch) >= BATCH:
            yield ids, batch
            ids, batch = [], []
    if ids:
        yield ids, batch


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
        reliability=first.reliability or other.reliability,
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
