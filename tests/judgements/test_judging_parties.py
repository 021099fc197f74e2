"""Parties merged and split by people's word."""

import itertools

from keiretsu.judgements import Distinct, Merge, Split, judged_parties, judged_registry
from keiretsu.parties import Party

ALPHA = Party("Alpha", wikidata="Q1", aliases=("Alpha Inc.",), units=("Alpha Cloud",))
ALFA = Party("Alfa", aliases=("Alfa Ltd",), units=("Alfa Wharf",))
BETA = Party("Beta")


def test_a_merged_party_goes_by_the_other_ones_name(signed):
    registry = judged_registry([ALPHA, ALFA, BETA], [Merge("Q1", "x-alfa", signed())])

    for name in ("Alfa", "alfa ltd", "Alfa Wharf", "Alpha Inc."):
        assert registry.resolve(name).id == "Q1"
    assert registry["Q1"].aliases == ("Alpha Inc.", "Alfa", "Alfa Ltd")
    assert registry["Q1"].units == ("Alpha Cloud", "Alfa Wharf")
    assert [party.name for party in registry] == ["Alpha", "Beta"]


def test_merges_in_a_chain_end_at_one_party_in_whatever_order(signed):
    chain = [Merge("x-alfa", "x-beta", signed()), Merge("Q1", "x-alfa", signed())]

    for merges in (chain, chain[::-1]):
        judged = judged_parties([ALPHA, ALFA, BETA], merges)
        assert {judged.canonical(each.id) for each in (ALPHA, ALFA, BETA)} == {"Q1"}
        assert judged.registry().resolve("Beta").id == "Q1"


def test_the_second_link_of_a_chain_may_have_been_made_first(signed):
    merges = [Merge("Q1", "x-alfa", signed()), Merge("x-alfa", "x-beta", signed())]

    judged = judged_parties([ALPHA, ALFA, BETA], merges)

    assert judged.kept == {"x-alfa": "Q1", "x-beta": "Q1"}


def test_merges_in_a_circle_lose_no_party(signed):
    circle = [
        Merge("x-alfa", "Q1", signed()), Merge("x-beta", "x-alfa", signed()), Merge("Q1", "x-beta", signed()),
    ]  # fmt: skip

    judged = judged_parties([ALPHA, ALFA, BETA], circle)

    assert [party.id for party in judged.parties] == ["x-beta"]
    assert judged.registry().resolve("Alpha").id == "x-beta"
    assert [problem.code for problem in judged.problems] == ["judgement.merge-cycle"]


def test_names_split_off_are_a_party_of_their_own(signed):
    split = Split("Q1", ("Alpha Cloud", "ALPHA INC."), signed())

    registry = judged_registry([ALPHA], [split])

    assert registry.resolve("Alpha Cloud").id == "x-alpha-cloud"
    assert registry.resolve("Alpha Inc.").name == "Alpha Cloud"
    assert registry.resolve("Alpha") == Party("Alpha", wikidata="Q1")


def test_names_split_off_join_the_party_that_has_their_id(signed):
    cloud = Party("Alpha Cloud", kind="cloud_provider")
    split = Split("Q1", ("Alpha Cloud", "Alpha Inc."), signed())

    registry = judged_registry([ALPHA], [split], found=[cloud])

    assert registry.resolve("Alpha Cloud").id == cloud.id
    assert registry.problems == []


def test_a_name_that_a_party_does_not_have_stays_where_it_is(signed):
    registry = judged_registry([ALPHA, BETA], [Split("Q1", ("Beta", "Alpha", "Alpha Cloud"), signed())])

    assert registry.resolve("Beta").id == "x-beta"
    assert registry.resolve("Alpha").id == "Q1"
    assert registry.resolve("Alpha Cloud").id == "x-alpha-cloud"
    (problem,) = registry.problems
    assert (problem.code, problem.message[:11]) == ("judgement.unknown-name", "Beta, Alpha")


def test_a_judgement_of_a_party_that_is_not_there_is_a_problem(signed):
    judged = judged_parties([ALPHA], [Merge("Q1", "x-gone", signed()), Split("x-lost", ("Alpha",), signed())])

    assert judged.parties == (ALPHA,)
    assert [problem.code for problem in judged.problems] == ["judgement.unknown-party"] * 2
    assert ["x-gone" in judged.problems[0].message, "x-lost" in judged.problems[1].message] == [True, True]


def test_a_party_of_a_claims_name_takes_part_only_where_it_is_judged(signed):
    judged = judged_parties([ALPHA], [Merge("Q1", "x-beta", signed())], found=[ALFA, BETA])

    assert [party.id for party in judged.parties] == ["Q1"]
    assert judged.registry().resolve("Beta").id == "Q1"


def test_a_split_takes_apart_what_was_merged(signed):
    merge = Merge("Q1", "x-beta", signed())
    split = Split("Q1", ("Beta",), signed())

    judged = judged_parties([ALPHA, BETA], [merge, split])

    assert judged.registry().resolve("Beta").id == "x-beta"
    assert judged.canonical("x-beta") == "x-beta"
    assert judged.kept == {}


def test_what_was_split_off_can_be_merged_elsewhere(signed):
    split = Split("Q1", ("Alpha Cloud",), signed())
    merge = Merge("x-beta", "x-alpha-cloud", signed())

    registry = judged_registry([ALPHA, BETA], [split, merge])

    assert registry.resolve("Alpha Cloud").name == "Beta"
    assert registry.problems == []


def test_parties_told_apart_stay_as_they_were(signed):
    assert judged_parties([ALPHA, ALFA], [Distinct(("Q1", "x-alfa"), signed())]).parties == (ALPHA, ALFA)


def test_leaving_a_judgement_out_gives_the_former_parties(signed):
    judgements = [Merge("Q1", "x-alfa", signed()), Split("Q1", ("Alpha Cloud",), signed())]
    parties = [ALPHA, ALFA, BETA]
    before = judged_parties(parties, judgements)

    assert judged_parties(parties, [*judgements, Merge("Q1", "x-beta", signed())]) != before
    assert judged_parties(parties, []).parties == tuple(parties)


def test_the_result_depends_on_the_times_and_not_on_the_order_given(signed):
    merge, split = Merge("Q1", "x-alfa", signed()), Split("Q1", ("Alfa",), signed())
    judgements = [merge, split, Merge("x-beta", "x-alfa", signed())]
    results = [judged_parties([ALPHA, ALFA, BETA], several) for several in itertools.permutations(judgements)]

    assert all(result == results[0] for result in results)
    assert results[0].registry().resolve("Alfa").name == "Beta"
