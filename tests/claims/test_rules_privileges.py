"""The end of a right, an option or an exclusivity isn't the end of a supply."""

import pytest

SUPPLY = ("supplies", "Gamma", "Beta")


@pytest.mark.parametrize(
    "text",
    [
        "Gamma lost its exclusive right to supply Beta with servers.",
        "Gamma gave up its exclusive right to supply Beta with servers.",
        "Gamma's exclusive right to supply Beta with servers expired in 2024.",
        "Gamma gave up the exclusivity of its cloud contract with Beta.",
        "Beta terminated the exclusivity of its cloud contract with Gamma.",
    ],
)
def test_a_supply_that_is_no_longer_exclusive_goes_on(claims_of, text):
    found = [claim for claim in claims_of(text) if claim.relation == "supplies"]
    assert [(c.relation, c.subject, c.object) for c in found] == [SUPPLY]
    assert found[0].status in {"in_effect", "agreed"}
    assert "exclusive" not in found[0].terms
    assert found[0].date is None  # the date is that of the right's end


@pytest.mark.parametrize(
    "text",
    [
        "The deal ended Gamma's right of first refusal on Beta's computing contracts.",
        "Delta lost its right of first refusal on Omega's contracts for aircraft.",
        "Beta terminated Gamma's option on its computing contracts.",
        "Gamma gave up its option to buy chips from Alpha.",
        "Gamma's option to buy chips from Alpha expired.",
    ],
)
def test_a_lost_option_tells_nothing_of_a_supply(cores_of, text):
    assert not [core for core in cores_of(text) if core[0] == "supplies"]


@pytest.mark.parametrize(
    "text",
    [
        "Beta ended its contract with Gamma for servers.",
        "Gamma ended its exclusive contract with Beta for servers.",
        "Gamma terminated its contract to supply Beta with servers.",
        "Gamma lost its contract to supply Beta with servers.",
        "Gamma stopped supplying Beta with servers.",
        "Gamma was Beta's cloud provider until 2019.",
    ],
)
def test_a_contract_that_ended_is_the_end_of_the_supply(claims_of, text):
    found = [claim for claim in claims_of(text) if claim.relation == "supplies"]
    assert [(c.relation, c.subject, c.object) for c in found] == [SUPPLY]
    assert found[0].status == "ended"


def test_a_right_that_is_kept_or_given_is_a_supply(claims_of):
    kept = claims_of("Gamma keeps its exclusive right to supply Beta with servers.")
    assert [(c.status, c.terms) for c in kept if c.relation == "supplies"] == [("in_effect", ("exclusive",))]
    option = claims_of("Gamma has the option to buy chips from Alpha.")
    assert [c.status for c in option if c.relation == "supplies"] == ["planned"]


def test_a_contract_is_not_exclusive_where_the_text_says_so(claims_of):
    for said in ("a non-exclusive contract", "a contract that is not exclusive"):
        claims = claims_of(f"Gamma signed {said} to supply Beta with servers.")
        assert [claim.terms for claim in claims if claim.relation == "supplies"] == [()]
