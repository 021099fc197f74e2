"""Dependence asked of a network: shares, what leaving costs, what stops, and the reasons."""

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from keiretsu.errors import MisuseError
from keiretsu.ledger import ExchangeRates, Item, ReportedFigure, Source, reconcile
from keiretsu.measures import intervals
from keiretsu.measures.charts import chart_json
from keiretsu.measures.of_network.critical import critical_inputs
from keiretsu.measures.of_network.dependence import MEASURE, dependence, statistics
from keiretsu.network import Draws, Rate, project
from keiretsu.network.sampling import sample
from keiretsu.parties import Party, Registry
from keiretsu.quantities import Money, Period

DAY = date(2025, 7, 2)


def network_of(claims, figures=(), day=DAY):
    return project(reconcile(claims, Registry()), figures, as_of=day, rates=ExchangeRates("USD"))


@pytest.fixture
def industry(say):
    """A lab that rents from two clouds, one of which has a stake in it, and buys data of nobody named."""
    claims = [
        say("2025-01-01", "supplies", "Cloud", "Lab", usd=500, layer="cloud", terms=("exclusive",)),
        say("2025-01-01", "supplies", "Second Cloud", "Lab", usd=300, basis="per_year", layer="cloud"),
        say("2025-01-01", "supplies", "Third Cloud", "Lab", layer="cloud"),
        say("2025-01-01", "supplies", "Foundry", "Cloud", usd=60, basis="per_year", layer="chips"),
        say("2025-01-01", "spends", "Lab", usd=40, basis="per_year", layer="cloud"),
        say("2024-01-01", "invests", "Cloud", "Lab", usd=70),
        say("2024-02-01", "invests", "Second Cloud", "Lab"),
        say("2025-01-01", "supplies", "Planner", "Lab", usd=900, status="planned", layer="data"),
    ]
    source = Source("Annual report", "Cloud", "2025-03-01")
    revenue = ReportedFigure(
        Party("Cloud"), Item.REVENUE, Money.exactly(400, "USD"), Period.parse("2024"), source
    )
    return network_of(claims, [revenue])


def supply(found, customer, supplier):
    (one,) = (s for s in found.supplies if (s.customer.name, s.supplier.name) == (customer, supplier))
    return one


def test_shares_are_over_known_sums_and_the_rest_is_counted(industry):
    found = dependence(industry)
    cloud, second, third = (supply(found, "Lab", name) for name in ("Cloud", "Second Cloud", "Third Cloud"))
    assert (cloud.share_of_layer, second.share_of_layer) == (0.25, 0.75)
    assert (third.share_of_layer, third.without_sum) == (None, 1)
    (spending,) = (s for s in found.spendings if s.customer.name == "Lab")
    assert spending.hhi == pytest.approx(6250)
    assert spending.effective_suppliers == pytest.approx(1.6)
    assert (spending.without_sum, spending.to_nobody_named) == (1, 40)


def test_a_supplier_s_revenue_is_what_it_reports_or_else_what_the_network_pays(industry):
    found = dependence(industry)
    cloud, second = supply(found, "Lab", "Cloud"), supply(found, "Lab", "Second Cloud")
    assert (cloud.revenue_is_reported, cloud.share_of_revenue) == (True, pytest.approx(100 / 400, rel=0.01))
    assert (second.revenue_is_reported, second.share_of_revenue) == (False, 1)


def test_leaving_costs_what_remains_of_the_commitment_and_the_switch(industry):
    """500 over five years, half a year gone, is 450; half a year's spending to switch is 50."""
    cloud = supply(dependence(industry), "Lab", "Cloud")
    assert cloud.remaining == pytest.approx(450, abs=0.5)
    assert cloud.cost_of_leaving == pytest.approx(500, abs=0.5)
    assert cloud.cost_in_years == pytest.approx(5, abs=0.01)


def test_a_sum_per_year_without_a_term_commits_to_nothing_that_is_known(industry):
    second = supply(dependence(industry), "Lab", "Second Cloud")
    assert (second.remaining, second.open_ended) == (0, 1)
    assert second.cost_of_leaving == 150


def test_a_sum_per_year_for_a_told_term_is_committed_to_its_end(say):
    term = "2025-01-01/2028-12-31"
    claim = say("2025-01-01", "supplies", "Alpha", "Beta", usd=10, basis="per_year", layer="cloud", date=term)
    found = dependence(network_of([claim]))
    assert supply(found, "Beta", "Alpha").remaining == pytest.approx(35, abs=0.1)


