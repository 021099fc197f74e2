"""Reading a workspace as it was known by a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, Table, func, select

from keiretsu.claims import Claim
from keiretsu.documents import Document
from keiretsu.errors import NotFoundError, Problem
from keiretsu.execution.collecting import without_collecting
from keiretsu.judgements import Judgement
from keiretsu.ledger import Deal, ReportedFigure
from keiretsu.ledger.contradictions import Contradiction
from keiretsu.parties import Party
from keiretsu.store import of_document, records, schema
from keiretsu.store.addresses import Place
from keiretsu.store.as_of import COLUMNS, pairs_as_of
from keiretsu.store.faults import translated, verified
from keiretsu.store.lives import chunks, held_at
from keiretsu.store.of_document import DocumentContent, DocumentRow
from keiretsu.store.reading import (
    EXTRACTED,
    ClaimRow,
    LinkRow,
    best_readings,
    cited_by_deals,
    claim_rows,
    deal_rows,
    link_rows,
    read_documents,
)
from keiretsu.store.recent import Recording, last_recordings, newest_keys
from keiretsu.store.records import RecordedJudgement
from keiretsu.store.settled import settled_at

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Counts:
    """How many records of each kind a view holds; ``problems`` are the open ones."""

    documents: int
    claims: int
    parties: int
    figures: int
    deals: int
    contradictions: int
    judgements: int
    problems: int


class View:
    """The records that a workspace held at one moment.

    Answers *what was known by then*. A view never changes: what is written later isn't in it. The
    records check themselves as they are made, so that a quote that doesn't stand in its document, or
    a row that was altered outside of keiretsu, raises :class:`StoreError` (``workspace.corrupt``).
    """

    def __init__(self, engine: Engine, place: Place, known_by: datetime) -> None:
        self._engine = engine
        self._place = place
        self.known_by = known_by

    def documents(self) -> tuple[Document, ...]:
        """Return the documents, by name."""
        return tuple(self._documents.values())

    def document(self, document_id: str) -> Document:
        """Return one document; raise :class:`MisuseError` where none has the id."""
        lives = schema.document_lives
        with self._reading() as connection:
            chosen = lives.c.document_id == document_id
            found = read_documents(connection, chosen, held_at(lives, self.known_by))
        if not found:
            raise NotFoundError(
                "document.unknown",
                where=document_id[:64],
                message="no document of the workspace has this id",
                hint="list the documents for their ids",
            )
        return found[0]

    def document_rows(
        self, words: Sequence[str] = (), as_of: date | None = None, *, offset: int = 0, limit: int = 50
    ) -> tuple[list[DocumentRow], int]:
        """Return a stretch of the documents without their texts, the newest first, and how many there are.

        ``words`` must all stand in title, publisher or name; of a day, those published by then count.
        """
        with self._reading() as connection:
            return of_document.rows(connection, self.known_by, words, as_of, offset, limit)

    def document_content(self, document_id: str) -> DocumentContent:
        """Return a document with its claims, judgements and problems, and no other document's.

        Raises
        ------
        NotFoundError
            Where none has the id.
        """
        document = self.document(document_id)
        with self._reading() as connection:
            return of_document.content(connection, self.known_by, document)

    def deals_since(self, moment: datetime) -> dict[str, bool]:
        """Return the deals that are new or changed since a moment: by id, whether it is new."""
        with self._reading() as connection:
            return of_document.deals_since(connection, self.known_by, moment)

    def claims(self) -> tuple[Claim, ...]:
        """Return the claims of the extractors, in the order of their documents and spans.

        A claim that several extractors make is given once, in the surest reading. Claims as people
        corrected them are left out.
        """
        documents = self._documents
        place = {key: number for number, key in enumerate(documents)}
        with self._reading() as connection:
            held = held_at(schema.claim_lives, self.known_by)
            rows = claim_rows(connection, self.known_by, held, EXTRACTED)
            best = sorted(best_readings(rows), key=lambda row: place[row.document_id])
            return tuple(records.claim(row, documents[row.document_id]) for row in best)

    def claims_by_id(self, ids: Iterable[str]) -> dict[str, Claim]:
        """Return the claims of some ids that were ever recorded, those that were retired since as well.

        An id that no claim has is left out.
        """
        recorded = schema.claim_lives.c.recorded_at <= self.known_by
        found: dict[str, Claim] = {}
        for chunk in chunks(dict.fromkeys(ids)):
            with self._reading() as connection:
                rows = claim_rows(connection, self.known_by, schema.claims.c.id.in_(chunk), recorded)
            found |= self._claims_of(rows)
        return found

    def pairs(self, as_of: date) -> pd.DataFrame:
        """Return who stands in which relation to whom, by the extractors' claims that had begun by a day.

        Answers the question over a million claims from an index alone. One row a pair, relation and
        layer; ``status``, ``valid_from`` and ``valid_to`` are those of the claim that begins last,
        ``claims`` is the number of readings. People's judgements aren't applied.
        """
        import pandas as pd

        with self._reading() as connection:
            rows = pairs_as_of(connection, as_of, self.known_by)
        return pd.DataFrame(rows, columns=COLUMNS)

    def parties(self, origin: str | None = None) -> tuple[Party, ...]:
        """Return the parties, by name; those ``given`` or those ``found`` alone, if asked for."""
        chosen = (party for where, party in self._origins.values() if origin in (None, where))
        return tuple(sorted(chosen, key=lambda party: (party.name, party.id)))

    def figures(self) -> tuple[ReportedFigure, ...]:
        """Return the reported figures, by party, item and period."""
        parties, table = self._named, schema.figure_lives
        order = (table.c.party_id, table.c.item, table.c.valid_from, table.c.figure_id)
        with self._reading() as connection:
            return tuple(records.figure(row, parties) for row in self._rows(connection, table, *order))

    def deals(self) -> tuple[Deal, ...]:
        """Return the deals with their claims and contradictions, by id."""
        with without_collecting():
            return self._deals()

    def _deals(self) -> tuple[Deal, ...]:
        parties = self._named
        recorded = schema.claim_lives.c.recorded_at <= self.known_by
        with self._reading() as connection:
            # With those that were retired since the last reconciliation.
            cited = claim_rows(connection, self.known_by, cited_by_deals(self.known_by), recorded)
            rows, links = deal_rows(connection, self.known_by), link_rows(connection, self.known_by)
        claims = self._claims_of(cited)
        disagreed: dict[str, list[Contradiction]] = defaultdict(list)
        for contradiction in self._contradictions(claims):
            disagreed[contradiction.about].append(contradiction)
        linked: dict[int, list[LinkRow]] = defaultdict(list)
        for link in links:
            linked[link.life].append(link)
        with verified(self._place):
            return tuple(
                records.deal(row, linked[row.life], parties, claims, tuple(disagreed[row.deal_id]))
                for row in rows
            )

    def contradictions(self) -> tuple[Contradiction, ...]:
        """Return the contradictions, by id, each with its readings in the order in which they were given."""
        return self._contradictions({})

    def _contradictions(self, known: Mapping[str, Claim]) -> tuple[Contradiction, ...]:
        """Return the contradictions; claims that were read before aren't read again."""
        table = schema.contradiction_lives
        with self._reading() as connection:
            rows = list(self._rows(connection, table, table.c.contradiction_id))
            readings = [reading for row in rows for reading in row.readings]
            figures = self._figures_of(
                connection, {key for reading in readings for key in reading["figures"]}
            )
        cited = {key for reading in readings for key in reading["claims"]}
        claims = {**known, **self.claims_by_id(sorted(cited - known.keys()))}
        with verified(self._place):
            return tuple(records.contradiction(row, claims, figures) for row in rows)

    def judgements(self) -> tuple[Judgement, ...]:
        """Return the judgements that stand, in the order in which they were made; signed when recorded."""
        return tuple(
            one.judgement for one in self._judgements(held_at(schema.judgement_lives, self.known_by))
        )

    def newest_judgements(self, limit: int) -> tuple[RecordedJudgement, ...]:
        """Return the judgements that were recorded last, the newest first, with what became of each."""
        table = schema.judgement_lives
        newest = select(table).where(table.c.recorded_at <= self.known_by)
        with self._reading() as connection:
            rows = connection.execute(
                newest.order_by(table.c.recorded_at.desc(), table.c.life.desc()).limit(limit)
            )
            return tuple(records.judgement(row, self.known_by) for row in rows)

    def judgement_history(self) -> tuple[RecordedJudgement, ...]:
        """Return all judgements in the order in which they were made, with what became of each."""
        return self._judgements(schema.judgement_lives.c.recorded_at <= self.known_by)

    def recordings(self, limit: int) -> tuple[Recording, ...]:
        """Return what the last recordings changed, the newest first."""
        with self._reading() as connection:
            return last_recordings(connection, self.known_by, limit)

    def newest(self, kind: str, limit: int) -> tuple[tuple[str, datetime], ...]:
        """Return the keys of the ``documents``, ``deals`` or other records recorded last, with when."""
        with self._reading() as connection:
            return newest_keys(connection, kind, self.known_by, limit)

    def problems(self) -> tuple[Problem, ...]:
        """Return the open problems, in the order in which they were found."""
        with self._reading() as connection:
            rows = self._rows(connection, schema.problem_lives, schema.problem_lives.c.life)
            return tuple(records.problem(row) for row in rows)

    def settings(self) -> dict[str, str]:
        """Return the settings, by key."""
        with self._reading() as connection:
            rows = self._rows(connection, schema.setting_lives, schema.setting_lives.c.key)
            return {row.key: row.value for row in rows}

    def settled_at(self) -> datetime:
        """Return when anything that networks are made of was last recorded.

        Claims count from the next reconciliation on, so they and judgements of them are left out.
        """
        with self._reading() as connection:
            return settled_at(connection, self.known_by)

    def counts(self) -> Counts:
        """Return how many records of each kind there are."""
        with self._reading() as connection:
            return Counts(
                documents=self._count(connection, schema.document_lives),
                claims=self._count(connection, schema.claim_lives, EXTRACTED),
                parties=self._count(connection, schema.party_lives),
                figures=self._count(connection, schema.figure_lives),
                deals=self._count(connection, schema.deal_lives),
                contradictions=self._count(connection, schema.contradiction_lives),
                judgements=self._count(connection, schema.judgement_lives),
                problems=self._count(connection, schema.problem_lives),
            )

    @cached_property
    def _documents(self) -> dict[str, Document]:
        with self._reading() as connection:
            found = read_documents(connection, held_at(schema.document_lives, self.known_by))
            return {document.id: document for document in found}

    @cached_property
    def _origins(self) -> dict[str, tuple[str, Party]]:
        """The parties by id, each with where it comes from."""
        table = schema.party_lives
        with self._reading() as connection:
            rows = self._rows(connection, table, table.c.party_id)
            return {row.party_id: (row.origin, records.party(row)) for row in rows}

    @cached_property
    def _parties(self) -> dict[str, Party]:
        return {key: party for key, (_, party) in self._origins.items()}

    @cached_property
    def _named(self) -> dict[str, Party]:
        """Every party that was ever recorded, as last known: a record may name a retired one."""
        table = schema.party_lives
        query = select(table).where(table.c.recorded_at <= self.known_by).order_by(table.c.life)
        with self._reading() as connection:
            return {row.party_id: records.party(row) for row in connection.execute(query)} | self._parties

    def _figures_of(self, connection: Connection, ids: Iterable[str]) -> dict[str, ReportedFigure]:
        """Return the figures of some ids, those that another sum took the place of as well."""
        table, parties = schema.figure_lives, self._named
        found: dict[str, ReportedFigure] = {}
        for chunk in chunks(ids):
            chosen = select(table).where(table.c.figure_id.in_(chunk), table.c.recorded_at <= self.known_by)
            rows = connection.execute(chosen.order_by(table.c.life))
            found |= {row.figure_id: records.figure(row, parties) for row in rows}
        return found

    def _judgements(self, chosen: ColumnElement[bool]) -> tuple[RecordedJudgement, ...]:
        table = schema.judgement_lives
        with self._reading() as connection:
            rows = connection.execute(select(table).where(chosen).order_by(table.c.recorded_at, table.c.life))
            return tuple(records.judgement(row, self.known_by) for row in rows)

    def _claims_of(self, rows: Iterable[ClaimRow]) -> dict[str, Claim]:
        documents = self._documents
        with verified(self._place):
            return {row.id: records.claim(row, documents[row.document_id]) for row in best_readings(rows)}

    def _rows(self, connection: Connection, table: Table, *order: ColumnElement[Any]) -> Iterator[Row[Any]]:
        yield from connection.execute(select(table).where(held_at(table, self.known_by)).order_by(*order))

    def _count(self, connection: Connection, table: Table, *where: ColumnElement[bool]) -> int:
        keys = func.count(table.c[table.info["key"]].distinct())
        return connection.execute(select(keys).where(held_at(table, self.known_by), *where)).scalar_one()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with verified(self._place), translated(self._place), self._engine.begin() as connection:
            yield connection
