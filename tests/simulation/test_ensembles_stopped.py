"""Ensembles that are stopped, killed, damaged or mixed up: nothing is lost, and nothing is made up."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from experiments import DEMAND, Firm, Watched

from keiretsu.errors import KeiretsuError, MisuseError
from keiretsu.execution import ProcessExecutor, SerialExecutor
from keiretsu.simulation.ensembles import load_ensemble, run_ensemble

SERIAL = SerialExecutor()
SUPPORT = Path(__file__).resolve().parents[1] / "support"


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Return the figures of 64 runs that nothing went amiss with."""
    return run_ensemble(Firm(), 64, executor=SERIAL, folder=tmp_path_factory.mktemp("whole")).figures


@pytest.fixture
def watched(tmp_path):
    """Return the experiment that leaves a mark of each run."""
    (tmp_path / "marks").mkdir()
    return Watched(marks=tmp_path / "marks")


def codes(ensemble):
    return [problem.code for problem in ensemble.problems]


def parts(folder):
    return sorted((folder / "runs").iterdir())


SCRIPT = """
import sys
sys.path.insert(0, {support!r})
from pathlib import Path
from experiments import Watched
from keiretsu.execution import ProcessExecutor
from keiretsu.simulation.ensembles import run_ensemble

if __name__ == "__main__":
    experiment = Watched(marks=Path({marks!r}), seconds=0.2)
    run_ensemble(experiment, 64, executor=ProcessExecutor(2), folder={folder!r}, batch=4)
"""


def test_a_killed_ensemble_goes_on_where_it_was(tmp_path, watched, whole):
    folder, script = tmp_path / "kept", tmp_path / "script.py"
    words = {"support": str(SUPPORT), "marks": str(watched.marks), "folder": str(folder)}
    script.write_text(SCRIPT.format(**words), encoding="utf-8")
    running = subprocess.Popen([sys.executable, script], start_new_session=True)
    while len(list(folder.glob("runs/*.parquet"))) < 4:
        assert running.poll() is None
        time.sleep(0.02)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()

    partial = load_ensemble(folder)
    kept = int(partial.is_done.sum())
    assert 16 <= kept < 64
    assert partial.problems == ()
    before = watched.done()
    assert len(before) <= kept + 2 * 2 * 4  # of each worker, a batch under way and one just handed over

    told = []
    found = run_ensemble(
        replace(watched),
        64,
        executor=SERIAL,
        folder=folder,
        batch=8,
        on_progress=lambda *at: told.append(at),
    )
    assert told[0] == (kept, 64)
    assert told[-1] == (64, 64)
    assert len(watched.done()) == len(before) + 64 - kept
    assert found.figures.tobytes() == whole.tobytes()
    assert codes(found) == []


@pytest.mark.parametrize("executor", [SERIAL, ProcessExecutor(1)])
def test_ctrl_c_keeps_what_is_done(tmp_path, watched, whole, executor):
    def stop(done, _):
        if done >= 16:
            raise KeyboardInterrupt

    folder = tmp_path / "kept"
    with pytest.raises(KeyboardInterrupt):
        run_ensemble(watched, 64, executor=executor, folder=folder, batch=8, on_progress=stop)
    assert multiprocessing.active_children() == []
    assert load_ensemble(folder).is_done.sum() == 16
    assert run_ensemble(watched, 64, executor=executor, folder=folder).figures.tobytes() == whole.tobytes()


def test_the_same_call_again_does_nothing(tmp_path, watched, whole):
    folder = tmp_path / "kept"
    for _ in range(2):
        found = run_ensemble(watched, 64, executor=SERIAL, folder=folder)
        assert found.figures.tobytes() == whole.tobytes()
    assert watched.done() == list(range(64))


def test_a_worker_that_dies_is_replaced_and_its_runs_are_done_again(tmp_path, watched, whole):
    unlucky = replace(watched, amiss="dies once")
    found = run_ensemble(unlucky, 32, executor=ProcessExecutor(1), folder=tmp_path / "kept", batch=16)
    assert (watched.marks / "died").exists()
    assert found.figures.tobytes() == whole[:32].tobytes()
    assert codes(found) == []
    assert watched.done() == sorted([*range(32), *range(16, 32)])


def test_runs_that_kill_each_worker_are_named_and_the_others_are_kept(tmp_path, watched, whole):
    deadly = replace(watched, amiss="dies")
    found = run_ensemble(deadly, 32, executor=ProcessExecutor(1), folder=tmp_path / "kept", batch=16)
    (problem,) = found.problems
    assert problem.line().startswith("error simulation.run-lost: runs 16 to 31: their worker ended 4 times")
    assert watched.done().count(21) == 4
    assert np.flatnonzero(~found.is_done).tolist() == list(range(16, 32))
    assert found.figures[:16].tobytes() == whole[:16].tobytes()
    assert found.quantiles()["runs"][0] == 16


def test_an_error_of_the_experiment_costs_its_batch(tmp_path, watched, whole):
    folder = tmp_path / "kept"
    touchy = replace(watched, amiss="raises")
    found = run_ensemble(touchy, 64, executor=SERIAL, folder=folder, batch=4)
    (problem,) = found.problems
    assert (problem.code, problem.where) == ("simulation.run-failed", "runs 20 to 23")
    assert problem.message == "ZeroDivisionError: nobody buys anything"
    assert "the number 20" in problem.hint
    assert found.is_done.sum() == 60

    mended = run_ensemble(watched, 64, executor=SERIAL, folder=folder)
    assert mended.figures.tobytes() == whole.tobytes()
    assert codes(mended) == []
    assert watched.done() == sorted([*range(64), *range(20, 24)])


