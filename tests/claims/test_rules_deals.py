"""Deals as newswire states them, in industries that have nothing in common, with invented names."""

import pytest

from keiretsu.claims import Gazetteer, KnownName
from keiretsu.claims.rules import RuleExtractor
from keiretsu.claims.rules.text import without_reports
from keiretsu.documents import Document

NAMES = {
    "Caldera": None, "Norvik": None, "Halden": None, "Kestrel": None, "Pelion": None, "Tarvos": None,
    "Voltra": None, "Gamma": "cloud_provider", "Cirro": "neocloud", "Ferrum": "steelmaker",
    "Ridgemont": "investor", "Larkspur": "investor", "Quantis": "bank", "FSA": "regulator",
}  # fmt: skip


@pytest.fixture(scope="module")
def read():
    extractor = RuleExtractor(Gazetteer([KnownName(n, n, industry_type=kind) for n, kind in NAMES.items()]))
    return lambda text: extractor.extract(Document(text, name="note.txt"))


def said(claims):
    return {(claim.relation, claim.subject, claim.object) for claim in claims}


def sums(claims, relation):
    return {(c.subject, c.object): c.amount.low or c.amount.high for c in claims if c.relation == relation}


GOODS = ["radars", "turbines", "batteries", "servers", "aircraft", "vaccines"]
PURCHASES = {
    "contract to buy": "Caldera has signed a contract with Norvik to buy {goods} worth $3 billion.",
    "deal to order from": "Caldera signed a $3 billion deal in April 2025 to order {goods} from Norvik.",
    "under a contract": "Under a five-year, $3 billion contract, Caldera will buy {goods} from Norvik.",
    "agreed to pay": "Caldera agreed to pay Norvik $3 billion for {goods}.",
    "worth, then from": "Caldera will buy {goods} worth $3 billion from Norvik.",
    "won an order": "Norvik won a $3 billion order for {goods} from Caldera.",
    "secured an order": "Norvik has secured a $3 billion order from Caldera for {goods}.",
    "placed an order": "Caldera has placed a $3 billion order with Norvik for {goods}.",
    "awarded": "Caldera awarded Norvik a $3 billion contract for {goods}.",
    "spend on": "Caldera has agreed to spend $3 billion on {goods} from Norvik.",
    "supply worth": "Norvik will supply Caldera with {goods} worth $3 billion.",
}


@pytest.mark.parametrize("goods", GOODS)
@pytest.mark.parametrize("construction", PURCHASES)
def test_a_purchase_is_one_supply_with_its_sum_however_it_is_said(read, construction, goods):
    claims = read(PURCHASES[construction].format(goods=goods))
    assert said(claims) == {("supplies", "Norvik", "Caldera")}
    assert sums(claims, "supplies") == {("Norvik", "Caldera"): 3_000_000_000}
    assert [claim.layer is None for claim in claims] == [False]


SELLERS = [
    ("Caldera has committed more than $10 billion to Gamma over ten years.", "Gamma"),
    ("Gamma has expanded its cloud agreement with Caldera by up to $10 billion.", "Gamma"),
    ("Caldera has expanded its cloud agreement with Gamma by up to $10 billion.", "Gamma"),
    ("Cirro signed a contract worth $10 billion with Caldera.", "Cirro"),
    ("Caldera signed an agreement worth $10 billion with the steelmaker Ferrum.", "Ferrum"),
    ("Caldera has pledged to spend $10 billion with Norvik over seven years.", "Norvik"),
]


@pytest.mark.parametrize(("text", "seller"), SELLERS)
def test_who_sells_decides_where_the_grammar_leaves_the_direction_open(read, text, seller):
    claims = read(text)
    assert said(claims) == {("supplies", seller, "Caldera")}
    assert sums(claims, "supplies") == {(seller, "Caldera"): 10_000_000_000}


def test_an_agreement_between_two_of_whom_nothing_is_known_is_a_partnership(read):
    assert said(read("Caldera has extended its agreement with Norvik.")) == {
        ("partners", "Caldera", "Norvik")
    }


def test_the_next_sentence_says_what_a_deal_is_about_and_what_it_is_worth(read):
    claims = read(
        "Caldera and Norvik signed a contract. Norvik will deliver radars. The contract is worth $3 billion."
    )
    assert said(claims) == {("supplies", "Norvik", "Caldera")}
    assert sums(claims, "supplies") == {("Norvik", "Caldera"): 3_000_000_000}


def test_money_for_which_goods_come_back_is_no_investment(read):
    text = "Caldera has committed $10 billion to Norvik. It secures up to 5 gigawatts of capacity in return."
    claims = read(text)
    assert said(claims) == {("supplies", "Norvik", "Caldera")}
    assert sums(claims, "supplies") == {("Norvik", "Caldera"): 10_000_000_000}


def test_a_sum_stays_with_its_own_predicate(read):
    text = "Ridgemont, which has invested $3 billion in Tarvos so far, bought Halden for $9 billion."
    claims = read(text)
    assert sums(claims, "invests") == {("Ridgemont", "Tarvos"): 3_000_000_000}
    assert sums(claims, "acquires") == {("Ridgemont", "Halden"): 9_000_000_000}


