"""Whose money a party's revenue is, asked of a network: with investors, deals and quotes."""

from datetime import date

import numpy as np
import pytest

from keiretsu.errors import MisuseError
from keiretsu.ledger import ExchangeRates, Item, ReportedFigure, Source, reconcile
from keiretsu.measures import capital_returned
from keiretsu.measures.of_network import provenance
from keiretsu.measures.of_network.provenance import MEASURE, RevenueSource
from keiretsu.measures.registry import load_measure
from keiretsu.network import Draws, project, sample
from keiretsu.parties import Party, Registry
from keiretsu.quantities import Money, Period

SOURCE = Source("Annual report", "The firms", "2025-03-01")


def network_of(*claims, revenue=()):
    figures = [
        ReportedFigure(Party(name), Item.REVENUE, Money.exactly(usd, "USD"), Period.parse("2024"), SOURCE)
        for name, usd in revenue
    ]
    deals = reconcile(claims, Registry())
    return project(deals, figures, as_of=date(2025, 6, 30), rates=ExchangeRates("USD"))


@pytest.fixture
def industry(say):
    """A cloud and a fund put 60 and 20 a year into a lab, which has 20 from customers and buys for 80."""
    return network_of(
        say("2025-01-01", "invests", "Cloud", "Lab", usd=120_000),
        say("2025-01-01", "invests", "Fund", "Lab", usd=40_000),
        say("2025-01-01", "supplies", "Cloud", "Lab", usd=80_000, basis="per_year", layer="cloud"),
        say("2025-01-01", "supplies", "Foundry", "Cloud", usd=30_000, basis="per_year", layer="chips"),
        say("2025-01-01", "supplies", "Lab", "Foundry", status="in_talks", usd=5_000, basis="per_year"),
        revenue=[("Cloud", 100_000), ("Lab", 20_000)],
    )


@pytest.fixture
def found(industry):
    return provenance(industry)


def test_a_vendor_s_own_capital_is_told_apart_from_its_customers_money(found) -> None:
    shares = found.of("Cloud").revenue_shares
    assert shares[RevenueSource.OWN_CAPITAL] == pytest.approx(0.8 * 0.6, abs=0.003)
    assert shares[RevenueSource.OTHERS_EQUITY] == pytest.approx(0.8 * 0.2, abs=0.003)
    assert shares[RevenueSource.END_CUSTOMERS] == pytest.approx(0.2 + 0.8 * 0.2, abs=0.003)
    assert sum(shares.values()) == pytest.approx(1)


def test_through_all_capital_the_money_is_that_of_customers_and_of_the_fund(found) -> None:
    cloud = found.of("Cloud")
    assert cloud.ultimate["unreported"] == pytest.approx(0.8 * 0.2 / (1 - 0.8 * 0.6), abs=0.01)
    assert cloud.ultimate["end customers"] + cloud.ultimate["unreported"] == pytest.approx(1)


def test_the_own_share_is_the_self_funded_one(found) -> None:
    cloud = found.of("Cloud")
    assert cloud.self_funded.shares[1] == pytest.approx(cloud.revenue_shares[RevenueSource.OWN_CAPITAL])
    assert cloud.self_funded.lower < cloud.self_funded.proportional < cloud.self_funded.upper


def test_the_money_further_down_the_chain_is_by_the_last_who_put_it_in(found) -> None:
    """The foundry is paid by the cloud out of a pool that holds the cloud's own capital, and the fund's."""
    foundry = found.of("Foundry")
    assert foundry.revenue_shares[RevenueSource.OWN_CAPITAL] == 0
    assert [party.name for party, _ in foundry.funders] == ["Cloud", "Fund"]


def test_a_loan_by_another_party_is_debt(say) -> None:
    network = network_of(
        say("2025-01-01", "invests", "Bank", "Lab", usd=40_000, terms=("debt",)),
        say("2025-01-01", "supplies", "Cloud", "Lab", usd=20_000, basis="per_year"),
    )
    shares = provenance(network).of("Cloud").revenue_shares
    assert shares[RevenueSource.DEBT] == pytest.approx(1, abs=0.01)