def test_one_error_of_many_runs_is_told_once(tmp_path, watched):
    touchy = replace(watched, amiss="is short")
    found = run_ensemble(touchy, 32, executor=SERIAL, folder=tmp_path / "kept", batch=2)
    (problem,) = found.problems
    assert problem.where == "runs 20 to 21"
    assert problem.message == "returns figures of shape (1, 2) for 2 runs of 2 outcomes"


def test_an_ensemble_of_which_nothing_is_left_is_told_and_empty(tmp_path, watched):
    touchy = replace(watched, amiss="raises")
    found = run_ensemble(touchy, 32, executor=SERIAL, folder=tmp_path / "kept", batch=32)
    assert codes(found) == ["simulation.run-failed"]
    assert found.table().empty
    assert found.quantiles()["runs"].tolist() == [0, 0]
    assert "0 of 32 runs" in found._repr_html_()


@pytest.mark.parametrize("harm", ["a byte", "the end", "everything"])
def test_a_damaged_part_is_told_and_done_again(tmp_path, watched, whole, harm):
    folder = tmp_path / "kept"
    run_ensemble(watched, 64, executor=SERIAL, folder=folder, batch=16)
    harmed = parts(folder)[1]
    content = harmed.read_bytes()
    damaged = {
        "a byte": content[:200] + bytes([content[200] ^ 1]) + content[201:],
        "the end": content[:-100],
        "everything": b"",
    }
    harmed.write_bytes(damaged[harm])

    read = load_ensemble(folder)
    assert codes(read) == ["simulation.damaged-part"]
    assert np.flatnonzero(~read.is_done).tolist() == list(range(16, 32))

    found = run_ensemble(watched, 64, executor=SERIAL, folder=folder)
    (problem,) = found.problems
    assert (problem.code, problem.where) == ("simulation.damaged-part", str(harmed))
    assert found.figures.tobytes() == whole.tobytes()
    assert watched.done() == sorted([*range(64), *range(16, 32)])
    assert codes(load_ensemble(folder)) == []


def test_what_a_crash_left_unfinished_is_not_read(tmp_path, watched, whole):
    folder = tmp_path / "kept"
    run_ensemble(watched, 64, executor=SERIAL, folder=folder, batch=16)
    last = parts(folder)[3]
    last.rename(last.with_name(last.name + ".unfinished"))
    found = run_ensemble(watched, 64, executor=SERIAL, folder=folder, batch=16)
    assert found.figures.tobytes() == whole.tobytes()
    assert codes(found) == []
    assert [path.suffix for path in parts(folder)] == [".parquet"] * 4


@pytest.mark.parametrize(
    ("experiment", "asked", "words"),
    [
        (Firm(identity="firm-2"), {}, r"identity \(firm-1 there, firm-2 here\)"),
        (Firm(), {"seed": 7}, r"seed \(20260101 there, 7 here\)"),
        (Firm(), {"samples": 32}, r"base \(16 there, 32 here\)"),
        (Firm(), {"design": "saltelli"}, r"design \(sobol there, saltelli here\)"),
        (Firm(ranges=(replace(DEMAND, most=151), *Firm().ranges[1:])), {}, "other ranges"),
        (Firm(outcomes=Firm().outcomes[::-1]), {}, "other outcomes"),
    ],
)
def test_a_folder_of_another_ensemble_is_refused(tmp_path, experiment, asked, words):
    run_ensemble(Firm(), 16, executor=SERIAL, folder=tmp_path)
    before = [path.read_bytes() for path in parts(tmp_path)]
    with pytest.raises(MisuseError, match=words) as caught:
        run_ensemble(experiment, executor=SERIAL, folder=tmp_path, **{"samples": 16} | asked)
    assert caught.value.problem.code == "simulation.other-ensemble"
    assert [path.read_bytes() for path in parts(tmp_path)] == before


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '{"format": 1}', '{"format": 99}'])
def test_a_manifest_that_says_nothing_is_refused(tmp_path, text):
    (tmp_path / "ensemble.json").write_text(text, encoding="utf-8")
    for ask in (
        lambda: run_ensemble(Firm(), 16, executor=SERIAL, folder=tmp_path),
        lambda: load_ensemble(tmp_path),
    ):
        with pytest.raises(MisuseError, match="can't be read as an ensemble's manifest"):
            ask()


def test_runs_without_a_manifest_are_refused(tmp_path):
    run_ensemble(Firm(), 16, executor=SERIAL, folder=tmp_path)
    (tmp_path / "ensemble.json").unlink()
    with pytest.raises(MisuseError, match=r"has no ensemble\.json beside it"):
        run_ensemble(Firm(), 16, executor=SERIAL, folder=tmp_path)
    with pytest.raises(MisuseError, match="can't be read"):
        load_ensemble(tmp_path / "elsewhere")


def test_a_folder_that_cant_be_written_to_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(KeiretsuError) as caught:
        run_ensemble(Firm(), 16, executor=SERIAL, folder=tmp_path / "file" / "kept")
    assert caught.value.problem.code == "simulation.not-writable"
