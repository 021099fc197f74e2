"""The scenarios that ship: each can be read and compiled, and its main outcome moves as theory says."""

import pytest

import keiretsu as kr
from keiretsu.packs import load_pack
from keiretsu.simulation.scenarios import read_scenario, read_scenarios
from keiretsu.simulation.start import industry_of
from keiretsu.simulation.study import Study

PATHS = 24
FILES = load_pack("ai").scenario_paths


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory):
    """Return the network that the pack's documents make, amounts that no source gives estimated."""
    workspace = kr.create(tmp_path_factory.mktemp("ai") / "ai.sqlite", pack="ai")
    workspace.read(load_pack("ai").document_paths)
    workspace.extract()
    workspace.reconcile()
    return workspace.network(unknown="estimate")


@pytest.fixture(scope="module")
def study(network):
    """Return one baseline for all scenarios, with few paths."""
    outcomes = {read_scenario(file).main.outcome for file in FILES}
    return Study(industry_of(network), network.parties, PATHS, outcomes=tuple(sorted(outcomes)))


def test_there_is_a_scenario_for_each_mechanism_that_the_articles_describe():
    scenarios, problems = read_scenarios(FILES)

    assert problems == ()
    assert len(scenarios) >= 18
    assert all(scenario.name == file.stem for scenario, file in zip(scenarios, FILES, strict=True))
    assert all(scenario.asks.endswith("?") for scenario in scenarios)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_main_outcome_moves_as_theory_says(file, study: Study):
    scenario = read_scenario(file)

    (comparison,) = study.compare([scenario])

    assert comparison.is_as_expected, comparison.line
