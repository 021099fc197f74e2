"""The scenarios that ship: each can be read and compiled, and its main outcome moves as theory says."""

import shutil
from pathlib import Path

import pytest

import keiretsu as kr
from keiretsu.packs import load_pack
from keiretsu.simulation.scenarios import read_scenario, read_scenarios

PATHS = 24
FILES = load_pack("ai").scenario_paths


@pytest.fixture(scope="module")
def comparisons(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory):
    """Return all scenarios beside their baselines, from the pack's documents on, with few paths."""
    workspace = shutil.copy(demo_folder / "keiretsu-demo" / "ai.sqlite", tmp_path_factory.mktemp("ai"))
    simulating = kr.open(workspace).simulating()
    scenarios, _ = simulating.scenarios()
    found, problems = simulating.compare(scenarios, paths=PATHS)
    assert problems == ()
    return {each.scenario.name: each for each in found}


def test_there_is_a_scenario_for_each_mechanism_that_the_articles_describe():
    scenarios, problems = read_scenarios(FILES)

    assert problems == ()
    assert len(scenarios) >= 16
    assert all(scenario.name == file.stem for scenario, file in zip(scenarios, FILES, strict=True))
    assert all(scenario.asks.endswith("?") for scenario in scenarios)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_main_outcome_moves_as_theory_says(file, comparisons):
    comparison = comparisons[read_scenario(file).name]

    assert comparison.is_as_expected, comparison.line


def test_the_telecom_scenarios_can_be_read():
    scenarios, problems = read_scenarios(load_pack("telecom").scenario_paths)

    assert problems == ()
    assert {scenario.horizon for scenario in scenarios} == {12}