def test_a_commitment_runs_out(say):
    claims = [
        say("2019-01-01", "supplies", "Alpha", "Beta", usd=100, layer="cloud"),
        say("2025-01-01", "supplies", "Gamma", "Beta", usd=100, basis="cumulative", layer="cloud"),
    ]
    found = dependence(network_of(claims))
    assert [one.supplier.name for one in found.supplies] == ["Gamma"]
    assert supply(found, "Beta", "Gamma").remaining == 0


def test_a_commitment_that_has_not_begun_is_whole(say):
    claim = say("2025-01-01", "supplies", "Alpha", "Beta", usd=100, layer="cloud")
    early = dependence(network_of([claim], day=date(2025, 1, 1)))
    late = dependence(network_of([claim], day=date(2029, 1, 1)))
    assert supply(early, "Beta", "Alpha").remaining == pytest.approx(100, abs=0.1)
    assert supply(late, "Beta", "Alpha").remaining == pytest.approx(20, abs=0.1)


def test_stakes_and_terms_stand_beside_the_sum(industry):
    found = dependence(industry)
    cloud, second = supply(found, "Lab", "Cloud"), supply(found, "Lab", "Second Cloud")
    assert (cloud.terms, cloud.stake.invested) == (("exclusive",), 70)
    assert (second.terms, second.stake.invested, second.stake.without_sum) == ((), None, 1)
    assert supply(found, "Cloud", "Foundry").stake is None


def test_what_binds_nobody_yet_is_no_dependence(industry):
    assert "Planner" not in dependence(industry).table()["supplier"].tolist()


def test_the_table_ranks_by_what_leaving_costs(industry):
    table = dependence(industry).table()
    assert table["cost_of_leaving"].is_monotonic_decreasing
    assert table["supplier"].tolist()[0] == "Cloud"
    assert not table["estimated"].any()


def test_an_estimated_payment_is_marked(industry):
    payments = tuple(
        replace(payment, rate=Rate(50.0, 0.0, None), is_estimated=True) if payment.rate is None else payment
        for payment in industry.payments
    )
    found = dependence(replace(industry, payments=payments))
    third = supply(found, "Lab", "Third Cloud")
    assert third.is_estimated
    assert third.share_of_layer == pytest.approx(50 / 450, rel=0.01)
    told = list(found.why("Lab").lines())
    assert any("Third Cloud: 11.1%" in line and "[estimate]" in line for line in told)


def test_why_of_a_customer_ends_at_the_quotes_of_its_deals(industry):
    why = dependence(industry).why("lab")
    quotes = [leaf.quote for leaf in why.leaves() if leaf.quote]
    assert sum("supplies Lab" in quote for quote in quotes) == 3
    assert any("40 a year to nobody named" in line for line in why.lines())


def test_why_of_a_pair_names_its_ties_and_assumptions(industry):
    told = "\n".join(dependence(industry).why("Lab", "Cloud").lines())
    for words in (
        "assumed: switching_cost_years = 0.5",
        "assumed: supply_term_years = 5",
        "the terms say: exclusive",
        "Cloud has put in USD 70 of capital",
        "Annual report",
        "Cloud invests Lab",
    ):
        assert words in told
    assert "1 without a sum" in "\n".join(dependence(industry).why("Lab", "Third Cloud").lines())


@pytest.mark.parametrize("names", [(), ("Nobody",), ("Lab", "Foundry"), ("Foundry",), ("a", "b", "c")])
def test_who_buys_nothing_depends_on_nobody(industry, names):
    with pytest.raises(MisuseError) as caught:
        dependence(industry).why(*names)
    assert caught.value.problem.code == "measure.no-such-party"


def test_a_customer_goes_by_any_of_its_names(say):
    registry = Registry([Party("Lab", aliases=("Lab Inc.",)), Party("Cloud", units=("Cloud Europe",))])
    deals = reconcile([say("2025-01-01", "supplies", "Cloud", "Lab", usd=50, layer="cloud")], registry)
    network = project(deals, as_of=DAY, rates=ExchangeRates("USD"))
    assert "Lab pays Cloud" in dependence(network).why("lab inc.", "Cloud Europe").text
    assert critical_inputs(network).why("Lab Inc.").text.startswith("if Lab stops")


