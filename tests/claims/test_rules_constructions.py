"""Every relation in every construction: frames in voices and clauses, with invented names."""

import pytest

# A verb frame: relation, active past, past participle, gerund, infinitive with its object, prepositions.
TRANSITIVE = [
    ("acquires", "bought", "bought", "buying", "buy"),
    ("acquires", "acquired", "acquired", "acquiring", "acquire"),
    ("invests", "financed", "financed", "financing", "finance"),
    ("invests", "funded", "funded", "funding", "fund"),
]
CONSTRUCTIONS = {
    "active": "Alpha {past} Beta.",
    "passive": "Beta was {participle} by Alpha.",
    "relative clause": "Alpha, which {past} Beta, is based in the south.",
    "reduced relative": "Beta, {participle} by Alpha in the spring, is based in the south.",
    "control": "Alpha agreed to {base} Beta.",
    "said it would": "Alpha said it would {base} Beta.",
    "gerund": "Alpha is interested in {gerund} Beta.",
    "participle clause": "Alpha expanded abroad, {gerund} Beta.",
    "perfect": "Alpha has {participle} Beta.",
    "coordination": "Alpha moved abroad and later {past} its rival Beta.",
    "plan": "Alpha announced a plan to {base} Beta.",
}


@pytest.mark.parametrize("construction", CONSTRUCTIONS)
@pytest.mark.parametrize(("relation", "past", "participle", "gerund", "base"), TRANSITIVE)
def test_transitive_verbs_in_every_construction(
    cores_of, construction, relation, past, participle, gerund, base
):
    text = CONSTRUCTIONS[construction].format(past=past, participle=participle, gerund=gerund, base=base)
    assert (relation, "Alpha", "Beta") in cores_of(text), text


SUPPLY = [
    "Alpha supplies chips to Beta.",
    "Alpha will supply Beta with chips.",
    "The chips were supplied to Beta by Alpha.",
    "Beta buys chips from Alpha.",
    "Beta has ordered 5,000 chips from Alpha.",
    "Beta uses Alpha's chips.",
    "Beta uses Alpha chips in its laboratories.",
    "Alpha signed a contract with Beta to supply chips.",
    "Alpha is a supplier of Beta.",
    "Alpha, a supplier of Beta, is growing.",
    "Beta is a customer of Alpha.",
    "Alpha's customers include Beta and Omega.",
    "Beta relies on Alpha for chips.",
    "Beta's reliance on Alpha is growing.",
    "Alpha won an order for chips from Beta.",
    "Beta reached an agreement with Alpha for chips.",
]


@pytest.mark.parametrize("text", SUPPLY)
def test_supply_has_one_direction_however_it_is_said(cores_of, text):
    found = cores_of(text)
    assert ("supplies", "Alpha", "Beta") in found, found
    assert ("supplies", "Beta", "Alpha") not in found, found


INVEST = [
    "Alpha invested $2 billion in Beta.",
    "Alpha has poured $2 billion into Beta.",
    "Alpha made a $2 billion investment in Beta.",
    "Alpha's $2 billion investment in Beta was approved by its board.",
    "Beta received a $2 billion investment from Alpha.",
    "Beta raised $2 billion from Alpha.",
    "Alpha lent $2 billion to Beta.",
    "Alpha took a $2 billion stake in Beta.",
]


@pytest.mark.parametrize("text", INVEST)
def test_investment_carries_its_sum(claims_of, text):
    found = [claim for claim in claims_of(text) if claim.relation == "invests"]
    assert [(claim.subject, claim.object) for claim in found] == [("Alpha", "Beta")]
    assert found[0].amount is not None
    assert found[0].amount.low == found[0].amount.high == 2_000_000_000


