"""Deals become money per year, as of a day."""

import dataclasses
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from keiretsu.ledger import ExchangeRate, ExchangeRates, Item, ReportedFigure, Source, reconcile
from keiretsu.network import Assumption, Assumptions, OutsideSource, project
from keiretsu.parties import Party, Registry
from keiretsu.quantities import Money, Period

DAY = date(2025, 6, 30)
SOURCE = Source("Annual report", "Alpha", "2025-03-01")
DOLLARS = ExchangeRates("USD")


def network_of(*claims, figures=(), as_of: date = DAY, rates: ExchangeRates = DOLLARS, assumptions=None):
    deals = reconcile(claims, Registry())
    return project(deals, figures, as_of=as_of, rates=rates, assumptions=assumptions)


def revenue(name: str, usd: float, year: str = "2024") -> ReportedFigure:
    return ReportedFigure(
        Party(name), Item.REVENUE, Money.exactly(int(usd), "USD"), Period.parse(year), SOURCE
    )


def test_the_customer_pays_the_supplier_over_the_assumed_term(say) -> None:
    network = network_of(
        say("2025-01-01", "supplies", "Alpha", "Beta", usd=50e9, status="agreed", layer="cloud")
    )
    (payment,) = network.payments
    assert (payment.payer.name, payment.payee.name, payment.flow) == ("Beta", "Alpha", "purchase")
    assert payment.rate.per_year == pytest.approx(10e9)


def test_the_investor_pays_the_investee(say) -> None:
    network = network_of(say("2025-01-01", "invests", "Alpha", "Beta", usd=4e9))
    (payment,) = network.payments
    assert (payment.payer.name, payment.payee.name, payment.flow) == ("Alpha", "Beta", "capital")
    assert payment.rate.per_year == pytest.approx(2e9)


def test_a_sum_per_year_is_paid_as_it_stands(say) -> None:
    claim = say("2015-01-01", "supplies", "Alpha", "Beta", usd=3e9, basis="per_year")
    assert network_of(claim).payments[0].rate.per_year == pytest.approx(3e9)


def test_nothing_is_paid_before_the_start_or_after_the_term(say) -> None:
    claim = say("2020-01-01", "invests", "Alpha", "Beta", usd=4e9)
    assert network_of(claim, as_of=date(2019, 12, 31)).payments == ()
    assert len(network_of(claim, as_of=date(2021, 6, 1)).payments) == 1
    assert network_of(claim, as_of=date(2022, 6, 1)).payments == ()


@pytest.mark.parametrize(
    ("begun", "end"), [("9998", None), ("9999", None), ("9999-12-31", None), ("9990-01-01", date(9992, 1, 2))]
)
def test_a_term_that_goes_on_after_all_days_has_no_end(say, begun: str, end: date | None) -> None:
    claim = say("2020-01-01", "invests", "Alpha", "Beta", usd=4e9, date=begun)
    (payment,) = network_of(claim, as_of=date(2025, 6, 30)).payments
    assert payment.end == end


def test_a_later_sum_is_paid_from_its_own_day(say) -> None:
    early = say("2020-01-01", "invests", "Alpha", "Beta", usd=1e9)
    late = say("2025-01-01", "invests", "Alpha", "Beta", usd=8e9)
    assert network_of(early, late).payments[0].rate.per_year == pytest.approx(4e9)


def test_a_cumulative_sum_goes_on_at_the_pace_at_which_it_came_together(say) -> None:
    start = say("2020-01-01", "invests", "Alpha", "Beta")
    so_far = say("2024-01-01", "invests", "Alpha", "Beta", usd=8e9, basis="cumulative")
    rate = network_of(start, so_far, as_of=date(2025, 1, 1)).payments[0].rate
    assert rate.per_year == pytest.approx(2e9, rel=0.001)
    assert network_of(start, so_far, as_of=date(2026, 2, 1)).payments == ()


def test_a_commitment_that_another_was_added_to_is_spread_over_its_term(say) -> None:
    first = say("2025-01-01", "invests", "Alpha", "Beta", usd=4e9, status="agreed")
    more = say("2025-03-01", "invests", "Alpha", "Beta", usd=4e9, basis="tranche", status="agreed")
    (payment,) = network_of(first, more, as_of=date(2025, 6, 1)).payments
    assert payment.deal.amount_rule == "later_added"
    assert payment.rate.per_year == pytest.approx(4e9)


def test_plans_and_talks_are_on_the_map_but_move_no_money(say) -> None:
    network = network_of(say("2025-01-01", "supplies", "Alpha", "Beta", usd=9e9, status="in_talks"))
    assert len(network.deals) == 1
    assert network.payments == ()


