"""Judgements: what people decided, and what they decide."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import Field

from keiretsu.api.shapes.base import Digits, Shape
from keiretsu.api.shapes.claims import Claim
from keiretsu.api.shapes.contradictions import Contradiction, Signature
from keiretsu.judgements import Verdict, kind_of, title, to_json
from keiretsu.service.claims_rows import ClaimRow, State
from keiretsu.service.judging import Decision, Result
from keiretsu.service.paging import MOST
from keiretsu.service.parties_judging import Standing
from keiretsu.store import RecordedJudgement

Reason: TypeAlias = Annotated[
    str, Field(description="Why; of a remark, its text.", min_length=1, max_length=10_000, pattern=r"\S")
]
Id: TypeAlias = Annotated[str, Field(max_length=1_000)]
Seen: TypeAlias = Annotated[
    str | None,
    Field(
        description="What the asker saw to stand, as `seen` tells it; null where nothing stood. What was"
        " decided since is never replaced.",
        max_length=200,
    ),
]


class Judgement(Shape):
    """What a person decided, and what became of it."""

    id: str = Field(description="What it is undone by; the same decision made again has the same.")
    kind: str = Field(description="claim, merge, split, distinct or settlement.")
    title: str = Field(description="What was decided, in a few words.")
    content: dict[str, Any] = Field(description="What was decided, field by field.")
    signature: Signature = Field(description="Who, why and when.")
    is_standing: bool = Field(description="Whether it stands.")
    retired_at: dt.datetime | None = Field(description="When it ceased to stand; null while it stands.")
    revoked: Signature | None = Field(description="Who took it back; null where it stands or was replaced.")

    @classmethod
    def of(cls, held: RecordedJudgement) -> Self:
        """Return a judgement's shape."""
        judgement = held.judgement
        return cls(
            id=held.digest,
            kind=kind_of(judgement),
            title=title(judgement),
            content=to_json(judgement),
            signature=Signature.of(judgement.signature),
            is_standing=held.retired_at is None,
            retired_at=held.retired_at,
            revoked=Signature.of(held.revoked) if held.revoked else None,
        )


class JudgedClaim(Shape):
    """A claim as it is read, and what people made of it."""

    claim: Claim = Field(description="As it is read.")
    counts: Claim | None = Field(description="As it counts after judgement; null where it was rejected.")
    state: State = Field(description="What people decided.")
    is_read: bool = Field(description="Whether an extractor makes it now; else a person's word keeps it.")
    seen: str | None = Field(description="What a new decision about it must show; null where none stands.")
    judgements: list[Judgement] = Field(description="What stands and bears on it, the earliest first.")

    @classmethod
    def of(cls, held: ClaimRow) -> Self:
        """Return a claim with what became of it."""
        return cls(
            claim=Claim.of(held.claim),
            counts=Claim.of(held.counts) if held.counts else None,
            state=held.state,
            is_read=held.is_read,
            seen=held.seen,
            judgements=[Judgement.of(one) for one in held.judgements],
        )


class ContradictionInFull(Contradiction):
    """A contradiction with how it is settled now."""

    settlement: Judgement | None = Field(
        description="The standing settlement, which deals follow from the next reconciliation on."
    )
    seen: str | None = Field(description="What a new settlement must show; null where none stands.")


class PartyDecision(Shape):
    """A standing decision about parties."""

    id: str = Field(description="What it is undone by.")
    text: str = Field(description="What was decided, the parties by their names.")
    signature: Signature = Field(description="Who, why and when.")
    parties: list[str] = Field(description="The ids of the parties that it is about.")

    @classmethod
    def of(cls, held: Standing) -> Self:
        """Return a decision's shape."""
        signature = Signature.of(held.signature)
        return cls(id=held.digest, text=held.text, signature=signature, parties=list(held.parties))


class PartyDecisions(Shape):
    """What stands of one party or two."""

    seen: str = Field(description="What a new decision about these very parties must show.")
    decisions: list[PartyDecision] = Field(description="What stands of any of them, the newest first.")


