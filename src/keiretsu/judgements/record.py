"""What a person decided: signed, dated, with a reason, and tied to what was said where."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Self, TypeAlias

from keiretsu.claims import Claim
from keiretsu.errors import InvalidRecordError
from keiretsu.judgements.corrections import CORRECTABLE, checked
from keiretsu.judgements.text import check_text
from keiretsu.vocabulary import LONGEST_NAME, relation


class Verdict(StrEnum):
    """What a person says of a claim; an ``annotate`` changes nothing."""

    ACCEPT = "accept"
    REJECT = "reject"
    CORRECT = "correct"
    ANNOTATE = "annotate"


@dataclass(frozen=True, slots=True)
class ClaimAnchor:
    """What was said where: the place of a claim, and the claim as the person saw it.

    A newer extractor may quote a longer stretch of the sentence or read another sum from it; the
    place, the relation and the two ends tell that it is the same statement.

    Parameters
    ----------
    document_id, start, end
        The place of the quote, in code points.
    relation, subject, object
        The relation and the two ends of the claim as the person saw it.
    claim_id
        The claim as the person saw it.
    beside
        The contents (see :func:`content`) of the other claims of that place, relation and ends, such
        as the second tranche in one sentence, so that the judgement never passes to one of them.
    """

    document_id: str
    start: int
    end: int
    relation: str
    subject: str
    object: str | None
    claim_id: str
    beside: tuple[str, ...] = ()

    @classmethod
    def of(cls, claim: Claim, among: Iterable[Claim] = ()) -> Self:
        """Return the anchor of a claim, seen among the other claims of its document.

        Examples
        --------
        >>> from keiretsu.claims import Evidence
        >>> from keiretsu.documents import Document
        >>> text = Document("Alpha buys Beta.", name="a.txt")
        >>> ClaimAnchor.of(Claim(Evidence.at(text, 0, 16), "acquires", "Alpha", "Beta")).end
        16
        """
        span = claim.evidence.span
        place = (claim.document.id, span.start, span.end)
        anchor = cls(*place, claim.relation, claim.subject, claim.object, claim.id)
        others = {content(other) for other in among if anchor.fits(other)} - {content(claim)}
        return cls(*place, claim.relation, claim.subject, claim.object, claim.id, tuple(sorted(others)))

    @property
    def ends(self) -> dict[str, str | None]:
        """The relation with its two ends."""
        return {"relation": self.relation, "subject": self.subject, "object": self.object}

    def fits(self, claim: Claim) -> bool:
        """Tell whether a claim has the relation and ends, and stands in or across the place."""
        span = claim.evidence.span
        overlaps = span.start < self.end and self.start < span.end
        return (
            overlaps
            and claim.document.id == self.document_id
            and _statement(claim.relation, claim.subject, claim.object)
            == _statement(self.relation, self.subject, self.object)
        )


def content(claim: Claim) -> str:
    """Return what tells the claims of one place, relation and ends apart: layer, sum and status."""
    return "|".join((claim.layer or "", "" if claim.amount is None else claim.amount.key, claim.status))


def _statement(relation_name: str, subject: str, object_: str | None) -> tuple[str, ...]:
    """Return a relation and its ends without what spelling varies."""
    ends = [subject.casefold(), (object_ or "").casefold()]
    return (relation_name, *(sorted(ends) if relation(relation_name).symmetric else ends))


@dataclass(frozen=True, slots=True)
class Signature:
    """Who decided it, why, and when it was recorded; ``made_at`` is ``None`` before that.

    Raises
    ------
    InvalidRecordError
        ``judgement.unsigned`` without an author or a reason, ``judgement.unstorable-text`` for a text that
        no database keeps.
    """

    author: str
    reason: str
    made_at: datetime | None = None

    def __post_init__(self) -> None:
        check_text("author", self.author)
        check_text("reason", self.reason)
        if not self.author.strip() or not self.reason.strip():
            raise InvalidRecordError(
                "judgement.unsigned",
                where=self.author or "judgement",
                message="has no author or no reason",
                hint="say who decides and why",
            )


@dataclass(frozen=True, slots=True)
class ClaimJudgement:
    """What a person says of one claim.

    Parameters
    ----------
    anchor
        What was said where.
    verdict
        ``accept`` vouches for it, ``reject`` takes it out, ``correct`` gives fields anew,
        ``annotate`` adds a remark.
    signature
        Who, why, when. Of a remark, the reason is its text.
    correction
        The fields given anew, as the guideline's record has them: ``{"status": "agreed"}``; an
        ``amount`` is the guideline's amount object, its bounds as numbers or text, or ``None`` for
        none. Only for ``correct``.

    Raises
    ------
    InvalidRecordError
        For a correction that would make no valid claim, or that comes with another verdict.
    """

    anchor: ClaimAnchor
    verdict: Verdict
    signature: Signature
    correction: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if (self.verdict is Verdict.CORRECT) != bool(self.correction):
            raise _invalid(
                str(self.verdict),
                "a correction, and it alone, gives at least one field anew",
                f"give one of {', '.join(CORRECTABLE)}",
            )
        if self.correction:
            object.__setattr__(self, "correction", checked(self.correction, self.anchor.ends))

    @property
    def key(self) -> str:
        """What there can be one standing judgement of: the claim, or this very remark."""
        place = "|".join((self.anchor.document_id, self.anchor.claim_id))
        if self.verdict is not Verdict.ANNOTATE:
            return f"claim|{place}"
        # A hash, because a remark may be longer than a database's index takes.
        remark = hashlib.sha256(f"{self.signature.author}|{self.signature.reason}".encode())
        return f"claim|{place}|{remark.hexdigest()}"


@dataclass(frozen=True, slots=True)
class Merge:
    """Two parties are one: ``merged_id`` goes by the name of ``kept_id`` from now on."""

    kept_id: str
    merged_id: str
    signature: Signature

    def __post_init__(self) -> None:
        if self.kept_id == self.merged_id:
            raise _invalid(self.kept_id, "can't be merged into itself", "give two parties")

    @property
    def key(self) -> str:
        """A party can be merged into one other."""
        return f"party|{self.merged_id}"


@dataclass(frozen=True, slots=True)
class Split:
    """Some names of a party are another organisation's, which goes by the first of them."""

    party_id: str
    names: tuple[str, ...]
    signature: Signature

    def __post_init__(self) -> None:
        for name in self.names:
            check_text("name", name)
        if not self.names or not all(name.strip() for name in self.names):
            raise _invalid(
                self.party_id, "a split takes at least one name off, none of them blank", "name it"
            )
        if any(len(name) > LONGEST_NAME for name in self.names):
            raise _invalid(self.party_id, f"a name has {LONGEST_NAME} letters at most", "take off others")

    @property
    def key(self) -> str:
        """A set of names can be split off once."""
        names = "|".join(sorted(name.casefold() for name in self.names))
        # As of a remark: many names are more than a database's index takes.
        told = names if len(names) <= LONGEST_NAME else hashlib.sha256(names.encode()).hexdigest()
        return f"split|{self.party_id}|{told}"


