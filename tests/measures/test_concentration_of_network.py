"""Concentration by layer asked of a network, and in draws."""

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from keiretsu.errors import MisuseError
from keiretsu.ledger import ExchangeRates, reconcile
from keiretsu.measures.charts import chart_json
from keiretsu.measures.of_network.concentration import MEASURE, concentration, statistics
from keiretsu.network import Draws, Rate, project
from keiretsu.network.sampling import sample
from keiretsu.parties import Registry

DAY = date(2025, 6, 30)


@pytest.fixture
def market(say):
    """Five clouds of 50, 20, 15, 10 and 5 a year, one without a sum, one only planned; and a monopoly."""
    sums = {"First": 50, "Second": 20, "Third": 15, "Fourth": 10, "Fifth": 5}
    claims = [
        *(
            say("2025-01-01", "supplies", name, "Lab", usd=usd, basis="per_year", layer="cloud")
            for name, usd in sums.items()
        ),
        say("2025-01-01", "supplies", "Sixth", "Lab", layer="cloud"),
        say(
            "2025-01-01",
            "supplies",
            "Planner",
            "Lab",
            usd=500,
            basis="per_year",
            layer="robots",
            status="planned",
        ),
        say("2025-01-01", "supplies", "Foundry", "First", usd=7, basis="per_year", layer="chips"),
        say("2025-01-01", "supplies", "Adviser", "First", usd=99, basis="per_year"),
    ]
    return project(reconcile(claims, Registry()), as_of=DAY, rates=ExchangeRates("USD"))


def test_index_and_ratios_by_layer(market):
    chips, cloud = concentration(market).layers
    assert (chips.layer, chips.index.points, chips.largest_four) == ("chips", 10_000, 1)
    assert cloud.index.points == pytest.approx(50**2 + 20**2 + 15**2 + 10**2 + 5**2)
    assert cloud.index.effective_number == pytest.approx(1 / 0.325)
    assert (cloud.largest_two, cloud.largest_four) == pytest.approx((0.7, 0.95))
    assert (cloud.unweighted, cloud.estimated) == (1, 0)


def test_the_table_names_the_ratios(market):
    table = concentration(market).table().set_index("layer")
    assert table.loc["cloud", ["cr2", "cr4"]].tolist() == pytest.approx([0.7, 0.95])
    assert table.loc["cloud", "largest"] == "First"


def test_estimated_money_is_marked(market):
    payments = tuple(
        replace(payment, rate=Rate(100.0, 0.0, None), is_estimated=True) if payment.rate is None else payment
        for payment in market.payments
    )
    found = concentration(replace(market, payments=payments))
    assert found.table().set_index("layer").loc["cloud", "estimated_share"] == 0.5
    why = found.why("cloud")
    assert why.estimate
    assert "50.0% of the money is estimated" in why.text


def test_why_of_a_layer_ends_at_quotes(market):
    why = concentration(market).why("cloud")
    assert sum("supplies Lab" in (leaf.quote or "") for leaf in why.leaves()) == 5


@pytest.mark.parametrize("names", [("robots",), ("layer not stated",), ()])
def test_a_layer_without_known_money_has_no_index(market, names):
    with pytest.raises(MisuseError) as caught:
        concentration(market).why(*names)
    assert caught.value.problem.code == "measure.no-such-layer"


def test_the_chart_begins_with_the_most_concentrated(market):
    chart = concentration(market).chart()
    assert chart.labels == ("chips", "cloud")
    assert json.dumps(chart_json(chart))


def test_the_statistics_of_the_point_are_the_figures_of_the_result(market):
    values = {(one.name, one.about): one.values[0] for one in statistics(Draws.point(market))}
    cloud = concentration(market).layers[1]
    assert values["hhi", "cloud"] == cloud.index.points
    assert values["effective_number", "cloud"] == cloud.index.effective_number
    assert (values["cr2", "cloud"], values["cr4", "cloud"]) == (cloud.largest_two, cloud.largest_four)
    assert np.isnan(values["hhi", "robots"])
    assert {about for _, about in values} == {"chips", "cloud", "robots"}


def test_draws_have_the_statistics_of_the_point(market):
    drawn = statistics(sample(market, 200, seed=5))
    point = statistics(Draws.point(market))
    assert [(one.name, one.about) for one in drawn] == [(one.name, one.about) for one in point]
    index = next(one.values for one in drawn if (one.name, one.about) == ("hhi", "robots"))
    assert 0 < np.isnan(index).sum() < 200  # planned: real in some draws
    assert set(index[~np.isnan(index)]) == {10_000}


def test_what_a_party_makes_for_itself_is_no_market(market):
    payments = tuple(replace(payment, payee=payment.payer) for payment in market.payments)
    assert concentration(replace(market, payments=payments)).layers == ()


def test_the_measure_is_one_of_the_registry():
    assert (MEASURE.name, MEASURE.of, MEASURE.statistics) == ("concentration", concentration, statistics)
