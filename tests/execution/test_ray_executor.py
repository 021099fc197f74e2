"""Work shared among the workers of a Ray cluster on this machine."""

from __future__ import annotations

import importlib
import socket
import sys
from pathlib import Path

import pytest

from keiretsu.errors import KeiretsuError, MissingExtraError, MisuseError
from keiretsu.execution import SerialExecutor, WorkerLostError
from keiretsu.execution.ray import RayExecutor

HERE = Path(__file__).parent


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch):
    """Return the module of the work, which the workers find on the same path."""
    monkeypatch.syspath_prepend(str(HERE))
    return importlib.import_module("executor_jobs")


def test_ray_gives_what_serial_gives_and_a_death_costs_one_item(ray, jobs) -> None:
    def touchy_or_address(item):
        connected = importlib.import_module("ray")
        return connected.get_runtime_context().gcs_address if item == 8 else jobs.touchy(item)

    finished: list[int] = []
    outcomes = list(RayExecutor(2).run(lambda: touchy_or_address, range(9), finished.append))
    assert [outcome.result for outcome in outcomes[:8]] == [0, 1, 2, None, None, 5, 6, 7]
    assert outcomes[8].result.startswith("127.0.0.1:")
    assert sorted(finished) == list(range(9))
    assert isinstance(outcomes[3].error, MisuseError)
    assert outcomes[3].error.problem.hint == "write four"
    assert isinstance(outcomes[4].error, WorkerLostError)
    assert "its worker process has died" in str(outcomes[4].error)


def test_a_connection_of_the_callers_own_is_used_and_left_open(ray, jobs, monkeypatch) -> None:
    """One cluster serves what would else each start its own."""
    monkeypatch.setenv("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")
    connected = importlib.import_module("ray")
    connected.init("local", num_cpus=2, include_dashboard=False, logging_level="error", log_to_driver=False)
    try:
        numbers = list(range(20))
        serial = list(SerialExecutor().run(jobs.make_squares, numbers))
        assert list(RayExecutor(2).run(jobs.make_squares, numbers)) == serial

        with pytest.raises(MisuseError, match="use coffee"):
            list(RayExecutor(1).run(jobs.make_nothing, [1, 2]))
        with pytest.raises(KeiretsuError, match="ended before it was ready") as caught:
            list(RayExecutor(1).run(jobs.make_die, [1, 2]))
        assert caught.value.problem.code == "execution.failed"

        offset = 40  # functions of a script, which no worker can import
        work = {1: lambda: 1 + offset, 2: socket.socket, 3: lambda: jobs.odd(2)}
        lent, unsendable, odd = RayExecutor(1).run(lambda: lambda number: work[number](), [1, 2, 3])
        assert lent.result == 41
        assert "the result can't be sent" in str(unsendable.error)
        assert "OddError: two words" in str(odd.error)
        assert connected.is_initialized()
    finally:
        connected.shutdown()


def test_no_item_starts_nothing(jobs) -> None:
    assert list(RayExecutor(2).run(jobs.make_nothing, [])) == []


@pytest.mark.parametrize("scheme", ["", "ray://"])
def test_an_address_that_doesnt_answer_is_told_at_once(ray, jobs, monkeypatch, scheme) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))  # taken, and not listened on
        monkeypatch.setenv("RAY_ADDRESS", f"{scheme}127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(KeiretsuError, match="doesn't answer") as caught:
            list(RayExecutor(2).run(jobs.make_squares, [1]))
    assert caught.value.problem.code == "execution.unreachable"
    assert "RAY_ADDRESS" in caught.value.problem.where


@pytest.mark.parametrize("address", ["nonsense", "127.0.0.1:99999999"])
def test_an_address_that_is_none_is_told(ray, jobs, monkeypatch, address) -> None:
    monkeypatch.setenv("RAY_ADDRESS", address)
    with pytest.raises(KeiretsuError) as caught:
        list(RayExecutor(2).run(jobs.make_squares, [1]))
    assert caught.value.problem.code == "execution.unreachable"


def test_without_ray_the_message_says_how_to_install_it(jobs, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(MissingExtraError) as caught:
        list(RayExecutor(2).run(jobs.make_squares, [1]))
    assert 'pip install "keiretsu[ray]"' in caught.value.problem.hint
