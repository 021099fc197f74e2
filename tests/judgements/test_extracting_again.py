"""Judgements outlive the extractor whose claims they were about."""

import pytest

from keiretsu.judgements import judged_claims


def held(*claims):
    return {claim.id: claim for claim in claims}


@pytest.fixture
def again(reads, sentence):
    """Return a function that reads the whole sentence by a newer extractor."""

    def read(billions=None, **fields):
        return reads(billions, **{"quote": sentence, "extractor": "rules/2"} | fields)

    return read


def test_a_rejection_survives_a_longer_quote(reads, again, judge):
    old = reads(1)

    assert judged_claims([again(1)], [judge("reject", old)], held(old)).claims == ()


def test_a_rejection_survives_another_reading_of_the_sum(reads, again, judge):
    old, new = reads(1), again(3, status="agreed")

    assert judged_claims([new], [judge("reject", old)], held(old)).rejected == (new,)


def test_a_correction_is_made_to_the_new_reading(reads, again, judge):
    old = reads(1)
    correction = judge("correct", old, status="planned")

    (changed,) = judged_claims([again(3)], [correction], held(old)).claims

    assert str(changed.amount) == "USD 3 billion (total)"
    assert changed.status == "planned"


def test_a_corrected_end_survives_since_the_old_one_tells_the_statement(reads, again, judge):
    old = reads(1)
    correction = judge("correct", old, object="Gamma")

    assert [claim.object for claim in judged_claims([again(1)], [correction], held(old)).claims] == ["Gamma"]


def test_an_accepted_claim_is_quoted_better_when_the_same_is_read(reads, again, judge, sentence):
    old = reads(1)

    (accepted,) = judged_claims([again(1)], [judge("accept", old)], held(old)).claims

    assert (accepted.quote, accepted.extractor, accepted.confidence) == (sentence, "rules/2", 100)


def test_a_person_vouches_for_what_was_seen_and_not_for_another_reading(reads, again, judge):
    old = reads(1)

    (accepted,) = judged_claims([again(3)], [judge("accept", old)], held(old)).claims

    assert (str(accepted.amount), accepted.confidence) == ("USD 1 billion (total)", 100)


def test_an_accepted_or_corrected_claim_lives_though_nobody_reads_it(reads, judge):
    old = reads(1)
    accepted, corrected = judge("accept", old), judge("correct", old, status="planned")

    assert [each.id for each in judged_claims([], [accepted], held(old)).claims] == [old.id]
    assert [each.status for each in judged_claims([], [corrected], held(old)).claims] == ["planned"]


@pytest.mark.parametrize("verdict", ["reject", "annotate"])
def test_a_rejection_or_remark_about_a_claim_that_nobody_makes_does_nothing(reads, judge, verdict):
    old = reads(1)
    judged = judged_claims([], [judge(verdict, old)], held(old))

    assert (judged.claims, judged.rejected, judged.of, judged.problems) == ((), (), {}, ())


def test_a_claim_that_is_not_held_cannot_be_kept_alive(reads, judge):
    judged = judged_claims([], [judge("accept", reads(1))], {})

    assert judged.claims == ()
    assert [problem.code for problem in judged.problems] == ["judgement.claim-not-held"]


def test_of_two_tranches_in_a_sentence_the_one_with_the_same_sum_is_meant(reads, again, judge):
    first, second = reads(1), reads(2, quote="on top of an earlier $2 billion")
    rejection = judge("reject", second, among=[first, second])

    judged = judged_claims([again(1), again(2)], [rejection], held(second))

    assert [str(claim.amount) for claim in judged.claims] == ["USD 1 billion (total)"]


def test_a_rejection_never_passes_to_the_other_tranche(reads, again, judge, sentence):
    wrong, right = reads(2, quote=sentence), reads(1, quote=sentence)
    rejection = judge("reject", wrong, among=[wrong, right])

    assert judged_claims([again(1)], [rejection], held(wrong)).claims == (again(1),)


def test_where_two_tranches_became_another_sum_nobody_knows_which_was_meant(reads, again, judge, sentence):
    wrong, right = reads(2, quote=sentence), reads(1, quote=sentence)
    rejection = judge("reject", wrong, among=[wrong, right])

    judged = judged_claims([again(3)], [rejection], held(wrong))

    assert judged.claims == (again(3),)
    assert [problem.code for problem in judged.problems] == ["judgement.ambiguous"]


def test_of_equal_sums_the_layer_decides_and_then_the_status(reads, again, judge):
    chips = {"relation": "supplies", "layer": "chips"}
    old = reads(1, status="agreed", **chips)
    other_status, other_layer = again(1, **chips), again(1, **chips | {"layer": "cloud", "status": "agreed"})
    same = again(1, status="agreed", **chips)
    rejection = judge("reject", old)

    assert judged_claims([other_status, other_layer], [rejection], held(old)).rejected == (other_status,)
    assert judged_claims([other_status, other_layer, same], [rejection], held(old)).rejected == (same,)


def test_several_claims_none_of_them_plainly_meant_leave_a_judgement_without_effect(reads, again, judge):
    old, new = reads(5), [again(1), again(2)]

    judged = judged_claims(new, [judge("reject", old)], held(old))

    assert set(judged.claims) == set(new)
    assert [problem.code for problem in judged.problems] == ["judgement.ambiguous"]


def test_what_two_extractors_say_alike_is_judged_as_one(reads, judge, sentence):
    short, long = reads(1), reads(1, quote=sentence, extractor="llm/1")
    rejection, correction = judge("reject", short), judge("correct", short, status="planned")

    rejected = judged_claims([short, long], [rejection], held(short))
    corrected = judged_claims([short, long], [correction], held(short))

    assert (rejected.claims, set(rejected.rejected)) == ((), {short, long})
    assert [(claim.quote, claim.status) for claim in corrected.claims] == [(short.quote, "planned")]


def test_a_claim_elsewhere_in_the_document_is_another_statement(reads, judge):
    old = reads(1)
    elsewhere = reads(1, quote="Gamma sells chips to Alpha.", extractor="rules/2")

    assert judged_claims([elsewhere], [judge("reject", old)], held(old)).claims == (elsewhere,)


def test_names_are_compared_without_regard_to_case_and_alliances_either_way(reads, again, judge):
    old = reads(relation="partners", ends=("beta", "ALPHA"))
    new = again(relation="partners", ends=("Alpha", "Beta"))

    assert judged_claims([new], [judge("reject", old)], held(old)).claims == ()


def test_a_claim_kept_alive_is_not_replaced_by_what_else_was_seen_there(reads, judge):
    one, other = reads(1), reads(2, extractor="llm/1")

    judged = judged_claims([], [judge("accept", one), judge("accept", other)], held(one, other))

    assert {claim.id for claim in judged.claims} == {one.id, other.id}