OTHERS = [
    ("Alpha and Beta have formed a partnership.", ("partners", "Alpha", "Beta")),
    ("Alpha teamed up with Beta.", ("partners", "Alpha", "Beta")),
    ("The alliance between Beta and Alpha was renewed.", ("partners", "Alpha", "Beta")),
    ("Alpha's partner Omega left.", ("partners", "Alpha", "Omega")),
    ("Beta competes with Alpha.", ("competes", "Alpha", "Beta")),
    ("Beta faces competition from Alpha.", ("competes", "Alpha", "Beta")),
    ("Alpha, a rival of Beta, is growing.", ("competes", "Alpha", "Beta")),
    ("Alpha and Beta are rivals.", ("competes", "Alpha", "Beta")),
    ("The FSA is investigating Alpha.", ("regulates", "FSA", "Alpha")),
    ("Alpha has been fined $250 million by the FSA.", ("regulates", "FSA", "Alpha")),
    ("The FSA opened an investigation into Alpha.", ("regulates", "FSA", "Alpha")),
    ("Beta is valued at $20 billion.", ("valued", "Beta", None)),
    ("Alpha is developing a humanoid robot.", ("builds", "Alpha", "robots")),
    ("Alpha launched a chatbot called Zed.", ("builds", "Alpha", "apps")),
    ("Alpha plans a $10 billion investment in data centers.", ("spends", "Alpha", "cloud")),
    ("Alpha-backed Beta opened an office.", ("invests", "Alpha", "Beta")),
    ("Alpha agreed a takeover of Omega.", ("acquires", "Alpha", "Omega")),
    ("Alpha rejected a $5 billion bid from Omega.", ("acquires", "Omega", "Alpha")),
]


@pytest.mark.parametrize(("text", "core"), OTHERS)
def test_other_relations(cores_of, text, core):
    assert core in cores_of(text)


def test_lists_are_multiplied_out(cores_of):
    found = cores_of("Alpha and Omega invest in Beta and Delta.")
    assert found == {("invests", one, other) for one in ("Alpha", "Omega") for other in ("Beta", "Delta")}


def test_names_behind_such_as_and_in_brackets_are_the_plural(cores_of):
    found = cores_of("Chip makers such as Alpha and Omega have invested in labs like Beta.")
    assert {("invests", "Alpha", "Beta"), ("invests", "Omega", "Beta")} <= found
    found = cores_of("Beta buys servers from cloud providers (Gamma, Omega).")
    assert {("supplies", "Gamma", "Beta"), ("supplies", "Omega", "Beta")} <= found


def test_a_round_goes_to_each_named_investor(claims_of):
    text = "Beta closed a $6 billion funding round. Investors included Alpha, Gamma and Omega."
    found = {
        (claim.subject, claim.object): claim.amount
        for claim in claims_of(text)
        if claim.relation == "invests"
    }
    assert found.keys() == {("Alpha", "Beta"), ("Gamma", "Beta"), ("Omega", "Beta")}
    assert {amount.low for amount in found.values() if amount is not None} == {6_000_000_000}


def test_respective_sums_are_not_shared(claims_of):
    text = "Alpha and Gamma will invest up to $10 billion and up to $5 billion respectively in Beta."
    found = {claim.subject: claim.amount.high for claim in claims_of(text) if claim.amount is not None}
    assert found == {"Alpha": 10_000_000_000, "Gamma": 5_000_000_000}


def test_where_something_passes_between_two_there_is_no_partnership(cores_of):
    found = cores_of("Alpha has a partnership with Beta and supplies chips to Beta.")
    assert found == {("supplies", "Alpha", "Beta")}


def test_plurals_without_names_make_no_claim(claims_of):
    assert claims_of("Cloud giants fund labs, and labs rent servers from cloud giants.") == []


def test_a_round_is_followed_into_the_next_sentence(cores_of):
    found = cores_of("Beta has raised $6 billion in new funding. Alpha led the round, and Gamma took part.")
    assert {("invests", "Alpha", "Beta"), ("invests", "Gamma", "Beta")} <= found


def test_talks_in_an_article_on_a_takeover_are_about_the_takeover(cores_of):
    text = "Alpha may raise its takeover bid. The bid is hostile. Alpha held talks with Omega about its bid."
    assert ("acquires", "Alpha", "Omega") in cores_of(text)
    assert cores_of("Alpha held talks with Omega.") == {("partners", "Alpha", "Omega")}


def test_the_maker_of_the_goods_is_the_supplier_whoever_is_named_first(cores_of):
    assert ("supplies", "Alpha", "Delta") in cores_of("Alpha is in talks with Delta about chips.")
    assert ("supplies", "Alpha", "Delta") in cores_of("Delta is in talks with Alpha about chips.")


def test_a_deal_values_the_one_that_money_goes_into(cores_of):
    text = "Alpha agreed to invest $14 billion in Omega. The transaction values the company at $29 billion."
    assert ("valued", "Omega", None) in cores_of(text)


def test_a_sum_and_a_layer_of_one_sentence_stand_on_one_claim(claims_of):
    (claim,) = [
        c
        for c in claims_of("Omega won a £2bn contract from Delta to supply trains.")
        if c.relation == "supplies"
    ]
    assert (claim.subject, claim.object, claim.layer) == ("Omega", "Delta", "train")
    assert claim.amount is not None
