"""What each party would lose if another became worthless, from the deals."""

from datetime import date

import pytest

from keiretsu.ledger import ExchangeRates, reconcile
from keiretsu.network import project
from keiretsu.network.exposures import ExposureKind, exposures
from keiretsu.parties import Registry
from keiretsu.quantities import Money

DAY = date(2025, 6, 30)


def exposures_of(*claims, as_of: date = DAY):
    return exposures(project(reconcile(claims, Registry()), as_of=as_of, rates=ExchangeRates("USD")))


def by_kind(found):
    return {each.kind: each for each in found}


def test_a_stake_is_all_that_was_put_in_however_long_ago(say) -> None:
    (stake,) = exposures_of(say("2015-01-01", "invests", "Alpha", "Beta", usd=4e9))
    assert (stake.holder.name, stake.of.name, stake.kind) == ("Alpha", "Beta", "stake")
    assert (stake.amount, stake.low, stake.high) == (4e9, 4e9, 4e9)


def test_a_stake_that_is_only_agreed_may_not_be_put_in_yet(say) -> None:
    (stake,) = exposures_of(say("2025-01-01", "invests", "Alpha", "Beta", usd=4e9, status="agreed"))
    assert (stake.amount, stake.low) == (4e9, 0)
    assert "counted as if all were put in" in stake.why.text


@pytest.mark.parametrize(
    ("terms", "kind"),
    [
        (("debt",), ExposureKind.LOAN),
        (("debt", "warrant"), ExposureKind.LOAN),
        (("debt", "convertible"), ExposureKind.STAKE),
        (("equity",), ExposureKind.STAKE),
        ((), ExposureKind.STAKE),
    ],
)
def test_a_loan_is_one_until_it_can_turn_into_shares(say, terms, kind) -> None:
    (found,) = exposures_of(say("2025-01-01", "invests", "Alpha", "Beta", usd=1e9, terms=terms))
    assert found.kind is kind


def test_a_yearly_investment_adds_up_since_it_began(say) -> None:
    (stake,) = exposures_of(say("2020-06-30", "invests", "Alpha", "Beta", usd=1e9, basis="per_year"))
    assert stake.amount == pytest.approx(5e9, rel=0.01)


def test_a_buyer_holds_a_stake_in_what_it_bought(say) -> None:
    (stake,) = exposures_of(say("2025-01-01", "acquires", "Alpha", "Beta", usd=3e9))
    assert (stake.kind, stake.amount) == ("stake", 3e9)


def test_a_supply_contract_exposes_both_sides(say) -> None:
    found = by_kind(
        exposures_of(say("2025-06-30", "supplies", "Alpha", "Beta", usd=50e9, date="2025-06-30/2030-06-30"))
    )
    sales, supply = found[ExposureKind.SALES], found[ExposureKind.SUPPLY]
    assert (sales.holder.name, sales.of.name) == ("Alpha", "Beta")
    assert (supply.holder.name, supply.of.name) == ("Beta", "Alpha")
    assert sales.amount == supply.amount == pytest.approx(10e9, rel=0.01)
    assert found[ExposureKind.RECEIVABLE].amount == pytest.approx(10e9 * 59 / 365.25, rel=0.01)
    assert found[ExposureKind.BACKLOG].amount == pytest.approx(40e9, rel=0.01)


def test_a_contract_without_an_end_has_no_backlog(say) -> None:
    found = exposures_of(say("2025-01-01", "supplies", "Alpha", "Beta", usd=1e9, basis="per_year"))
    assert ExposureKind.BACKLOG not in by_kind(found)


def test_a_deal_without_a_sum_is_an_exposure_of_unknown_size(say) -> None:
    found = exposures_of(
        say("2025-01-01", "invests", "Alpha", "Beta"), say("2025-01-01", "supplies", "Alpha", "Beta")
    )
    assert {(each.kind, each.amount) for each in found} == {
        ("stake", None),
        ("sales", None),
        ("supply", None),
    }


def test_a_sum_told_for_several_pairs_together_only_bounds_each(say) -> None:
    names = ("Alpha", "Gamma")
    round_ = [say("2025-01-01", "invests", name, "Beta", usd=6e9, name="round.txt") for name in names]
    shared = [type(c)(round_[0].evidence, c.relation, c.subject, c.object, amount=c.amount) for c in round_]
    found = exposures_of(*shared)
    assert [(each.amount, each.low, each.high) for each in found] == [(None, 0, 6e9), (None, 0, 6e9)]
    assert "at most" in found[0].why.text


def test_a_range_keeps_its_bounds(say) -> None:
    amount = Money.between("2e9", "6e9", "USD")
    (stake,) = exposures_of(say("2025-01-01", "invests", "Alpha", "Beta", amount=amount))
    assert (stake.amount, stake.low, stake.high) == (4e9, 2e9, 6e9)


def test_what_binds_nobody_exposes_nobody(say) -> None:
    assert exposures_of(say("2025-01-01", "invests", "Alpha", "Beta", usd=9e9, status="in_talks")) == ()


def test_spending_that_names_nobody_exposes_nobody(say) -> None:
    assert exposures_of(say("2025-01-01", "spends", "Alpha", usd=9e9)) == ()


def test_every_exposure_ends_at_its_quote(say) -> None:
    found = exposures_of(
        say("2025-01-01", "invests", "Alpha", "Beta", usd=4e9),
        say("2025-01-01", "supplies", "Alpha", "Beta", usd=5e9),
    )
    for exposure in found:
        assert any(leaf.quote for leaf in exposure.why.leaves())
    (bill,) = (each for each in found if each.kind is ExposureKind.RECEIVABLE)
    assert any("days_sales_outstanding" in leaf.text for leaf in bill.why.leaves())
