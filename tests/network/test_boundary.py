"""What enters a network from outside and leaves it: by the figures of one day or two, and the deals."""

from datetime import date

import numpy as np
import pytest

from keiretsu.ledger import ExchangeRates, Item, ReportedFigure, Source, reconcile
from keiretsu.network import Draws, OutsideSource, project, sample
from keiretsu.network.outside import OutsideSink, accounts
from keiretsu.parties import Party, Registry
from keiretsu.quantities import Money, Period

SOURCE = Source("Annual report", "The firms", "2025-03-01")
IN_2024, IN_2023 = "2024-12-31/2024-12-31", "2024-01-01/2024-01-01"  # a year apart


def figure(name: str, item: Item, usd: float, period: str = "2024") -> ReportedFigure:
    return ReportedFigure(Party(name), item, Money.exactly(int(usd), "USD"), Period.parse(period), SOURCE)


def network_of(*claims, figures=()):
    deals = reconcile(claims, Registry())
    return project(deals, figures, as_of=date(2025, 6, 30), rates=ExchangeRates("USD"))


def entered(network, name: str) -> dict[OutsideSource, float]:
    found = {inflow.source: inflow.per_year for inflow in network.inflows if inflow.party.name == name}
    return {source: pytest.approx(amount, rel=0.01) for source, amount in found.items()}


def left(network, name: str) -> dict[OutsideSink, float]:
    place = next(place for place, party in enumerate(network.parties) if party.name == name)
    sinks = accounts(Draws.point(network)).sinks()[0, place]
    return {
        sink: pytest.approx(sum_, rel=0.01) for sink, sum_ in zip(OutsideSink, sinks, strict=True) if sum_
    }


@pytest.fixture
def bill(say):
    """Beta pays Alpha 10 a year."""
    return say("2025-01-01", "supplies", "Alpha", "Beta", usd=10_000, basis="per_year", status="agreed")


def test_the_rise_of_debt_between_two_days_is_borrowed(bill) -> None:
    debts = [figure("Beta", Item.DEBT, 5_000, IN_2023), figure("Beta", Item.DEBT, 12_000, IN_2024)]
    assert entered(network_of(bill, figures=debts), "Beta") == {
        OutsideSource.DEBT: 7_000,
        OutsideSource.UNREPORTED: 3_000,
    }


def test_one_balance_sheet_says_nothing_of_borrowing(bill) -> None:
    network = network_of(bill, figures=[figure("Beta", Item.DEBT, 12_000, IN_2024)])
    assert entered(network, "Beta") == {OutsideSource.UNREPORTED: 10_000}


def test_debt_that_falls_is_repaid(bill) -> None:
    debts = [figure("Beta", Item.DEBT, 12_000, IN_2023), figure("Beta", Item.DEBT, 5_000, IN_2024)]
    network = network_of(bill, figures=debts)
    assert entered(network, "Beta") == {OutsideSource.UNREPORTED: 17_000}
    assert left(network, "Beta") == {OutsideSink.DEBT_REPAID: 7_000}


def test_what_the_network_lends_is_not_borrowed_outside(bill, say) -> None:
    loan = say("2025-01-01", "invests", "Lender", "Beta", usd=8_000, terms=("debt",))
    debts = [figure("Beta", Item.DEBT, 5_000, IN_2023), figure("Beta", Item.DEBT, 12_000, IN_2024)]
    assert entered(network_of(bill, loan, figures=debts), "Beta") == {
        OutsideSource.DEBT: 3_000,
        OutsideSource.UNREPORTED: 3_000,
    }


def test_funding_counts_as_equity_only_beyond_the_debt_in_it(bill) -> None:
    figures = [
        figure("Beta", Item.FUNDING, 18_000),
        figure("Beta", Item.DEBT, 5_000, IN_2023),
        figure("Beta", Item.DEBT, 15_000, IN_2024),
    ]
    assert entered(network_of(bill, figures=figures), "Beta") == {
        OutsideSource.OUTSIDE_EQUITY: (18_000 - 10_000) / 2,
        OutsideSource.DEBT: 10_000,
    }


def test_a_convertible_loan_is_equity_to_be(bill, say) -> None:
    note = say("2025-01-01", "invests", "Lender", "Beta", usd=8_000, terms=("debt", "convertible"))
    network = network_of(bill, note, figures=[figure("Beta", Item.FUNDING, 8_000)])
    known = accounts(Draws.point(network))
    beta = [party.name for party in network.parties].index("Beta")
    assert (known.invested[0, beta], known.lent[0, beta]) == (4_000, 0)
    assert OutsideSource.OUTSIDE_EQUITY not in entered(network, "Beta")


def test_a_fall_of_cash_is_a_source_that_needs_no_guess(bill) -> None:
    cash = [figure("Beta", Item.CASH, 9_000, IN_2023), figure("Beta", Item.CASH, 3_000, IN_2024)]
    network = network_of(bill, figures=[figure("Beta", Item.REVENUE, 1_000), *cash])
    assert entered(network, "Beta") == {
        OutsideSource.END_CUSTOMERS: 1_000,
        OutsideSource.OWN_CASH: 6_000,
        OutsideSource.UNREPORTED: 3_000,
    }
    drawn = next(inflow for inflow in network.inflows if inflow.source is OutsideSource.OWN_CASH)
    assert not drawn.why.estimate
    assert [leaf.source for leaf in drawn.why.leaves()] == ["Annual report, The firms, 2025-03-01"] * 2


