"""The measures asked of a network: with parties, deals and quotes."""

from datetime import date

import pytest

from keiretsu.errors import MisuseError
from keiretsu.ledger import ExchangeRates, Item, ReportedFigure, Source, reconcile
from keiretsu.measures.of_network import circularity, concentration, party_named, provenance
from keiretsu.network import project
from keiretsu.parties import Party, Registry
from keiretsu.quantities import Money, Period

DAY = date(2025, 6, 30)


@pytest.fixture
def industry(say):
    """A cloud that invests 60 a year in a lab, which pays it 80 a year and has 40 from customers."""
    claims = [
        say("2025-01-01", "invests", "Cloud", "Lab", usd=120),
        say("2025-01-01", "supplies", "Cloud", "Lab", usd=80, basis="per_year", layer="cloud"),
        say("2025-01-01", "supplies", "Foundry", "Cloud", usd=10, basis="per_year", layer="chips"),
        say("2025-01-01", "supplies", "Rival Foundry", "Cloud", usd=30, basis="per_year", layer="chips"),
        say("2025-01-01", "supplies", "Third Foundry", "Cloud", layer="chips"),
    ]
    source = Source("Annual report", "The firms", "2025-03-01")
    figures = [
        ReportedFigure(Party(name), Item.REVENUE, Money.exactly(usd, "USD"), Period.parse("2024"), source)
        for name, usd in (("Cloud", 200), ("Lab", 40))
    ]
    return project(reconcile(claims, Registry()), figures, as_of=DAY, rates=ExchangeRates("USD"))


def test_the_loop_of_capital_and_purchases(industry) -> None:
    rings = circularity(industry)
    (loop,) = rings.loops
    assert (loop.per_year, rings.total) == (pytest.approx(60), pytest.approx(120))
    assert loop.pairs_capital_with_purchases
    assert set(loop.title().split(" → ")) == {"Cloud", "Lab"}


def test_why_of_a_loop_ends_at_the_quotes_of_both_deals(industry) -> None:
    quotes = [leaf.quote for leaf in circularity(industry).why(1).leaves() if leaf.quote]
    assert len(quotes) == 2
    assert any("Cloud invests Lab" in quote for quote in quotes)
    assert any("Cloud supplies Lab" in quote for quote in quotes)


@pytest.mark.parametrize("number", [0, 2, -1])
def test_a_loop_that_is_not_there(industry, number: int) -> None:
    with pytest.raises(MisuseError) as caught:
        circularity(industry).why(number)
    assert caught.value.problem.code == "measure.no-such-loop"


def test_money_is_fungible_so_the_self_funded_share_has_bounds(industry) -> None:
    """The published two-firm case: of 60 invested at least 40 and at most 60 return, 48 pro rata."""
    own = provenance(industry).of("cloud").self_funded
    assert (own.lower, own.proportional, own.upper) == pytest.approx((40, 48, 60), abs=0.3)
    assert own.shares[1] == pytest.approx(48 / 200, abs=0.002)


def test_every_party_s_income_is_explained_in_full(industry) -> None:
    for found in provenance(industry).parties:
        assert sum(found.shares.values()) == pytest.approx(1)
        assert sum(share for _, share in found.entries) == pytest.approx(1)


def test_a_supplier_s_money_is_its_customer_s_customers(industry) -> None:
    foundry = provenance(industry).of("Foundry")
    assert foundry.shares["end customers"] == pytest.approx(1)
    assert {inflow.party.name for inflow, _ in foundry.entries} == {"Cloud", "Lab"}


def test_who_invests_in_nobody_has_no_self_funded_share(industry) -> None:
    assert provenance(industry).of("Lab").self_funded is None


def test_why_of_a_party_names_its_bounds_and_ends_at_sources(industry) -> None:
    told = list(provenance(industry).why("Cloud").lines())
    assert any("between" in line and "bears its own investment" in line for line in told)
    assert any("Annual report" in line for line in told)


def test_concentration_by_layer_counts_deals_without_a_sum_apart(industry) -> None:
    chips, cloud = concentration(industry).layers
    assert (chips.layer, cloud.layer) == ("chips", "cloud")
    assert chips.index.points == pytest.approx((0.25**2 + 0.75**2) * 10_000)
    assert (chips.unweighted, cloud.index.effective_number) == (1, pytest.approx(1))
    assert "Rival Foundry" in concentration(industry).table()["largest"].tolist()


def test_a_network_without_money_answers_with_nothing_rather_than_an_error(say) -> None:
    rumour = say("2025-01-01", "supplies", "Alpha", "Beta", status="speculated")
    network = project(reconcile([rumour], Registry()), as_of=DAY, rates=ExchangeRates("USD"))
    assert circularity(network).loops == ()
    assert provenance(network).parties == ()
    assert concentration(network).layers == ()
    assert circularity(network).table().empty


def test_a_label_tells_parties_of_one_name_apart() -> None:
    first, second = (Party("Alpha", wikidata=number) for number in ("Q1", "Q2"))
    assert party_named("Alpha", [first, second], DAY) == first
    assert party_named("Alpha (Q2)", [first, second], DAY) == second
