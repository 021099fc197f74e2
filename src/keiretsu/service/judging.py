"""Decisions of a person about claims and contradictions: many at once, none of them over what wasn't seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from keiretsu.claims import Claim
from keiretsu.errors import ConflictError, MisuseError
from keiretsu.judgements import ClaimAnchor, ClaimJudgement, Judgement, Settlement, Signature, Verdict
from keiretsu.service.asked import Asked
from keiretsu.service.identity import Identity, Role
from keiretsu.service.site import Site
from keiretsu.store.looking_up import LookUp
from keiretsu.workspace.explaining import contradiction as named_contradiction

if TYPE_CHECKING:
    from keiretsu.store import RecordedJudgement, Writer


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decides about one claim.

    Parameters
    ----------
    claim_id
        The claim as it is read.
    verdict, reason, correction
        As :class:`keiretsu.judgements.ClaimJudgement` has them; of a remark the reason is its text.
    seen
        The digest of the standing decision that the person saw; ``None`` where there was none.
    """

    claim_id: str
    verdict: Verdict
    reason: str
    correction: Mapping[str, Any] = field(default_factory=dict)
    seen: str | None = None


class Result(StrEnum):
    """What became of a decision; ``already`` says that the same had been recorded before."""

    RECORDED = "recorded"
    ALREADY = "already"
    CONFLICT = "conflict"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one decision.

    Parameters
    ----------
    about
        The claim's or contradiction's id; of what was to be taken back, the judgement's digest.
    result
        Whether it was recorded.
    message
        In words, where it wasn't: who decided what meanwhile.
    standing
        What stands now: the decision itself, or the one that it ran into; ``None`` where none does.
    """

    about: str
    result: Result
    message: str = ""
    standing: RecordedJudgement | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of several decisions, and when those that were recorded were."""

    outcomes: tuple[Outcome, ...]
    recorded_at: datetime | None = None

    def of(self, result: Result) -> tuple[Outcome, ...]:
        """Return the outcomes of one kind."""
        return tuple(one for one in self.outcomes if one.result is result)


def judge_claims(
    site: Site, identity: Identity, decisions: Sequence[Decision], *, over: bool = False
) -> Decided:
    """Record what a person decides about claims, in one transaction.

    A decision that can't be recorded is told and leaves the others as they are. What was recorded
    after the person looked is never replaced.

    Parameters
    ----------
    decisions
        At most one a claim; of several, the last one counts.
    over
        Whether standing decisions of somebody else, which the person has seen, are replaced.

    Raises
    ------
    ForbiddenError
        For somebody who isn't a reviewer.
    InvalidRecordError
        For a blank reason, or a correction that would make no valid claim; nothing is recorded then.
    """
    identity.require(Role.REVIEWER)
    wanted = {one.claim_id: one for one in decisions}
    look_up = _now(site)
    claims = look_up.claims(wanted)
    beside = look_up.claims_of({claim.document.id for claim in claims.values()})
    made = {key: _judgement(wanted[key], claim, beside, identity.name) for key, claim in claims.items()}
    unseen = {} if over else _of_others(look_up, made, identity.name)
    found: dict[str, tuple[Result, str]] = dict.fromkeys(wanted, (Result.NOT_FOUND, "no claim has this id"))
    with site.workspace.store.writer() as writer:
        for key, judgement in made.items():
            found[key] = unseen.get(key) or _record(writer, judgement, wanted[key].seen)
    return _told(site, found, {key: judgement.key for key, judgement in made.items()})


def settle(
    site: Site,
    identity: Identity,
    contradiction_id: str,
    reading: str,
    reason: str,
    *,
    seen: str | None = None,
) -> Outcome:
    """Record which reading of a contradiction is right, by its key.

    ``seen`` is the digest of the standing settlement that the person saw and replaces.

    Raises
    ------
    ForbiddenError
        For somebody who isn't a reviewer.
    NotFoundError
        Where no contradiction has the id.
    MisuseError
        ``judgement.no-such-reading`` where it has no such reading.
    """
    identity.require(Role.REVIEWER)
    found = named_contradiction(site.settled(Asked()).contradictions(), contradiction_id)
    keys = [each.key for each in found.readings]
    if reading not in keys:
        raise MisuseError(
            "judgement.no-such-reading",
            where=f"{found.id}: {reading[:40]}",
            message="is none of its readings",
            hint="look at the contradiction as it stands now, and choose one of its readings",
        )
    others = tuple(key for key in keys if key != reading)
    judgement = Settlement(found.id, reading, others, Signature(identity.name, reason))
    with site.workspace.store.writer() as writer:
        outcome = _record(writer, judgement, seen)
    return _told(site, {found.id: outcome}, {found.id: judgement.key}).outcomes[0]


