"""Claims with what people decided about them, a page's documents at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from keiretsu.claims import Claim
from keiretsu.judgements import ClaimJudgement, Statement, Verdict, statements_judged
from keiretsu.store import RecordedJudgement
from keiretsu.store.looking_up import LookUp


class State(StrEnum):
    """What people decided about a claim."""

    UNDECIDED = "undecided"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CORRECTED = "corrected"


_STATES = {Verdict.ACCEPT: State.ACCEPTED, Verdict.CORRECT: State.CORRECTED}


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim, and what became of it.

    Parameters
    ----------
    claim
        The claim as it is read.
    counts
        The claim that counts after judgement; ``None`` for one that was rejected.
    state
        What people decided.
    is_read
        Whether an extractor makes it now; else a person's word keeps it alive, or nothing does.
    standing
        The decision under the claim's own id, whose place a new one takes.
    judgements
        The standing judgements that bear on it, the earliest first; remarks too.
    history
        All judgements ever made of this very claim, those replaced or taken back as well.
    """

    claim: Claim
    counts: Claim | None
    state: State
    is_read: bool
    standing: RecordedJudgement | None = None
    judgements: tuple[RecordedJudgement, ...] = ()
    history: tuple[RecordedJudgement, ...] = ()

    @property
    def seen(self) -> str | None:
        """What whoever looks at this row has seen of the standing decision: its digest."""
        return self.standing.digest if self.standing else None

    @property
    def decision(self) -> RecordedJudgement | None:
        """The last judgement that bears on it and isn't a remark."""
        deciding = [one for one in self.judgements if claim_judgement(one).verdict is not Verdict.ANNOTATE]
        return deciding[-1] if deciding else None

    @property
    def remarks(self) -> tuple[RecordedJudgement, ...]:
        """What people noted."""
        return tuple(one for one in self.judgements if claim_judgement(one).verdict is Verdict.ANNOTATE)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids that deals may cite it by: as it is read, and as it counts."""
        return tuple(dict.fromkeys(each.id for each in (self.claim, self.counts) if each is not None))


def claim_judgement(recorded: RecordedJudgement) -> ClaimJudgement:
    """Return a recorded judgement of a claim."""
    assert isinstance(recorded.judgement, ClaimJudgement)  # noqa: S101 - the caller asked for those of claims
    return recorded.judgement


def rows_of(look_up: LookUp, claims: Sequence[Claim]) -> tuple[ClaimRow, ...]:
    """Return claims with what became of them; only their documents' claims are looked at."""
    hearing = Hearing.of(look_up, {claim.document.id for claim in claims})
    return tuple(hearing.row(claim) for claim in claims)


@dataclass(frozen=True, slots=True)
class Hearing:
    """Some documents after all judgements of their claims.

    Parameters
    ----------
    statements
        By claim id, as read or after a judgement, the statement that it is a version of.
    history
        All judgements of the documents' claims, the earliest first.
    """

    statements: dict[str, Statement]
    history: tuple[RecordedJudgement, ...]

    @classmethod
    def of(cls, look_up: LookUp, document_ids: Collection[str]) -> Hearing:
        """Hear the judgements of some documents."""
        history = look_up.judgements_of(document_ids)
        standing = [claim_judgement(one) for one in history if one.retired_at is None]
        if not standing:
            return cls({}, history)
        judged = {one.anchor.document_id for one in standing}
        held = look_up.claims(one.anchor.claim_id for one in standing)
        heard = statements_judged(look_up.claims_of(judged), standing, held)
        return cls({claim.id: each for each in heard for claim in (*each.twins, *each.versions)}, history)

    def row(self, claim: Claim) -> ClaimRow:
        """Return a claim with what became of it."""
        own = [one for one in self.history if claim_judgement(one).anchor.claim_id == claim.id]
        statement = self.statements.get(claim.id)
        bearing = () if statement is None else tuple(self._recorded(statement.judgements))
        return ClaimRow(
            claim=claim,
            counts=claim if statement is None else None if statement.is_rejected else statement.claim,
            state=state_of(statement),
            is_read=statement is None or statement.is_read,
            standing=next((one for one in own if _decides(one)), None),
            judgements=bearing,
            history=tuple(own),
        )

    def _recorded(self, judgements: Iterable[ClaimJudgement]) -> Iterator[RecordedJudgement]:
        by_key = {one.judgement.key: one for one in self.history if one.retired_at is None}
        yield from (by_key[judgement.key] for judgement in judgements)


def state_of(statement: Statement | None) -> State:
    """Return what people decided about a statement."""
    if statement is None:
        return State.UNDECIDED
    if statement.is_rejected:
        return State.REJECTED
    verdicts = [one.verdict for one in statement.judgements if one.verdict in _STATES]
    return _STATES[verdicts[-1]] if verdicts else State.UNDECIDED


def _decides(recorded: RecordedJudgement) -> bool:
    return recorded.retired_at is None and claim_judgement(recorded).verdict is not Verdict.ANNOTATE