def test_a_rise_of_cash_is_a_sink_and_no_cash_was_drawn(bill) -> None:
    cash = [figure("Beta", Item.CASH, 3_000, IN_2023), figure("Beta", Item.CASH, 9_000, IN_2024)]
    network = network_of(bill, figures=[figure("Beta", Item.REVENUE, 1_000), *cash])
    assert entered(network, "Beta") == {
        OutsideSource.END_CUSTOMERS: 1_000,
        OutsideSource.UNREPORTED: 15_000,
    }
    assert left(network, "Beta") == {OutsideSink.CASH_BUILT_UP: 6_000}


@pytest.mark.parametrize(("cash", "drawn"), [(50_000, 9_000), (2_000, 2_000), (0, 0)])
def test_the_rest_is_drawn_from_cash_as_far_as_it_reaches(bill, cash: int, drawn: int) -> None:
    """Beta takes in 1,000 and pays 10,000; it last reported so much cash."""
    figures = [figure("Beta", Item.REVENUE, 1_000), figure("Beta", Item.CASH, cash, IN_2024)]
    network = network_of(bill, figures=figures)
    found = entered(network, "Beta")
    assert found.get(OutsideSource.OWN_CASH, 0) == drawn
    assert found.get(OutsideSource.UNREPORTED, 0) == 9_000 - drawn
    rest = [one for one in network.inflows if one.source is not OutsideSource.END_CUSTOMERS]
    assert all(inflow.why.estimate for inflow in rest if inflow.party.name == "Beta")


def test_without_reported_cash_the_source_of_the_rest_is_unreported(bill) -> None:
    network = network_of(bill, figures=[figure("Beta", Item.REVENUE, 1_000)])
    assert entered(network, "Beta") == {
        OutsideSource.END_CUSTOMERS: 1_000,
        OutsideSource.UNREPORTED: 9_000,
    }


def test_what_is_taken_in_beyond_all_that_is_paid_is_spent_outside_or_kept(bill) -> None:
    assert left(network_of(bill, figures=[figure("Beta", Item.REVENUE, 30_000)]), "Beta") == {
        OutsideSink.REST: 20_000
    }


def test_what_is_paid_to_nobody_named_leaves_the_network(say) -> None:
    takeover = say("2025-01-01", "acquires", "Alpha", "Beta", usd=8_000)
    assert left(network_of(takeover), "Alpha") == {OutsideSink.UNNAMED: 4_000}


@pytest.mark.parametrize(("budget", "beyond"), [(40_000, 30_000), (4_000, 0)])
def test_a_budget_contains_what_is_bought_of_named_sellers(bill, say, budget: int, beyond: int) -> None:
    """Beta announces to spend so much a year, and buys of Alpha for 10,000, not on top of it."""
    plan = say("2025-01-01", "spends", "Beta", usd=budget, basis="per_year", status="agreed")
    network = network_of(bill, plan)
    assert left(network, "Beta") == ({OutsideSink.UNNAMED: beyond} if beyond else {})
    assert entered(network, "Beta") == {OutsideSource.UNREPORTED: max(budget, 10_000)}


def test_a_change_is_taken_over_a_year_as_nearly_as_can_be(bill) -> None:
    debts = [
        figure("Beta", Item.DEBT, usd, day)
        for usd, day in ((1_000, IN_2023), (50_000, "2024-09-30/2024-09-30"), (12_000, IN_2024))
    ]
    change = network_of(bill, figures=debts).reported.change(Party("Beta"), Item.DEBT)
    assert change.per_year == pytest.approx(11_000, rel=0.01)
    assert change.years == pytest.approx(1, rel=0.01)


@pytest.fixture
def industry(say, bill):
    """Four parties with every kind of figure, and deals that bind nobody yet."""
    claims = [
        bill,
        say("2025-01-01", "invests", "Alpha", "Beta", usd=6_000),
        say("2025-01-01", "invests", "Lender", "Beta", usd=2_000, terms=("debt",)),
        say("2025-02-01", "supplies", "Gamma", "Alpha", usd=9_000, status="in_talks"),
        say("2025-02-01", "acquires", "Gamma", "Delta", usd=500),
    ]
    figures = [
        figure("Alpha", Item.REVENUE, 70_000),
        figure("Beta", Item.REVENUE, 2_000),
        figure("Beta", Item.FUNDING, 9_000),
        figure("Beta", Item.CASH, 3_000, IN_2023),
        figure("Beta", Item.CASH, 2_000, IN_2024),
        figure("Alpha", Item.DEBT, 3_000, IN_2023),
        figure("Alpha", Item.DEBT, 4_000, IN_2024),
    ]
    return network_of(*claims, figures=figures)


def test_draws_and_reasons_follow_one_set_of_rules(industry) -> None:
    (sources,) = accounts(Draws.point(industry)).sources()
    assert sources == pytest.approx(industry.sources())
    assert sources.sum() == pytest.approx(sum(inflow.per_year for inflow in industry.inflows))
    assert len({inflow.source for inflow in industry.inflows}) >= 4


def test_in_every_draw_each_party_s_books_balance(industry) -> None:
    draws = sample(industry, 50, seed=1)
    known, flows = accounts(draws), draws.flows()
    comes_in = flows.sum(axis=1) + known.sources().sum(axis=2)
    goes_out = flows.sum(axis=2) + known.sinks().sum(axis=2)
    assert comes_in == pytest.approx(goes_out)
    assert (known.sources() >= 0).all()
    assert np.ptp(known.paid, axis=0).any()