@dataclass(frozen=True, slots=True)
class Distinct:
    """Two parties aren't one, however alike their names are; no merge of them is proposed again."""

    party_ids: tuple[str, str]
    signature: Signature

    def __post_init__(self) -> None:
        if len(set(self.party_ids)) != len(self.party_ids):
            raise _invalid(self.party_ids[0], "can't be told apart from itself", "give two parties")

    @property
    def key(self) -> str:
        """A pair is told apart once."""
        return f"distinct|{'|'.join(sorted(self.party_ids))}"


@dataclass(frozen=True, slots=True)
class Settlement:
    """Of the readings of a contradiction, one is right.

    Parameters
    ----------
    contradiction
        The contradiction's id, which stays the same when claims are extracted anew.
    chosen
        The key of the reading that is right.
    over
        The keys of the other readings that the person saw.
    signature
        Who, why, when.
    """

    contradiction: str
    chosen: str
    over: tuple[str, ...]
    signature: Signature

    @property
    def key(self) -> str:
        """A contradiction is settled one way at a time."""
        return f"contradiction|{self.contradiction}"


Judgement: TypeAlias = ClaimJudgement | Merge | Split | Distinct | Settlement

KINDS: Mapping[str, type[Judgement]] = {
    "claim": ClaimJudgement,
    "merge": Merge,
    "split": Split,
    "distinct": Distinct,
    "settlement": Settlement,
}


def _invalid(where: str, message: str, hint: str) -> InvalidRecordError:
    return InvalidRecordError("judgement.invalid", where=where, message=message, hint=hint)


def party_ids(judgement: Judgement) -> tuple[str, ...]:
    """Return the parties that a judgement is about; none for one of a claim or a contradiction.

    Examples
    --------
    >>> party_ids(Merge("x-alpha", "x-alfa", Signature("A. Reader", "one firm")))
    ('x-alpha', 'x-alfa')
    """
    match judgement:
        case Merge():
            return judgement.kept_id, judgement.merged_id
        case Split():
            return (judgement.party_id,)
        case Distinct():
            return judgement.party_ids
        case _:
            return ()