class GivenAmount(Shape):
    """A sum as a correction gives it."""

    low: Digits | None = Field(description="At least; null for no lower bound.")
    high: Digits | None = Field(description="At most; null for no upper bound.")
    currency: str = Field(description="ISO 4217 code.", max_length=3)
    basis: str = Field(description="A basis of the vocabulary.", max_length=100)


class Correction(Shape):
    """Fields of a claim given anew; those that are left out stay as they are, null takes a value away."""

    relation: Id | None = Field(None, description="A relation of the vocabulary.")
    subject: Id | None = Field(None, description="Who does it.")
    object: Id | None = Field(None, description="To whom.")
    layer: Id | None = Field(None, description="The layer of the stack.")
    amount: GivenAmount | None = Field(None, description="The sum.")
    status: Id | None = Field(None, description="A status of the vocabulary.")
    date: Id | None = Field(None, description="When it holds, ISO 8601 as far as it goes.")
    terms: list[Id] | None = Field(None, description="Terms of the vocabulary.", max_length=50)


class ClaimDecision(Shape):
    """A decision about a claim."""

    kind: Literal["claim"] = Field(description="Says that it is about a claim.")
    claim_id: Id = Field(description="The claim, as it is read.")
    verdict: Verdict = Field(description="accept, reject, correct or annotate.")
    reason: Reason
    correction: Correction | None = Field(None, description="What is given anew; of correct alone.")
    seen: Seen = None

    def decision(self) -> Decision:
        """Return the decision as it is recorded."""
        given = self.correction.model_dump(exclude_unset=True) if self.correction else {}
        return Decision(self.claim_id, self.verdict, self.reason, given, self.seen)


class MergeDecision(Shape):
    """Two parties are one, which goes by the first one's name."""

    kind: Literal["merge"] = Field(description="Says that it is a merge.")
    kept_id: Id = Field(description="The party whose name stays.")
    merged_id: Id = Field(description="The other one.")
    reason: Reason
    seen: Seen = None


class SplitDecision(Shape):
    """Some names of a party are another's, which goes by the first of them."""

    kind: Literal["split"] = Field(description="Says that it is a split.")
    party_id: Id = Field(description="The party.")
    names: list[Id] = Field(description="The names that aren't its own.", min_length=1, max_length=100)
    reason: Reason
    seen: Seen = None


class DistinctDecision(Shape):
    """Two parties are two, however alike their names are."""

    kind: Literal["distinct"] = Field(description="Says that it tells two parties apart.")
    first_id: Id = Field(description="The one.")
    second_id: Id = Field(description="The other.")
    reason: Reason
    seen: Seen = None


class SettlementDecision(Shape):
    """One reading of a contradiction is right."""

    kind: Literal["settlement"] = Field(description="Says that it settles a contradiction.")
    contradiction_id: Id = Field(description="The contradiction.")
    reading: Id = Field(description="The key of the reading that is right.")
    reason: Reason
    seen: Seen = None


NewJudgement: TypeAlias = Annotated[
    ClaimDecision | MergeDecision | SplitDecision | DistinctDecision | SettlementDecision,
    Field(discriminator="kind"),
]


class ClaimDecisions(Shape):
    """Decisions about many claims, recorded in one go."""

    decisions: list[ClaimDecision] = Field(description="At most one a claim.", min_length=1, max_length=MOST)


class Outcome(Shape):
    """What became of one decision."""

    about: str = Field(description="The claim's id.")
    result: Result = Field(description="Whether it was recorded; already says that it had been before.")
    message: str = Field(description="Where it wasn't, why: who decided what meanwhile.")
    standing: Judgement | None = Field(description="What stands now; null where nothing does.")


class Outcomes(Shape):
    """What became of decisions, one by one."""

    recorded: int = Field(description="How many were recorded.")
    outcomes: list[Outcome] = Field(description="One for each, in their order.")


class UndoReason(Shape):
    """Why a judgement is taken back."""

    reason: Reason
