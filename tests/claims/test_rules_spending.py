"""Money that is spent on what a named firm offers is a purchase of goods, and no takeover or stake."""

import pytest

GOODS = {
    "a service with a name": ("Gamma Cloud", "Gamma", "cloud"),
    "a service of a named owner": ("Gamma's Gamma Cloud service", "Gamma", "cloud"),
    "owned goods": ("Gamma's servers", "Gamma", "cloud"),
    "goods behind a name": ("Alpha chips", "Alpha", "chips"),
    "goods from a maker": ("chips from Alpha", "Alpha", "chips"),
    "goods rented from a firm": ("servers rented from Gamma", "Gamma", "cloud"),
    "goods of another industry": ("Delta's flights", "Delta", "flight"),
}
COMMITMENTS = {
    "will spend": ("Beta will spend $3 billion on {}.", "agreed"),
    "has committed": ("Beta has committed to spend $3 billion on {}.", "agreed"),
    "in return": ("Beta has committed in return to spend $3 billion on {}.", "agreed"),
    "pledged": ("Beta pledged to spend $3 billion over five years on {}.", "agreed"),
    "plans": ("Beta plans to spend $3 billion on {}.", "planned"),
    "spent": ("Beta spent $3 billion on {} last year.", "in_effect"),
}


@pytest.mark.parametrize("goods", GOODS)
@pytest.mark.parametrize("commitment", COMMITMENTS)
def test_money_spent_on_goods_is_a_supply_of_its_sum(claims_of, commitment, goods):
    text, status = COMMITMENTS[commitment]
    what, supplier, layer = GOODS[goods]
    claims = [claim for claim in claims_of(text.format(what)) if claim.relation != "builds"]
    assert [(c.relation, c.subject, c.object, c.layer, c.status) for c in claims] == [
        ("supplies", supplier, "Beta", layer, status)
    ]
    assert claims[0].amount is not None
    assert claims[0].amount.high == 3_000_000_000


@pytest.mark.parametrize(
    ("text", "core"),
    [
        ("Omega paid $40 million for Delta.", ("acquires", "Omega", "Delta")),
        ("Omega spent $40 million on Delta.", ("acquires", "Omega", "Delta")),
        ("Omega paid $40 million for Gamma Cloud.", ("acquires", "Omega", "Gamma")),
        ("Omega will put $40 million into Delta.", ("invests", "Omega", "Delta")),
        ("Omega committed $40 million to Delta.", ("invests", "Omega", "Delta")),
        ("Omega has committed to invest $40 million in Delta.", ("invests", "Omega", "Delta")),
        ("Omega put $40 million into Delta to expand its fleet.", ("invests", "Omega", "Delta")),
        ("Omega has committed $40 million to Delta to help it grow.", ("invests", "Omega", "Delta")),
        ("Omega spent $40 million on a stake in Delta.", ("invests", "Omega", "Delta")),
        ("Omega will spend $40 million on servers.", ("spends", "Omega", "cloud")),
    ],
)
def test_money_for_a_firm_a_stake_or_nobody_named_stays_what_it_is(cores_of, text, core):
    assert cores_of(text) == {core}


@pytest.mark.parametrize(
    ("text", "core"),
    [
        ("Alpha has committed $6 billion to buy whatever capacity Gamma can't sell.", ("Gamma", "Alpha")),
        ("Omega will buy whatever aircraft Delta does not need.", ("Delta", "Omega")),
        ("Omega will buy whichever chips Alpha makes.", ("Alpha", "Omega")),
    ],
)
def test_whose_the_goods_are_may_be_told_by_a_clause_that_they_open(cores_of, text, core):
    assert cores_of(text) == {("supplies", *core)}


def test_a_sum_committed_to_a_purchase_is_no_investment(claims_of):
    claims = claims_of("Beta has committed $6 billion to buy chips from Alpha.")
    assert [(c.relation, c.subject, c.object) for c in claims] == [("supplies", "Alpha", "Beta")]
    assert claims[0].amount is not None
