"""The loops of a network: deals, days, quotes, proof and chance."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from keiretsu.errors import MisuseError
from keiretsu.ledger import ExchangeRates, Item, ReportedFigure, Source, reconcile
from keiretsu.measures import cycling, intervals
from keiretsu.measures.of_network import MoneyLoop, circularity, loops_in_time
from keiretsu.measures.of_network.circularity import MEASURE
from keiretsu.network import Draws, project, sample
from keiretsu.parties import Party, Registry
from keiretsu.quantities import Money, Period

RATES = ExchangeRates("USD")
CHIPS = Money.between(5, 15, "USD", basis="per_year")


@pytest.fixture
def industry(say):
    """A cloud funds two labs, which pay it and a chip maker, which funds the second lab."""
    claims = [
        say("2025-01-10", "invests", "Cloud", "Lab", usd=120),
        say("2025-03-01", "supplies", "Cloud", "Lab", usd=400),
        say("2025-02-01", "invests", "Cloud", "Studio", usd=60, status="in_talks"),
        say("2025-02-01", "invests", "Maker", "Studio", usd=40),
        say("2025-06-01", "supplies", "Maker", "Studio", amount=CHIPS, layer="chips"),
        say("2025-05-01", "supplies", "Maker", "Cloud", usd=30, basis="per_year", layer="chips"),
        say("2025-05-01", "supplies", "Cloud", "Maker", layer="cloud"),
    ]
    source = Source("Annual report", "The firms", "2025-03-01")
    figures = [
        ReportedFigure(Party(name), Item.REVENUE, Money.exactly(usd, "USD"), Period.parse("2024"), source)
        for name, usd in (("Cloud", 200), ("Lab", 40), ("Maker", 100))
    ]
    deals = reconcile(claims, Registry())
    return project(deals, figures, as_of=date(2025, 6, 30), rates=RATES)


def test_loops_with_their_deals_and_days(industry):
    found = circularity(industry)
    assert [(loop.title(), loop.per_year) for loop in found.loops] == [
        ("Cloud → Lab → Cloud", pytest.approx(60, rel=0.01)),
        ("Maker → Studio → Maker", pytest.approx(10)),
    ]
    first = found.loops[0]
    assert {deal.relation for deal in first.deals} == {"invests", "supplies"}
    assert (first.respects_time, first.is_estimated) == (True, False)
    trip = first.trips[0]
    assert (trip.starter.name, trip.sent, trip.returned) == ("Cloud", date(2025, 1, 10), date(2025, 3, 1))
    assert first.ends == date(2027, 1, 11)


def test_the_total_is_proved(industry):
    found = circularity(industry)
    assert found.total == pytest.approx(found.certificate.upper_bound)
    potential = np.array(found.certificate.potentials)
    room = np.maximum(0, 1 - potential[:, None] + potential)
    assert (industry.flows() * room).sum() == pytest.approx(found.total)


def test_both_splits_add_up_to_the_total(industry):
    found = circularity(industry)
    for loops in (found.loops, found.mixed_loops):
        assert sum(loop.per_year * len(loop.parties) for loop in loops) == pytest.approx(found.total)
    assert all(leg for loop in found.mixed_loops for leg in loop.legs)


def test_the_table_names_days_and_starters(industry):
    table = circularity(industry).table().set_index("loop")
    assert list(table.columns[:4]) == ["path", "per_year", "currency", "capital_out_purchases_back"]
    assert table.loc[1, ["starter", "first_sent", "first_back", "ends"]].tolist() == [
        "Cloud",
        date(2025, 1, 10),
        date(2025, 3, 1),
        date(2027, 1, 11),
    ]
    assert table["respects_time"].all()
    assert not table["estimated"].any()


def test_the_chart_links_payers_to_payees(industry):
    chart = circularity(industry).chart()
    ends = {(link.payer, link.payee): (link.family, link.is_estimated) for link in chart.links}
    assert ends["Cloud", "Lab"] == ("capital", False)
    assert ends["Lab", "Cloud"] == ("purchase", False)
    assert chart.links[0].amount == pytest.approx(60, rel=0.01)


def test_a_leg_has_the_colour_of_what_most_of_it_is_paid_for(say):
    """Alpha invests 40 a year in Beta, its largest payment, and buys two things of it for 30 each."""
    claims = [
        say("2025-01-01", "invests", "Alpha", "Beta", usd=40, basis="per_year"),
        say("2025-01-01", "supplies", "Beta", "Alpha", usd=30, basis="per_year", layer="chips"),
        say("2025-01-01", "supplies", "Beta", "Alpha", usd=30, basis="per_year", layer="cloud"),
        say("2025-01-01", "supplies", "Alpha", "Beta", usd=100, basis="per_year", layer="models"),
    ]
    network = project(reconcile(claims, Registry()), as_of=date(2025, 6, 30), rates=RATES)
    families = {(link.payer, link.payee): link.family for link in circularity(network).chart().links}
    assert families == {("Alpha", "Beta"): "purchase", ("Beta", "Alpha"): "purchase"}


def test_rings_without_sums_are_found_by_their_days(industry):
    rings = {ring.title(): ring for ring in loops_in_time(industry)}
    assert set(rings) == {
        "Cloud → Lab → Cloud",
        "Maker → Studio → Maker",
        "Cloud → Maker → Cloud",
    }
    assert rings["Cloud → Maker → Cloud"].trips[0].returned == date(2025, 5, 1)
    assert loops_in_time(industry, max_length=1) == ()


def test_only_who_pays_first_can_have_money_back(say):
    """Beta invests for two years, Alpha buys from the third on: what Alpha pays can't be invested in it."""
    claims = [
        say("2025-01-01", "invests", "Beta", "Alpha", usd=100),
        say("2025-01-01", "supplies", "Beta", "Alpha", usd=50, date="2028-01-01", layer="cloud"),
    ]
    network = project(reconcile(claims, Registry()), as_of=date(2025, 6, 30), rates=RATES)
    (loop,) = circularity(network).loops
    (trip,) = loop.trips
    assert (trip.starter.name, trip.sent, trip.returned) == ("Beta", date(2025, 1, 1), date(2028, 1, 1))


