"""A few records found by what they are called, without reading the others."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, false, func, select

from keiretsu.claims import Claim
from keiretsu.documents import Document
from keiretsu.parties import Party
from keiretsu.store import records
from keiretsu.store.faults import verified
from keiretsu.store.lives import chunks, held_at
from keiretsu.store.reading import EXTRACTED, ClaimRow, best_readings, claim_rows, read_documents
from keiretsu.store.records import RecordedJudgement
from keiretsu.store.schema import (
    claim_lives,
    claims,
    contradiction_lives,
    deal_claims,
    deal_lives,
    document_lives,
    judgement_lives,
    party_lives,
)
from keiretsu.store.store import Store

_HASH = re.compile("[0-9a-f]{64}")
_BEGINNING = re.compile("[0-9a-f]{1,64}")
_NEWEST = (judgement_lives.c.recorded_at.desc(), judgement_lives.c.life.desc())


def is_whole(name: str) -> bool:
    """Tell whether the id of a claim is given whole, not only how it begins."""
    return _HASH.fullmatch(name) is not None


class LookUp:
    """The records of a workspace, as known by a moment, of which only those asked for are read.

    Answers what :class:`keiretsu.store.View` does, in milliseconds however many records there are.
    """

    def __init__(self, store: Store, known_by: datetime) -> None:
        self._store = store
        self.known_by = known_by

    def documents(self, ids: Iterable[str]) -> dict[str, Document]:
        """Return the documents of some ids; an id that none has is left out."""
        table = document_lives
        with self._reading() as connection:
            found = [
                document
                for chunk in chunks(dict.fromkeys(ids))
                for document in read_documents(
                    connection, table.c.document_id.in_(chunk), held_at(table, self.known_by)
                )
            ]
        return {document.id: document for document in found}

    def claims_of(self, document_ids: Collection[str]) -> tuple[Claim, ...]:
        """Return what extractors claim of some documents, each claim once, in the surest reading."""
        standing = held_at(claim_lives, self.known_by)
        return tuple(self._claims(claims.c.document_id, document_ids, standing, EXTRACTED).values())

    def claims(self, ids: Iterable[str]) -> dict[str, Claim]:
        """Return the claims of some ids that were ever recorded, as :meth:`View.claims_by_id` does."""
        recorded = claim_lives.c.recorded_at <= self.known_by
        return self._claims(claims.c.id, dict.fromkeys(ids), recorded)

    def standing_claim(self, claim_id: str) -> Claim | None:
        """Return what an extractor claims now under an id."""
        standing = held_at(claim_lives, self.known_by)
        return self._claims(claims.c.id, [claim_id], standing, EXTRACTED).get(claim_id)

    def claims_begun(self, beginning: str) -> tuple[Claim, ...]:
        """Return what extractors claim now under the ids that begin so."""
        standing = (held_at(claim_lives, self.known_by), EXTRACTED)
        with self._reading() as connection:
            ids = select(claim_lives.c.claim_id).where(*_begins(claim_lives.c.claim_id, beginning), *standing)
            found = connection.execute(ids).scalars().all()
        return tuple(self._claims(claims.c.id, dict.fromkeys(found), *standing).values())

    def judgement(self, key: str) -> RecordedJudgement | None:
        """Return the judgement that stands under a key."""
        return next(iter(self._judgements(judgement_lives.c.key == key)), None)

    def standing(self, keys: Iterable[str]) -> dict[str, RecordedJudgement]:
        """Return the judgements that stand under some keys, by key."""
        chosen = (judgement_lives.c.key.in_(chunk) for chunk in chunks(dict.fromkeys(keys)))
        return {one.judgement.key: one for where in chosen for one in self._judgements(where)}

    def of_kind(self, kind: str) -> dict[str, RecordedJudgement]:
        """Return the judgements of one kind that stand, by key."""
        return {one.judgement.key: one for one in self._judgements(judgement_lives.c.kind == kind)}

    def judgements_at(self, moment: datetime) -> tuple[RecordedJudgement, ...]:
        """Return the standing judgements that one recording made."""
        return tuple(self._judgements(judgement_lives.c.recorded_at == moment))

    def judgements(self, digests: Collection[str]) -> tuple[RecordedJudgement, ...]:
        """Return those of some judgements that stand."""
        return tuple(
            found
            for chunk in chunks(dict.fromkeys(digests))
            for found in self._judgements(judgement_lives.c.digest.in_(chunk))
        )

    def judgements_begun(self, beginning: str) -> tuple[RecordedJudgement, ...]:
        """Return the judgements that stand whose digests begin so."""
        return tuple(self._judgements(*_begins(judgement_lives.c.digest, beginning)))

    def judgements_of(self, document_ids: Collection[str]) -> tuple[RecordedJudgement, ...]:
        """Return all judgements ever made of the claims of some documents, the earliest first."""
        table = judgement_lives
        with self._reading() as connection:
            rows = [
                row
                for chunk in chunks(dict.fromkeys(document_ids))
                for row in connection.execute(
                    select(table).where(table.c.about_document.in_(chunk), self._recorded)
                )
            ]
            rows.sort(key=lambda row: (row.recorded_at, row.life))
            return tuple(records.judgement(row, self.known_by) for row in rows)

    def judgement_log(
        self,
        *,
        kind: str | None = None,
        author: str | None = None,
        stands: bool | None = None,
        offset: int = 0,
        limit: int = 50,
    ) -> tuple[tuple[RecordedJudgement, ...], int]:
        """Return a stretch of all judgements ever made, the newest first, and how many there are.

        ``kind``, ``author`` and ``stands`` choose among them, where they are given.
        """
        table = judgement_lives
        pairs = ((table.c.kind, kind), (table.c.author, author))
        chosen = [self._recorded, *(column == value for column, value in pairs if value is not None)]
        if stands is not None:
            held = held_at(table, self.known_by)
            chosen.append(held if stands else ~held)
        newest = select(table).where(*chosen).order_by(*_NEWEST).offset(offset).limit(limit)
        with self._reading() as connection:
            total = connection.execute(select(func.count()).select_from(table).where(*chosen)).scalar_one()
            return tuple(records.judgement(row, self.known_by) for row in connection.execute(newest)), total

    def judgement_authors(self) -> tuple[str, ...]:
        """Return all who ever judged anything, by name."""
        query = select(judgement_lives.c.author).where(self._recorded).distinct()
        with self._reading() as connection:
            return tuple(sorted(connection.execute(query).scalars()))

    def recorded_judgement(self, digest: str) -> RecordedJudgement | None:
        """Return the last judgement of a digest, whether it stands or not; ``None`` where none was made."""
        query = select(judgement_lives).where(judgement_lives.c.digest == digest, self._recorded)
        with self._reading() as connection:
            row = connection.execute(query.order_by(*_NEWEST).limit(1)).one_or_none()
            return None if row is None else records.judgement(row, self.known_by)

    def judged_documents(self) -> Mapping[str, tuple[str, ...]]:
        """Return the documents whose claims were judged, each with the digests of what stands."""
        table = judgement_lives
        about = table.c.about_document
        query = select(about, table.c.digest).where(held_at(table, self.known_by), about.is_not(None))
        found: dict[str, list[str]] = {}
        with self._reading() as connection:
            for document_id, digest in connection.execute(query.order_by(about, table.c.life)):
                found.setdefault(document_id, []).append(digest)
        return {key: tuple(digests) for key, digests in found.items()}

    def readings(self, contradiction_id: str) -> tuple[str, ...]:
        """Return the keys of a contradiction's readings, as last reconciled; none where there is none."""
        table = contradiction_lives
        chosen = (table.c.contradiction_id == contradiction_id, held_at(table, self.known_by))
        with self._reading() as connection:
            found = connection.execute(select(table.c.readings).where(*chosen)).scalar()
        return tuple(reading["key"] for reading in found or ())

    def party(self, party_id: str) -> Party | None:
        """Return the party of an id, as it is recorded."""
        table = party_lives
        with self._reading() as connection:
            chosen = (table.c.party_id == party_id, held_at(table, self.known_by))
            row = connection.execute(select(table).where(*chosen)).one_or_none()
            return None if row is None else records.party(row)

    def deals_citing(self, claim_ids: Collection[str]) -> tuple[str, ...]:
        """Return the ids of the deals that rest on one of some claims."""
        query = (
            select(deal_lives.c.deal_id)
            .join(deal_claims)
            .where(deal_claims.c.claim_id.in_(claim_ids), held_at(deal_lives, self.known_by))
        )
        with self._reading() as connection:
            return tuple(sorted(set(connection.execute(query).scalars())))

    @property
    def _recorded(self) -> ColumnElement[bool]:
        return judgement_lives.c.recorded_at <= self.known_by

    def _claims(
        self, column: ColumnElement[str], values: Iterable[str], *where: ColumnElement[bool]
    ) -> dict[str, Claim]:
        with self._reading() as connection:
            rows: list[ClaimRow] = []
            for chunk in chunks(values):
                rows += claim_rows(connection, self.known_by, column.in_(chunk), *where)
        documents = self.documents(row.document_id for row in rows)
        with verified(self._store.place):
            return {row.id: records.claim(row, documents[row.document_id]) for row in best_readings(rows)}

    def _judgements(self, *where: ColumnElement[bool]) -> list[RecordedJudgement]:
        query = select(judgement_lives).where(held_at(judgement_lives, self.known_by), *where)
        with self._reading() as connection:
            rows = connection.execute(query.order_by(judgement_lives.c.life))
            return [records.judgement(row, self.known_by) for row in rows]

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with verified(self._store.place), self._store.snapshot() as connection:
            yield connection


def _begins(column: ColumnElement[str], beginning: str) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that a hash begins so, for an index to answer; none does that is no hash's."""
    if _BEGINNING.fullmatch(beginning) is None:
        return (false(),)
    return column >= beginning, column < f"{beginning}g"  # no sign of a hash comes after f
