"""Several processes at work on one workspace: readers never wait for writers, nor see half a step."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import pytest
from fault_actors import TOLD

from keiretsu.store import Store, backup, sqlite
from keiretsu.workspace import Workspace

SECONDS = 2.0
TOKEN = "for-tests"
PATIENCE = 60.0  # for a writer that a busy machine keeps waiting


def stop(writer) -> int:
    """Let a writer end, and return what it acknowledged last."""
    writer.stdin.close()
    lines = writer.stdout.read().split()
    assert writer.wait(30) == 0
    return int(lines[-1])


def test_a_reader_sees_whole_steps_only(address, store, act, sound) -> None:
    writer = act("write", address)
    assert writer.stdout.readline()
    seen = []
    until = time.monotonic() + SECONDS
    while time.monotonic() < until or (len(set(seen)) < 2 and time.monotonic() < until + PATIENCE):
        view = store.view()
        first = len(view.documents())
        assert view.settings()[TOLD] == str(first)
        assert len(view.documents()) == first
        seen.append(first)
    told = stop(writer)
    assert len(set(seen)) > 1
    assert seen == sorted(seen)
    assert len(store.view().documents()) == told
    sound(store)


def test_a_backup_made_while_others_write_is_one_moment_of_it(address, store, act, sound, tmp_path) -> None:
    writer = act("write", address)
    assert writer.stdout.readline()
    held = []
    for number in range(4):
        made = Store.open(backup(store, tmp_path / f"{number}.sqlite").path)
        held.append(len(made.view().documents()))
        assert made.view().settings()[TOLD] == str(held[-1])
        assert made.view().documents() == store.view(made.view().known_by).documents()
        sound(made)
    assert held[0] < held[-1] <= stop(writer)


def test_a_second_writer_waits_for_the_first(store, note, record) -> None:
    begun = threading.Event()

    def write_slowly() -> None:
        with store.writer() as writer:
            writer.documents([note(1)])
            begun.set()
            time.sleep(0.5)

    first = threading.Thread(target=write_slowly)
    first.start()
    assert begun.wait(10)
    record(store, note(2))
    first.join()
    assert len(store.view().documents()) == 2


def test_a_second_writer_gives_up_where_the_first_does_not_end(
    address, store, note, record, refused, monkeypatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.1)
    with store.writer() as writer:
        writer.documents([note(1)])
        assert refused(record, Store.open(address), note(2)) == "workspace.busy"
    record(store, note(2))
    assert len(store.view().documents()) == 2


@pytest.fixture
def served(address, tmp_path):
    """The address at which a server of its own process shows the workspace."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = Path(sys.executable).with_name("keiretsu")
    command = [str(program), "serve", "--workspace", str(address), "--port", str(port)]
    own = {"KEIRETSU_TOKEN": TOKEN, "KEIRETSU_STATE": str(tmp_path / "state")}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, **own})
    url = f"http://127.0.0.1:{port}/api/v1/report"
    until = time.monotonic() + 60
    while not answers(url) and time.monotonic() < until:
        time.sleep(0.1)
    yield url
    process.send_signal(signal.SIGINT)
    process.wait(30)


def asked(url: str):
    headers = {"Authorization": f"Bearer {TOKEN}"}
    return urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=PATIENCE)


def answers(url: str) -> bool:
    try:
        with asked(url) as page:
            return page.status == 200
    except OSError:
        return False


def test_a_server_shows_the_report_while_the_steps_are_done(address, served, note, tmp_path, sound) -> None:
    workspace, outcomes, done = Workspace.open(address), [], threading.Event()

    def visit() -> None:
        while not done.is_set():
            outcomes.append(answers(served))

    visitor = threading.Thread(target=visit)
    visitor.start()
    try:
        for number in range(1, 4):
            path = tmp_path / f"{number}.txt"
            path.write_text(note(number).text)
            workspace.read([path])
            workspace.extract()
            workspace.reconcile()
    finally:
        done.set()
        visitor.join()
    assert outcomes
    assert all(outcomes)
    with asked(served) as page:
        shown = page.read().decode()
    assert all(path.name in shown for path in tmp_path.glob("?.txt"))
    sound(workspace.store)
