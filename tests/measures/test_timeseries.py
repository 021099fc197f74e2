"""A measure over a range of days, and which deals changed it."""

from datetime import date
from functools import partial

import pytest

from keiretsu.errors import MisuseError
from keiretsu.ledger import ExchangeRates, reconcile
from keiretsu.measures import series, what_changed
from keiretsu.network import project, sample
from keiretsu.parties import Registry

FIRST, SECOND, THIRD = date(2024, 1, 1), date(2025, 1, 1), date(2026, 1, 1)
SHARE = "circulating share"


@pytest.fixture
def days(say):
    """Cloud funds Lab from 2024 on; Lab's purchases from Cloud begin in 2025; Shop's buying is apart."""
    claims = [
        say("2023-12-01", "invests", "Cloud", "Lab", usd=30, basis="per_year"),
        say("2024-12-01", "supplies", "Cloud", "Lab", usd=30, basis="per_year", layer="cloud"),
        say("2025-12-01", "supplies", "Cloud", "Shop", usd=60, basis="per_year", layer="cloud"),
    ]
    deals = reconcile(claims, Registry())
    return [project(deals, as_of=day, rates=ExchangeRates("USD")) for day in (FIRST, SECOND, THIRD)]


def test_each_day_is_measured_on_what_stood_then(days) -> None:
    found = series(days, "circularity").of(SHARE)
    assert [(point.day, point.value) for point in found] == [
        (FIRST, 0.0),
        (SECOND, 1.0),
        (THIRD, pytest.approx(0.5)),
    ]


def test_the_days_are_put_in_their_order(days) -> None:
    assert series(reversed(days), "circularity").days == (FIRST, SECOND, THIRD)


def test_draws_put_an_interval_around_each_day(days) -> None:
    drawn = partial(sample, samples=50, seed=1)
    points = series(days, "circularity", sampler=drawn).of(SHARE)
    assert all(point.low <= point.median <= point.high for point in points)
    assert points == series(days, "circularity", sampler=drawn).of(SHARE)
    line = series(days, "circularity", sampler=drawn).chart(SHARE).series[0]
    assert line.high is not None


def test_the_lines_of_a_figure_are_its_parties(days) -> None:
    chart = series(days, "concentration").chart("hhi")
    assert chart.days == (FIRST, SECOND, THIRD)
    assert [line.name for line in chart.series] == ["cloud"]
    assert chart.series[0].values[0] is None  # nothing was sold on the first day


def test_progress_is_told_day_by_day(days) -> None:
    told: list[date] = []
    series(days, "circularity", on_day=told.append)
    assert told == [FIRST, SECOND, THIRD]


def test_why_of_a_day_is_the_measures_own(days) -> None:
    quotes = [
        leaf.quote for leaf in series(days, "circularity").why("2025-01-01", "1").leaves() if leaf.quote
    ]
    assert len(quotes) == 2


@pytest.mark.parametrize(
    ("ask", "code"),
    [
        (lambda days: series(days, "luck"), "measure.unknown-measure"),
        (lambda _: series([], "circularity"), "measure.no-days"),
        (lambda days: series(days, "circularity").of("luck"), "measure.no-such-figure"),
        (lambda days: series(days, "circularity").only("luck"), "measure.no-such-figure"),
        (lambda days: series(days, "circularity").why("2020-01-01"), "measure.no-such-day"),
        (lambda days: what_changed(days[0], days[1], "circularity", "luck"), "measure.no-such-figure"),
        (lambda days: what_changed(*days[:2], "circularity", SHARE).why("luck"), "measure.no-such-change"),
    ],
)
def test_what_is_not_there_is_named(days, ask, code: str) -> None:
    with pytest.raises(MisuseError) as caught:
        ask(days)
    assert caught.value.problem.code == code


def test_the_deal_that_closed_the_loop_did_it(days) -> None:
    found = what_changed(days[0], days[1], "circularity", SHARE)
    ((change, share),) = found.contributions
    assert (change.title, share) == ("Cloud supplies Lab (cloud)", 1.0)
    assert (found.before, found.after, found.passing_of_time) == (0.0, 1.0, 0.0)


def test_contributions_add_up_to_the_difference(days) -> None:
    found = what_changed(days[0], days[2], "circularity", SHARE)
    parts = {change.title: share for change, share in found.contributions}
    assert parts["Cloud supplies Lab (cloud)"] == pytest.approx(2 / 3 + (1 / 2 - 2 / 3 + 1 / 3) / 2, abs=0.2)
    assert parts["Cloud supplies Shop (cloud)"] < 0  # it adds money that doesn't come back
    assert sum(parts.values()) + found.passing_of_time == pytest.approx(found.after - found.before)


def test_a_day_has_not_changed_against_itself(days) -> None:
    found = what_changed(days[1], days[1], "circularity", SHARE)
    assert found.contributions == ()
    assert found.table().empty
    assert found.chart().labels == ()


def test_why_of_a_change_ends_at_the_deals_quote(days) -> None:
    found = what_changed(days[0], days[1], "circularity", SHARE)
    assert any("Cloud supplies Lab" in (leaf.quote or "") for leaf in found.why().leaves())
    assert found.why("Cloud supplies Lab (cloud)").text.startswith("Cloud supplies Lab (cloud) (began)")


def test_the_bars_show_what_did_most_and_all_the_rest(days) -> None:
    found = what_changed(days[0], days[2], "circularity", SHARE)
    bars = found.chart()
    assert bars.labels[-1] == "all other changes"
    assert sum(bars.series[0].values) == pytest.approx(found.after - found.before)
