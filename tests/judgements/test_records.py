"""Judgements as records: valid from the moment that they exist, and stored to the last digit."""

from datetime import UTC, datetime

import pytest

from keiretsu.errors import InvalidRecordError
from keiretsu.judgements import (
    CORRECTABLE,
    ClaimAnchor,
    ClaimJudgement,
    Distinct,
    Merge,
    Settlement,
    Signature,
    Split,
    Verdict,
    from_json,
    judged_claims,
    kind_of,
    to_json,
)

SIGNED = Signature("A. Reader", "the filing says so", datetime(2026, 1, 2, tzinfo=UTC))
BILLION = {"low": 1e9, "high": 1e9, "currency": "USD", "basis": "total"}


def test_what_was_said_where_is_tied_to_the_claim_and_what_stood_beside_it(reads, sentence):
    claim, tranche = reads(1, quote=sentence), reads(2, quote=sentence)
    elsewhere = reads(relation="supplies", ends=("Gamma", "Alpha"), quote="Gamma sells chips to Alpha.")

    anchor = ClaimAnchor.of(claim, among=[claim, tranche, elsewhere])

    assert (anchor.claim_id, anchor.start, anchor.end) == (claim.id, 0, len(sentence))
    assert anchor.beside == ("|2000000000 2000000000 USD total|in_effect",)


@pytest.mark.parametrize(("author", "reason"), [("", "because"), ("A. Reader", "  ")])
def test_a_judgement_without_author_or_reason_cannot_exist(author, reason):
    with pytest.raises(InvalidRecordError) as caught:
        Signature(author, reason)
    assert caught.value.problem.code == "judgement.unsigned"


@pytest.mark.parametrize(("author", "reason"), [("A.\0Reader", "because"), ("A. Reader", "\udce9 says so")])
def test_text_that_no_database_keeps_is_refused(author, reason):
    with pytest.raises(InvalidRecordError) as caught:
        Signature(author, reason)
    assert caught.value.problem.code == "judgement.unstorable-text"


@pytest.mark.parametrize(
    ("correction", "named"),
    [
        ({"colour": "red"}, "amount"),
        ({"status": "finished"}, "vocabulary"),
        ({"status": None}, "status"),
        ({"relation": "hugs"}, "supplies"),
        ({"relation": "valued"}, "valued"),
        ({"layer": "Chips and more"}, "vocabulary"),
        ({"terms": "equity"}, "list"),
        ({"terms": ["cosy"]}, "cosy"),
        ({"date": "2025-02-30"}, "exists"),
        ({"object": "Alpha"}, "both ends"),
        ({"object": None}, "object"),
        ({"subject": " "}, "name"),
        ({"subject": "\0"}, "NUL"),
        ({"amount": 5}, "amount"),
        ({"amount": {"low": 1, "high": 2, "currency": "USD"}}, "basis"),
        ({"amount": BILLION | {"low": "a lot"}}, "not a number"),
        ({"amount": BILLION | {"low": 2e9}}, "above"),
        ({"amount": BILLION | {"low": None, "high": None}}, "bound"),
        ({"amount": BILLION | {"currency": "USX"}}, "4217"),
        ({"amount": BILLION | {"currency": ["USD"]}}, "currency"),
        ({"amount": BILLION | {"basis": "yearly"}}, "per_year"),
    ],
)
def test_a_correction_that_makes_no_valid_claim_is_refused_with_help(reads, correction, named):
    with pytest.raises(InvalidRecordError) as caught:
        ClaimJudgement(ClaimAnchor.of(reads(1)), Verdict.CORRECT, SIGNED, correction)
    assert caught.value.problem.code.startswith("judgement.")
    assert named in str(caught.value)


@pytest.mark.parametrize(("verdict", "correction"), [("accept", {"status": "agreed"}), ("correct", {})])
def test_a_correction_and_it_alone_gives_fields_anew(reads, verdict, correction):
    with pytest.raises(InvalidRecordError) as caught:
        ClaimJudgement(ClaimAnchor.of(reads(1)), Verdict(verdict), SIGNED, correction)
    assert caught.value.problem.code == "judgement.invalid"


@pytest.mark.parametrize(
    "bound", [1234567890123456789012345678901234567890, "0.1234567890123456789012345678901"]
)
def test_no_digit_of_a_corrected_sum_is_lost(reads, bound):
    claim = reads(1)
    amount = {"low": bound, "high": None, "currency": "USD", "basis": "total"}
    judgement = ClaimJudgement(ClaimAnchor.of(claim), Verdict.CORRECT, SIGNED, {"amount": amount})
    read_back = from_json("claim", to_json(judgement), SIGNED)

    (corrected,) = judged_claims([claim], [read_back], {}).claims

    assert str(corrected.amount.low) == str(bound)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Merge("x-alpha", "x-alpha", SIGNED),
        lambda: Split("x-alpha", (), SIGNED),
        lambda: Split("x-alpha", ("Beta", " "), SIGNED),
        lambda: Split("x-alpha", ("Beta", "x" * 251), SIGNED),
        lambda: Distinct(("x-alpha", "x-alpha"), SIGNED),
    ],
)
def test_a_judgement_of_parties_that_says_nothing_cannot_exist(make):
    with pytest.raises(InvalidRecordError):
        make()


def every_kind(claim):
    correction = dict.fromkeys(("layer", "date")) | {"amount": BILLION, "terms": ("equity", "debt")}
    anchor = ClaimAnchor.of(claim)
    return [
        ClaimJudgement(anchor, Verdict.CORRECT, SIGNED, correction),
        ClaimJudgement(anchor, Verdict.ANNOTATE, SIGNED),
        Merge("x-alpha", "Q1", SIGNED),
        Split("x-alpha", ("Beta", "Beta Labs"), SIGNED),
        Distinct(("x-alpha", "x-alfa"), SIGNED),
        Settlement("c1", "USD 1", ("USD 2", "USD 3"), SIGNED),
    ]


def test_every_judgement_is_read_back_as_it_was_stored(reads):
    for judgement in every_kind(reads(1)):
        again = from_json(kind_of(judgement), to_json(judgement), SIGNED)
        assert again == judgement
        assert (again.key, hash(again)) == (judgement.key, hash(judgement))


def test_stored_content_that_was_altered_is_refused(reads):
    for judgement in every_kind(reads(1)):
        with pytest.raises(InvalidRecordError):
            from_json(kind_of(judgement), {"altered": True}, SIGNED)
    with pytest.raises(InvalidRecordError):
        from_json("verdict", {}, SIGNED)


def test_the_fields_that_can_be_corrected_are_the_claims_own(reads):
    assert set(CORRECTABLE) < set(reads(1).to_json())
