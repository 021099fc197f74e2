"""A scenario beside its baseline, on the same random numbers: what is different, for whom, how surely."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from keiretsu.errors import MisuseError
from keiretsu.measures.drawing import svg
from keiretsu.reasons import Reason
from keiretsu.simulation.industry.example import three_firms
from keiretsu.simulation.industry.levers import Per
from keiretsu.simulation.parameters import Parameter
from keiretsu.simulation.scenarios import Comparison, Contrast, Scenario, compile_scenario

QUARTERS, PATHS = 4, 101
FIRMS = ("Alpha", "Beta", "Gamma")
NOISE = np.linspace(-1, 1, PATHS)


def contrast(name: str, unit: str, losses: tuple[float, float, float]) -> Contrast:
    """Return figures of about 10, from which the scenario takes losses, more or less, from quarter 2 on."""
    base = np.full((3, QUARTERS + 1, PATHS), 10.0) + NOISE
    lost = np.zeros_like(base)
    lost[:, 2:] = np.array(losses)[:, None, None] * (1 + NOISE / 2)
    return Contrast(name, Per.FIRM, unit, FIRMS, base, base - lost)


def comparison(**main: Any) -> Comparison:
    asked = Scenario.model_validate(
        {
            "name": "dear_cloud",
            "title": "The cloud becomes dearer",
            "asks": "Who pays for it?",
            "about": "A test.",
            "horizon": QUARTERS,
            "actions": [{"date": "2026-05-01", "do": "change_price", "firms": "Beta", "times": 2}],
            "parameters": {"speed": 2},
            "main": {
                "outcome": "money",
                "of": "Alpha",
                "expect": "falls",
                "why": "It pays more.",
                **main,
            },
        }
    )
    industry = replace(
        three_firms({"speed": Parameter(1.0, "speed of choice")}),
        grounds={("base sales", "Alpha"): Reason("Alpha sells end customers 10 a year")},
    )
    found = compile_scenario(asked, industry)
    figures = (contrast("revenue", "money/year", (0, -1, 0)), contrast("money", "money", (4, -1, 0)))
    return Comparison(industry, found, figures)


def test_differences_are_taken_path_by_path():
    answer = comparison().answer

    assert (answer.baseline, answer.changed) == (10, 6)
    assert (answer.low, answer.middle, answer.high) == pytest.approx((-5.8, -4, -2.2))


def test_the_answer_is_one_line():
    assert comparison().line == (
        "The cloud becomes dearer: money of Alpha after 4 quarters falls by USD 4 from USD 10"
        " (90% of paths: USD -5.8 to USD -2.2); as theory says"
    )


@pytest.mark.parametrize(
    ("main", "is_as_expected"),
    [
        ({}, True),
        ({"expect": "rises"}, False),
        ({"of": "Beta", "expect": "rises"}, True),
        ({"of": "Gamma"}, False),
        ({"of": ["Alpha", "Beta"]}, True),
        ({"of": None}, True),
        ({"of": {"buys": "chips"}, "expect": "rises"}, True),
        ({"quarter": 1}, False),
    ],
)
def test_the_sign_is_held_against_what_theory_says(main: dict[str, Any], *, is_as_expected: bool):
    assert comparison(**main).is_as_expected is is_as_expected


def test_sums_are_added_over_firms_and_shares_averaged():
    both = contrast("money", "money", (4, -1, 0)).together([0, 1], "both").at(QUARTERS)[0]
    mean = contrast("margin", "share", (4, -1, 0)).together([0, 1], "both").at(QUARTERS)[0]

    assert (both.middle, mean.middle) == pytest.approx((-3, -1.5))


def test_a_figure_without_a_meaning_is_left_out_of_means_and_told_as_none():
    lost = np.full((3, QUARTERS + 1, PATHS), np.nan)
    lost[0] = 1.0
    figure = Contrast("margin", Per.FIRM, "share", FIRMS, lost, lost * 2)

    assert figure.together([0, 1], "some").at(1)[0].middle == 1
    assert np.isnan(figure.together([1, 2], "none").at(1)[0].middle)
    assert figure.moved == (0,)


def test_the_table_begins_with_the_main_outcome_and_leaves_out_what_does_not_move():
    table = comparison().table()

    assert table[["outcome", "of", "difference"]].round(9).values.tolist() == [
        ["money", "Alpha", -4.0],
        ["money", "Beta", 1.0],
        ["revenue", "Beta", 1.0],
    ]


def test_who_loses_what_begins_with_who_loses_most():
    table = comparison().by_firm()

    assert table.columns.tolist() == ["money", "revenue"]
    assert table["money"].round(9).to_dict() == {"Alpha": -4.0, "Beta": 1.0}


def test_the_chart_has_both_runs_with_bands():
    chart = comparison().chart()

    assert [series.name for series in chart.series] == ["baseline", "dear_cloud"]
    assert [str(day) for day in chart.days] == [
        "2026-01-01",
        "2026-04-01",
        "2026-07-01",
        "2026-10-01",
        "2027-01-01",
    ]
    assert chart.series[1].values == pytest.approx((10, 10, 6, 6, 6))
    assert chart.series[1].low == pytest.approx((9.1, 9.1, 5.1, 5.1, 5.1))
    assert "The cloud becomes dearer" in svg(chart)
    assert comparison().fan("revenue", "Beta").title.endswith("revenue of Beta")


def test_why_names_what_happens_the_start_the_assumptions_and_theory():
    reason = comparison().why()
    lines = "\n".join(reason.lines())

    assert reason.estimate
    for words in (
        "money of Alpha after 4 quarters falls",
        "from 2026-05-01, quarter 2: change price: firms Beta; times 2",
        "price factor",
        "the scenario sets speed = 2",
        "Alpha sells end customers 10 a year",
        "assumed: speed = 1: speed of choice",
        "theory: it falls. It pays more.",
        "same random numbers on each of 101 paths",
    ):
        assert words in lines
    assert "does not move" in comparison().why("revenue", "Alpha").text


def test_a_notebook_shows_the_picture_and_the_table():
    shown = comparison()._repr_html_()

    assert "<svg" in shown
    assert "Beta" in shown
    assert "speed of choice" in shown


@pytest.mark.parametrize(
    ("main", "words"),
    [({"outcome": "happiness"}, "no outcome 'happiness'"), ({"of": "Delta"}, "no firm 'Delta'")],
)
def test_a_main_outcome_that_is_not_there_is_told(main: dict[str, Any], words: str):
    with pytest.raises(MisuseError, match=words):
        comparison(**main)


def test_figures_that_are_not_there_are_told():
    with pytest.raises(MisuseError, match="no figure 'Delta'"):
        comparison().why("money", "Delta")
    with pytest.raises(MisuseError, match="run both"):
        Contrast("money", Per.FIRM, "money", ("Alpha",), np.zeros((1, 2, 3)), np.zeros((1, 2, 4)))
