"""A claim is frozen, verified and identified by what it says and where."""

import dataclasses
import hashlib
import json

import pytest

from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document, Span
from keiretsu.errors import EvidenceError, InvalidRecordError
from keiretsu.quantities import Money

TEXT = Document(
    "Beta rents servers from Alpha. Alpha and Gamma are rivals.", name="a.txt", published="2025-05"
)
SUPPLY = Evidence.find(TEXT, "Beta rents servers from Alpha.")
RIVALRY = Evidence.find(TEXT, "Alpha and Gamma are rivals.")


def test_a_quote_that_is_not_in_the_document_cannot_be_evidence() -> None:
    with pytest.raises(EvidenceError) as caught:
        Evidence.find(TEXT, "Beta buys servers from Alpha.")
    assert caught.value.problem.code == "evidence.quote-not-found"


def test_a_quote_at_the_wrong_place_cannot_be_evidence() -> None:
    with pytest.raises(EvidenceError):
        Evidence(TEXT, Span(1, 31), SUPPLY.quote)


def test_the_same_words_make_the_same_claim_and_other_words_another() -> None:
    claim = Claim(SUPPLY, "supplies", "Alpha", "Beta", layer="cloud")
    assert claim.id == Claim(SUPPLY, "supplies", "Alpha", "Beta", layer="cloud", confidence=90).id
    assert claim.id != dataclasses.replace(claim, layer=None).id
    assert claim.id != Claim(Evidence.at(TEXT, 0, 29), "supplies", "Alpha", "Beta", layer="cloud").id


def test_a_claim_cannot_be_changed() -> None:
    claim = Claim(SUPPLY, "supplies", "Alpha", "Beta")
    with pytest.raises(dataclasses.FrozenInstanceError):
        claim.subject = "Gamma"


def test_the_names_of_a_symmetric_relation_stand_in_alphabetical_order() -> None:
    claim = Claim(RIVALRY, "competes", "gamma", "Alpha")
    assert (claim.subject, claim.object) == ("Alpha", "gamma")


def test_the_record_has_exactly_the_fields_of_the_guideline() -> None:
    claim = Claim(SUPPLY, "supplies", "Alpha", "Beta", layer="cloud", amount=Money.exactly("1e9", "USD"))
    assert list(claim.to_json()) == [
        "doc", "quote", "relation", "subject", "object", "layer", "amount", "status", "date", "terms",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wrong",
    [
        {"relation": "likes"},
        {"status": "maybe"},
        {"terms": ("cosy",)},
        {"layer": "Big Iron"},
        {"date": "last May"},
        {"confidence": 101},
        {"object": None},
        {"object": "alpha"},
        {"subject": " "},
        {"subject": "x" * 251},
        {"object": "x" * 251},
        {"layer": "x" * 251},
        {"relation": "valued"},
    ],
)
def test_a_claim_outside_the_vocabulary_cannot_exist(wrong: dict[str, object]) -> None:
    right = {"relation": "supplies", "subject": "Alpha", "object": "Beta"}
    with pytest.raises((InvalidRecordError, ValueError)):
        Claim(SUPPLY, **(right | wrong))


def test_when_a_claim_holds_comes_from_its_date_or_else_from_its_document() -> None:
    assert str(Claim(SUPPLY, "supplies", "Alpha", "Beta", date="2027").valid.start) == "2027-01-01"
    assert str(Claim(SUPPLY, "supplies", "Alpha", "Beta").valid.start) == "2025-05-01"


def test_the_id_hashes_the_claim_as_canonical_json() -> None:
    text = 'Alpha\t"Étoile" \\ \x01 put up to 4.50 billion euros into Beta \U0001f600.'
    document = Document(text, name="a.txt")
    claims = [
        Claim(
            Evidence.find(document, text),
            "invests",
            'Alpha "É"',
            "Beta\\",
            amount=Money.between(None, "4.50e9", "EUR"),
            date="2025-03",
            terms=("debt", "convertible"),
        ),
        Claim(
            Evidence.find(document, "Beta"),
            "valued",
            "Beta",
            amount=Money.exactly("4e9", "USD", basis="valuation"),
        ),
        Claim(Evidence.find(document, "Alpha"), "partners", "Beta", "Alpha"),
    ]
    for claim in claims:
        span = claim.evidence.span
        said = claim.to_json() | {"doc": document.id, "span": [span.start, span.end]}
        said["amount"] = claim.amount and claim.amount.key
        canonical = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        assert claim.id == hashlib.sha256(canonical.encode()).hexdigest()
