"""The status of a claim is what its clause says."""

import pytest

STATUS = [
    ("Alpha bought Beta.", "in_effect"),
    ("Alpha supplies chips to Beta.", "in_effect"),
    ("Alpha agreed to buy Beta.", "agreed"),
    ("Alpha will supply chips to Beta.", "agreed"),
    ("Alpha signed a contract with Beta to supply chips.", "agreed"),
    ("Beta has ordered chips from Alpha.", "agreed"),
    ("Alpha is to supply Beta with chips.", "agreed"),
    ("Alpha plans to buy Beta.", "planned"),
    ("Alpha is considering investing in Beta.", "planned"),
    ("Alpha is exploring a takeover of Beta.", "planned"),
    ("Alpha is in talks to buy Beta.", "in_talks"),
    ("Alpha is negotiating to invest in Beta.", "in_talks"),
    ("Alpha could buy Beta.", "speculated"),
    ("Alpha may sell chips to Beta.", "speculated"),
    ("Alpha's potential acquisition of Beta worries the market.", "speculated"),
    ("Alpha ended its partnership with Beta.", "ended"),
    ("Alpha no longer supplies chips to Beta.", "ended"),
    ("Alpha cancelled its investment in Beta.", "ended"),
    ("Alpha denied that it would buy Beta.", "denied"),
    ("Alpha refused to invest in Beta.", "denied"),
    ("Alpha rejected a takeover by Beta.", "denied"),
]


@pytest.mark.parametrize(("text", "status"), STATUS)
def test_status_of_a_clause(claims_of, text, status):
    assert [claim.status for claim in claims_of(text)] == [status]


@pytest.mark.parametrize(
    "text", ["Alpha did not buy Beta.", "Alpha never invested in Beta.", "Alpha has no stake in Beta."]
)
def test_a_plain_negation_is_no_claim(claims_of, text):
    assert claims_of(text) == []


def test_one_s_own_commitment_to_build_is_a_plan(claims_of):
    (claim,) = claims_of("Alpha will build a data center.")
    assert (claim.relation, claim.object, claim.status) == ("builds", "cloud", "planned")


def test_a_hedge_beside_the_point_does_not_lower_the_status(claims_of):
    (claim,) = claims_of("Alpha supplies chips to Beta, which could help its growth.")
    assert claim.status == "in_effect"