def test_an_ended_deal_leaves_the_network_on_its_day(say) -> None:
    claims = [
        say("2024-01-01", "supplies", "Alpha", "Beta", usd=5e9),
        say("2025-01-01", "supplies", "Alpha", "Beta", status="ended"),
    ]
    assert len(network_of(*claims, as_of=date(2024, 12, 31)).deals) == 1
    assert network_of(*claims, as_of=date(2025, 1, 1)).deals == ()


def test_an_undated_deal_is_always_there(say) -> None:
    claim = say(None, "supplies", "Alpha", "Beta", usd=5e9)
    assert network_of(claim, as_of=date(1999, 1, 1)).payments[0].rate.per_year == pytest.approx(1e9)


@pytest.mark.parametrize(
    ("low", "high", "per_year"), [("2e9", "6e9", 2e9), ("2e9", None, 1e9), (None, "6e9", 1.5e9)]
)
def test_a_range_counts_as_the_assumption_says_and_keeps_its_bounds(say, low, high, per_year: float) -> None:
    network = network_of(
        say("2025-01-01", "invests", "Alpha", "Beta", amount=Money.between(low, high, "USD"))
    )
    rate = network.payments[0].rate
    assert rate.per_year == pytest.approx(per_year)
    assert (rate.low == 0, rate.high is None) == (low is None, high is None)


def test_other_currencies_are_exchanged_at_the_year_s_average(say) -> None:
    rates = ExchangeRates("USD", [ExchangeRate("EUR", 2025, Decimal("1.10"), SOURCE)])
    network = network_of(say("2025-01-01", "invests", "Alpha", "Beta", usd=2e9, currency="EUR"), rates=rates)
    assert network.payments[0].rate.per_year == pytest.approx(1.1e9)


def test_a_currency_without_a_rate_leaves_the_edge_unweighted_and_says_so(say) -> None:
    network = network_of(say("2025-01-01", "invests", "Alpha", "Beta", usd=2e9, currency="CHF"))
    assert network.payments[0].rate is None
    assert [problem.code for problem in network.problems] == ["network.no-exchange-rate"]
    assert network.flows().sum() == 0


def test_a_deal_without_a_sum_is_an_edge_without_weight(say) -> None:
    network = network_of(say("2025-01-01", "supplies", "Alpha", "Beta"))
    assert network.payments[0].rate is None
    assert not network.problems


def test_a_round_s_sum_is_no_single_investor_s_payment(say) -> None:
    """One sentence gives the whole round to each of its investors; adding them up would multiply it."""
    claims = [say("2025-01-01", "invests", name, "Lab", usd=6e9) for name in ("Alpha", "Beta")]
    evidence = claims[0].evidence
    network = network_of(*(dataclasses.replace(claim, evidence=evidence) for claim in claims))
    assert [payment.rate for payment in network.payments] == [None, None]
    assert [str(deal.amount) for deal in network.deals] == ["up to USD 6 billion (total)"] * 2


def test_a_contract_for_two_layers_pays_once(say) -> None:
    chips, servers = (
        say("2025-01-01", "supplies", "Alpha", "Beta", usd=50e9, layer=layer) for layer in ("chips", "cloud")
    )
    network = network_of(chips, dataclasses.replace(servers, evidence=chips.evidence))
    assert network.flows().sum() == pytest.approx(10e9)


def test_a_takeover_pays_the_owners_not_the_target(say) -> None:
    network = network_of(say("2025-01-01", "acquires", "Alpha", "Beta", usd=8e9))
    assert network.payments[0].payee is None
    assert network.flows().sum() == 0


def test_reported_revenue_beyond_the_deals_comes_from_end_customers(say) -> None:
    supply = say("2025-01-01", "supplies", "Alpha", "Beta", usd=50e9, status="agreed")
    network = network_of(supply, figures=[revenue("Alpha", 100e9)])
    assert by_source(network, "Alpha") == {OutsideSource.END_CUSTOMERS: pytest.approx(90e9, rel=0.01)}


def test_what_is_paid_beyond_all_income_has_no_reported_source(say) -> None:
    supply = say("2025-01-01", "supplies", "Alpha", "Beta", usd=50e9, status="agreed")
    assert by_source(network_of(supply), "Beta") == {OutsideSource.UNREPORTED: pytest.approx(10e9)}
    reported = network_of(supply, figures=[revenue("Beta", 4e9)])
    assert by_source(reported, "Beta") == {
        OutsideSource.END_CUSTOMERS: pytest.approx(4e9, rel=0.01),
        OutsideSource.UNREPORTED: pytest.approx(6e9, rel=0.01),
    }


def test_deals_that_pay_more_than_the_reported_revenue_are_told(say) -> None:
    supply = say("2025-01-01", "supplies", "Alpha", "Beta", usd=50e9, status="agreed")
    network = network_of(supply, figures=[revenue("Alpha", 1e9)])
    assert [problem.code for problem in network.problems] == ["network.payments-exceed-revenue"]
    assert by_source(network, "Alpha") == {}


