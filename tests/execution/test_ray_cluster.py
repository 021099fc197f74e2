"""An ensemble on a cluster of two nodes, one of which dies on the way."""

from __future__ import annotations

import sys

import pytest
from experiments import Firm, Meeting

from keiretsu.execution import SerialExecutor
from keiretsu.execution.ray import RayExecutor
from keiretsu.simulation.ensembles import run_ensemble


@pytest.mark.skipif(sys.platform != "linux", reason="several loopback addresses are Linux's")
def test_two_nodes_give_what_one_process_gives_even_if_one_dies(cluster, tmp_path) -> None:
    marks = tmp_path / "marks"
    marks.mkdir()

    def kill_one(done, _):
        if done >= 512 and "127.0.0.3" in cluster.nodes:
            cluster.kill("127.0.0.3")

    alone = run_ensemble(Firm(), 1024, executor=SerialExecutor(), folder=tmp_path / "alone")
    shared = run_ensemble(
        Meeting(marks=marks, doomed="127.0.0.3"),
        1024,
        executor=RayExecutor(2),
        folder=tmp_path / "shared",
        batch=8,
        on_progress=kill_one,
    )
    assert {mark.name for mark in marks.iterdir()} == {"127.0.0.2", "127.0.0.3"}
    assert [*cluster.nodes] == ["127.0.0.2"]
    assert shared.problems == ()
    assert shared.figures.tobytes() == alone.figures.tobytes()
    assert shared.values.tobytes() == alone.values.tobytes()
