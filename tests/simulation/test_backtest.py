"""A run held against what happened: who was told beforehand, and whether the losses were foreseen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from whole_industries import three, twelve

from keiretsu.errors import MisuseError
from keiretsu.measures.arrays import Floats
from keiretsu.measures.drawing import svg
from keiretsu.reasons import Reason
from keiretsu.simulation.backtest import Backtest, Event, Forecast
from keiretsu.simulation.industry.example import three_firms
from keiretsu.simulation.parameters import Parameter

PATHS = 100
LOST = np.linspace(0, 99, PATHS)  # of each path: the range is 4.95 to 94.05


def event(text: str, *, failed: bool = False, least: float | None = None, most: float | None = None) -> Event:
    return Event(text, failed, least, most, Reason(text, source="a paper"))


FAILED, SURVIVED = event("bankruptcy 2027-05-01", failed=True), event("survived 2029-01-01")


def forecast(chances: list[float], name: str = "as known then", lost: Floats | None = None) -> Forecast:
    """Return a run in which each firm fails on such a share of the paths."""
    failed = np.arange(PATHS) < np.array(chances)[:, None] * PATHS
    return Forecast(name, failed * 1.0, np.zeros((len(chances), PATHS)) if lost is None else lost)


def of_three(*forecasts: Forecast, size: list[float] | None = None, **events: tuple[Event, ...]) -> Backtest:
    """Return a backtest of Alpha, which failed, and of Beta and Gamma, which did not."""
    happened = {"Alpha": (FAILED,), "Beta": (SURVIVED,), "Gamma": (SURVIVED,)} | events
    naive = {} if size is None else {"size": np.array(size)}
    return Backtest(three(), 12, forecasts, happened, naive, {})


def test_a_chance_is_the_share_of_paths() -> None:
    assert forecast([0.5, 0.25, 0]).chance.tolist() == [0.5, 0.25, 0]


def test_the_table_has_the_likeliest_first_with_what_happened() -> None:
    found = of_three(forecast([0.2, 0.6, 0.1]), forecast([0.9, 0.3, 0.3], "if money ends"), size=[3, 1, 2])
    table = found.table()
    assert table["firm"].tolist() == ["Alpha", "Beta", "Gamma"]  # 0.9, 0.6 and 0.3 at most
    assert table["chance, as known then"].tolist() == [0.2, 0.6, 0.1]
    assert table["rank by as known then"].tolist() == [2, 1, 3]
    assert table["rank by if money ends"].tolist() == [1, 2.5, 2.5]
    assert table["rank by size"].tolist() == [1, 3, 2]
    assert table["failed"].tolist() == [True, False, False]
    assert table["what happened"].tolist()[0] == "bankruptcy 2027-05-01"


def test_who_is_not_known_of_is_not_judged() -> None:
    found = of_three(forecast([0.2, 0.6, 0.1]), Gamma=())
    assert found.table()["firm"].tolist() == ["Beta", "Alpha"]
    assert found.discriminations()["as known then"].spared == 1


def test_rankings_are_told_one_row_each() -> None:
    rows = of_three(forecast([0.9, 0.1, 0.3]), size=[1, 2, 3]).rankings().set_index("ranking")
    assert rows["area"].to_dict() == {"as known then": 1, "size": 0}
    assert rows[["failed", "spared"]].values.tolist() == [[1, 2], [1, 2]]
    assert (rows["low"] <= rows["area"]).all()


def many(chances: list[float], size: list[float]) -> Backtest:
    """Return a backtest of twelve firms of which the first six failed."""
    industry = twelve()
    events = {name: (FAILED if place < 6 else SURVIVED,) for place, name in enumerate(industry.firms)}
    return Backtest(industry, 8, (forecast(chances),), events, {"size": np.array(size)}, {})


PERFECT, REVERSED = [0.9] * 6 + [0.1] * 6, [0.1] * 6 + [0.9] * 6
MIXED = [0.9, 0.9, 0.9, 0.9, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.9, 0.9]
NEARLY = [0.9] * 5 + [0.1] * 7


@pytest.mark.parametrize(
    ("chances", "size", "words"),
    [
        (PERFECT, REVERSED, "The ranking as known then is better than size."),
        (PERFECT, NEARLY, "is better than size, but their intervals overlap."),
        (NEARLY, PERFECT, "is no better than size, but their intervals overlap."),
        (NEARLY, NEARLY, "is no better than size, but their intervals overlap."),
        (MIXED, PERFECT, "The ranking as known then can't be told from a coin."),
        (REVERSED, PERFECT, "The ranking as known then can't be told from a coin."),
    ],
    ids=["better", "better, unsure", "no better", "the same", "a coin", "reversed"],
)
def test_the_verdict_is_plain(chances: list[float], size: list[float], words: str) -> None:
    verdict = many(chances, size).verdict
    assert words in verdict
    assert verdict.startswith("Chance that a firm which failed ranks above one which did not: as known then ")


def test_without_a_simple_ranking_a_coin_is_the_rival() -> None:
    verdict = replace(many(PERFECT, PERFECT), naive={}).verdict
    assert "The ranking as known then is better than a coin." in verdict
    assert "size" not in verdict


@pytest.mark.parametrize(
    ("least", "most", "holds"),
    [(50, 60, True), (0, 5, True), (0, 4, False), (94, 200, True), (95, 200, False), (95, None, False)],
)
def test_a_range_holds_a_loss_that_lies_in_it(least: float, most: float | None, *, holds: bool) -> None:
    lost = np.stack([LOST, LOST * 0, LOST * 0])
    write_off = event("write off 2027-03-31", least=least, most=most)
    found = of_three(forecast([0.5, 0.1, 0.1], lost=lost), Alpha=(FAILED, write_off))
    (row,) = found.losses().itertuples(index=False)
    assert row[:2] == ("Alpha", "as known then")
    assert row[2:5] == pytest.approx((4.95, 49.5, 94.05))
    assert row[5] == least
    assert row[7] == holds
    assert f"{int(holds)} of 1 loss range {'holds' if holds else 'hold'} what was lost." in found.verdict


def test_what_a_firm_lost_at_several_times_is_added_up() -> None:
    first, second = event("one", least=10, most=20), event("two", most=30)
    open_end = event("three", least=5)
    bounded = of_three(forecast([0.5, 0, 0]), Alpha=(FAILED, first, second)).losses()
    assert bounded[["lost at least", "lost at most"]].values.tolist() == [[10, 50]]
    open_ = of_three(forecast([0.5, 0, 0]), Alpha=(FAILED, first, open_end)).losses()
    assert open_["lost at least"].tolist() == [15]
    assert open_["lost at most"].isna().all()


def test_rankings_of_losses_are_held_against_what_was_lost() -> None:
    """Forecasts agree on who lost most; the ranking by size has it the other way round."""
    lost = np.array([[3.0], [2.0], [1.0]]) * np.ones(PATHS)
    events = {
        name: (*happened, event("write off", least=sum_, most=sum_))
        for name, happened, sum_ in (
            ("Alpha", (FAILED,), 90),
            ("Beta", (SURVIVED,), 20),
            ("Gamma", (SURVIVED,), 10),
        )
    }
    found = replace(
        of_three(forecast([0.5, 0.1, 0.1], lost=lost), **events), naive_losses={"size": np.array([1.0, 2, 3])}
    )
    assert found.loss_rankings().values.tolist() == [["as known then", 1, 3], ["size", -1, 3]]
    assert "losses of 3 firms: as known then 1.00, size -1.00." in found.verdict


def test_without_losses_nothing_is_said_of_them() -> None:
    found = of_three(forecast([0.9, 0.1, 0.1]))
    assert found.losses().empty
    assert "loss" not in found.verdict


def test_the_chart_marks_those_who_failed() -> None:
    chart = of_three(forecast([0.2, 0.6, 0.1]), forecast([0.1, 0.3, 0.3], "if money ends")).chart()
    assert chart.labels == ("Beta", "Gamma", "Alpha (failed)")
    assert [series.name for series in chart.series] == ["as known then", "if money ends"]
    assert chart.series[0].values == (0.6, 0.1, 0.2)
    assert "Alpha (failed)" in svg(chart)


def test_why_names_the_chance_the_start_once_and_what_happened() -> None:
    start = Reason("Alpha sells end customers 10 a year")
    grounds = {
        ("base sales", "Alpha"): start,
        ("end sales", "Alpha"): start,
        ("base sales", "Beta"): Reason("B"),
    }
    found = of_three(forecast([0.25, 0, 0]))
    reason = replace(found, industry=replace(found.industry, grounds=grounds)).why("Alpha")
    assert reason.estimate
    assert reason.text == "Alpha fails within 12 quarters on this share of the paths: 25% as known then"
    assert [each.text for each in reason.because] == [start.text, "bankruptcy 2027-05-01"]


@pytest.mark.parametrize("names", [(), ("Delta",), ("Gamma",), ("Alpha", "Beta")])
def test_why_of_somebody_who_is_not_judged_is_refused(names: tuple[str, ...]) -> None:
    with pytest.raises(MisuseError, match="use one of: Alpha, Beta"):
        of_three(forecast([0.2, 0.6, 0.1]), Gamma=()).why(*names)


def test_what_is_drawn_from_a_range_is_assumed() -> None:
    industry = three_firms(
        {
            "speed": Parameter(1.0, "speed of choice", likely=(0.5, 2.0)),
            "rate": Parameter(0.1, "interest", "a bank", likely=(0.05, 0.2)),
            "fixed": Parameter(1.0, "no range"),
        }
    )
    assumed = replace(of_three(forecast([0.2, 0.6, 0.1])), industry=industry).assumed()
    told = {each.text: (each.source, each.estimate) for each in assumed}
    assert told == {"speed: speed of choice": ("no source", True), "rate: interest": ("a bank", False)}


def test_where_all_failed_there_is_nothing_to_tell_apart() -> None:
    found = of_three(forecast([0.2, 0.6, 0.1]), Beta=(FAILED,), Gamma=(FAILED,))
    assert found.table()["failed"].all()
    with pytest.raises(MisuseError, match="to all or to none"):
        found.rankings()


def test_a_notebook_shows_the_picture_and_the_table() -> None:
    shown = of_three(forecast([0.2, 0.6, 0.1]))._repr_html_()
    assert "<svg" in shown
    assert "Alpha" in shown