def test_the_sum_of_a_deal_is_nobody_s_valuation(read):
    claims = read("Caldera relies on Gamma, its supplier of cloud capacity in a deal worth $300 billion.")
    assert said(claims) == {("supplies", "Gamma", "Caldera")}


ROUNDS = [
    "Tarvos raised $600 million in a round led by Ridgemont, with Larkspur and Quantis.",
    "Tarvos has raised $600 million. Ridgemont led the round. Larkspur and Quantis also took part.",
    "Tarvos raised $600 million from investors including Ridgemont, Larkspur and Quantis.",
]


@pytest.mark.parametrize("text", ROUNDS)
def test_a_round_s_sum_goes_to_leaders_and_companions(read, text):
    expected = {(name, "Tarvos"): 600_000_000 for name in ("Ridgemont", "Larkspur", "Quantis")}
    assert sums(read(text), "invests") == expected


def test_who_puts_in_a_sum_of_its_own_has_that_sum(read):
    text = (
        "Tarvos closed a $2 billion round. Ridgemont put in $500 million, Larkspur contributed $200 million."
    )
    assert sums(read(text), "invests") == {
        ("Ridgemont", "Tarvos"): 500_000_000,
        ("Larkspur", "Tarvos"): 200_000_000,
    }


VALUATIONS = [
    ("The sale values Norvik at about $4 billion and Halden at $9 billion.", {"Norvik": 4e9, "Halden": 9e9}),
    ("The deal gives Norvik a valuation of $4 billion.", {"Norvik": 4e9}),
    ("Caldera competes with Norvik, whose last valuation was $4 billion.", {"Norvik": 4e9}),
]


@pytest.mark.parametrize(("text", "expected"), VALUATIONS)
def test_a_valuation_is_of_whom_the_words_say(read, text, expected):
    found = {c.subject: float(c.amount.low) for c in read(text) if c.relation == "valued"}
    assert found == expected


CUSTOMERS = [
    "Caldera accounts for a fifth of Norvik's revenue.",
    "Norvik derives a third of its revenue from Caldera.",
    "Caldera has named Norvik as its main supplier.",
    "Norvik is among the suppliers of Caldera.",
    "Caldera hired Norvik to build 12 ships.",
]


@pytest.mark.parametrize("text", CUSTOMERS)
def test_a_role_goes_to_whom_the_clause_gives_it(read, text):
    assert said(read(text)) == {("supplies", "Norvik", "Caldera")}


SILENT = [
    "Caldera criticised a supplier of Kestrel.",
    "Caldera wants to rely less on Norvik for batteries.",
    "The FSA is looking into alliances between Tarvos, Halden and Norvik.",
]


@pytest.mark.parametrize("text", SILENT)
def test_nothing_is_said_of_what_a_sentence_leaves_open(read, text):
    assert {core for core in said(read(text)) if core[0] != "regulates"} == set()


def test_a_list_under_investigation_is_regulated_and_not_allied(read):
    text = "The FSA has opened an inquiry into partnerships between Gamma, Tarvos, Halden and Norvik."
    assert said(read(text)) == {("regulates", "FSA", n) for n in ("Gamma", "Tarvos", "Halden", "Norvik")}


@pytest.mark.parametrize("verb", ["rents", "leases", "has ordered", "will deploy"])
def test_a_customer_builds_nothing(read, verb):
    claims = read(f"Halden {verb} servers from Gamma under a long contract.")
    assert all(claim.relation != "builds" for claim in claims)


def test_shares_that_are_bought_are_an_investment(read):
    claims = read("Halden bought 3 million shares of Norvik for $40 million.")
    assert said(claims) == {("invests", "Halden", "Norvik")}


def test_a_budget_that_is_paid_to_somebody_is_none(read):
    claims = read("Halden has committed $6 billion to buy the power that Voltra can't sell.")
    assert all(claim.relation != "spends" for claim in claims)


@pytest.mark.parametrize("tail", ["the companies announced", "Norvik said", "people close to the talks said"])
def test_a_reporting_clause_at_the_end_is_blanked_letter_by_letter(tail):
    text = f"Caldera buys radars, {tail} on 4 May 2024."
    blanked = without_reports(text)
    assert len(blanked) == len(text)
    assert blanked.split() == ["Caldera", "buys", "radars", "on", "4", "May", "2024."]


@pytest.mark.parametrize("verb", ["rent", "lease", "license"])
@pytest.mark.parametrize(
    ("text", "supplier", "customer"),
    [
        ("Caldera has signed a contract with Norvik to {verb} servers.", "Norvik", "Caldera"),
        ("Caldera signed a deal to {verb} servers from Norvik.", "Norvik", "Caldera"),
        ("Caldera agreed to {verb} servers to Norvik.", "Caldera", "Norvik"),
    ],
)
def test_a_verb_that_goes_both_ways_needs_to_for_its_subject_to_sell(
    read, verb: str, text: str, supplier: str, customer: str
) -> None:
    assert ("supplies", supplier, customer) in said(read(text.format(verb=verb)))
    assert ("supplies", customer, supplier) not in said(read(text.format(verb=verb)))
