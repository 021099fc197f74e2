"""What somebody decides by the interface, recorded by the services that pages use as well."""

from __future__ import annotations

from collections import Counter

from keiretsu.api.shapes.judgements import (
    ClaimDecision,
    ClaimDecisions,
    DistinctDecision,
    Judgement,
    MergeDecision,
    Outcome,
    Outcomes,
    SettlementDecision,
    SplitDecision,
)
from keiretsu.errors import ConflictError, MisuseError, NotFoundError
from keiretsu.judgements import Distinct, Merge, Signature, Split
from keiretsu.service import judging as service
from keiretsu.service import parties_judging as of_parties
from keiretsu.service.asked import Asked
from keiretsu.service.identity import Identity
from keiretsu.service.judging import Result
from keiretsu.service.parties import directory
from keiretsu.service.site import Site
from keiretsu.store import RecordedJudgement
from keiretsu.store.looking_up import LookUp

NOW = Asked()
Decision = ClaimDecision | MergeDecision | SplitDecision | DistinctDecision | SettlementDecision


def judge(site: Site, who: Identity, decision: Decision) -> tuple[RecordedJudgement, bool]:
    """Record one decision; return what stands of it, and whether it is new.

    Raises
    ------
    NotFoundError
        For a claim, party or contradiction that isn't there.
    ConflictError
        Where another judgement stands than the one that was seen.
    MisuseError, InvalidRecordError
        For a decision that can't be.
    """
    match decision:
        case ClaimDecision():
            (told,) = service.judge_claims(site, who, [decision.decision()], over=True).outcomes
            return _recorded(told)
        case SettlementDecision():
            given = (decision.contradiction_id, decision.reading, decision.reason)
            return _recorded(service.settle(site, who, *given, seen=decision.seen))
        case _:
            return _of_parties(site, who, decision)


def judge_many(site: Site, who: Identity, body: ClaimDecisions) -> Outcomes:
    """Record decisions about many claims, and tell what became of each.

    Raises
    ------
    MisuseError
        Where a claim is decided about more than once.
    """
    twice = [key for key, number in Counter(one.claim_id for one in body.decisions).items() if number > 1]
    if twice:
        raise MisuseError(
            "server.invalid-request",
            where=twice[0][:64],
            message="is decided about more than once",
            hint="give one decision for each claim",
        )
    decisions = [one.decision() for one in body.decisions]
    found = service.judge_claims(site, who, decisions, over=True)
    return Outcomes(
        recorded=len(found.of(Result.RECORDED)),
        outcomes=[
            Outcome(
                about=one.about,
                result=one.result,
                message=one.message,
                standing=Judgement.of(one.standing) if one.standing else None,
            )
            for one in found.outcomes
        ],
    )


def undo(site: Site, who: Identity, digest: str, reason: str) -> None:
    """Take a judgement back.

    Raises
    ------
    ConflictError
        Where it doesn't stand any more.
    """
    (told,) = service.undo(site, who, [digest], reason).outcomes
    if told.result is not Result.RECORDED:
        raise _conflict(told)


def _of_parties(
    site: Site, who: Identity, decision: MergeDecision | SplitDecision | DistinctDecision
) -> tuple[RecordedJudgement, bool]:
    """Record a decision about parties; without ``seen``, nothing may stand of them."""
    seen = decision.seen or of_parties.mark(site, NOW)
    known, signature = directory(site, NOW), Signature(who.name, decision.reason)
    made: Merge | Split | Distinct
    match decision:
        case MergeDecision():
            kept, merged = known.find(decision.kept_id), known.find(decision.merged_id)
            made = Merge(kept.id, merged.id, signature)
            of_parties.merge(site, who, kept.id, merged.id, decision.reason, seen)
        case SplitDecision():
            party = known.find(decision.party_id)
            made = Split(party.id, tuple(decision.names), signature)
            of_parties.split(site, who, party, decision.names, decision.reason, seen)
        case DistinctDecision():
            first, second = known.find(decision.first_id), known.find(decision.second_id)
            made = Distinct((first.id, second.id), signature)
            of_parties.tell_apart(site, who, first.id, second.id, decision.reason, seen)
    store = site.workspace.store
    standing = LookUp(store, store.view().known_by).judgement(made.key)
    if standing is None:
        raise _gone(made.key)
    return standing, True


def _recorded(told: service.Outcome) -> tuple[RecordedJudgement, bool]:
    """Return what stands after a decision; raise for one that wasn't recorded."""
    if told.result is Result.NOT_FOUND:
        raise NotFoundError(
            "judgement.no-such-claim",
            where=told.about[:64],
            message=told.message,
            hint="search the claims for it",
        )
    if told.result is Result.CONFLICT:
        raise _conflict(told)
    if told.standing is None:
        raise _gone(told.about)
    return told.standing, told.result is Result.RECORDED


def _conflict(told: service.Outcome) -> ConflictError:
    return ConflictError(
        "judgement.conflict",
        where=told.about[:64],
        message=told.message or "something else stands than what was seen",
        hint="look at what stands now, and decide again with its seen",
    )


def _gone(about: str) -> ConflictError:
    """Return the fault of a decision that somebody took back before it could be told."""
    return ConflictError(
        "judgement.conflict",
        where=about[:64],
        message="was recorded, and taken back by somebody at once",
        hint="look at its history",
    )
