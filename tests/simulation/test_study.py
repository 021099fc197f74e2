"""Scenarios beside one baseline: good and bad ones together, given backgrounds, one table of answers."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from what_ifs import dear, scenario
from whole_industries import drawn, three

from keiretsu.simulation.industry.outcomes import OUTCOMES
from keiretsu.simulation.scenarios import Scenario
from keiretsu.simulation.study import Study, answers

PATHS = 9
SHORT, LONG = scenario("short", dear(), horizon=4), scenario("long", dear(times=2), horizon=6)
BOTH = scenario("both", dear("Gamma"), given=[dear(times=6)])


@pytest.fixture(scope="module")
def study() -> Study:
    industry = three()
    return Study(industry, paths=PATHS, draw_start=partial(drawn, industry))


def test_one_baseline_serves_scenarios_of_any_horizon(study: Study) -> None:
    told: list[int] = []
    (short, long), problems = study.compare([SHORT, LONG], told.append)
    assert problems == ()
    assert told == [PATHS, 2 * PATHS, 3 * PATHS]
    for name, values in study.baseline(6).items():
        for each, quarters in ((short, 4), (long, 6)):
            (contrast,) = [one for one in each.contrasts if one.name == name]
            assert contrast.baseline.tobytes() == values[:, : quarters + 1].tobytes()


def test_nothing_is_different_before_the_first_action(study: Study) -> None:
    """The first of August lies in the third quarter."""
    (found,), _ = study.compare([SHORT])
    assert [contrast.name for contrast in found.contrasts] == list(OUTCOMES)
    for contrast in found.contrasts:
        assert contrast.changed[:, :3].tobytes() == contrast.baseline[:, :3].tobytes(), contrast.name
    assert found.answer.middle < 0
    assert found.is_as_expected


def test_a_scenario_is_the_same_alone_and_among_others(study: Study) -> None:
    (alone,), _ = study.compare([LONG])
    (_, among, _), _ = study.compare([SHORT, LONG, BOTH])
    for one, other in zip(alone.contrasts, among.contrasts, strict=True):
        assert one.changed.tobytes() == other.changed.tobytes()
        assert one.baseline.tobytes() == other.baseline.tobytes()


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        (scenario("bad", dear("Delta")), "there is no firm 'Delta'"),
        (scenario("bad", dear(date="2031-01-01")), "lies in quarter"),
        (scenario("bad", dear(), parameters={"luck": 1}), "there is no parameter 'luck'"),
        (scenario("bad", behaviours={"funding": "gifts"}), "there is no mechanism 'gifts'"),
        (
            scenario("bad", dear(), main={"outcome": "happiness", "expect": "rises", "why": "No."}),
            "there is no outcome 'happiness'",
        ),
        (
            scenario("bad", dear(), main={"outcome": "cash", "of": "Delta", "expect": "rises", "why": "No."}),
            "there is no firm 'Delta'",
        ),
    ],
    ids=["firm", "day", "parameter", "mechanism", "outcome", "of whom"],
)
def test_what_is_wrong_with_one_scenario_does_not_stop_the_others(
    study: Study, bad: Scenario, words: str
) -> None:
    found, problems = study.compare([SHORT, bad, LONG])
    assert [each.scenario.name for each in found] == ["short", "long"]
    (problem,) = problems
    assert words in problem.message
    assert problem.where.startswith("bad")


def test_where_all_scenarios_are_bad_nothing_is_run(study: Study) -> None:
    told: list[int] = []
    found, problems = study.compare([scenario("bad", dear("Delta"))], told.append)
    assert (found, told) == ((), [])
    assert len(problems) == 1


def test_what_is_given_happens_in_the_baseline_too(study: Study) -> None:
    """Alpha's costs are six times what they were in both runs; only what Gamma pays is compared."""
    (found, alone), _ = study.compare([BOTH, scenario("given_alone", dear(times=6))])
    for one, other in zip(found.contrasts, alone.contrasts, strict=True):
        assert one.baseline.tobytes() == other.changed.tobytes(), one.name
    cash = found.fan("cash", "Gamma")
    assert cash.series[1].values[-1] < cash.series[0].values[-1]


def test_without_its_action_a_given_scenario_changes_nothing(study: Study) -> None:
    """An action that takes back nothing: costs times one."""
    (found,), _ = study.compare([scenario("both", dear(times=1), given=[dear(times=6)])])
    assert all(contrast.moved == () for contrast in found.contrasts)
    assert not found.is_as_expected


def test_two_scenarios_of_one_name_keep_their_own_baselines(study: Study) -> None:
    same = scenario("both", dear("Gamma"))
    (with_, without), _ = study.compare([BOTH, same])
    (alone,), _ = study.compare([same])
    assert without.answer == alone.answer != with_.answer


def test_only_outcomes_that_are_asked_for_are_kept(study: Study) -> None:
    (few,), _ = Study(study.industry, paths=PATHS, outcomes=("cash", "revenue")).compare([SHORT])
    assert [each.name for each in few.contrasts] == ["cash", "revenue"]


def test_the_answers_have_a_row_a_scenario(study: Study) -> None:
    found, _ = study.compare([SHORT, scenario("of_gamma", dear("Gamma"), main=of_gamma("rises"))])
    table = answers(found).set_index("scenario")
    assert list(table.index) == ["short", "of_gamma"]
    gamma = table.loc["of_gamma"]
    assert gamma[["outcome", "of", "unit", "quarters", "theory"]].tolist() == [
        "cash",
        "Gamma",
        "money",
        6,
        "rises",
    ]
    assert gamma["low"] <= gamma["difference"] <= gamma["high"] < 0
    assert table["as_expected"].tolist() == [True, False]
    assert table["of"].tolist() == ["all", "Gamma"]


def test_no_answers_are_an_empty_table() -> None:
    table = answers(())
    assert table.empty
    assert "difference" in table.columns


def test_what_one_firm_pays_more_it_has_less(study: Study) -> None:
    """The cash that Gamma lacks is what its costs rose by, as long as nobody else is moved."""
    (found,), _ = study.compare([scenario("of_gamma", dear("Gamma", times=1.1), horizon=3)])
    (cash,) = [contrast for contrast in found.contrasts if contrast.name == "cash"]
    lost = (cash.baseline - cash.changed)[2, 3]
    assert lost == pytest.approx(np.full(PATHS, 0.1 * 30 / 4), rel=0.2)


def of_gamma(expect: str) -> dict[str, str]:
    return {"outcome": "cash", "of": "Gamma", "expect": expect, "why": "It pays."}
