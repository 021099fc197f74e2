"""Claims as W3C Web Annotations: any reader finds the quote by its words and by its place."""

from __future__ import annotations

import json

import pytest

from keiretsu import report
from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document
from keiretsu.report import Format


@pytest.fixture
def annotated(report_on, tmp_path):
    def write(*claims: Claim) -> dict:
        (path,) = report.export(report_on(claims), Format.ANNOTATIONS, tmp_path / "claims.jsonld")
        return json.loads(path.read_text(encoding="utf-8"))

    return write


def claim_in(text: str, quote: str, **origin: str) -> Claim:
    document = Document(text, name="a.txt", **origin)
    return Claim(Evidence.find(document, quote), "acquires", "Alpha", "Beta")


def test_the_quote_is_found_by_its_words_and_by_its_place(annotated):
    text = "Grüße 🙂 from the market. Alpha buys Beta. Nobody is surprised."
    (found,) = annotated(claim_in(text, "Alpha buys Beta."))["first"]["items"]
    quote, position = found["target"]["selector"]

    assert text[position["start"] : position["end"]] == quote["exact"] == "Alpha buys Beta."
    assert quote["prefix"] + quote["exact"] + quote["suffix"] == text
    assert (quote["type"], position["type"]) == ("TextQuoteSelector", "TextPositionSelector")


def test_a_selector_says_no_more_of_the_text_than_it_needs(annotated):
    (found,) = annotated(claim_in("x" * 500 + "Alpha buys Beta." + "y" * 500, "Alpha buys Beta."))["first"][
        "items"
    ]
    quote = found["target"]["selector"][0]

    assert (quote["prefix"], quote["suffix"]) == ("x" * 32, "y" * 32)


def test_the_body_is_the_claim(annotated):
    claim = claim_in("Alpha buys Beta.", "Alpha buys Beta.")
    (found,) = annotated(claim)["first"]["items"]
    said = {key: value for key, value in claim.to_json().items() if key not in ("doc", "quote")}

    assert {key: found["body"][key] for key in said} == said
    assert found["id"].endswith(claim.id)
    assert found["type"] == "Annotation"


def test_the_target_is_the_document_with_its_origin(annotated):
    claim = claim_in("Alpha buys Beta.", "Alpha buys Beta.", url="https://example.org/a", published="2025-03")
    (found,) = annotated(claim)["first"]["items"]
    source = found["target"]["source"]

    assert source["id"].endswith(claim.document.id)
    assert (source["via"], source["published"]) == ("https://example.org/a", "2025-03")
    assert "publisher" not in source


def test_the_collection_counts_its_annotations(annotated, ring):
    made = annotated(*ring)

    assert made["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert (made["type"], made["total"]) == ("AnnotationCollection", len(ring))
    assert len(made["first"]["items"]) == len(ring)
