"""What a judgement says, in a line for people."""

from __future__ import annotations

from keiretsu.judgements.record import ClaimJudgement, Distinct, Judgement, Merge, Settlement, Split, Verdict

_DONE = {
    Verdict.ACCEPT: "accepts",
    Verdict.REJECT: "rejects",
    Verdict.CORRECT: "corrects",
    Verdict.ANNOTATE: "remarks on",
}


def title(judgement: Judgement) -> str:
    """Return what was decided in a few words.

    Examples
    --------
    >>> from keiretsu.judgements import Signature
    >>> title(Merge("x-alpha", "x-alpha-inc", Signature("Ann", "one firm")))
    'merges x-alpha-inc into x-alpha'
    """
    match judgement:
        case ClaimJudgement(anchor=anchor, verdict=verdict):
            said = " ".join(part for part in (anchor.subject, anchor.relation, anchor.object) if part)
            fields = f" ({', '.join(judgement.correction)})" if judgement.correction else ""
            return f"{_DONE[verdict]} {said}{fields}"
        case Merge():
            return f"merges {judgement.merged_id} into {judgement.kept_id}"
        case Split():
            return f"splits {', '.join(judgement.names)} off {judgement.party_id}"
        case Distinct():
            return f"tells {' and '.join(judgement.party_ids)} apart"
        case Settlement():
            return f"settles {judgement.contradiction} as {judgement.chosen}"
