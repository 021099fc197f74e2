"""Every measure's figures with medians and intervals, from one call."""

from datetime import date

import numpy as np
import pytest

from keiretsu.errors import MisuseError
from keiretsu.ledger import ExchangeRates, reconcile
from keiretsu.measures import intervals
from keiretsu.measures.charts import Bars
from keiretsu.measures.of_network.result import Measure, Result, Statistic
from keiretsu.network import Network, drawing_assumptions, project, sample
from keiretsu.parties import Registry
from keiretsu.quantities import Money
from keiretsu.reasons import Reason

DAY = date(2025, 6, 30)


@pytest.fixture
def network(say):
    """Beta pays Alpha 10, and Gamma, perhaps, 20 to 40; what Delta pays nobody knows."""
    claims = [
        say("2025-01-01", "supplies", "Alpha", "Beta", usd=10, basis="per_year"),
        say(
            "2025-01-01",
            "supplies",
            "Alpha",
            "Gamma",
            amount=Money.between(20, 40, "USD", basis="per_year"),
            status="planned",
        ),
        say("2025-01-01", "supplies", "Alpha", "Delta"),
    ]
    return project(reconcile(claims, Registry()), as_of=DAY, rates=ExchangeRates("USD"))


class Sales(Result):
    """What each party sells, which is all that this measure measures."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def table(self):
        raise NotImplementedError

    def chart(self):
        raise NotImplementedError

    def why(self, *names: str) -> Reason:
        if names != ("Alpha",):
            raise MisuseError("measure.no-such-figure", where=str(names), message="sells nothing", hint="")
        return Reason("Alpha sells", tuple(payment.why for payment in self.network.payments))


def sales(draws) -> list[Statistic]:
    sold = draws.flows().sum(axis=1)
    names = [party.name for party in draws.network.parties]
    shares = np.full_like(sold, np.nan)
    np.divide(sold, sold.sum(axis=1, keepdims=True), out=shares, where=sold > 0)
    return [
        *(Statistic("sold", name, "per year", sold[:, place]) for place, name in enumerate(names)),
        Statistic("total", "", "per year", sold.sum(axis=1)),
        *(Statistic("share", name, "share", shares[:, place]) for place, name in enumerate(names)),
    ]


def measure(statistics=sales, name: str = "sales") -> Measure:
    return Measure(name, "What does each party sell?", Sales, statistics)


def test_a_figure_has_a_point_a_median_and_an_interval(network) -> None:
    total = intervals(network, [measure()]).of("total")
    assert (total.point, total.low, total.defined) == (10, 10, 1000)
    assert 45 < total.high <= 50
    assert total.low <= total.median <= total.high


def test_quantiles_are_values_that_were_drawn(network) -> None:
    drawn = np.sort(sample(network, 200, seed=7).flows().sum(axis=(1, 2)))
    total = intervals(network, [measure()], samples=200, seed=7).of("total")
    assert (total.low, total.median, total.high) == (drawn[9], drawn[99], drawn[189])


def test_a_figure_without_a_meaning_in_some_draws_says_in_how_many_it_has_one(network) -> None:
    found = intervals(network, [measure()], samples=100)
    beta = found.of("share", "Beta")
    assert (beta.defined, np.isnan(beta.point), np.isnan(beta.median)) == (0, True, True)
    assert found.of("share", "Alpha").defined == 100


def test_the_same_seed_gives_the_same_table_whatever_the_blocks(network, monkeypatch) -> None:
    first = intervals(network, [measure()], samples=150).table()
    monkeypatch.setattr("keiretsu.measures.uncertainty.LARGEST_BLOCK", 7)
    assert first.equals(intervals(network, [measure()], samples=150).table())
    assert not first.equals(intervals(network, [measure()], samples=150, seed=1).table())


def test_a_large_network_is_measured_few_draws_at_a_time(network, monkeypatch) -> None:
    monkeypatch.setattr("keiretsu.measures.uncertainty.BLOCK_BYTES", 1)
    sizes = []

    def counted(draws):
        sizes.append(len(draws))
        return sales(draws)

    intervals(network, [measure(counted)], samples=3)
    assert set(sizes) == {1}


def test_progress_is_told_after_each_block(network) -> None:
    told = []
    intervals(network, [measure()], samples=100, on_block=lambda done, of: told.append((done, of)))
    assert told == [(64, 100), (100, 100)]


def test_what_was_assumed_is_printed_with_every_result(network) -> None:
    found = intervals(network, [measure()], samples=10)
    assert found.assumptions == drawing_assumptions(network.assumptions)
    for said in (found.note, found.table().attrs["note"], found.chart().note, found._repr_html_()):
        assert all(assumption.name in said for assumption in found.assumptions)
    leaves = [leaf.text for leaf in found.why("total").leaves()]
    assert all(any(each.name in leaf for leaf in leaves) for each in found.assumptions)


def test_why_ends_at_the_quotes_of_the_measure_s_own_reason(network) -> None:
    found = intervals(network, [measure()], samples=10)
    assert any(leaf.quote for leaf in found.why("sold", "Alpha").leaves())
    assert not any(leaf.quote for leaf in found.why("sold", "Beta").leaves())
    assert "no meaning in any of 10 draws" in found.why("share", "Beta").text


def test_the_table_has_a_row_a_figure(network) -> None:
    table = intervals(network, [measure()], samples=10).table()
    assert len(table) == 9
    assert table.set_index(["figure", "about"]).loc[("sold", "Alpha"), "point"] == 10
    assert set(table["unit"]) == {"USD per year", "share"}


def test_the_chart_shows_the_first_figure_of_each_party_largest_first(network) -> None:
    chart = intervals(network, [measure()], samples=10).chart()
    assert isinstance(chart, Bars)
    assert (chart.labels[0], len(chart.labels), chart.unit) == ("Alpha", 4, "USD per year")
    used, median = chart.series
    assert used.values[0] == 10
    assert median.low <= median.values <= median.high


def test_the_chart_of_figures_of_the_whole_network_shows_all_of_one_unit(network) -> None:
    def reversed_sales(draws):
        return [sales(draws)[4], *sales(draws)[:4], *sales(draws)[5:]]

    chart = intervals(network, [measure(reversed_sales)], samples=10).chart("sales")
    assert set(chart.labels) == {
        "total",
        *(f"sold of {name}" for name in ("Alpha", "Beta", "Gamma", "Delta")),
    }


def test_a_chart_of_nothing(network) -> None:
    found = intervals(network, [], samples=10)
    assert found.chart().labels == ()
    with pytest.raises(MisuseError, match="has no figure"):
        found.chart("sales")


def test_a_figure_that_two_measures_have_needs_the_measure_s_name(network) -> None:
    found = intervals(network, [measure(), measure(name="turnover")], samples=10)
    with pytest.raises(MisuseError, match="sales and turnover"):
        found.of("total")
    assert found.of("total", measure="turnover").measure == "turnover"
    for names in ((), ("totals",), ("total", "", "sales", "now")):
        with pytest.raises(MisuseError) as caught:
            found.why(*names)
        assert caught.value.problem.code == "measure.no-such-figure"


def named_by_the_draws(draws) -> list[Statistic]:
    paid = draws.rates.sum(axis=1)
    return [Statistic(f"total up to {paid.max()}", "", "per year", paid)]


@pytest.mark.parametrize(
    ("statistics", "said"),
    [
        (named_by_the_draws, "other figures"),
        (lambda draws: [*sales(draws), *sales(draws)], "two figures"),
        (lambda _draws: [Statistic("total", "", "per year", np.zeros(3))], "one value"),
        (lambda draws: sales(draws) if draws.seed is None else [], "as it is"),
    ],
)
def test_a_measure_whose_figures_cannot_be_joined_is_named(network, statistics, said: str) -> None:
    with pytest.raises(MisuseError, match=said) as caught:
        intervals(network, [measure(statistics)], samples=100)
    assert caught.value.problem.code == "measure.broken-statistics"
    assert caught.value.problem.where == "sales"


def test_an_unknown_measure(network) -> None:
    with pytest.raises(MisuseError) as caught:
        intervals(network, ["weather"])
    assert caught.value.problem.code == "measure.unknown-measure"
