"""Who is who."""

import pytest

from keiretsu.errors import InvalidRecordError
from keiretsu.parties import Party, Registry, slug


def test_a_unit_stands_for_its_owner() -> None:
    registry = Registry([Party("Alpha", wikidata="Q1", units=("Alpha Cloud", "Skyline"))])
    assert registry.resolve("SKYLINE") is registry.resolve("Alpha")


def test_white_space_and_case_do_not_make_another_party() -> None:
    registry = Registry([Party("Beta Labs")])
    assert registry.resolve("  beta   labs ").id == "x-beta-labs"
    assert len(registry) == 1


def test_the_dots_of_initials_do_not_make_another_party() -> None:
    registry = Registry([Party("Trade Board", aliases=("US Trade Board",))])
    assert registry.resolve("U.S. Trade Board").name == "Trade Board"


def test_an_unknown_name_becomes_a_party_once() -> None:
    registry = Registry()
    first = registry.resolve("Gamma")
    assert registry.resolve("gamma") is first
    assert first.kind == "organisation"


def test_similar_names_stay_apart() -> None:
    registry = Registry([Party("Delta Steel")])
    assert registry.resolve("Delta Steels").id != registry.resolve("Delta Steel").id


def test_a_name_that_two_parties_claim_is_a_problem_and_the_first_keeps_it() -> None:
    registry = Registry([Party("Omega", aliases=("Sun",)), Party("Sigma", aliases=("Sun",))])
    assert registry.resolve("Sun").name == "Omega"
    (problem,) = registry.problems
    assert problem.code == "party.ambiguous-name"


def test_ids_prefer_public_identifiers() -> None:
    assert Party("Alpha", wikidata="Q42", lei="549300ABCDEFGHIJKL12").id == "Q42"
    assert Party("Alpha", lei="549300ABCDEFGHIJKL12").id == "549300ABCDEFGHIJKL12"
    assert Party("Alpha & Sons").id == "x-alpha-sons"


@pytest.mark.parametrize(
    "named",
    [
        {"name": ""},
        {"name": "   "},
        {"name": "x" * 251},
        {"name": "Alpha", "wikidata": "42"},
        {"name": "Alpha", "wikidata": "Q0"},
        {"name": "Alpha", "lei": "n/a"},
    ],
)
def test_a_party_without_a_name_or_with_a_wrong_id_cannot_exist(named: dict[str, str]) -> None:
    with pytest.raises(InvalidRecordError):
        Party(**named)


def test_names_outside_of_latin_script_keep_an_id() -> None:
    assert slug("三星") == "三星"
