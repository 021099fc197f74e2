"""Reading a workspace as it was known by a moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Row, Table, func, select

from keiretsu.claims import Claim
from keiretsu.documents import Document
from keiretsu.errors import MisuseError, Problem
from keiretsu.ledger import Deal, ReportedFigure
from keiretsu.parties import Party
from keiretsu.store import records, schema
from keiretsu.store.faults import translated, verified
from keiretsu.store.lives import held_at
from keiretsu.store.reading import best_readings, claim_rows, read_documents


@dataclass(frozen=True, slots=True)
class Counts:
    """How many records of each kind a view holds; ``problems`` are the open ones."""

    documents: int
    claims: int
    parties: int
    figures: int
    deals: int
    problems: int


class View:
    """The records that a workspace held at one moment.

    Answers *what was known by then*. A view never changes: what is written later isn't in it. The
    records check themselves as they are made, so that a quote that doesn't stand in its document, or
    a row that was altered outside of keiretsu, raises :class:`StoreError` (``workspace.corrupt``).
    """

    def __init__(self, engine: Engine, path: Path, known_by: datetime) -> None:
        self._engine = engine
        self._path = path
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
            raise MisuseError(
                "document.unknown",
                where=document_id[:64],
                message="no document of the workspace has this id",
                hint="list the documents for their ids",
            )
        return found[0]

    def claims(self) -> tuple[Claim, ...]:
        """Return the claims, in the order of their documents and spans.

        A claim that several extractors make is given once, in the surest reading.
        """
        documents = self._documents
        place = {key: number for number, key in enumerate(documents)}
        with self._reading() as connection:
            rows = claim_rows(connection, held_at(schema.claim_lives, self.known_by))
            best = sorted(best_readings(rows, self.known_by), key=lambda row: place[row.document_id])
            return tuple(records.claim(row, documents[row.document_id]) for row in best)

    def parties(self) -> tuple[Party, ...]:
        """Return the parties, by name."""
        return tuple(sorted(self._parties.values(), key=lambda party: (party.name, party.id)))

    def figures(self) -> tuple[ReportedFigure, ...]:
        """Return the reported figures, by party, item and period."""
        parties, table = self._parties, schema.figure_lives
        order = (table.c.party_id, table.c.item, table.c.valid_from, table.c.figure_id)
        with self._reading() as connection:
            return tuple(records.figure(row, parties) for row in self._rows(connection, table, *order))

    def deals(self) -> tuple[Deal, ...]:
        """Return the deals with their claims, by id."""
        parties, table = self._parties, schema.deal_lives
        with self._reading() as connection:
            claims = self._deal_claims(connection)
            links = self._deal_links(connection)
            rows = self._rows(connection, table, table.c.deal_id)
            return tuple(records.deal(row, links.get(row.life, []), parties, claims) for row in rows)

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

    def counts(self) -> Counts:
        """Return how many records of each kind there are."""
        with self._reading() as connection:
            return Counts(
                documents=self._count(connection, schema.document_lives),
                claims=self._count(connection, schema.claim_lives),
                parties=self._count(connection, schema.party_lives),
                figures=self._count(connection, schema.figure_lives),
                deals=self._count(connection, schema.deal_lives),
                problems=self._count(connection, schema.problem_lives),
            )

    @cached_property
    def _documents(self) -> dict[str, Document]:
        with self._reading() as connection:
            found = read_documents(connection, held_at(schema.document_lives, self.known_by))
            return {document.id: document for document in found}

    @cached_property
    def _parties(self) -> dict[str, Party]:
        table = schema.party_lives
        with self._reading() as connection:
            rows = self._rows(connection, table, table.c.party_id)
            return {row.party_id: records.party(row) for row in rows}

    def _deal_claims(self, connection: Connection) -> dict[str, Claim]:
        """Return the claims that the deals rest on, with those retired since the last reconciliation."""
        cited = (
            select(schema.deal_claims.c.claim_id)
            .join(schema.deal_lives)
            .where(held_at(schema.deal_lives, self.known_by))
        )
        recorded = schema.claim_lives.c.recorded_at <= self.known_by
        rows = claim_rows(connection, schema.claims.c.id.in_(cited), recorded)
        best = best_readings(rows, self.known_by)
        return {row.id: records.claim(row, self._documents[row.document_id]) for row in best}

    def _deal_links(self, connection: Connection) -> dict[int, list[Row[Any]]]:
        links = schema.deal_claims
        query = select(links).join(schema.deal_lives).where(held_at(schema.deal_lives, self.known_by))
        rows = connection.execute(query.order_by(links.c.life, links.c.role, links.c.position))
        return {life: list(group) for life, group in groupby(rows, key=lambda row: int(row.life))}

    def _rows(self, connection: Connection, table: Table, *order: ColumnElement[Any]) -> Iterator[Row[Any]]:
        yield from connection.execute(select(table).where(held_at(table, self.known_by)).order_by(*order))

    def _count(self, connection: Connection, table: Table) -> int:
        keys = func.count(table.c[table.info["key"]].distinct())
        return connection.execute(select(keys).where(held_at(table, self.known_by))).scalar_one()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with verified(self._path), translated(self._path), self._engine.begin() as connection:
            yield connection
