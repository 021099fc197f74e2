"""The peers of the accounting core work out the same economy."""

import importlib
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
PATHS = 5


@pytest.fixture
def economies(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    return lambda name: importlib.import_module(f"benchmarks.economies.{name}")


@pytest.fixture
def expected(economies):
    return economies("arrays").run(economies("job").job(PATHS))


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
@pytest.mark.parametrize("peer", ["with_mesa", "with_agentpy", "with_numpy", "with_kernels"])
def test_all_work_out_the_same_figures(economies, expected, peer):
    found = economies(peer).run(economies("job").job(PATHS))
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_blocks_make_no_difference(economies, expected):
    in_blocks = economies("arrays").in_blocks(economies("job").job(PATHS), 3)
    assert (in_blocks == expected).all()


def test_the_economy_has_debts_and_differs_by_path(economies, expected):
    firms = economies("job").FIRMS
    assert (expected[firms : 2 * firms] > 0).mean() > 0.2
    assert np.ptp(expected[-1]) > 1


def test_the_kernel_states_its_job(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    module = importlib.import_module("benchmarks.kernels.stock_flow")
    monkeypatch.setattr(module, "PATHS", 2)
    monkeypatch.setattr(module, "WITH_AGENTS", 1)
    settings = importlib.import_module("benchmarks.kernel").Settings()
    ready = module.kernel(settings)
    assert ready.part == {"Mesa": 0.5, "agentpy": 0.5}
    assert [do().shape[1] for do in ready.peers.values()] == [1, 1, 2, 2, 2, 2]


def test_checks_and_postings_are_a_part_of_the_time(monkeypatch, economies):
    monkeypatch.syspath_prepend(str(ROOT))
    parts = importlib.import_module("benchmarks.simulation").parts
    checks, postings = parts(economies("with_kernels").run, economies("job").job(PATHS))
    assert 0 < checks < 1
    assert 0 < postings < 1
