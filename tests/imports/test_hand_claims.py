"""Claims that people wrote down: each quote at its exact place, or told."""

from __future__ import annotations

import json

import pytest

from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document, Span
from keiretsu.errors import MisuseError
from keiretsu.imports import read_claims
from keiretsu.quantities import Money

TEXT = "So it goes. Alpha put $2.5 billion into Beta. Gamma watches."
DOCUMENT = Document(TEXT, name="a.txt", published="2025-03-04")


def record(**changed: object) -> str:
    claim = Claim(
        Evidence.find(DOCUMENT, "Alpha put $2.5 billion into Beta."),
        "invests",
        "Alpha",
        "Beta",
        amount=Money.exactly("2500000000", "USD"),
    )
    return json.dumps(claim.to_json() | changed, ensure_ascii=False)


@pytest.fixture
def claims(sheet):
    def read(*lines: str, documents: tuple[Document, ...] = (DOCUMENT,)):
        return read_claims(sheet(*lines, name="gold.jsonl"), documents)

    return read


def test_a_claim_comes_in_at_its_place(claims):
    part = claims(record())
    (claim,) = part.claims

    assert claim.evidence.span == Span(12, 45)
    assert (claim.extractor, claim.confidence, claim.document.published) == ("hand/1", 100, "2025-03-04")
    assert (part.documents, part.problems) == ((DOCUMENT,), ())


def test_a_document_may_be_named_without_its_ending(claims):
    assert len(claims(record(doc="a")).claims) == 1


def test_a_sum_keeps_its_last_digit(claims):
    amount = '{"low": 1234567890123456789, "high": 1234567890123456789, "currency": "JPY", "basis": "total"}'
    (claim,) = claims(record(amount=0).replace('"amount": 0', f'"amount": {amount}')).claims

    assert claim.amount.low == 1234567890123456789


def test_a_quote_that_isn_t_there_is_told_and_the_rest_goes_on(claims):
    part = claims(record(quote="Alpha put $3 billion into Beta."), record(), "", record(subject="Gamma"))

    assert [claim.subject for claim in part.claims] == ["Alpha", "Gamma"]
    assert [(one.code, one.where[-2:]) for one in part.problems] == [("evidence.quote-not-found", ":1")]


def test_documents_that_are_missing_or_share_a_name_are_told(claims):
    other = Document("Another text.", name="a.txt")
    missing, ambiguous = claims(record(doc="b.txt")), claims(record(), documents=(DOCUMENT, other))

    assert "is no document that is there" in missing.problems[0].message
    assert "is the name of several documents" in ambiguous.problems[0].message


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"doc": "a.txt"}',
        record(relation="befriends"),
        record(status="maybe"),
        record(object=None),
        record(object="Alpha"),
        record(layer="Not A Layer"),
        record(date="soon"),
        record(amount={"low": 1, "high": 1, "currency": "XXY", "basis": "total"}),
    ],
)
def test_lines_that_are_no_claims_are_told(claims, line):
    part = claims(line, record())

    assert len(part.claims) == 1
    assert [problem.code for problem in part.problems] == ["import.invalid-row"]


def test_a_repeated_line_comes_in_once(claims):
    part = claims(record(), record())

    assert len(part.claims) == 1
    assert [problem.code for problem in part.problems] == ["import.repeated-row"]


def test_a_file_that_can_t_be_read_is_misuse(tmp_path):
    with pytest.raises(MisuseError, match=r"import\.unreadable-file"):
        read_claims(tmp_path / "missing.jsonl", [])
