"""Copies and backups hold the whole past, and are made whole or not at all."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import tracemalloc
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from keiretsu.documents import Document
from keiretsu.errors import StoreError
from keiretsu.store import Store, backup, copy, schema, verify

NOBODY = 65534
KINDS = ("documents", "claims", "parties", "figures", "deals", "contradictions", "judgements", "problems")


@pytest.fixture
def disk():
    """A disk of one megabyte."""
    folder = Path(tempfile.mkdtemp())
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        folder.rmdir()
        pytest.skip("needs the right to mount a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
    folder.rmdir()


@pytest.fixture
def out_of_reach():
    """Make a function that copies a file to where it can't be written, and becomes a user who may not."""
    folders = [Path(tempfile.mkdtemp()) for _ in range(2)]

    def become_reader(path):
        place = Path(shutil.copy(path, folders[0]))
        place.chmod(0o444)
        folders[0].chmod(0o555)
        folders[1].chmod(0o777)
        if os.geteuid() == 0:
            os.seteuid(NOBODY)
        return place, folders[1]

    yield become_reader
    os.seteuid(os.getuid())
    for folder in folders:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def past(store):
    """What was known by each recording, and just before each."""
    with store.snapshot() as connection:
        moments = connection.execute(select(schema.recordings.c.recorded_at)).scalars().all()
    views = {
        moment: store.view(known_by=moment)
        for recorded in sorted(moments)
        for moment in (recorded - timedelta(microseconds=1), recorded)
    }
    return {
        moment: [view.counts(), view.settings(), view.judgement_history()]
        + [getattr(view, kind)() for kind in KINDS]
        for moment, view in views.items()
    }


def rows(store):
    with store.snapshot() as connection:
        return {
            table.name: connection.execute(select(table).order_by(*table.primary_key)).all()
            for table in schema.metadata.sorted_tables
        }


def refused(action, *arguments):
    with pytest.raises(StoreError) as raised:
        action(*arguments)
    return raised.value.problem.code


def go_on(store, memo, day):
    with store.writer(recorded_at=day(5)) as writer:
        writer.claims([memo.id], [], "rules/4")
        writer.setting("pack", "ai")


def test_a_copy_knows_what_the_original_knew_at_every_moment(sqlite_history, tmp_path, memo, day):
    told = []
    copied = copy(sqlite_history, tmp_path / "new" / "copy.sqlite", lambda *progress: told.append(progress))
    made = Store.open(tmp_path / "new" / "copy.sqlite")
    total = sum(copied.rows.values())
    assert told[-1] == (total, total)
    assert (past(made), rows(made)) == (past(sqlite_history), rows(sqlite_history))
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["copy.sqlite"]
    go_on(made, memo, day)
    assert verify(made).problems == ()


def test_from_a_file_to_a_server_and_back_nothing_is_lost(sqlite_history, postgresql, tmp_path, memo, day):
    address = postgresql.address(postgresql.database())
    try:
        copied = copy(sqlite_history, address)
        server = Store.open(address)
        assert copied.address == server.address
        assert (past(server), rows(server)) == (past(sqlite_history), rows(sqlite_history))
        copy(server, tmp_path / "back.sqlite")
        back = Store.open(tmp_path / "back.sqlite")
        assert (past(back), rows(back)) == (past(sqlite_history), rows(sqlite_history))
        for store in (server, back):  # and it goes on where the original stood
            go_on(store, memo, day)
            assert verify(store).problems == ()
        assert rows(server) == rows(back)
        assert refused(copy, sqlite_history, address) == "workspace.exists"
        made = backup(server, tmp_path)
        assert made.path.name.startswith("deals_")
        assert past(Store.open(made.path)) == past(server)
    finally:
        postgresql.drop(address)


def test_an_empty_workspace_is_filled(sqlite_history, tmp_path):
    empty = Store.create(tmp_path / "empty.sqlite")
    copy(sqlite_history, tmp_path / "empty.sqlite")
    assert past(empty) == past(sqlite_history)


def test_nothing_is_ever_overwritten(sqlite_history, tmp_path):
    other, notes = Store.create(tmp_path / "other.sqlite"), tmp_path / "notes.txt"
    notes.write_text("my notes")
    with other.writer() as writer:
        writer.setting("pack", "none")
    before = (tmp_path / "other.sqlite").read_bytes()
    for place in (other.path, notes, tmp_path, sqlite_history.path):
        assert refused(copy, sqlite_history, place) == "workspace.exists"
    for place in (other.path, notes, sqlite_history.path):
        assert refused(backup, sqlite_history, place) == "workspace.exists"
    assert ((tmp_path / "other.sqlite").read_bytes(), notes.read_text()) == (before, "my notes")


def test_a_copy_that_ends_early_leaves_nothing(sqlite_history, tmp_path):
    empty = Store.create(tmp_path / "empty.sqlite")

    def stop(done, total):
        raise KeyboardInterrupt

    for place in (tmp_path / "copy.sqlite", empty.path):
        with pytest.raises(KeyboardInterrupt):
            copy(sqlite_history, place, stop)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deals.sqlite", "empty.sqlite"]
    assert not any(rows(empty).values())