def test_an_old_figure_does_not_stand_for_the_present(say) -> None:
    supply = say("2025-01-01", "supplies", "Alpha", "Beta", usd=5e9, status="agreed")
    network = network_of(supply, figures=[revenue("Alpha", 100e9, "2020")])
    assert by_source(network, "Alpha") == {}


def test_half_a_year_s_revenue_is_taken_for_a_year(say) -> None:
    half = ReportedFigure(
        Party("Alpha"), Item.REVENUE, Money.exactly(int(10e9), "USD"), Period.parse("2025-01/2025-06"), SOURCE
    )
    network = network_of(say("2025-01-01", "competes", "Alpha", "Beta"), figures=[half])
    assert by_source(network, "Alpha") == {OutsideSource.END_CUSTOMERS: pytest.approx(20e9, rel=0.01)}
    (leaf,) = network.inflows[0].why.leaves()
    assert leaf.estimate
    assert leaf.text.endswith("to 2025-06-30, taken for a year: USD 20,000,000,000 at this pace")


@pytest.mark.parametrize(
    ("period", "a_year"),
    [
        ("2024", 12e9),
        ("2025-01-27/2026-01-25", 12e9),  # 52 weeks
        ("2024-12-29/2026-01-03", 12e9),  # 53 weeks
        ("2025-01/2025-03", 48e9),
        ("2025-01-27/2025-04-27", 48e9),  # 13 weeks
        ("2025-01/2025-09", 16e9),
    ],
)
def test_a_fiscal_year_is_a_year_and_a_quarter_a_fourth_of_one(say, period: str, a_year: float) -> None:
    figure = revenue("Alpha", 12e9, period)
    network = network_of(say("2025-01-01", "competes", "Alpha", "Beta"), figures=[figure])
    assert by_source(network, "Alpha") == {OutsideSource.END_CUSTOMERS: pytest.approx(a_year, rel=1e-12)}


def test_a_pack_s_assumption_is_used_and_its_limits_hold(say) -> None:
    longer = Assumption("supply_term_years", 10, "years", "Ten.", "Contract law.")
    supply = say("2025-01-01", "supplies", "Alpha", "Beta", usd=50e9, status="agreed")
    network = network_of(supply, assumptions=Assumptions({"supply_term_years": longer}))
    assert network.payments[0].rate.per_year == pytest.approx(5e9)


def test_a_round_raised_in_a_month_is_spent_over_the_assumed_term(say) -> None:
    rounds = [
        ReportedFigure(Party("Lab"), Item.FUNDING, Money.exactly(usd, "USD"), Period.parse(month), SOURCE)
        for usd, month in ((12_000, "2025-03"), (4_000, "2024-06"), (99_000, "2020-01"))
    ]
    investor = say("2025-03-01", "invests", "Alpha", "Lab", usd=2_000)
    assert by_source(network_of(investor, figures=rounds), "Lab") == {
        OutsideSource.OUTSIDE_EQUITY: pytest.approx((12_000 + 4_000 - 2_000) / 2)
    }


def test_why_goes_from_the_payment_to_the_quote_and_labels_the_assumption(say) -> None:
    claim = say("2025-01-01", "supplies", "Alpha", "Beta", usd=50e9, status="agreed")
    network = network_of(claim)
    beta, alpha = (next(p for p in network.parties if p.name == name) for name in ("Beta", "Alpha"))
    leaves = list(network.why(beta, alpha).leaves())
    assert claim.quote in [leaf.quote for leaf in leaves]
    assert [leaf.text for leaf in leaves if leaf.estimate] == ["assumed: supply_term_years = 5 years"]


def test_arrays_keep_the_order_of_the_parties(say) -> None:
    network = network_of(
        say("2025-01-01", "invests", "Zeta", "Alpha", usd=2e9),
        say("2025-01-01", "invests", "Alpha", "Mu", usd=4e9),
    )
    assert [party.name for party in network.parties] == ["Alpha", "Mu", "Zeta"]
    assert np.allclose(network.flows(), [[0, 2e9, 0], [0, 0, 0], [1e9, 0, 0]])


def by_source(network, name: str) -> dict[OutsideSource, float]:
    return {inflow.source: inflow.per_year for inflow in network.inflows if inflow.party.name == name}


def test_a_term_that_claims_tell_goes_before_the_assumed_one(say) -> None:
    total = say("2025-01-01", "supplies", "Alpha", "Beta", usd=50e9, status="agreed")
    term = say("2025-01-02", "supplies", "Alpha", "Beta", status="agreed", date="2025/2034")
    (payment,) = network_of(total, term).payments
    assert payment.rate.per_year == pytest.approx(5e9)
    assert not any(leaf.estimate for leaf in payment.why.leaves())
