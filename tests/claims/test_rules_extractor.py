"""What holds for every claim of the rules: evidence, fields, order, one claim a statement."""

import hashlib

import pytest

from keiretsu.claims import Gazetteer, load_extractor
from keiretsu.claims.rules.dedupe import distinct
from keiretsu.claims.rules.frames import frame_table, lint_frames
from keiretsu.claims.rules.pipeline import checked_model_folder, load_pipeline
from keiretsu.documents import Document
from keiretsu.errors import KeiretsuError

TEXT = """Alpha\u2019s \u201cbig\u201d year

  Alpha invested $2 billion in Beta in March 2024.  Beta uses Alpha\u2019s chips.
Omega, which competes with Beta, is the exclusive supplier of batteries to Delta.
"""


def test_quotes_are_the_document_s_own_letters(extractor):
    document = Document(TEXT, name="note.txt")
    claims = extractor.extract(document)
    assert len(claims) == 4
    for claim in claims:
        span = claim.evidence.span
        assert document.text[span.start : span.end] == claim.quote
        assert claim.quote == claim.quote.strip()
        assert claim.extractor == "rules/1"
        assert 0 <= claim.confidence <= 100
    assert any("\u2019" in claim.quote for claim in claims)


def test_date_terms_and_layer_stand_on_the_claim(claims_of):
    by_relation = {claim.relation: claim for claim in claims_of(TEXT)}
    assert by_relation["invests"].date == "2024-03"
    exclusive = next(claim for claim in claims_of(TEXT) if claim.object == "Delta")
    assert (exclusive.terms, exclusive.layer) == (("exclusive",), "battery")


def test_the_same_text_gives_the_same_claims_in_the_order_of_their_quotes(claims_of):
    first, second = claims_of(TEXT), claims_of(TEXT)
    assert [claim.id for claim in first] == [claim.id for claim in second]
    starts = [claim.evidence.span.start for claim in first]
    assert starts == sorted(starts)


def test_one_statement_said_twice_is_one_claim_with_the_fullest_mention(claims_of):
    (claim,) = claims_of(
        "Last year Alpha invested in Beta.\nAlpha invested $2 billion in Beta.\nAlpha has invested in Beta."
    )
    assert claim.quote == "Alpha invested $2 billion in Beta."


def test_two_sums_are_two_claims(claims_of):
    found = claims_of("Alpha invested $2 billion in Beta. Later Alpha invested $3 billion in Beta.")
    assert len(found) == 2
    assert distinct(found) == found


def test_a_run_of_letters_that_is_no_name_makes_no_claim_and_costs_no_other(claims_of):
    (claim,) = claims_of(f"{'Alpha' * 99} Corp acquired Beta Inc.\n\nGamma Corp acquired Delta Inc.")
    assert (claim.subject, claim.object) == ("Gamma", "Delta")


def test_the_registered_extractor_is_this_one():
    assert load_extractor("rules", Gazetteer()).name == "rules/1"


def test_frames_hold_together_and_cover_the_nine_relations():
    assert lint_frames() == []
    entries = [(word, frame) for word, found in frame_table().items() for _, frame in found]
    assert len({frame.relation for _, frame in entries}) == 9
    assert len(entries) >= 300


def test_a_missing_model_is_named():
    with pytest.raises(KeiretsuError) as error:
        load_pipeline("no_such_model")
    assert error.value.problem.code == "extractor.model-missing"
    assert "no_such_model" in str(error.value)


def test_an_altered_model_is_refused(tmp_path, monkeypatch):
    package = tmp_path / "altered_model"
    (package / "model").mkdir(parents=True)
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "model" / "meta.json").write_text("{}", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    expected = {
        "distribution": "altered-model",
        "package": "altered_model",
        "folder": "model",
        "files": {"meta.json": hashlib.sha256(b"something else").hexdigest()},
    }
    with pytest.raises(KeiretsuError) as error:
        checked_model_folder(expected)
    assert error.value.problem.code == "extractor.model-mismatch"
    assert "meta.json" in str(error.value)
