"""Names that are alike are proposed, and only people decide."""

import random

from keiretsu.judgements import Distinct, Merge, Split, propose_merges
from keiretsu.parties import Party


def pairs(*args, **options):
    return [(each.first.name, each.second.name) for each in propose_merges(*args, **options)]


def test_names_but_for_their_form_come_first_and_then_the_most_alike():
    parties = [
        Party(name) for name in ("Beta Labs", "Beta Lab", "Gamma", "Gamma Ltd", "Delta Steel", "Omega")
    ]

    assert pairs(parties) == [("Gamma", "Gamma Ltd"), ("Beta Lab", "Beta Labs")]
    assert pairs(parties, limit=1) == [("Gamma", "Gamma Ltd")]


def test_a_proposal_says_which_names_are_how_much_alike():
    (proposal,) = propose_merges([Party("Beta Labs"), Party("Gamma", aliases=("Beta Lab",))])

    assert proposal.because == "'Beta Lab' and 'Beta Labs' are 94 % alike"
    assert 94 < proposal.score < 95


def test_the_party_that_is_known_better_is_proposed_to_be_kept():
    known, named, new = Party("Zeta Inc", wikidata="Q1"), Party("Zeta Ltd", aliases=("Z",)), Party("Zeta")

    assert pairs([new, named, known])[:2] == [("Zeta Inc", "Zeta"), ("Zeta Inc", "Zeta Ltd")]


def test_words_in_another_order_accents_and_case_make_no_other_name():
    assert pairs([Party("Société Alpha S.A."), Party("ALPHA SOCIETE")]) == [
        ("ALPHA SOCIETE", "Société Alpha S.A.")
    ]


def test_names_in_any_script_are_compared():
    assert pairs([Party("三星電子株式会社"), Party("三星電子 株式会社"), Party("三星 Alpha")]) == [
        ("三星電子 株式会社", "三星電子株式会社")
    ]


def test_different_public_identifiers_and_different_numbers_are_different_parties():
    assert pairs([Party("Beta", wikidata="Q1"), Party("Beta Inc", wikidata="Q2")]) == []
    assert pairs([Party("Beta", lei=f"{1:020}"), Party("Beta Inc", lei=f"{2:020}")]) == []
    assert pairs([Party("Beta Fund 12"), Party("Beta Fund 13")]) == []


def test_what_people_decided_is_not_proposed_again(signed):
    beta, labs, lab = Party("Beta", aliases=("Beta Inc",)), Party("Betas Labs"), Party("Betas Lab")

    assert pairs([labs, lab]) != []
    assert pairs([labs, lab], [Distinct((lab.id, labs.id), signed())]) == []
    assert pairs([labs, lab], [Merge(lab.id, labs.id, signed())]) == []
    assert pairs([beta], [Split(beta.id, ("Beta Inc",), signed())]) == []


def test_a_pair_told_apart_stays_so_when_one_of_them_is_merged(signed):
    labs, lab, other = Party("Beta Labs"), Party("Beta Lab"), Party("Omega")
    merge, apart = Merge(other.id, lab.id, signed()), Distinct((lab.id, labs.id), signed())

    assert pairs([labs, lab, other], [merge, apart]) == []


def test_the_order_of_the_parties_does_not_matter():
    parties = [Party(f"{name} Works {place}") for name in ("Alpha", "Alphas") for place in ("East", "West")]
    proposals = propose_merges(parties, limit=3)

    assert len(proposals) == 3
    for seed in range(5):
        random.Random(seed).shuffle(parties)
        assert propose_merges(parties, limit=3) == proposals


def test_among_thousands_of_parties_the_likeliest_fifty_are_proposed():
    draw = random.Random(1)
    syllables = ["al", "be", "ga", "de", "ze", "ta", "om", "si", "ka", "lu", "mi", "no", "pi", "ro"]
    names = {"".join(draw.choices(syllables, k=6)).title() + " Works" for _ in range(4000)}

    proposals = propose_merges([Party(name) for name in sorted(names)])

    assert len(proposals) == 50
