"""Which claims were accepted, rejected, corrected or remarked on, so that a search can tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import TypeAlias

from keiretsu.claims import Claim
from keiretsu.judgements import Statement, Verdict, statements_judged
from keiretsu.service.claims_rows import State, claim_judgement, state_of
from keiretsu.service.keeping import Kept
from keiretsu.store.looking_up import LookUp

ANNOTATED = "annotated"
REVIVED = "revived"

Outcome: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]
"""The claims of a document that were judged, each with what was made of it."""

BOOKS, INDEXES = 4, 8


@dataclass(frozen=True, slots=True)
class JudgedIndex:
    """The ids of claims as they are read, by what people made of them.

    Parameters
    ----------
    of
        By a word of :class:`State`, or ``annotated``.
    revived
        Claims that no extractor makes any more, and that count by a person's word.
    """

    of: Mapping[str, frozenset[str]]
    revived: frozenset[str]

    @property
    def decided(self) -> frozenset[str]:
        """All claims that somebody decided about."""
        return self.of[State.ACCEPTED] | self.of[State.REJECTED] | self.of[State.CORRECTED]


class _Book:
    """What was made of each document's claims, kept for as long as no claim changes.

    A judgement bears on claims of its own document alone, so after one only that document is heard
    again.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._outcomes: dict[str, tuple[tuple[str, ...], Outcome]] = {}

    def index(self, look_up: LookUp) -> JudgedIndex:
        """Return the index of a moment."""
        judged = look_up.judged_documents()
        with self._lock:
            heard = self._outcomes
            stale = [key for key, digests in judged.items() if key not in heard or heard[key][0] != digests]
            for key, outcome in _hear(look_up, stale).items():
                heard[key] = judged[key], outcome
            outcomes = [heard[key][1] for key in judged]
        of: dict[str, set[str]] = defaultdict(set)
        for outcome in outcomes:
            for claim_id, words in outcome:
                for word in words:
                    of[word].add(claim_id)
        return JudgedIndex(
            {word: frozenset(of[word]) for word in (*State, ANNOTATED)}, frozenset(of[REVIVED])
        )


_books: Kept[tuple[str, datetime | None], _Book] = Kept(BOOKS)
_indexes: Kept[tuple[str, datetime], JudgedIndex] = Kept(INDEXES)


def judged_index(workspace: str, look_up: LookUp, claims_changed_at: datetime | None) -> JudgedIndex:
    """Return which claims people decided about, as known by a moment."""
    book = _books.get((workspace, claims_changed_at), _Book)
    return _indexes.get((workspace, look_up.known_by), lambda: book.index(look_up))


def _hear(look_up: LookUp, document_ids: list[str]) -> dict[str, Outcome]:
    """Hear the judgements of some documents."""
    history = look_up.judgements_of(document_ids)
    standing = [claim_judgement(one) for one in history if one.retired_at is None]
    held = look_up.claims(one.anchor.claim_id for one in standing)
    found: dict[str, Outcome] = dict.fromkeys(document_ids, ())
    for statement in statements_judged(look_up.claims_of(document_ids), standing, held):
        if statement.judgements:
            found[statement.claim.document.id] += tuple(_outcomes(statement))
    return found


def _outcomes(statement: Statement) -> list[tuple[str, tuple[str, ...]]]:
    words: list[str] = [state_of(statement)]
    if any(one.verdict is Verdict.ANNOTATE for one in statement.judgements):
        words.append(ANNOTATED)
    if not statement.is_read:
        words.append(REVIVED)
    return [(claim.id, tuple(words)) for claim in _readings(statement)]


def _readings(statement: Statement) -> list[Claim]:
    return [statement.versions[0], *statement.twins]
