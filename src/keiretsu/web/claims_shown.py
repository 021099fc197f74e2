"""Claims and judgements of them in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from keiretsu.claims import Claim
from keiretsu.judgements import Verdict
from keiretsu.report.wording import verb, words
from keiretsu.service.claims_rows import ClaimRow, claim_judgement
from keiretsu.store import RecordedJudgement

DONE = {
    Verdict.ACCEPT: "accepted",
    Verdict.REJECT: "rejected",
    Verdict.CORRECT: "corrected",
    Verdict.ANNOTATE: "remarked on",
}
REASONS = (
    "The sentence says so",
    "The sentence says something else",
    "Another party is meant",
    "Another amount is meant",
    "A rumour, not a deal",
    "The same is told twice",
)
"""Reasons that are offered; any other can be typed."""

LATER = "Deals follow at the next reconciliation."

FIELDS = ("relation", "subject", "object", "layer", "amount", "status", "date", "terms")


@dataclass(frozen=True, slots=True)
class Change:
    """A field that a judgement gave anew."""

    field: str
    read: str
    counts: str


def emphasised(claim: Claim) -> tuple[tuple[str, bool], ...]:
    """Return a quote in pieces, each with whether it names an end of the claim.

    Examples
    --------
    >>> from keiretsu.claims import Evidence
    >>> from keiretsu.documents import Document
    >>> claim = Claim(Evidence.at(Document("Alpha buys Beta.", "a.txt"), 0, 16), "acquires", "Alpha", "Beta")
    >>> emphasised(claim)
    (('Alpha', True), (' buys ', False), ('Beta', True), ('.', False))
    """
    ends = sorted(filter(None, (claim.subject, claim.object)), key=len, reverse=True)
    named = re.compile("|".join(map(re.escape, ends)), re.IGNORECASE)
    pieces, place = [], 0
    for found in named.finditer(claim.quote):
        pieces += [(claim.quote[place : found.start()], False), (found.group(), True)]
        place = found.end()
    pieces.append((claim.quote[place:], False))
    return tuple(piece for piece in pieces if piece[0])


def changes(row: ClaimRow) -> tuple[Change, ...]:
    """Return what counts otherwise than it is read."""
    if row.counts is None or row.counts is row.claim:
        return ()
    pairs = ((name, told(row.claim, name), told(row.counts, name)) for name in FIELDS)
    return tuple(Change(name, read, counts) for name, read, counts in pairs if read != counts)


def told(claim: Claim, name: str) -> str:
    """Return a field of a claim in words; empty where it has none."""
    value = getattr(claim, name)
    if value is None:
        return ""
    said = ", ".join(value) if isinstance(value, tuple) else str(value)
    return said if name in ("subject", "amount", "date") else words(said)


def summed_up(judgements: Sequence[RecordedJudgement]) -> str:
    """Return what several judgements of claims did, in words.

    Examples
    --------
    >>> summed_up(())
    ''
    """
    counted = Counter(DONE[claim_judgement(one).verdict] for one in judgements)
    return ", ".join(f"{number:,} {word}" for word, number in _in_order(counted))


def _in_order(counted: Counter[str]) -> Iterator[tuple[str, int]]:
    yield from ((word, counted[word]) for word in DONE.values() if counted[word])


@dataclass(frozen=True, slots=True)
class Shown:
    """A claim as the pages show it; ``place`` is where it stands in what a filter finds."""

    place: int
    row: ClaimRow

    @property
    def claim(self) -> Claim:
        """The claim as it counts; as it is read where it was rejected."""
        return self.row.counts or self.row.claim

    @property
    def title(self) -> str:
        """What it says, in a line."""
        claim = self.claim
        other = words(claim.object or "")
        return " ".join(filter(None, (claim.subject, verb(claim.relation, has_object=bool(other)), other)))

    @property
    def pieces(self) -> tuple[tuple[str, bool], ...]:
        """The quote in pieces, with the ends told apart."""
        return emphasised(self.row.claim)

    @property
    def changes(self) -> tuple[Change, ...]:
        """What people gave anew."""
        return changes(self.row)
