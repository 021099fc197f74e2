"""Judgements: what people decide about claims, parties and contradictions, signed and reversible."""

from keiretsu.judgements.claims import Judged, judged_claims, statements_judged
from keiretsu.judgements.corrections import CORRECTABLE, JUDGED
from keiretsu.judgements.naming import title
from keiretsu.judgements.order import in_order
from keiretsu.judgements.parties import JudgedParties, judged_parties, judged_registry
from keiretsu.judgements.proposals import Proposal, propose_merges
from keiretsu.judgements.record import (
    KINDS,
    ClaimAnchor,
    ClaimJudgement,
    Distinct,
    Judgement,
    Merge,
    Settlement,
    Signature,
    Split,
    Verdict,
    party_ids,
)
from keiretsu.judgements.statements import Statement
from keiretsu.judgements.storage import from_json, kind_of, to_json

__all__ = [
    "CORRECTABLE",
    "JUDGED",
    "KINDS",
    "ClaimAnchor",
    "ClaimJudgement",
    "Distinct",
    "Judged",
    "JudgedParties",
    "Judgement",
    "Merge",
    "Proposal",
    "Settlement",
    "Signature",
    "Split",
    "Statement",
    "Verdict",
    "from_json",
    "in_order",
    "judged_claims",
    "judged_parties",
    "judged_registry",
    "kind_of",
    "party_ids",
    "propose_merges",
    "statements_judged",
    "title",
    "to_json",
]
