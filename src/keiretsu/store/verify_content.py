"""Checks of what records say: texts, quotes, claims, parties and figures are what their ids hash."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Row, Table, select

from keiretsu.documents import Document
from keiretsu.errors import KeiretsuError, Problem
from keiretsu.parties import Party
from keiretsu.store import records
from keiretsu.store.schema import claims, documents, figure_lives, party_lives
from keiretsu.store.verify_rows import SPOILT, Advance, Stored, as_row, finding, invalid, stored_rows

T = TypeVar("T")


def document_faults(connection: Connection, advance: Advance) -> Iterator[Problem]:
    """Yield the documents whose text isn't the one that was read."""
    for row in stored_rows(connection, documents, documents.c.id):
        advance(documents.name)
        if isinstance(row, Problem):
            yield row
        elif (made := _document(row["text"])) is None or made.id != row["id"]:
            yield finding("verify.altered", documents.name, row["id"], "its text isn't the one that was read")


def claim_faults(connection: Connection, advance: Advance) -> Iterator[Problem]:
    """Yield the claims whose quote isn't where it was, or that say something else than they did."""
    texts = _Latest(lambda key: _text(connection, key))
    for row in stored_rows(connection, claims, claims.c.document_id, claims.c.id):
        advance(claims.name)
        if isinstance(row, Problem):
            yield row
        elif (found := texts.of(row["document_id"])) is not None:
            yield from _claim_faults(row, *found)


def party_faults(connection: Connection) -> Iterator[Problem]:
    """Yield the lives of parties that can't be what their id says."""
    for row in stored_rows(connection, party_lives, party_lives.c.life):
        if not isinstance(row, Problem):  # its digest's check says so
            yield from _record_faults(party_lives, row["party_id"], records.party, as_row(row))


def figure_faults(connection: Connection) -> Iterator[Problem]:
    """Yield the reported figures that aren't what their id hashes."""
    held = _Latest(lambda key: _party(connection, key))
    for row in stored_rows(connection, figure_lives, figure_lives.c.party_id, figure_lives.c.life):
        if isinstance(row, Problem) or (party := held.of(row["party_id"])) is None:
            continue  # the check of the digest, or of the party, says so
        named = {party.id: party}
        yield from _record_faults(
            figure_lives,
            row["figure_id"],
            lambda stored, known=named: records.figure(stored, known),
            as_row(row),
        )


class _Latest(Generic[T]):
    """What rows in the order of a key refer to, looked up once a key."""

    def __init__(self, look_up: Callable[[str], T]) -> None:
        self._look_up = look_up
        self._found: tuple[str, T] | None = None

    def of(self, key: str) -> T:
        if self._found is None or self._found[0] != key:
            self._found = (key, self._look_up(key))
        return self._found[1]


def _claim_faults(row: Stored, text: str, document: Document | None) -> Iterator[Problem]:
    start, end = row["span_start"], row["span_end"]
    try:
        stands = text[start:end] == row["quote"]
    except SPOILT as error:
        yield invalid(claims, row["id"], error)
        return
    if not stands:
        message = f"its quote isn't at {start}..{end} of document {row['document_id'][:12]}"
        yield finding("verify.quote", claims.name, row["id"], message)
    elif document is not None and document.id == row["document_id"]:  # else nothing of it can be right
        reading = as_row({**row, "confidence": 0, "extractor": "-"})
        yield from _record_faults(claims, row["id"], records.claim, reading, document)


def _record_faults(
    table: Table, key: str, make: Callable[..., object], row: Row[Any], *more: object
) -> Iterator[Problem]:
    try:
        make(row, *more)
    except SPOILT as error:
        if isinstance(error, KeiretsuError) and error.problem.code == "workspace.corrupt":
            yield finding(
                "verify.altered", table.name, key, "isn't what its id says: its content was changed"
            )
        else:
            yield invalid(table, key, error)


def _text(connection: Connection, document_id: str) -> tuple[str, Document | None] | None:
    text = connection.execute(select(documents.c.text).where(documents.c.id == document_id)).scalar()
    return None if text is None else (text, _document(text))


def _document(text: str) -> Document | None:
    try:
        return Document(text, name="-")
    except SPOILT:
        return None


def _party(connection: Connection, party_id: str) -> Party | None:
    """Return any life of a party that has its id, which is all that a figure's id takes from it."""
    lives = list(
        stored_rows(connection, party_lives, party_lives.c.life, where=party_lives.c.party_id == party_id)
    )
    for row in (each for each in lives if not isinstance(each, Problem)):
        try:
            return records.party(as_row(row))
        except SPOILT:
            continue
    return None
