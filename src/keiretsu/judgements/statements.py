"""Statements of a document under judgement, and which of them a judgement is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from keiretsu.claims import Claim
from keiretsu.judgements.record import ClaimAnchor, ClaimJudgement, content


@dataclass(slots=True)
class Statement:
    """One statement of a document: how it is read, and what people made of it.

    Parameters
    ----------
    versions
        The claim as it is read, and after each judgement; the last one counts.
    is_read
        Whether an extractor reads it now; else a person's word keeps it alive.
    twins
        Other extractors' claims that say the same.
    """

    versions: list[Claim]
    is_read: bool = True
    is_rejected: bool = False
    twins: list[Claim] = field(default_factory=list)
    judgements: list[ClaimJudgement] = field(default_factory=list)

    @property
    def claim(self) -> Claim:
        """The claim that counts."""
        return self.versions[-1]

    def version(self, claim_id: str) -> Claim | None:
        """Return the version with an id."""
        return next((claim for claim in (*self.versions, *self.twins) if claim.id == claim_id), None)


@dataclass(frozen=True, slots=True)
class Found:
    """The statement that a judgement is about, if any, and the twins of that statement."""

    statement: Statement | None = None
    twins: tuple[Statement, ...] = ()
    is_ambiguous: bool = False


def find(statements: Sequence[Statement], anchor: ClaimAnchor, seen: Claim | None) -> Found:
    """Find the statement that a person judged among those of its document.

    The very claim that was seen wins. Else the statement of that place, relation and ends; of
    several, the most like it by sum, then basis, layer and status. It is ambiguous where that leaves
    several, or where there were several and none of them has the sum that was seen.
    """
    others = [each for each in statements if any(anchor.fits(claim) for claim in each.versions)]
    exact = sorted(
        (each for each in statements if each.version(anchor.claim_id) is not None),
        key=lambda each: (each.versions[0].id != anchor.claim_id, _order(each)),
    )
    if exact:
        return _with_twins(exact[0], others)
    candidates = [each for each in others if _may_be(each, anchor, seen)]
    if not candidates:
        return Found()
    return _most_alike(candidates, anchor, seen)


def _may_be(statement: Statement, anchor: ClaimAnchor, seen: Claim | None) -> bool:
    """Tell whether a statement may be the one that was seen, read differently now."""
    contents = {content(claim) for claim in statement.versions}
    if seen is not None and content(seen) in contents:
        return True
    return statement.is_read and not contents & set(anchor.beside)


def _most_alike(candidates: list[Statement], anchor: ClaimAnchor, seen: Claim | None) -> Found:
    likeness = {id(each): _likeness(each, seen) for each in candidates}
    best = max(likeness.values())
    first, *rest = sorted((each for each in candidates if likeness[id(each)] == best), key=_order)
    has_same_sum = best[0]
    if (anchor.beside and not has_same_sum) or not all(_are_twins(first, each) for each in rest):
        return Found(is_ambiguous=True)
    return _with_twins(first, candidates)


def _with_twins(statement: Statement, others: list[Statement]) -> Found:
    twins = (each for each in others if each is not statement and _are_twins(statement, each))
    return Found(statement, tuple(twins))


def _are_twins(one: Statement, other: Statement) -> bool:
    """Tell whether two extractors read one statement: one extractor reads each only once."""
    first, second = one.versions[0], other.versions[0]
    readers = (set(claim.extractor.split("+")) for claim in (first, second))
    return content(first) == content(second) and set.isdisjoint(*readers)


def _likeness(statement: Statement, seen: Claim | None) -> tuple[bool, ...]:
    if seen is None:
        return (False,)
    return max(_claims_likeness(claim, seen) for claim in statement.versions)


def _claims_likeness(claim: Claim, seen: Claim) -> tuple[bool, ...]:
    mine, theirs = claim.amount, seen.amount
    if mine is None or theirs is None:
        amounts = (mine is theirs, mine is theirs)
    else:
        same_sum = (mine.low, mine.high, mine.currency) == (theirs.low, theirs.high, theirs.currency)
        amounts = (same_sum, mine.basis == theirs.basis)
    return (*amounts, claim.layer == seen.layer, claim.status == seen.status)


def _order(statement: Statement) -> tuple[int, int, int, str]:
    claim = statement.versions[0]
    span = claim.evidence.span
    return -claim.confidence, span.start, span.end, claim.id
