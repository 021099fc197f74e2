"""Ray where it is installed; without it its tests skip, and on CI they fail."""

from __future__ import annotations

import gc
import os
import warnings
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

import pytest
import ray_nodes


@pytest.fixture
def ray(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Require Ray, and leave no connection behind."""
    if find_spec("ray") is None:
        missing = f"Ray isn't installed; type: {ray_nodes.INSTALL}"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    for name, value in ray_nodes.ENVIRONMENT.items():
        monkeypatch.setenv(name, value)  # one token for all clusters: Ray reads it once a process
    monkeypatch.delenv("RAY_ADDRESS", raising=False)
    yield
    assert not import_module("ray").is_initialized()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # Ray doesn't wait for what it has ended
        gc.collect()


@pytest.fixture
def cluster(ray, monkeypatch: pytest.MonkeyPatch) -> Iterator[ray_nodes.Cluster]:
    """Return a cluster of two nodes, whose address is in the environment."""
    made = ray_nodes.Cluster()
    try:
        made.add("127.0.0.3")
        monkeypatch.setenv("RAY_ADDRESS", made.address)
        yield made
    finally:
        made.close()
