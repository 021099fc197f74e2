"""What people decide about claims, while the claims stay as they were read."""

import pytest

from keiretsu.judgements import judged_claims

HALF = {"low": "1.5e9", "high": 1_500_000_000, "currency": "USD", "basis": "total"}


def held(*claims):
    return {claim.id: claim for claim in claims}


def test_a_rejected_claim_does_not_count(reads, judge):
    claim, other = reads(1), reads(relation="supplies", ends=("Gamma", "Alpha"), quote="Gamma sells chips")
    judgement = judge("reject", claim)

    judged = judged_claims([claim, other], [judgement], held(claim))

    assert judged.claims == (other,)
    assert judged.rejected == (claim,)
    assert judged.of[claim.id] == (judgement,)


def test_an_accepted_claim_is_as_sure_as_can_be_and_keeps_its_extractor(reads, judge):
    claim = reads(1)

    (accepted,) = judged_claims([claim], [judge("accept", claim)], held(claim)).claims

    assert (accepted.id, accepted.confidence, accepted.extractor) == (claim.id, 100, "rules/1")


def test_a_correction_replaces_the_fields_that_it_gives_and_no_other(reads, judge):
    claim = reads(1, terms=("equity",))
    correction = judge("correct", claim, amount=HALF, status="planned", date="2025-03")

    judged = judged_claims([claim], [correction], held(claim))

    (changed,) = judged.claims
    assert str(changed.amount) == "USD 1.5 billion (total)"
    assert (changed.status, changed.date, changed.terms) == ("planned", "2025-03", ("equity",))
    assert (changed.quote, changed.extractor, changed.confidence) == (claim.quote, "judged/1", 100)
    assert judged.of[changed.id] == (correction,)


def test_relation_and_parties_can_be_corrected(reads, judge):
    claim = reads(1)
    correction = judge("correct", claim, relation="acquires", subject="Gamma", amount=None)

    (changed,) = judged_claims([claim], [correction], held(claim)).claims

    assert (changed.relation, changed.subject, changed.object) == ("acquires", "Gamma", "Beta")
    assert changed.amount is None


def test_a_remark_changes_nothing_but_can_be_read(reads, judge):
    claim = reads(1)
    remark = judge("annotate", claim)

    judged = judged_claims([claim], [remark], held(claim))

    assert judged.claims == (claim,)
    assert judged.of == {claim.id: (remark,)}


def test_two_extractors_with_one_claim_make_one_and_the_surer_reading_stays(reads):
    sure, unsure = reads(1, confidence=80), reads(1, confidence=40, extractor="llm/1")

    assert judged_claims([unsure, sure], [], {}).claims == (sure,)


def test_what_a_judgement_made_of_a_claim_is_not_taken_for_a_reading(reads, judge):
    claim = reads(1)
    correction = judge("correct", claim, status="planned")
    (stored,) = judged_claims([claim], [correction], held(claim)).claims

    assert judged_claims([claim, stored], [correction], held(claim)).claims == (stored,)
    assert judged_claims([claim, stored], [], {}).claims == (claim,)


def test_a_corrected_claim_that_another_extractor_reads_already_is_one_claim(reads, judge):
    wrong, right = reads(1), reads(2, extractor="llm/1")
    two = {"low": 2e9, "high": 2e9, "currency": "USD", "basis": "total"}
    correction = judge("correct", wrong, amount=two)

    judged = judged_claims([wrong, right], [correction], held(wrong))

    assert [claim.id for claim in judged.claims] == [right.id]
    assert judged.of[right.id] == (correction,)


def test_a_correction_of_a_corrected_claim_works_on_what_the_first_one_left(reads, judge):
    claim = reads(1)
    first = judge("correct", claim, status="planned")
    (changed,) = judged_claims([claim], [first], held(claim)).claims
    second = judge("correct", changed, subject="Gamma")

    judged = judged_claims([claim], [second, first], held(claim, changed))

    assert [(each.subject, each.status) for each in judged.claims] == [("Gamma", "planned")]
    assert judged.of[judged.claims[0].id] == (first, second)


def test_without_the_first_correction_the_second_still_bears_on_the_claim(reads, judge):
    claim = reads(1)
    first = judge("correct", claim, status="planned")
    (changed,) = judged_claims([claim], [first], held(claim)).claims
    second = judge("correct", changed, date="2025")

    (alone,) = judged_claims([claim], [second], held(claim, changed)).claims

    assert (alone.status, alone.date) == ("in_effect", "2025")


@pytest.mark.parametrize(("first", "second", "counts"), [("reject", "accept", 1), ("accept", "reject", 0)])
def test_of_two_judgements_of_one_statement_the_later_wins(reads, judge, sentence, first, second, counts):
    old, new = reads(1), reads(1, quote=sentence)
    earlier, later = judge(first, old), judge(second, new)

    judged = judged_claims([new], [later, earlier], held(old, new))

    assert len(judged.claims) == counts
    assert judged.of[new.id] == (earlier, later)


def test_a_correction_that_no_longer_fits_works_on_the_claim_that_was_seen(reads, judge):
    claim, seen_later = reads(1), reads(1, status="planned")
    first = judge("correct", claim, subject="Gamma")
    second = judge("correct", seen_later, object="Gamma")

    judged = judged_claims([claim], [first, second], held(claim, seen_later))

    assert [(each.subject, each.object) for each in judged.claims] == [("Alpha", "Gamma")]


def test_a_correction_that_fits_nowhere_is_a_problem(reads, judge):
    claim = reads(1)
    first, second = judge("correct", claim, subject="Gamma"), judge("correct", reads(2), object="Gamma")

    judged = judged_claims([claim], [first, second], held(claim))

    assert [claim.subject for claim in judged.claims] == ["Gamma"]
    assert [problem.code for problem in judged.problems] == ["judgement.inapplicable"]


def test_leaving_a_judgement_out_gives_the_former_result(reads, judge):
    claim, other = reads(1), reads(2, quote="an earlier $2 billion")
    kept = judge("correct", claim, status="planned")
    before = judged_claims([claim, other], [kept], held(claim))

    for verdict, fields in (("reject", {}), ("accept", {}), ("correct", {"date": "2025"})):
        revoked = judge(verdict, other, **fields)
        assert judged_claims([claim, other], [kept, revoked], held(claim, other)) != before
    assert judged_claims([claim, other], [kept], held(claim, other)) == before
