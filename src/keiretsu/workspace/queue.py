"""What waits for a person's decision, the most pressing first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from keiretsu.claims import Claim
from keiretsu.judgements import ClaimJudgement, Proposal, Verdict, propose_merges
from keiretsu.ledger import Contradiction
from keiretsu.workspace.vintage import Vintage

Pending: TypeAlias = Contradiction | Claim | Proposal

UNDECIDED = "undecided"


def pending(vintage: Vintage) -> Iterator[Pending]:
    """Yield what nobody has decided yet.

    First come contradictions that no rule decides, then those that a rule does and that exclude one
    another; then claims, the least sure first; then parties whose names are alike.
    """
    yield from _contradictions(vintage)
    yield from _claims(vintage)
    yield from propose_merges(vintage.parties(), vintage.judgements())


def _contradictions(vintage: Vintage) -> list[Contradiction]:
    open_ = [one for one in vintage.contradictions() if one.settled is None and not one.compatible]
    return sorted(open_, key=lambda one: (one.rule != UNDECIDED, one.id))


def _claims(vintage: Vintage) -> list[Claim]:
    judged = {
        claim_id
        for claim_id, judgements in vintage.judged.of.items()
        if any(_decides(judgement) for judgement in judgements)
    }
    unjudged = [claim for claim in vintage.claims() if claim.id not in judged]
    return sorted(unjudged, key=lambda claim: (claim.confidence, claim.id))


def _decides(judgement: ClaimJudgement) -> bool:
    return judgement.verdict is not Verdict.ANNOTATE
