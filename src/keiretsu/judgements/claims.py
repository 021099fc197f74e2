"""The claims that count: what extractors read, after what people decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from keiretsu.claims import Claim
from keiretsu.errors import Problem, Severity
from keiretsu.judgements.corrections import JUDGED, corrected
from keiretsu.judgements.order import in_order
from keiretsu.judgements.record import ClaimJudgement, Judgement, Verdict, content
from keiretsu.judgements.statements import Found, Statement, find


@dataclass(frozen=True, slots=True)
class Judged:
    """What is left of claims after judgement.

    Parameters
    ----------
    claims
        The claims that count, in the order of their documents' names and of their places.
    of
        By claim id, the judgements that bear on it, the earliest first; rejected claims too.
    rejected
        The claims that people took out.
    problems
        The judgements without effect, and why.
    """

    claims: tuple[Claim, ...]
    of: Mapping[str, tuple[ClaimJudgement, ...]]
    rejected: tuple[Claim, ...]
    problems: tuple[Problem, ...]


def judged_claims(
    claims: Iterable[Claim], judgements: Iterable[Judgement], held: Mapping[str, Claim]
) -> Judged:
    """Apply what people decided of claims to what extractors read.

    Answers *which claims count, and who said so*. The claims themselves don't change: leave a
    judgement out, and what it did is undone. Where several judgements bear on one statement, each
    works on what the one before it left, in the order of their times.

    Parameters
    ----------
    claims
        What extractors read now. The same claim by two extractors is one, in the surest reading;
        those that judgements made (``judged/1``) are passed over.
    judgements
        The standing judgements; those of parties and contradictions are passed over.
    held
        By id, the claims that the judgements' anchors name, also those that no extractor makes any
        more.

    Returns
    -------
    Judged
        An accepted claim says what the person saw and has confidence 100; its extractor stays. A
        corrected one has the extractor ``judged/1`` and confidence 100. Both are kept where no
        extractor reads them any more; a rejection of such a claim has nothing to do.

    Examples
    --------
    >>> from keiretsu.claims import Evidence
    >>> from keiretsu.documents import Document
    >>> from keiretsu.judgements import ClaimAnchor, Signature
    >>> text = Document("Alpha may buy Beta.", name="a.txt")
    >>> claim = Claim(Evidence.at(text, 0, 19), "acquires", "Alpha", "Beta")
    >>> signature = Signature("A. Reader", "the text says may")
    >>> anchor = ClaimAnchor.of(claim)
    >>> guess = ClaimJudgement(anchor, Verdict.CORRECT, signature, {"status": "speculated"})
    >>> [claim.status for claim in judged_claims([claim], [guess], {claim.id: claim}).claims]
    ['speculated']
    """
    hearing, unconcerned = _heard(claims, judgements, held)
    return hearing.outcome(unconcerned)


def statements_judged(
    claims: Iterable[Claim], judgements: Iterable[Judgement], held: Mapping[str, Claim]
) -> tuple[Statement, ...]:
    """Return the statements of the documents that judgements are about, with what was made of each.

    Answers *what became of this claim*, of rejected claims too, where :func:`judged_claims` answers
    which claims count. It takes the same, and hears the judgements in the same order.

    Examples
    --------
    >>> from keiretsu.claims import Evidence
    >>> from keiretsu.documents import Document
    >>> from keiretsu.judgements import ClaimAnchor, Signature
    >>> claim = Claim(Evidence.at(Document("Alpha buys Beta.", "a.txt"), 0, 16), "acquires", "Alpha", "Beta")
    >>> no = ClaimJudgement(ClaimAnchor.of(claim), Verdict.REJECT, Signature("A. Reader", "a rumour"))
    >>> [statement.is_rejected for statement in statements_judged([claim], [no], {claim.id: claim})]
    [True]
    """
    hearing, _ = _heard(claims, judgements, held)
    return tuple(statement for several in hearing.statements.values() for statement in several)


def _heard(
    claims: Iterable[Claim], judgements: Iterable[Judgement], held: Mapping[str, Claim]
) -> tuple[_Hearing, list[Claim]]:
    """Return the documents concerned after all judgements, and the claims of the other documents."""
    distinct: dict[str, Claim] = {}
    for claim in claims:
        if claim.extractor == JUDGED:
            continue  # what an earlier judgement made of a claim is no reading of the text
        distinct[claim.id] = _surer(distinct.get(claim.id, claim), claim)
    of_claims = [judgement for judgement in judgements if isinstance(judgement, ClaimJudgement)]
    concerned = {judgement.anchor.document_id for judgement in of_claims}
    hearing, unconcerned = _Hearing(held), []
    for claim in distinct.values():
        if claim.document.id in concerned:
            hearing.statements[claim.document.id].append(Statement([claim]))
        else:
            unconcerned.append(claim)
    for judgement in in_order(of_claims):
        hearing.hear(judgement)
    return hearing, unconcerned


@dataclass(slots=True)
class _Hearing:
    """The statements of the documents concerned, judgement after judgement."""

    held: Mapping[str, Claim]
    statements: dict[str, list[Statement]] = field(default_factory=lambda: defaultdict(list))
    problems: list[Problem] = field(default_factory=list)

    def hear(self, judgement: ClaimJudgement) -> None:
        """Apply one judgement."""
        anchor = judgement.anchor
        statements = self.statements[anchor.document_id]
        found = find(statements, anchor, self.held.get(anchor.claim_id))
        if found.is_ambiguous:
            self.problems.append(_ambiguous(judgement))
        elif found.statement is not None:
            self._bear(judgement, found, found.statement)
        elif judgement.verdict in (Verdict.ACCEPT, Verdict.CORRECT):
            self._revive(judgement)

    def outcome(self, unconcerned: Iterable[Claim]) -> Judged:
        """Gather what counts; of two statements that became one claim, the judgements are joined."""
        kept = {claim.id: claim for claim in unconcerned}
        rejected: dict[str, Claim] = {}
        of: dict[str, tuple[ClaimJudgement, ...]] = {}
        heard = [each for several in self.statements.values() for each in several]
        for statement in sorted(heard, key=lambda each: _place(each.versions[0])):
            ended = rejected if statement.is_rejected else kept
            for claim in (statement.claim, *(statement.twins if statement.is_rejected else ())):
                ended[claim.id] = _surer(ended.get(claim.id, claim), claim)
                if statement.judgements:
                    borne = dict.fromkeys((*of.get(claim.id, ()), *statement.judgements))
                    of[claim.id] = tuple(in_order(borne))
        return Judged(
            tuple(sorted(kept.values(), key=_place)),
            of,
            tuple(sorted(rejected.values(), key=_place)),
            tuple(self.problems),
        )

    def _bear(self, judgement: ClaimJudgement, found: Found, statement: Statement) -> None:
        if judgement.verdict is not Verdict.ANNOTATE:
            self._join(statement, found.twins)
        seen = statement.version(judgement.anchor.claim_id) or self.held.get(judgement.anchor.claim_id)
        if self._carry_out(judgement, statement, seen):
            statement.judgements.append(judgement)

    def _join(self, statement: Statement, twins: Iterable[Statement]) -> None:
        """Make one statement of what several extractors read."""
        for twin in twins:
            statement.twins += [*twin.versions, *twin.twins]
            statement.judgements += twin.judgements
            self.statements[statement.claim.document.id].remove(twin)

    def _carry_out(self, judgement: ClaimJudgement, statement: Statement, seen: Claim | None) -> bool:
        """Change a statement as a judgement has it; tell whether that could be done."""
        if judgement.verdict is Verdict.REJECT:
            statement.is_rejected = True
        elif judgement.verdict is Verdict.ACCEPT:
            return self._accept(judgement, statement, seen)
        elif judgement.verdict is Verdict.CORRECT:
            return self._correct(judgement, statement, seen)
        return True

    def _accept(self, judgement: ClaimJudgement, statement: Statement, seen: Claim | None) -> bool:
        if seen is None:
            self.problems.append(_not_held(judgement))
            return False
        vouched = statement.claim if _says_the_same(statement.claim, seen) else seen
        statement.versions.append(replace(vouched, confidence=100))
        statement.is_rejected = False
        return True

    def _correct(self, judgement: ClaimJudgement, statement: Statement, seen: Claim | None) -> bool:
        changed = corrected(statement.claim, judgement.correction)
        if changed is None and seen is not None:
            changed = corrected(seen, judgement.correction)
        if changed is None:
            self.problems.append(_inapplicable(judgement))
            return False
        statement.versions.append(changed)
        statement.is_rejected = False
        return True

    def _revive(self, judgement: ClaimJudgement) -> None:
        """Keep a claim alive that no extractor makes any more, for a person vouches for it."""
        seen = self.held.get(judgement.anchor.claim_id)
        if seen is None:
            self.problems.append(_not_held(judgement))
            return
        statement = Statement([seen], is_read=False)
        if self._carry_out(judgement, statement, seen):
            statement.judgements.append(judgement)
            self.statements[judgement.anchor.document_id].append(statement)


def _surer(first: Claim, second: Claim) -> Claim:
    """Return the surer reading of one claim."""
    return min(first, second, key=lambda claim: (-claim.confidence, claim.extractor))


def _says_the_same(first: Claim, second: Claim) -> bool:
    """Tell whether two claims of one statement differ in their quotes alone."""
    return (content(first), first.date, first.terms) == (content(second), second.date, second.terms)


def _place(claim: Claim) -> tuple[str, str, int, int, str]:
    span = claim.evidence.span
    return claim.document.name, claim.document.id, span.start, span.end, claim.id


def _where(judgement: ClaimJudgement) -> str:
    anchor = judgement.anchor
    said = " ".join(filter(None, (anchor.subject, anchor.relation, anchor.object)))
    return f"{judgement.verdict} by {judgement.signature.author}: {said}"


def _ambiguous(judgement: ClaimJudgement) -> Problem:
    return Problem(
        "judgement.ambiguous",
        Severity.WARNING,
        _where(judgement),
        "the sentence is read as several such claims now, and none is plainly the one that was judged, so it"
        " has no effect",
        "revoke it and judge the claims as they are read now",
    )


def _not_held(judgement: ClaimJudgement) -> Problem:
    return Problem(
        "judgement.claim-not-held",
        Severity.WARNING,
        _where(judgement),
        "the claim that was judged is not held, so it has no effect",
        "revoke it and judge the claim as it is read now",
    )


def _inapplicable(judgement: ClaimJudgement) -> Problem:
    return Problem(
        "judgement.inapplicable",
        Severity.WARNING,
        _where(judgement),
        "the claim with these fields would not be valid, so it has no effect",
        "revoke it and correct the claim as it is read now",
    )
