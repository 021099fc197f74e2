"""The peers of the measures' kernels do the same job."""

import importlib
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def kernels(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    return lambda name: importlib.import_module(f"benchmarks.kernels.{name}")


@pytest.fixture
def settings(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    return importlib.import_module("benchmarks.kernel").Settings(firms=400)


def test_all_find_the_same_sources(kernels, settings):
    shares = [do() for do in kernels("provenance").kernel(settings).peers.values()]
    assert len(shares) == 3
    for found in shares:
        assert found == pytest.approx(shares[0], abs=1e-8)


def test_all_clear_alike(kernels, settings, monkeypatch):
    module = kernels("clearing")
    monkeypatch.setattr(module, "PROGRAMMES", 3)
    monkeypatch.setattr(module, "LOOPED", 3)
    payments = [np.array(do()[:3]) for do in module.kernel(settings).peers.values()]
    assert len(payments) == 4
    for found in payments:
        assert found == pytest.approx(payments[-1], rel=1e-6, abs=1e-5)


@pytest.mark.parametrize("name", ["debtrank", "debtrank_original"])
def test_all_lose_alike(kernels, settings, monkeypatch, name):
    monkeypatch.setattr("benchmarks.shocks.LOOPED", 20)
    loop, ours = (np.array(do()[:20]) for do in kernels(name).kernel(settings).peers.values())
    assert ours == pytest.approx(loop, abs=1e-9)
