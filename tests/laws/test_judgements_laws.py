"""Laws of judgement: nothing judged is nothing changed, order is nothing, and all can be undone."""

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document
from keiretsu.judgements import (
    ClaimAnchor,
    ClaimJudgement,
    Merge,
    Signature,
    Split,
    Verdict,
    from_json,
    judged_claims,
    judged_parties,
    kind_of,
    to_json,
)
from keiretsu.parties import Party
from keiretsu.quantities import Money

TEXTS = [Document(f"Alpha and Beta and Gamma made deal number {number}.", name="a.txt") for number in (1, 2)]
START = datetime(2026, 1, 1, tzinfo=UTC)
NAMES = ("Alpha", "Beta", "Gamma")


@st.composite
def claims(draw):
    text = draw(st.sampled_from(TEXTS))
    start, end = sorted(draw(st.sets(st.integers(0, len(text.text)), min_size=2, max_size=2)))
    subject, object_ = draw(st.permutations(NAMES))[:2]
    sums = st.sampled_from([None, Money.exactly(1, "USD"), Money.exactly(2, "USD")])
    return Claim(
        Evidence.at(text, start, end),
        draw(st.sampled_from(["invests", "competes"])),
        subject,
        object_,
        amount=draw(sums),
        status=draw(st.sampled_from(["agreed", "planned"])),
        confidence=draw(st.integers(0, 99)),
        extractor=draw(st.sampled_from(["rules/1", "rules/2", "llm/1"])),
    )


corrections = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(["ended", "agreed"]),
        "object": st.just("Delta"),
        "amount": st.none() | st.just({"low": "2.50", "high": None, "currency": "USD", "basis": "total"}),
        "terms": st.lists(st.sampled_from(["equity", "debt"]), max_size=2),
    },
).filter(bool)


@st.composite
def cases(draw):
    """Claims as they were read, as they are read now, and judgements of what was there before."""
    before, now = draw(st.lists(claims(), min_size=1, max_size=6)), draw(st.lists(claims(), max_size=6))
    judgements = []
    for claim in draw(st.lists(st.sampled_from(before), max_size=6)):
        verdict = draw(st.sampled_from(Verdict))
        correction = draw(corrections) if verdict is Verdict.CORRECT else {}
        signature = Signature("A. Reader", "so it is", START + timedelta(days=draw(st.integers(0, 3))))
        among = draw(st.sampled_from([(), tuple(before)]))
        judgements.append(ClaimJudgement(ClaimAnchor.of(claim, among), verdict, signature, correction))
    kept = draw(st.sampled_from([now, now + before]))
    return kept, judgements, {claim.id: claim for claim in before}


@given(cases(), st.randoms())
@settings(max_examples=60, deadline=None)
def test_the_order_of_claims_and_judgements_does_not_matter(case, chance: random.Random):
    read, judgements, held = case
    judged = judged_claims(read, judgements, held)
    chance.shuffle(read)
    chance.shuffle(judgements)
    assert judged_claims(read, judgements, held) == judged


@given(st.lists(claims(), max_size=8, unique_by=lambda claim: claim.id))
@settings(max_examples=50, deadline=None)
def test_judging_nothing_changes_nothing(read):
    judged = judged_claims(read, [], {})
    assert len(judged.claims) == len(read)
    assert set(judged.claims) == set(read)
    assert (judged.rejected, judged.of, judged.problems) == ((), {}, ())


@given(cases())
@settings(max_examples=60, deadline=None)
def test_remarks_change_nothing(case):
    read, judgements, held = case
    remarks = [each for each in judgements if each.verdict is Verdict.ANNOTATE]
    assert judged_claims(read, remarks, held).claims == judged_claims(read, [], held).claims


@given(cases())
@settings(max_examples=60, deadline=None)
def test_results_stored_beside_the_readings_change_nothing(case):
    read, judgements, held = case
    judged = judged_claims(read, judgements, held)
    made = [claim for claim in judged.claims if claim.extractor == "judged/1"]
    assert judged_claims([*read, *made], judgements, held) == judged


@given(cases())
@settings(max_examples=60, deadline=None)
def test_every_claim_of_a_document_that_nobody_judged_stays(case):
    read, judgements, held = case
    judged = judged_claims(read, judgements, held)
    touched = {judgement.anchor.document_id for judgement in judgements}
    untouched = {claim.id for claim in read if claim.document.id not in touched}
    assert untouched <= {claim.id for claim in judged.claims}
    assert untouched.isdisjoint(judged.of)


@given(cases())
@settings(max_examples=60, deadline=None)
def test_no_claim_is_lost_but_by_a_rejection(case):
    read, judgements, held = case
    rejections = [each for each in judgements if each.verdict is Verdict.REJECT]
    judged = judged_claims(read, rejections, held)
    assert {claim.id for claim in judged.claims + judged.rejected} == {claim.id for claim in read}
    for claim in judged.rejected:
        assert all(each.anchor.fits(claim) for each in judged.of[claim.id])


@given(cases())
@settings(max_examples=50, deadline=None)
def test_judgements_are_read_back_as_they_were_stored(case):
    _, judgements, _ = case
    for each in judgements:
        assert from_json(kind_of(each), to_json(each), each.signature) == each


@st.composite
def decisions(draw):
    """Merges and splits of four parties."""
    ids = [Party(name).id for name in (*NAMES, "Delta")]
    made = []
    for day in draw(st.permutations(range(draw(st.integers(0, 6))))):
        signature = Signature("A. Reader", "so it is", START + timedelta(days=day))
        first, second = draw(st.permutations(ids))[:2]
        names = tuple(draw(st.permutations([*NAMES, "Delta", f"{first} unit"]))[:2])
        made.append(draw(st.sampled_from([Merge(first, second, signature), Split(first, names, signature)])))
    return made


PARTIES = [
    Party(name, aliases=(f"{name} Inc",), units=(f"x-{name.lower()} unit",)) for name in (*NAMES, "Delta")
]


@given(decisions(), st.randoms())
@settings(max_examples=60, deadline=None)
def test_no_merge_or_split_loses_a_party_or_a_name(made, chance: random.Random):
    judged = judged_parties(PARTIES, made)
    registry = judged.registry()
    assert registry.problems == []
    for party in PARTIES:
        assert registry[judged.canonical(party.id)]
        for name in (party.name, *party.aliases, *party.units):
            assert name in registry
    chance.shuffle(made)
    assert judged_parties(PARTIES, made) == judged