def test_own_capital_is_found_behind_another_s_investment(say) -> None:
    network = network_of(
        say("2025-01-01", "invests", "Cloud", "Fund", usd=40_000),
        say("2025-01-01", "invests", "Fund", "Lab", usd=40_000),
        say("2025-01-01", "supplies", "Cloud", "Lab", usd=20_000, basis="per_year"),
    )
    cloud = provenance(network).of("Cloud")
    assert cloud.revenue_shares[RevenueSource.OWN_CAPITAL] == pytest.approx(1)
    assert cloud.self_funded.shares == pytest.approx((1, 1, 1))


def test_mutual_purchases_are_the_vendor_s_own_money_but_not_its_capital(say) -> None:
    network = network_of(
        say("2025-01-01", "supplies", "Alpha", "Beta", usd=10_000, basis="per_year"),
        say("2025-01-01", "supplies", "Beta", "Alpha", usd=10_000, basis="per_year"),
    )
    alpha = provenance(network).of("Alpha")
    assert alpha.revenue_shares[RevenueSource.OWN_PURCHASES] == pytest.approx(1)
    assert alpha.ultimate["circulating, no outside source"] == pytest.approx(1)
    assert alpha.self_funded is None


def test_every_row_of_the_tables_adds_up_to_one(found) -> None:
    classes = [str(source) for source in RevenueSource]
    assert found.table()[classes].sum(axis=1).to_numpy() == pytest.approx(1)
    assert found.ultimate().iloc[:, 3:].sum(axis=1).to_numpy() == pytest.approx(1)
    assert found.table()["party"].tolist() == ["Cloud", "Foundry", "Lab"]


def test_by_investor_each_row_has_its_bounds(found) -> None:
    table = found.by_investor("Cloud").set_index("investor")
    assert table.loc["Cloud", "proportional"] == pytest.approx(48_000, rel=0.01)
    assert table.loc["Fund", "proportional"] == pytest.approx(16_000, rel=0.01)
    assert (table["lower"] <= table["proportional"]).all()
    assert (table["proportional"] <= table["upper"]).all()
    assert table.loc["Fund", "upper_share"] == pytest.approx(0.2, rel=0.01)
    assert set(found.by_investor()["vendor"]) == {"Cloud", "Foundry"}


def test_the_balance_has_two_equal_sides(found) -> None:
    table = found.balance().set_index("party").drop(columns="currency")
    sides = np.split(table.to_numpy(), [list(table).index("paid in the network")], axis=1)
    assert sides[0].sum(axis=1) == pytest.approx(sides[1].sum(axis=1))


def test_the_chart_stacks_the_classes_that_can_be_seen(found) -> None:
    chart = found.chart()
    assert chart.is_stacked
    assert chart.labels == ("Cloud", "Foundry", "Lab")
    assert [
        sum(values) for values in zip(*(each.values for each in chart.series), strict=True)
    ] == pytest.approx([1, 1, 1])
    assert "unreported" not in {each.name for each in chart.series}


def test_why_names_the_funders_and_ends_at_quotes(found) -> None:
    told = found.why("cloud")
    lines = [line.strip() for line in told.lines()]
    assert any("vendor's own capital" in line for line in lines)
    assert any(line.endswith("was put in by Fund") for line in lines)
    assert any(leaf.quote and "Fund invests Lab" in leaf.quote for leaf in told.leaves())
    assert any(line.startswith("of its revenue") and line.endswith("[estimate]") for line in lines)
    assert len(found.why().because) == 4


@pytest.mark.parametrize(
    ("names", "code"), [(("Nobody",), "no-such-party"), (("Cloud", "Lab"), "wrong-names")]
)
def test_why_of_what_is_not_there(found, names, code) -> None:
    with pytest.raises(MisuseError) as caught:
        found.why(*names)
    assert caught.value.problem.code == f"measure.{code}"


