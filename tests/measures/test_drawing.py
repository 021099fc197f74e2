"""Charts drawn: what a reader sees in the picture is what the chart says."""

from datetime import date

import pytest

from keiretsu.measures.charts import Bars, Grid, Lines, Link, Links, Series, chart_json
from keiretsu.measures.drawing import draw, svg

SHARES = Bars(
    "Whose money it is",
    "share",
    ("Alpha", "Beta"),
    (Series("customers", (0.75, None)), Series("own equity", (0.25, 1.0))),
    is_stacked=True,
    note="An estimate.",
)
RANGES = Bars("HHI", "points", ("Alpha",), (Series("index", (2500.0,), (2000.0,), (4000.0,)),))
DAYS = Lines(
    "Money in loops",
    "share",
    (date(2024, 1, 1), date(2025, 1, 1)),
    (Series("share", (0.1, 0.2), (0.05, 0.1), (0.2, 0.3)), Series("other", (0.3, None))),
)
STACK = Grid(
    "Stack",
    ("Alpha", "Beta"),
    ("chips", "cloud"),
    ((1.0, None), (0.25, 0.5)),
    (("leading", ""), ("early", "left")),
)
SIGNED = Grid("Blocs", ("Alpha",), ("Beta",), ((-1.0,),), (("-",),), least=-1.0)
MONEY = Links(
    "Loops",
    "USD per year",
    (Link("Alpha", "Beta", 8e9, "capital"), Link("Beta", "Alpha", 8e9, "purchase", True)),
)


def words(chart) -> list[str]:
    figure = draw(chart)
    figure.draw_without_rendering()
    return [text.get_text() for text in figure.findobj(lambda artist: hasattr(artist, "get_text"))]


@pytest.mark.parametrize(
    ("chart", "shown"),
    [
        (SHARES, ["Whose money it is", "Alpha", "Beta", "customers", "own equity", "An estimate.", "100%"]),
        (RANGES, ["HHI", "Alpha", "points", "4,000"]),
        (DAYS, ["Money in loops", "share", "other"]),
        (STACK, ["chips", "cloud", "leading", "early", "left"]),
        (SIGNED, ["Alpha", "Beta", "-"]),
        (MONEY, ["Alpha  8 bn", "Beta  8 bn", "capital", "purchase"]),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_the_picture_says_what_the_chart_says(chart, shown) -> None:
    assert set(shown) <= set(words(chart))


def test_bars_of_one_whole_are_as_long_as_their_parts() -> None:
    ends = [bar.get_x() + bar.get_width() for bar in draw(SHARES).axes[0].patches[-2:]]
    assert ends == pytest.approx([1.0, 1.0])


def test_an_interval_reaches_from_its_low_to_its_high() -> None:
    (whisker,) = draw(RANGES).axes[0].collections
    assert whisker.get_segments()[0][:, 0].tolist() == [2000.0, 4000.0]


def test_an_estimated_sum_is_dashed_and_a_known_one_is_not() -> None:
    known, estimated = draw(MONEY).axes[0].patches
    assert (known.get_linestyle(), estimated.get_linestyle()) == ("-", "--")


@pytest.mark.parametrize(
    "nothing",
    [
        Bars("Shares", "share", (), ()),
        Grid("Stack", (), (), (), ()),
        Lines("Days", "share", (), ()),
        Links("Loops", "USD per year", ()),
    ],
    ids=lambda chart: chart.kind,
)
def test_an_empty_picture_says_that_there_is_nothing(nothing) -> None:
    assert any("Nothing to show" in word for word in words(nothing))


@pytest.mark.parametrize("chart", [SHARES, DAYS, STACK, MONEY], ids=lambda chart: chart.kind)
def test_the_same_chart_gives_the_same_picture(chart) -> None:
    assert svg(chart) == svg(chart)


def test_a_chart_as_json_has_its_kind_and_only_plain_values() -> None:
    assert chart_json(DAYS) == {
        "kind": "lines",
        "title": "Money in loops",
        "unit": "share",
        "days": ["2024-01-01", "2025-01-01"],
        "series": [
            {"name": "share", "values": [0.1, 0.2], "low": [0.05, 0.1], "high": [0.2, 0.3]},
            {"name": "other", "values": [0.3, None], "low": None, "high": None},
        ],
        "note": "",
    }