def test_a_ring_that_is_paid_in_the_wrong_order_is_not_in_time(industry):
    ring = circularity(industry).loops[0]
    (payment,), (back,) = ring.legs
    late, early, between = (
        replace(one, start=date(year, 1, 1), end=date(year + 1, 1, 1))
        for one, year in ((payment, 2027), (back, 2025), (payment, 2026))
    )
    wrong = MoneyLoop((*ring.parties, Party("Studio")), ((late,), (between,), (early,)), 1.0)
    assert not wrong.respects_time
    assert any(line.strip().startswith("not in time") for line in wrong.why("USD").lines())


@pytest.mark.parametrize("name", ["1", "share", "finn", "null"])
def test_every_reason_ends_at_quotes(industry, name):
    quotes = " ".join(leaf.quote for leaf in circularity(industry).why(name).leaves() if leaf.quote)
    assert "Cloud invests Lab" in quotes
    assert "Cloud supplies Lab" in quotes


def test_reasons_say_what_they_rest_on(industry):
    found = circularity(industry)
    share = list(found.why().lines())
    assert any("no circulation exceeds USD" in line for line in share)
    assert any("can be back on 2025-03-01" in line for line in share)
    chance = found.why("null")
    assert chance.estimate
    assert any("rewired at random" in line or "swap payees" in line for line in chance.lines())
    assert any("Annual report" in line for line in found.why("finn").lines())


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("circulating share", "can go round"),
        ("circulating money", "can go round"),
        ("Finn's cycling index", "has been with them before"),
        ("excess over net positions", "would settle what each party pays"),
    ],
)
def test_the_interval_of_a_figure_is_explained_by_that_figure(industry, figure, said):
    told = intervals(industry, ["circularity"], samples=2).why(figure)
    assert said in told.because[0].text
    assert any(leaf.quote for leaf in told.leaves())


@pytest.mark.parametrize("names", [("0",), ("3",), ("moon",), ("1", "2"), ("-1",), ("9" * 5_000,)])
def test_a_figure_that_is_not_there(industry, names):
    with pytest.raises(MisuseError) as caught:
        circularity(industry).why(*names)
    assert caught.value.problem.code == "measure.no-such-loop"


def test_statistics_of_the_network_as_it_is_are_its_figures(industry):
    found = circularity(industry)
    share, money, finn, excess = MEASURE.statistics(Draws.point(industry))
    assert share.values.tolist() == [pytest.approx(found.share)]
    assert money.values.tolist() == [pytest.approx(found.total)]
    assert finn.values.tolist() == [found.finn]
    assert found.finn == pytest.approx(cycling(industry.flows(), industry.sources()).fci)
    assert 0 < found.total / 2 <= excess.values[0] <= found.gross


def test_statistics_of_draws_differ_with_what_may_be_real(industry):
    share, money, finn, excess = MEASURE.statistics(sample(industry, 50))
    assert {each.values.shape for each in (share, money, finn, excess)} == {(50,)}
    assert ((share.values >= 0) & (share.values <= 1)).all()
    assert len(set(money.values.round(6).tolist())) > 1
    assert (money.values <= excess.values * 2 + 1e-6).all()


def test_a_network_without_loops_has_answers_too(say):
    claim = say("2025-01-01", "supplies", "Alpha", "Beta", usd=50, layer="cloud")
    found = circularity(project(reconcile([claim], Registry()), as_of=date(2025, 6, 30), rates=RATES))
    assert (found.total, found.share, found.finn, found.loops, found.mixed_loops) == (0, 0, 0, (), ())
    assert found.chart().links == ()
    assert found.table().empty
    assert found.null.p_value == 1
    assert "chance can't be told" in found.why("null").text