def test_the_point_and_its_statistics_are_one_arithmetic(industry, found) -> None:
    values = {(each.about, each.name): each.values for each in MEASURE.statistics(Draws.point(industry))}
    sellers = [each for each in found.parties if each.revenue > 0]
    assert len(sellers) == 3
    for each in sellers:
        for source, share in each.revenue_shares.items():
            assert values[each.party.name, source] == pytest.approx([share])
    own = found.of("Cloud").self_funded.shares
    names = ("self-funded, lower", "self-funded, proportional", "self-funded, upper")
    assert [values["Cloud", name][0] for name in names] == pytest.approx(own)


def test_draws_have_the_same_figures_as_the_point_and_order_their_bounds(industry) -> None:
    draws = sample(industry, 40, seed=3)
    found = MEASURE.statistics(draws)
    point = MEASURE.statistics(Draws.point(industry))
    assert [(each.name, each.about) for each in found] == [(each.name, each.about) for each in point]
    values = {(each.about, each.name): each.values for each in found}
    lower, own, upper = (
        values["Cloud", f"self-funded, {name}"] for name in ("lower", "proportional", "upper")
    )
    assert ((lower <= own) & (own <= upper)).all()
    assert sum(values["Cloud", source] for source in RevenueSource) == pytest.approx(np.ones(40))
    assert (
        np.ptp(values["Cloud", RevenueSource.OWN_PURCHASES]) > 0.01
    )  # Foundry may pay Lab what Cloud paid it


def test_the_registry_knows_the_measure() -> None:
    assert load_measure("provenance") is MEASURE


def test_capital_that_reaches_another_vendor_is_bounded_too() -> None:
    flows = [[0, 60, 0], [0, 0, 80], [5, 0, 0]]
    result = capital_returned(flows, [100, 40, 0], [(0, 1)], 0, 2)
    assert (result.lower, result.proportional, result.upper) == (40, 48, 60)
    assert (result.inflow, result.invested) == (80, 60)


def test_capital_paid_to_the_vendor_itself_is_not_its_revenue() -> None:
    result = capital_returned([[0, 60], [0, 0]], [100, 0], [(0, 1)], 0, 1)
    assert (result.upper, result.invested, result.inflow) == (0, 0, 0)


def test_a_vendor_outside_the_matrix_is_refused() -> None:
    with pytest.raises(MisuseError) as caught:
        capital_returned([[0, 60], [0, 0]], [100, 0], [(0, 1)], 0, 2)
    assert caught.value.problem.code == "measure.invalid-edge"


def test_a_sale_without_a_known_sum_is_counted_and_told(say) -> None:
    network = network_of(
        say("2025-01-01", "invests", "Cloud", "Lab", usd=40_000),
        say("2025-01-01", "supplies", "Cloud", "Lab"),
        revenue=[("Cloud", 100_000)],
    )
    found = provenance(network)
    assert found.of("Cloud").revenue_shares[RevenueSource.END_CUSTOMERS] == 1
    assert found.table()["deals_without_a_sum"].tolist() == [1]
    assert any("1 deal without a known sum, which is left out" in line for line in found.why("Cloud").lines())


def test_a_network_without_parties_or_money_has_nothing_to_tell(say) -> None:
    empty = project([], as_of=date(2025, 1, 1), rates=ExchangeRates("USD"))
    rumour = network_of(say("2025-01-01", "supplies", "Alpha", "Beta", status="speculated"))
    for network in (empty, rumour):
        found = provenance(network)
        assert [found.table().empty, found.ultimate().empty, found.by_investor().empty] == [True] * 3
        assert found.balance().empty
        assert found.chart().labels == ()
        assert found.why().because == ()
    assert MEASURE.statistics(Draws.point(empty)) == []
    assert all(np.isnan(each.values).all() for each in MEASURE.statistics(Draws.point(rumour)))