def test_rows_that_did_not_arrive_are_noticed(sqlite_history, tmp_path):
    empty = Store.create(tmp_path / "empty.sqlite")
    connection = sqlite3.connect(empty.path)
    connection.execute(
        "CREATE TRIGGER lose AFTER INSERT ON setting_lives BEGIN DELETE FROM setting_lives; END"
    )
    connection.close()
    assert refused(copy, sqlite_history, empty.path) == "workspace.failed"
    assert not any(rows(empty).values())


def test_the_source_may_be_written_to_meanwhile(sqlite_history, tmp_path, day):
    before = past(sqlite_history)

    def write(done, total):
        with sqlite_history.writer() as writer:
            writer.setting("pack", str(time.monotonic_ns()))
            writer.documents([Document(f"Alpha sues Beta {time.monotonic_ns()}.", name="late.txt")])

    copy(sqlite_history, tmp_path / "copy.sqlite", write)
    made = Store.open(tmp_path / "copy.sqlite")
    assert past(made) == before
    assert sqlite_history.view().settings() != made.view().settings()


def test_a_backup_is_a_workspace_with_the_whole_past(sqlite_history, tmp_path, monkeypatch, memo, day):
    monkeypatch.chdir(tmp_path)
    made = backup(sqlite_history)
    assert made.path.name.startswith("deals.backup-20")
    assert made.path.suffix == ".sqlite"
    assert (made.bytes, made.known_by) == (made.path.stat().st_size, day(4))
    store = Store.open(made.path)
    assert (past(store), rows(store)) == (past(sqlite_history), rows(sqlite_history))
    assert verify(store).problems == ()
    connection = sqlite3.connect(made.path)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)  # or readers wait for writers
    connection.close()
    copy(store, tmp_path / "restored.sqlite")
    assert past(Store.open(tmp_path / "restored.sqlite")) == past(sqlite_history)


def test_an_empty_workspace_has_a_backup(sqlite_store, tmp_path):
    made = backup(sqlite_store, tmp_path / "empty.sqlite")
    assert (made.known_by, set(made.rows.values())) == (None, {0})


def test_a_backup_is_consistent_while_others_write(sqlite_history, tmp_path):
    stop = threading.Event()

    def write():
        number = 0
        while not stop.is_set():
            number += 1
            with sqlite_history.writer() as writer:
                writer.documents([Document(f"Alpha buys {number}.", name=f"{number}.txt")])
                writer.setting("read", str(number))

    writing = threading.Thread(target=write)
    writing.start()
    try:
        made = [backup(sqlite_history, tmp_path / f"{number}.sqlite") for number in range(5)]
    finally:
        stop.set()
        writing.join()
    for each in made:
        store = Store.open(each.path)
        view = store.view()
        assert verify(store).problems == ()
        assert view.settings().get("read", "0") == str(view.counts().documents - 2)


def test_a_damaged_workspace_makes_no_backup(sqlite_history, tmp_path):
    connection = sqlite3.connect(sqlite_history.path)
    connection.execute("DROP INDEX ux_setting_lives_living")
    connection.close()
    assert refused(backup, sqlite_history, tmp_path / "backup.sqlite") == "workspace.corrupt"
    assert [path.name for path in tmp_path.iterdir()] == ["deals.sqlite"]


def test_a_full_disk_leaves_no_backup_and_no_copy(sqlite_history, disk):
    with sqlite_history.writer() as writer:
        writer.documents([Document("Alpha buys Beta. " * 100_000, name="large.txt")])
    assert refused(backup, sqlite_history, disk / "backup.sqlite") == "workspace.disk-full"
    assert refused(copy, sqlite_history, disk / "copy.sqlite") == "workspace.disk-full"
    assert list(disk.iterdir()) == []


def test_a_workspace_that_cannot_be_written_is_backed_up_and_verified(sqlite_history, out_of_reach):
    place, out = out_of_reach(sqlite_history.path)
    store = Store.open(place)
    found, made = verify(store), backup(store, out / "backup.sqlite")
    os.seteuid(os.getuid())
    assert found.problems == ()
    assert past(Store.open(made.path)) == past(sqlite_history)


def test_a_process_that_is_killed_leaves_no_file_that_looks_finished(sqlite_history, tmp_path):
    script = (
        "import sys\n"
        "from keiretsu.store import Store, copy\n"
        "def stand(done, total):\n"
        "    print('copying', flush=True)\n"
        "    sys.stdin.read()\n"
        "copy(Store.open(sys.argv[1]), sys.argv[2], stand)\n"
    )
    target = tmp_path / "copies" / "copy.sqlite"
    running = subprocess.Popen(
        [sys.executable, "-c", script, str(sqlite_history.path), str(target)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with running:
        assert running.stdout.readline() == b"copying\n"
        os.kill(running.pid, signal.SIGKILL)
    assert not target.exists()
    copy(sqlite_history, target)
    assert past(Store.open(target)) == past(sqlite_history)


@pytest.mark.parametrize("work", [verify, lambda store: copy(store, store.path.with_name("copy.sqlite"))])
def test_texts_are_held_a_few_at_a_time(sqlite_store, work):
    texts = [f"Alpha buys {number}. " * 20_000 for number in range(100)]
    with sqlite_store.writer() as writer:
        writer.documents([Document(text, name="large.txt") for text in texts])
    tracemalloc.start()
    work(sqlite_store)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < sum(map(len, texts)) / 2