def undo(site: Site, identity: Identity, digests: Sequence[str], reason: str) -> Decided:
    """Take judgements back, each named by its digest, in one transaction.

    One that doesn't stand any more is told, and the others are taken back all the same.

    Raises
    ------
    ForbiddenError
        For somebody who isn't a reviewer.
    InvalidRecordError
        For a blank reason.
    """
    identity.require(Role.REVIEWER)
    signature = Signature(identity.name, reason)
    standing = {one.digest: one.judgement.key for one in _now(site).judgements(digests)}
    gone = (Result.NOT_FOUND, "doesn't stand any more: it was replaced or taken back")
    found: dict[str, tuple[Result, str]] = dict.fromkeys(digests, gone)
    with site.workspace.store.writer() as writer:
        for digest, key in standing.items():
            found[digest] = _revoke(writer, key, signature, digest)
    return _told(site, found, standing)


def recorded_at(site: Site, author: str, moment: datetime) -> tuple[RecordedJudgement, ...]:
    """Return what one action of a person recorded at a moment, as far as it still stands."""
    found = _now(site).judgements_at(moment)
    return tuple(one for one in found if one.judgement.signature.author == author)


def standing_settlement(site: Site, asked: Asked, contradiction_id: str) -> RecordedJudgement | None:
    """Return how a contradiction is settled, which deals follow from the next reconciliation on."""
    view = site.view(asked)
    return LookUp(site.workspace.store, view.known_by).judgement(f"contradiction|{contradiction_id}")


def _now(site: Site) -> LookUp:
    store = site.workspace.store
    return LookUp(store, store.view().known_by)


def _judgement(decision: Decision, claim: Claim, beside: Sequence[Claim], author: str) -> ClaimJudgement:
    signature = Signature(author, decision.reason)
    return ClaimJudgement(
        ClaimAnchor.of(claim, among=beside), decision.verdict, signature, decision.correction
    )


def _of_others(
    look_up: LookUp, made: Mapping[str, ClaimJudgement], author: str
) -> dict[str, tuple[Result, str]]:
    """Return which decisions would replace somebody else's."""
    standing = look_up.standing(judgement.key for judgement in made.values())
    found: dict[str, tuple[Result, str]] = {}
    for claim_id, judgement in made.items():
        other = standing.get(judgement.key)
        if other is not None and other.judgement.signature.author != author:
            signature = other.judgement.signature
            told = f"{signature.author} has decided this: {signature.reason}; yours was not recorded"
            found[claim_id] = Result.CONFLICT, told
    return found


def _record(writer: Writer, judgement: Judgement, seen: str | None) -> tuple[Result, str]:
    is_remark = isinstance(judgement, ClaimJudgement) and judgement.verdict is Verdict.ANNOTATE
    try:
        added = writer.judge(judgement, instead_of=None if is_remark else seen)
    except (ConflictError, MisuseError) as error:
        return Result.CONFLICT, error.problem.message
    return (Result.ALREADY if added.known else Result.RECORDED), ""


def _revoke(writer: Writer, key: str, signature: Signature, digest: str) -> tuple[Result, str]:
    try:
        writer.revoke(key, signature, digest)
    except (ConflictError, MisuseError) as error:
        return Result.CONFLICT, error.problem.message
    return Result.RECORDED, ""


def _told(site: Site, found: Mapping[str, tuple[Result, str]], keys: Mapping[str, str]) -> Decided:
    """Return what became of decisions, with what stands after them."""
    standing = _now(site).standing(keys.values())
    outcomes = tuple(
        Outcome(about, result, message, standing.get(keys.get(about, "")))
        for about, (result, message) in found.items()
    )
    made = (one.standing for one in outcomes if one.result is Result.RECORDED and one.standing)
    return Decided(outcomes, next((one.judgement.signature.made_at for one in made), None))
