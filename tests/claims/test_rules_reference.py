"""Names that nobody listed, short forms, pronouns and definite nouns."""

import pytest

from keiretsu.claims import Gazetteer
from keiretsu.claims.rules import RuleExtractor
from keiretsu.documents import Document


@pytest.fixture(scope="module")
def unknown_names():
    extractor = RuleExtractor(Gazetteer())

    def read(text: str) -> set[tuple[str, str, str | None]]:
        claims = extractor.extract(Document(text, name="note.txt"))
        return {(claim.relation, claim.subject, claim.object) for claim in claims}

    return read


def test_unknown_names_are_recognised_by_their_context(unknown_names):
    text = "Gammatech Inc. agreed to buy the chip maker Zetachip Corp. for $3 billion."
    assert ("acquires", "Gammatech", "Zetachip") in unknown_names(text)


def test_short_forms_are_tied_to_the_long_form(unknown_names):
    text = "Gammatech Holdings Inc. is growing.\nGammatech bought Zetachip Corp. last year."
    assert unknown_names(text) == {("acquires", "Gammatech Holdings", "Zetachip")}


def test_an_authority_goes_by_its_initials(unknown_names):
    text = "The Fair Markets Authority (FMA) is investigating Gammatech Inc. over its prices."
    assert unknown_names(text) == {("regulates", "FMA", "Gammatech")}


def test_people_and_countries_are_not_organisations(unknown_names):
    assert unknown_names("John Smith bought France from Mary Jones.") == set()


REFERENCES = [
    ("Alpha is growing. It bought Beta.", ("acquires", "Alpha", "Beta")),
    ("Alpha is growing. The company bought Beta.", ("acquires", "Alpha", "Beta")),
    ("Alpha met Delta. The chip maker bought Beta.", ("acquires", "Alpha", "Beta")),
    ("Alpha bought Omega, a brewer. Delta supplies the brewer with food.", ("supplies", "Delta", "Omega")),
    ("Alpha and Beta met. The two companies formed a partnership.", ("partners", "Alpha", "Beta")),
    ("Alpha said it would invest $2 billion in Beta.", ("invests", "Alpha", "Beta")),
    ("Beta is growing. Alpha is its largest supplier.", ("supplies", "Alpha", "Beta")),
    ("Beta met its rival Alpha.", ("competes", "Alpha", "Beta")),
]


@pytest.mark.parametrize(("text", "core"), REFERENCES)
def test_references_are_followed(cores_of, text, core):
    assert core in cores_of(text)


def test_a_unit_stands_for_its_owner_and_its_layer(claims_of):
    (claim,) = claims_of("Beta signed a deal with Gamma Cloud.")
    assert (claim.relation, claim.subject, claim.object, claim.layer) == (
        "supplies",
        "Gamma",
        "Beta",
        "cloud",
    )


def test_a_product_is_not_an_organisation(cores_of):
    assert all("Brill" not in core for core in cores_of("Omega uses Brill. Brill competes with Alpha."))


def test_a_word_in_a_firm_s_name_is_no_layer(unknown_names):
    assert unknown_names("Gammatech Inc. signed an agreement with Zeta Software Inc. last year.") == {
        ("partners", "Gammatech", "Zeta Software")
    }
