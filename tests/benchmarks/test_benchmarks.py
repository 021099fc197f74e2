"""The benchmarks measure what they say: every kernel runs, and the arithmetic is right."""

from __future__ import annotations

import importlib
import socket
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(ROOT))
    return importlib.import_module("benchmarks.measure")


@pytest.fixture
def settings(bench, tmp_path: Path):
    (tmp_path / "note.txt").write_text("Alpha Corp bought Beta Inc. for $2 billion.", encoding="utf-8")
    return bench.Settings(tmp_path)


def test_every_kernel_is_documented(bench) -> None:
    readme = (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
    names = importlib.import_module("benchmarks.kernel").kernel_names()
    assert names
    assert [name for name in names if f"| `{name}` |" not in readme] == []


def test_the_rules_find_the_claim_in_the_text_that_the_pipeline_parses(bench, settings) -> None:
    ready = bench.load_kernel("rules", settings)
    assert (ready.size, ready.unit) == (8, "words")
    parse, extract = ready.peers.values()
    assert parse() > 8  # tokens: full stops count too
    assert extract() == 1


def test_one_worker_and_two_find_the_same(bench, settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.import_module("benchmarks.kernels.parallel"), "LEAST_WORDS", 40)
    ready = bench.load_kernel("parallel", settings)
    assert ready.size == 40
    assert [do() for do in ready.peers.values()] == [5, 5]


def test_peers_take_turns_after_one_round_of_warming_up(bench) -> None:
    done: list[str] = []
    peers = {name: (lambda name=name: done.append(name)) for name in ("slow", "fast")}
    seconds = bench.timed(bench.Kernel(1, "job", peers), rounds=2)
    assert done == ["slow", "fast"] * 3
    assert {name: len(each) for name, each in seconds.items()} == {"slow": 2, "fast": 2}


def test_the_ratio_is_the_median_of_the_rounds(bench) -> None:
    """Round by round: 2/1, 2/4 and 9/3; the machine was busy in the third, and hit both."""
    kernel = bench.Kernel(12, "words", {"usual": int, "ours": int})
    seconds = {"usual": [2.0, 2.0, 9.0], "ours": [1.0, 4.0, 3.0]}
    usual, ours = bench.rows("reading", kernel, seconds, {"usual": None, "ours": 5.0})
    assert (usual.ratio, usual.seconds, usual.per_second) == (1.0, 2.0, 6.0)
    assert (ours.ratio, ours.seconds, ours.memory_mb) == (2.0, 3.0, 5.0)


@pytest.mark.parametrize(
    "answer",
    [b"no answer in HTTP\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{", b""],
    ids=["not HTTP", "half of its JSON", "nothing"],
)
def test_a_visitor_notes_an_answer_that_cannot_be_read_and_goes_on(bench, answer: bytes) -> None:
    visitors = importlib.import_module("benchmarks.visitors")
    noted: list[Any] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        Thread(target=_answer_once, args=(server, answer), daemon=True).start()
        reader = visitors.Reader(server.getsockname()[1], "reader", "token", 0.0, noted.append)
        assert reader.ask("GET", "/", "page") is None
    assert [(wait.status, wait.error.split(":")[0]) for wait in noted] == [(0, "GET /")]


def _answer_once(server: socket.socket, answer: bytes) -> None:
    connection, _ = server.accept()
    with connection:
        connection.recv(65_536)
        connection.sendall(answer)
