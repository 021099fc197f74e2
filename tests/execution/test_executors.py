"""Work shared among processes: the same outcomes as one after the other, and no fault costs the rest."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from keiretsu.errors import KeiretsuError, MisuseError
from keiretsu.execution import ProcessExecutor, SerialExecutor, WorkerLostError, load_executor

HERE = Path(__file__).parent


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch):
    """Return the module of the work, which the processes find on the same path."""
    monkeypatch.syspath_prepend(str(HERE))
    return importlib.import_module("executor_jobs")


@pytest.fixture(autouse=True)
def nobody_left():
    yield
    assert multiprocessing.active_children() == []


def test_processes_give_what_serial_gives_in_the_same_order(jobs) -> None:
    numbers = list(range(20))
    serial = list(SerialExecutor().run(jobs.make_squares, numbers))
    assert list(ProcessExecutor(2).run(jobs.make_squares, numbers)) == serial
    assert [outcome.result for outcome in serial] == [number * number for number in numbers]


def test_a_slow_first_item_keeps_its_place_and_holds_nobody_up(jobs, tmp_path: Path) -> None:
    finished: list[int] = []
    make = partial(jobs.make_waiting, tmp_path)
    outcomes = list(ProcessExecutor(2).run(make, range(6), finished.append))
    assert [outcome.result for outcome in outcomes] == [0, 1, 2, 3, 4, 5]
    assert finished[:4] == [1, 2, 3, 4]
    assert sorted(finished[4:]) == [0, 5]


def test_outcomes_can_be_had_as_they_come(jobs, tmp_path: Path) -> None:
    serial = [
        (place, outcome.result) for place, outcome in SerialExecutor().as_done(jobs.make_squares, [3, 2])
    ]
    assert serial == [(0, 9), (1, 4)]
    make = partial(jobs.make_waiting, tmp_path)
    came = [(place, outcome.result) for place, outcome in ProcessExecutor(2).as_done(make, range(6))]
    assert came[:4] == [(1, 1), (2, 2), (3, 3), (4, 4)]
    assert sorted(came[4:]) == [(0, 0), (5, 5)]


def test_no_item_is_no_work(jobs) -> None:
    for executor in (SerialExecutor(), ProcessExecutor(2)):
        assert list(executor.run(jobs.make_nothing, [])) == []


def test_what_raises_and_what_dies_cost_one_item_each(jobs) -> None:
    outcomes = list(ProcessExecutor(2).run(jobs.make_touchy, range(8)))
    assert [outcome.result for outcome in outcomes] == [0, 1, 2, None, None, 5, 6, 7]
    assert isinstance(outcomes[3].error, MisuseError)
    assert outcomes[3].error.problem.hint == "write four"
    assert isinstance(outcomes[4].error, WorkerLostError)
    assert "ended by signal 9" in str(outcomes[4].error)


def test_a_single_worker_that_dies_is_replaced(jobs) -> None:
    outcomes = list(ProcessExecutor(1).run(jobs.make_touchy, [4, 5, 4, 6]))
    assert [outcome.result for outcome in outcomes] == [None, 5, None, 6]


@pytest.mark.skipif(sys.platform == "win32", reason="answers begin otherwise there")
def test_a_worker_that_dies_in_the_middle_of_its_answer_costs_one_item(jobs) -> None:
    outcomes = list(ProcessExecutor(1).run(jobs.make_cut_off, range(3)))
    assert [outcome.result for outcome in outcomes] == [0, None, 2]
    assert isinstance(outcomes[1].error, WorkerLostError)


def test_each_worker_gets_ready_once(jobs, tmp_path: Path) -> None:
    outcomes = list(ProcessExecutor(2).run(partial(jobs.make_counting, tmp_path, 2), range(30)))
    workers = {outcome.result for outcome in outcomes}
    assert os.getpid() not in workers
    assert len(list(tmp_path.glob("made-*"))) == 2
    assert len(list(tmp_path.glob("worked-*"))) == 30


def test_there_are_never_more_workers_than_items(jobs, tmp_path: Path) -> None:
    list(ProcessExecutor(9).run(partial(jobs.make_counting, tmp_path), [1]))
    assert len(list(tmp_path.glob("made-*"))) == 1


@pytest.mark.parametrize("executor", [SerialExecutor(), ProcessExecutor(2)])
def test_workers_that_cant_get_ready_stop_the_call(jobs, executor) -> None:
    with pytest.raises(MisuseError) as caught:
        list(executor.run(jobs.make_nothing, [1, 2]))
    assert caught.value.problem.code == "extractor.unknown"


def test_workers_that_die_before_they_are_ready_stop_the_call(jobs) -> None:
    with pytest.raises(KeiretsuError) as caught:
        list(ProcessExecutor(2).run(jobs.make_die, [1, 2]))
    assert caught.value.problem.code == "execution.failed"


def test_results_and_errors_that_cant_travel_are_named(jobs) -> None:
    plain, unsendable, odd = ProcessExecutor(1).run(jobs.make_odd, [0, 1, 2])
    assert plain.result == 0
    assert "the result can't be sent" in str(unsendable.error)
    assert "OddError: two words" in str(odd.error)


def test_who_stops_listening_stops_the_work(jobs, tmp_path: Path) -> None:
    outcomes = ProcessExecutor(2).run(partial(jobs.make_counting, tmp_path), range(1000))
    next(outcomes)
    outcomes.close()
    assert multiprocessing.active_children() == []
    assert len(list(tmp_path.glob("worked-*"))) < 1000


SCRIPT = """
import sys
sys.path.insert(0, {here!r})
import executor_jobs
from functools import partial
from pathlib import Path
from keiretsu.execution import ProcessExecutor

if __name__ == "__main__":
    make = partial(executor_jobs.make_counting, Path({folder!r}))
    try:
        list(ProcessExecutor(2).run(make, range(100_000)))
    except KeyboardInterrupt:
        print("stopped")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="groups of processes are POSIX's")
def test_ctrl_c_ends_every_process_without_a_traceback(tmp_path: Path) -> None:
    """Send the signal to the whole group, as a terminal does."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT.format(here=str(HERE), folder=str(tmp_path)), encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while not list(tmp_path.glob("worked-*")):
        assert running.poll() is None, running.communicate()
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (out, err, running.returncode) == ("stopped\n", "", 0)
    pids = {int(path.name.split("-")[1]) for path in tmp_path.glob("worked-*")}
    assert [pid for pid in pids if is_running(pid)] == []


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    ("name", "workers", "code"),
    [("hamsters", 2, "execution.unknown-executor"), ("serial", 0, "execution.no-workers")],
)
def test_an_executor_that_isnt_there_is_misuse(name, workers, code) -> None:
    with pytest.raises(MisuseError) as caught:
        load_executor(name, workers)
    assert caught.value.problem.code == code