def test_the_interval_of_a_figure_is_explained_by_the_trade_the_layer_or_what_stops(industry):
    found = intervals(industry, ["dependence"], samples=2)

    def told(figure, about):
        return found.why(figure, about).because[0].text

    assert told("share_of_layer", "Lab / Second Cloud / cloud").startswith("Lab pays Second Cloud USD 300")
    assert told("supplier_hhi", "Lab / cloud") == (
        "Lab is known to spend USD 400 a year on named suppliers of cloud"
    )
    assert told("esri", "Cloud").startswith("if Cloud stops")


def test_the_chart_has_a_row_a_customer_and_shares_that_add_up(industry):
    chart = dependence(industry).chart()
    assert chart.rows == ("Lab", "Cloud")
    assert [sum(cell or 0 for cell in row) for row in chart.values] == pytest.approx([1, 1])
    assert json.dumps(chart_json(chart))


def test_what_stops_if_a_supplier_stops(industry):
    """Without chips Cloud makes nothing; with it stops a quarter of what Lab needs of clouds."""
    found = critical_inputs(industry)
    foundry, cloud, lab = (industry.index[Party(name).id] for name in ("Foundry", "Cloud", "Lab"))
    assert found.risk.downstream[foundry, cloud] == 1
    replaceable = 100 / 300
    assert found.risk.downstream[foundry, lab] == pytest.approx(replaceable * 0.25, rel=0.01)
    assert found.risk.upstream[lab, cloud] == pytest.approx(0.25, rel=0.01)
    told = "\n".join(found.why("Foundry").lines())
    assert "Cloud loses 100.0% of its output for want of inputs" in told
    assert "Foundry supplies Cloud" in told
    assert "assumed: inputs_essential = 1" in told
    assert found.table()["party"].tolist()[0] in {"Cloud", "Foundry"}
    assert json.dumps(chart_json(found.chart()))
    with pytest.raises(MisuseError, match=r"measure\.no-such-party"):
        found.why("Planner")


def test_the_point_and_the_draws_have_the_same_statistics_in_the_same_order(industry):
    point, drawn = statistics(Draws.point(industry)), statistics(sample(industry, 7, seed=3))
    names = [(one.name, one.about, one.unit) for one in point]
    assert names == [(one.name, one.about, one.unit) for one in drawn]
    assert all(one.values.shape == (7,) for one in drawn)
    assert len(set(names)) == len(names)
    assert ("share_of_layer", "Lab / Planner / data", "share") in names


def test_the_statistics_of_the_point_are_the_figures_of_the_result(industry):
    found = dependence(industry)
    values = {(one.name, one.about): one.values[0] for one in statistics(Draws.point(industry))}
    cloud = supply(found, "Lab", "Cloud")
    assert values["cost_of_leaving", "Lab / Cloud / cloud"] == cloud.cost_of_leaving
    assert values["supplier_hhi", "Lab / cloud"] == pytest.approx(6250)
    assert values["esri", "Foundry"] == found.critical.table().set_index("party")["esri"]["Foundry"]
    assert np.isnan(values["share_of_layer", "Lab / Planner / data"])


def test_draws_may_be_taken_in_blocks(industry):
    draws = sample(industry, 9, seed=1)
    whole = statistics(draws)
    parts = [statistics(block) for block in draws.blocks(4)]
    for place, one in enumerate(whole):
        joined = np.concatenate([part[place].values for part in parts])
        assert joined == pytest.approx(one.values, nan_ok=True)


def test_a_network_without_purchases_has_no_dependence(say):
    network = network_of([say("2025-01-01", "competes", "Alpha", "Beta")])
    found = dependence(network)
    assert found.table().empty
    assert found.spending_table().empty
    assert found.critical.table().empty
    assert found.chart().rows == ()
    assert statistics(Draws.point(network)) == []


def test_what_a_party_buys_from_itself_is_no_dependence(industry):
    """Two names may turn out to be one party."""
    payments = tuple(
        replace(payment, payee=payment.payer) if payment.payee == Party("Second Cloud") else payment
        for payment in industry.payments
    )
    found = dependence(replace(industry, payments=payments))
    assert {one.supplier.name for one in found.supplies} == {"Cloud", "Third Cloud", "Foundry"}
    assert supply(found, "Lab", "Cloud").share_of_layer == 1


def test_the_measure_is_one_of_the_registry():
    assert (MEASURE.name, MEASURE.of, MEASURE.statistics) == ("dependence", dependence, statistics)
