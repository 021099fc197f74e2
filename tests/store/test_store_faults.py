"""What a workspace that can't be used says: one line with a code, and nothing half-written."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event

from keiretsu.documents import Document
from keiretsu.errors import StoreError, catalogue
from keiretsu.ledger import reconcile
from keiretsu.parties import Registry
from keiretsu.store import Store, sqlite
from keiretsu.store.faults import fault
from keiretsu.store.looking_up import LookUp
from keiretsu.store.messages import IN_FILE, ON_SERVER

NOBODY = 65534


@pytest.fixture
def disk():
    """A disk of one megabyte."""
    folder = Path(tempfile.mkdtemp())
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        folder.rmdir()
        pytest.skip("needs the right to mount a small disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
    folder.rmdir()


@pytest.fixture
def own_folder():
    """A folder of a user whose rights count: root may write everywhere."""
    folder = Path(tempfile.mkdtemp())
    with owned_by_nobody(folder):
        yield folder
    folder.chmod(0o700)
    shutil.rmtree(folder)


@pytest.fixture
def own_store(memo):
    """A workspace with a document, of a user whose rights count, in a folder of its own.

    It is made before the rights are given up, because nobody may be able to read the project itself.
    """
    folder = Path(tempfile.mkdtemp())
    store = Store.create(folder / "deals.sqlite")
    read_in(store, memo)
    with owned_by_nobody(folder, store.path):
        yield store
    folder.chmod(0o700)
    shutil.rmtree(folder)


@contextmanager
def owned_by_nobody(*paths):
    was_root = os.geteuid() == 0
    if was_root:
        for path in paths:
            os.chown(path, NOBODY, NOBODY)
        os.seteuid(NOBODY)
    yield
    if was_root:
        os.seteuid(0)


def code_of(action, *arguments):
    with pytest.raises(StoreError) as raised:
        action(*arguments)
    line = str(raised.value)
    assert "\n" not in line
    assert line.startswith(f"error {raised.value.problem.code}: ")
    return raised.value.problem.code


def read_in(store, *documents):
    with store.writer() as writer:
        writer.documents(documents)


def large(name="large.txt"):
    return Document(f"{name} " + "Alpha buys Beta. " * 200_000, name=name)


def fill(folder):
    """Leave no byte free."""
    ballast = os.open(folder / "ballast", os.O_CREAT | os.O_WRONLY)
    with suppress(OSError):
        while os.write(ballast, b"x" * 1024):
            pass
    os.close(ballast)
    assert shutil.disk_usage(folder).free == 0


def test_each_fault_has_a_page():
    assert IN_FILE.keys() | ON_SERVER.keys() <= catalogue().keys()


def test_a_missing_workspace_says_how_to_make_one(tmp_path):
    path = tmp_path / "deals.sqlite"
    assert code_of(Store.open, path) == "workspace.missing"
    assert fault("workspace.missing", path).problem.hint == f"make one with: keiretsu init {path}"
    assert list(tmp_path.iterdir()) == []


def test_a_file_or_folder_that_is_there_is_left_as_it_is(tmp_path):
    path = tmp_path / "deals.sqlite"
    path.write_text("my notes")
    assert code_of(Store.create, path) == "workspace.exists"
    assert code_of(Store.create, tmp_path) == "workspace.exists"
    assert code_of(Store.create, path / "below.sqlite") == "workspace.bad-path"
    assert path.read_text() == "my notes"


@pytest.mark.parametrize("name", ["n" * 300, "a\0b"])
def test_a_path_that_cannot_be_says_so(tmp_path, name):
    assert code_of(Store.open, tmp_path / name) == "workspace.bad-path"
    assert code_of(Store.create, tmp_path / name) == "workspace.bad-path"


def test_folders_above_a_new_workspace_are_made(tmp_path):
    Store.create(tmp_path / "new" / "folder 100%?#" / "deals.sqlite")
    assert Store.open(str(tmp_path / "new" / "folder 100%?#" / "deals.sqlite")).view().documents() == ()


def test_other_files_are_not_workspaces(tmp_path):
    text, empty, database = (tmp_path / name for name in ("a.txt", "empty", "other.sqlite"))
    text.write_text("Alpha buys Beta.")
    empty.touch()
    with sqlite3.connect(database) as connection:
        connection.execute("CREATE TABLE notes (note)")
    connection.close()
    for path in (text, empty, database, tmp_path):
        assert code_of(Store.open, path) == "workspace.not-a-workspace"
    with pytest.raises(StoreError, match="is another SQLite database, not a keiretsu workspace"):
        Store.open(database)


def test_a_damaged_file_is_corrupt(sqlite_store):
    path = sqlite_store.path
    path.write_bytes(path.read_bytes()[:4096] + b"\x00" * 8192)
    assert code_of(lambda: Store.open(path).view()) == "workspace.corrupt"


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE claims SET quote = 'Alpha gave 3 billion dollars to Beta..'",
        "UPDATE claims SET amount_low = '3E+9', amount_high = '3E+9'",
        "UPDATE claims SET amount_low = 'plenty'",
        "UPDATE claims SET relation = 'adores'",
        """UPDATE claims SET terms = '["generous"]'""",
        "UPDATE documents SET text = replace(text, '2', '3')",
        "DELETE FROM document_lives",
    ],
)
def test_an_altered_record_is_not_believed(store, memo, stake, damage):
    read_in(store, memo)
    with store.writer() as writer:
        writer.claims([memo.id], [stake], "rules/1")
    with store.transaction() as connection:
        connection.exec_driver_sql(damage)
    assert code_of(store.view().claims) == "workspace.corrupt"


def test_what_is_no_json_any_more_is_not_believed(sqlite_store, memo, stake):
    read_in(sqlite_store, memo)
    with sqlite_store.writer() as writer:
        writer.claims([memo.id], [stake], "rules/1")
    with sqlite_store.transaction() as connection:
        connection.exec_driver_sql("UPDATE claims SET terms = 'not JSON'")
    assert code_of(sqlite_store.view().claims) == "workspace.corrupt"


def test_a_newer_schema_asks_for_an_upgrade(store, address):
    with store.transaction() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0999'")
    assert code_of(Store.open, address) == "workspace.newer-schema"


def test_claims_need_their_document_and_deals_their_claims(store, memo, stake):
    def write_claims():
        with store.writer() as writer:
            writer.setting("before", "1")
            writer.claims([memo.id], [stake], "rules/1")

    def write_deals():
        with store.writer() as writer:
            writer.deals(reconcile([stake], Registry()))

    assert code_of(write_claims) == code_of(write_deals) == "workspace.incomplete"
    assert store.view().settings() == {}
    assert store.view().parties() == ()


def test_a_second_writer_gives_up_after_a_while(store, address, memo, monkeypatch):
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    with store.writer() as writer:
        writer.documents([memo])
        assert code_of(read_in, Store.open(address), memo) == "workspace.busy"
        assert store.view().documents() == ()
    assert store.view().documents() == (memo,)


def test_when_the_database_may_not_grow_nothing_is_half_written(sqlite_store, memo, stake):
    read_in(sqlite_store, memo)
    event.listen(
        sqlite_store._engine,
        "connect",
        lambda connection, _: connection.execute("PRAGMA max_page_count = 60"),
    )

    def write_much():
        with sqlite_store.writer() as writer:
            writer.claims([memo.id], [stake], "rules/1")
            writer.documents([large()])

    assert code_of(write_much) == "workspace.disk-full"
    assert Store.open(sqlite_store.path).view().documents() == (memo,)
    assert Store.open(sqlite_store.path).view().claims() == ()


def test_a_full_disk_takes_nothing_and_loses_nothing(disk, memo):
    store = Store.create(disk / "deals.sqlite")
    read_in(store, memo)
    assert code_of(read_in, store, large()) == "workspace.disk-full"
    assert store.view().documents() == (memo,)
    fill(disk)
    assert code_of(read_in, store, replace(memo, text="Gamma.")) == "workspace.disk-full"
    assert code_of(Store.create, disk / "second.sqlite") == "workspace.disk-full"
    assert not (disk / "second.sqlite").exists()
    (disk / "ballast").unlink()
    assert store.view().documents() == (memo,)


@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o444, 0o755), (0o644, 0o555), (0o444, 0o555)])
def test_a_read_only_workspace_is_read_and_not_written(own_store, memo, file_mode, folder_mode):
    path, folder = own_store.path, own_store.path.parent
    path.chmod(file_mode)
    folder.chmod(folder_mode)
    assert Store.open(path).view().documents() == (memo,)
    assert code_of(read_in, own_store, replace(memo, text="Gamma.")) == "workspace.read-only"
    assert [file.name for file in folder.iterdir()] == ["deals.sqlite"]


def test_a_folder_that_cannot_be_written_takes_no_workspace(own_folder):
    own_folder.chmod(0o555)
    assert code_of(Store.create, own_folder / "deals.sqlite") == "workspace.read-only"


def test_a_workspace_that_cannot_be_read_says_so(own_store):
    own_store.path.chmod(0)
    assert code_of(Store.open, own_store.path) == "workspace.unreadable"


@pytest.mark.parametrize(
    "action",
    [
        lambda store, half: read_in(store, Document("Alpha buys Beta.", "a.txt", title=half)),
        lambda store, half: LookUp(store, store.view().known_by).party(half),
        lambda store, half: store.view().document_rows([half]),
    ],
)
def test_half_of_a_surrogate_pair_is_refused_in_words_and_the_workspace_is_not_called_damaged(store, action):
    assert code_of(action, store, "caf\udce9") == "workspace.unstorable-text"
    assert store.view().documents() == ()


@pytest.fixture(params=["sqlite", "postgresql"])
def nowhere(request, tmp_path):
    """A place that holds no workspace yet: a file that isn't there, and an empty database."""
    if request.param == "sqlite":
        yield tmp_path / "new" / "deals.sqlite"
        return
    server = request.getfixturevalue("postgresql")
    address = server.address(server.database())
    yield address
    server.drop(address)


def test_a_workspace_whose_first_recording_fails_is_not_made(nowhere, memo):
    def fill(writer):
        writer.documents([memo])
        writer.documents([replace(memo, title="caf\udce9")])

    assert code_of(Store.create, nowhere, fill) == "workspace.unstorable-text"
    assert code_of(Store.open, nowhere) == "workspace.missing"
    assert Store.create(nowhere, lambda writer: writer.documents([memo])).view().documents() == (memo,)


def test_a_process_that_is_killed_leaves_no_half_made_workspace(nowhere):
    killed = (
        "import os, sys; from keiretsu.store import Store;"
        "Store.create(sys.argv[1], lambda writer: (writer.setting('pack', 'tin'), os.kill(os.getpid(), 9)))"
    )
    ended = subprocess.run([sys.executable, "-c", killed, str(nowhere)], check=False, capture_output=True)
    assert ended.returncode == -signal.SIGKILL
    assert code_of(Store.open, nowhere) == "workspace.missing"
    assert Store.create(nowhere).view().settings() == {}
