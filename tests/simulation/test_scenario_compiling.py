"""Actions move levers in the quarter of their day; several on one lever add up."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from keiretsu.errors import MisuseError
from keiretsu.parties import Party
from keiretsu.simulation.industry.example import three_firms
from keiretsu.simulation.industry.levers import LEVERS
from keiretsu.simulation.industry.quarters import first_day, last_day, quarter_of
from keiretsu.simulation.parameters import Parameter
from keiretsu.simulation.scenarios import Compiled, Scenario, compile_scenario
from keiretsu.simulation.scenarios.moves import COMPOSED

SPEED = Parameter(1.0, "speed of choice", least=0, most=5)
INDUSTRY = three_firms({"speed": SPEED})
PARTIES = (
    Party("Alpha", "ai_lab", aliases=("Alpha Inc.",), wikidata="Q1"),
    Party("Beta", "cloud_provider", units=("Beta Cloud",)),
    Party("Gamma", "chip_maker"),
    Party("Delta", "chip_maker"),
)


def scenario(*actions: dict[str, Any], **more: Any) -> Scenario:
    raw = {
        "name": "what_if",
        "title": "What if",
        "asks": "What if?",
        "about": "A test.",
        "horizon": 8,
        "actions": [{"date": "2026-08-01", **action} for action in actions],
        "main": {"outcome": "money", "expect": "falls", "why": "So it is."},
    }
    return Scenario.model_validate({**raw, **more})


def compiled(*actions: dict[str, Any], **more: Any) -> Compiled:
    return compile_scenario(scenario(*actions, **more), INDUSTRY, PARTIES)


def lever(found: Compiled, name: str, row: int = 0) -> list[float]:
    """Return a lever of one row, quarter by quarter from the first on."""
    values, now = [], float(LEVERS[name].value)
    for quarter in range(1, found.scenario.horizon + 1):
        change = found.changes.get(quarter, {}).get(name)
        now = now if change is None else float(change[row, 0])
        values.append(now)
    return values


def test_a_factor_holds_while_it_lasts_and_recovers_evenly():
    found = compiled({"do": "change_demand", "layers": "models", "times": 0.6, "quarters": 2, "recovers": 3})

    assert lever(found, "demand factor") == pytest.approx([1, 1, 0.6, 0.6, 0.7, 0.8, 0.9, 1])
    assert lever(found, "demand factor", row=1) == [1] * 8


def test_a_change_without_an_end_is_for_good():
    found = compiled({"do": "change_price", "firms": "Gamma", "times": 2})

    assert list(found.changes) == [3]
    assert found.changes[3]["price factor"][:, 0].tolist() == [1, 1, 2]


@pytest.mark.parametrize(
    ("actions", "name", "expected"),
    [
        (
            [
                {"do": "change_demand", "layers": "models", "times": 0.5},
                {"date": "2026-11-01", "do": "change_demand", "layers": "all", "times": 0.5},
            ],
            "demand factor",
            [0.5, 0.25],
        ),
        (
            [
                {"do": "improve_products", "firms": "Alpha", "by": 0.2},
                {"do": "improve_products", "firms": "all", "by": 0.1},
            ],
            "capability gain",
            [0.3, 0],
        ),
        ([{"do": "fail", "firms": "Alpha"}] * 2, "failure", [1, 0]),
        (
            [
                {
                    "date": "2026-11-01",
                    "do": "make_in_house",
                    "customers": "all",
                    "layers": "all",
                    "share": 0.2,
                },
                {"do": "make_in_house", "customers": "Alpha", "layers": "cloud", "share": 0.5},
            ],
            "in-house target",
            [0.5, 0.2],
        ),
    ],
)
def test_several_actions_on_one_lever_add_up(actions: list[Any], name: str, expected: list[float]):
    assert lever(compiled(*actions), name)[2:4] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("action", "name", "rows", "value"),
    [
        ({"do": "change_funding", "firms": {"kind": "ai_lab"}, "times": 0}, "funding factor", [0], 0),
        ({"do": "change_lending", "firms": "beta cloud", "times": 0}, "lending factor", [1], 0),
        ({"do": "change_costs", "firms": "Q1", "times": 2}, "cost factor", [0], 2),
        ({"do": "change_need", "firms": ["Alpha Inc.", "Gamma"], "times": 2}, "need factor", [0, 2], 2),
        (
            {"do": "change_capital_expenditure", "firms": {"buys": "chips"}, "times": 0.5},
            "capital expenditure factor",
            [1],
            0.5,
        ),
        ({"do": "change_efficiency", "firms": {"sells": "chip"}, "times": 2}, "efficiency", [2], 2),
        ({"do": "change_switching_cost", "layers": "compute", "times": 0}, "switching factor", [1], 0),
        ({"do": "change_differentiation", "layers": "models", "times": 0}, "differentiation factor", [0], 0),
        ({"do": "improve_open_products", "layers": "models", "times": 1}, "appeal of open products", [], 0),
        ({"do": "block_investment", "holders": "all", "issuers": "Alpha"}, "investment factor", [3, 4], 0),
        ({"do": "unwind_stake", "holders": "Beta", "issuers": "all", "share": 1}, "unwinding", [3], 1),
        ({"do": "ban_exclusivity", "layers": "cloud"}, "exclusivity", [0, 1], 0),
        ({"do": "force_disclosure"}, "disclosure", [0], 1),
        (
            {
                "do": "add_supplier",
                "customers": "Alpha",
                "suppliers": "Gamma",
                "layers": "cloud",
                "weight": 1,
            },
            "entry weight",
            [1],
            1,
        ),
    ],
)
def test_each_action_moves_its_lever(action: dict[str, Any], name: str, rows: list[int], value: float):
    found = compiled(action)

    rest = LEVERS[name].value
    values = found.changes.get(3, {}).get(name)
    moved = [] if values is None else np.flatnonzero(values[:, 0] != rest).tolist()
    assert (found.problems, moved) == ((), rows)
    assert values is None or set(values[rows, 0]) == {value}
    assert len(found.effects) == 1


def test_the_odds_of_an_open_product_are_a_logarithm_of_its_appeal():
    found = compiled({"do": "improve_open_products", "layers": "models", "times": 4, "quarters": 1})

    assert lever(found, "appeal of open products")[1:4] == pytest.approx([0, np.log(4), 0])


def test_every_lever_can_be_moved_and_says_how_moves_add_up():
    assert COMPOSED.keys() == LEVERS.keys()


@pytest.mark.parametrize(
    ("action", "code", "words"),
    [
        ({"do": "fail", "firms": "Alhpa"}, "unknown-name", "did you mean 'Alpha'?"),
        ({"do": "fail", "firms": "Delta"}, "unknown-name", "no firm 'Delta' in the industry"),
        ({"do": "fail", "firms": {"kind": "ai_labs"}}, "unknown-name", "did you mean 'ai_lab'?"),
        ({"do": "fail", "firms": {"sells": "clod"}}, "unknown-name", "did you mean 'cloud'?"),
        ({"do": "fail", "firms": {"buys": "models"}}, "nothing-to-change", "nobody buys models"),
        ({"do": "ban_exclusivity", "layers": "robots"}, "unknown-name", "use one of: models, cloud, chips"),
        (
            {"do": "unwind_stake", "holders": "Alpha", "issuers": "all", "share": 1},
            "nothing-to-change",
            "none of the holders has a stake",
        ),
        (
            {"do": "add_supplier", "customers": "Beta", "suppliers": "Alpha", "layers": "chips", "weight": 1},
            "nothing-to-change",
            "add them to the industry's candidates",
        ),
        ({"do": "fail", "firms": "Alpha", "date": "2026-01-01"}, "outside-horizon", "not after 2026-01-01"),
        ({"do": "fail", "firms": "Alpha", "date": "2028-01-02"}, "outside-horizon", "in quarter 9 of 8"),
    ],
)
def test_what_an_industry_does_not_have_is_told(action: dict[str, Any], code: str, words: str):
    (problem,) = compiled(action).problems

    assert problem.code == f"scenario.{code}"
    assert words in f"{problem.message}; {problem.hint}"


def test_parameters_change_in_the_first_quarter():
    assert compiled(parameters={"speed": 2}).changes[1]["speed"].tolist() == [2]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"parameters": {"sped": 2}}, "did you mean 'speed'?"),
        ({"parameters": {"speed": 9}}, "out of its range from 0 to 5"),
        ({"parameters": {"failure": 1}}, "no parameter 'failure'"),
        ({"behaviours": {"rescu": "off"}}, "did you mean 'rescue'?"),
        ({"behaviours": {"rescue": "charity"}}, "no mechanism 'charity'"),
    ],
)
def test_other_parameters_and_mechanisms_are_told(more: dict[str, Any], words: str):
    (problem,) = compiled(**more).problems

    assert words in f"{problem.message}; {problem.hint}"


def test_a_range_counts_as_its_middle_or_as_it_is_drawn():
    asked = scenario({"do": "change_costs", "firms": "Alpha", "times": {"least": 1, "most": 3}})
    (name,) = asked.ranges

    middle = compile_scenario(asked, INDUSTRY)
    drawn = compile_scenario(asked, INDUSTRY, sizes={name: np.array([1.0, 2.0, 3.0])})

    assert middle.changes[3]["cost factor"][0].tolist() == [2]
    assert drawn.changes[3]["cost factor"].tolist() == [[1, 2, 3], [1, 1, 1], [1, 1, 1]]
    with pytest.raises(MisuseError, match="no range 'size'"):
        compile_scenario(asked, INDUSTRY, sizes={"size": 1})


def test_a_longer_run_sees_the_end_of_what_lasts():
    asked = scenario({"do": "change_costs", "firms": "Alpha", "times": 2, "quarters": 8})

    assert list(compile_scenario(asked, INDUSTRY).changes) == [3]
    assert list(compile_scenario(asked, INDUSTRY, quarters=12).changes) == [3, 11]


def test_firms_of_one_name_are_told_apart_by_id():
    industry = replace(INDUSTRY, firms=("Alpha (Q1)", "Alpha (Q2)", "Gamma"))
    parties = (Party("Alpha", wikidata="Q1"), Party("Alpha", wikidata="Q2"), Party("Gamma"))
    asked = scenario({"do": "fail", "firms": "Q2"})

    assert compile_scenario(asked, industry, parties).effects[0].of == ("Alpha (Q2)",)


@pytest.mark.parametrize(
    "as_of", [date(2025, 12, 31), date(2026, 5, 20), date(2024, 2, 29), date(2026, 6, 30), date(2025, 11, 29)]
)
def test_a_quarter_ends_on_its_last_day(as_of: date):
    for quarter in range(1, 20):
        assert quarter_of(last_day(quarter, as_of), as_of) == quarter
        assert quarter_of(date.fromordinal(last_day(quarter, as_of).toordinal() + 1), as_of) == quarter + 1


def test_a_run_that_starts_after_a_short_month_has_the_quarters_of_the_calendar():
    june = date(2026, 6, 30)
    ends = [last_day(quarter, june) for quarter in range(5)]

    assert ends == [june, date(2026, 9, 30), date(2026, 12, 31), date(2027, 3, 31), date(2027, 6, 30)]
    assert quarter_of(date(2026, 12, 31), june) == 2
    assert [first_day(quarter, june) for quarter in (1, 3)] == [date(2026, 7, 1), date(2027, 1, 1)]
