"""A workspace in a PostgreSQL database: addresses, secrets, and what a server can refuse."""

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from keiretsu.documents import Document
from keiretsu.errors import MissingExtraError, MisuseError, StoreError
from keiretsu.store import Store
from keiretsu.store.addresses import place_of, shown

SECRET = "p@ss:w/rd%?"


def code_of(action, *arguments):
    with pytest.raises(StoreError) as raised:
        action(*arguments)
    line = str(raised.value)
    assert "\n" not in line
    assert SECRET not in line
    assert line.startswith(f"error {raised.value.problem.code}: ")
    return raised.value.problem.code


def read_in(store, *documents):
    with store.writer() as writer:
        writer.documents(documents)


@pytest.fixture
def clerk(postgresql):
    """A user with a password, who may log in and no more."""
    if not postgresql.ask("SELECT 1 FROM pg_roles WHERE rolname = 'clerk'"):
        postgresql.run(f"CREATE ROLE clerk LOGIN PASSWORD '{SECRET}'")
    return "clerk"


@pytest.fixture
def database(postgresql):
    """The name of an empty database."""
    name = postgresql.database()
    yield name
    postgresql.drop(postgresql.address(name))


def test_a_workspace_is_made_in_an_empty_database_and_opened_again(postgresql, database, memo):
    address = postgresql.address(database)
    store = Store.create(address)
    read_in(store, memo)
    assert Store.open(address.replace("postgresql:", "postgres:")).view().documents() == (memo,)
    assert store.path is None


def test_a_database_that_holds_a_workspace_or_other_tables_is_left_as_it_is(postgresql, database, memo):
    address = postgresql.address(database)
    assert code_of(Store.open, address) == "workspace.missing"
    postgresql.run("CREATE TABLE notes (note text)", database)
    assert code_of(Store.create, address) == "workspace.exists"
    assert code_of(Store.open, address) == "workspace.not-a-workspace"
    postgresql.run("DROP TABLE notes", database)
    read_in(Store.create(address), memo)
    assert code_of(Store.create, address) == "workspace.exists"
    assert Store.open(address).view().documents() == (memo,)


def test_another_program_that_keeps_its_revisions_alike_is_no_workspace(postgresql, database):
    postgresql.run("CREATE TABLE alembic_version (version_num text)", database)
    assert code_of(Store.open, postgresql.address(database)) == "workspace.not-a-workspace"


def test_a_database_in_another_encoding_is_refused(postgresql):
    name = postgresql.database(more="ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'")
    assert code_of(Store.create, postgresql.address(name)) == "workspace.bad-encoding"
    postgresql.drop(postgresql.address(name))


def test_a_database_or_server_that_is_not_there_says_so(postgresql, tmp_path):
    assert code_of(Store.open, postgresql.address("nowhere")) == "workspace.no-database"
    assert (
        code_of(Store.create, f"postgresql://a:{SECRET[:1]}@/deals?host={tmp_path}")
        == "workspace.unreachable"
    )
    assert code_of(Store.open, "postgresql://127.0.0.1:1/deals") == "workspace.unreachable"
    assert code_of(Store.open, "postgresql://nowhere.invalid/deals") == "workspace.unreachable"


def test_a_user_who_is_unknown_or_has_another_password_is_refused(postgresql, clerk, server_store):
    name = server_store.place.database
    assert code_of(Store.open, postgresql.address(name, clerk, "wrong")) == "workspace.refused"
    assert code_of(Store.open, postgresql.address(name, clerk)) == "workspace.refused"
    assert code_of(Store.open, postgresql.address(name, "nobody", SECRET)) == "workspace.refused"


def test_a_password_is_never_shown(postgresql, clerk, server_store):
    name = server_store.place.database
    for statement in (
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO clerk",
        "GRANT USAGE ON SCHEMA public TO clerk",
    ):
        postgresql.run(statement, name)
    store = Store.open(postgresql.address(name, clerk, SECRET))
    shown_everywhere = [store.address, repr(store.place), repr(store._engine), repr(store)]
    assert not [text for text in shown_everywhere if SECRET in text or "p%40ss" in text]
    assert store.address == f"postgresql://clerk@/{name}?host={postgresql.folder}".replace(
        "/", "%2F"
    ).replace("postgresql:%2F%2Fclerk@%2F", "postgresql://clerk@/")


@pytest.mark.parametrize(
    "address",
    [
        "clerk:secret@host:port/deals",
        "clerk:secret@[::1/deals",
        "clerk:secret@host",
        "clerk:se@cret/@host/deals",
    ],
)
def test_an_address_that_cannot_be_read_says_so_without_its_password(address):
    with pytest.raises(MisuseError, match=r"store\.bad-address") as raised:
        Store.open(f"postgresql://{address}")
    assert "secret" not in str(raised.value)
    assert "cret" not in str(raised.value)


def test_a_password_among_the_options_is_not_shown_either():
    assert shown(place_of("postgresql://host/deals?password=secret&sslmode=require")) == (
        "postgresql://host/deals?sslmode=require"
    )


def test_other_kinds_of_database_are_misuse():
    with pytest.raises(MisuseError, match=r"store\.bad-address: mysql://: keiretsu keeps no workspace"):
        Store.open("mysql://clerk:secret@host/deals")


def test_without_the_driver_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingExtraError, match=r"store\.needs-postgres: .*pip install keiretsu\[postgres\]"):
        Store.open("postgresql://host/deals")


def test_who_may_only_read_reads(postgresql, clerk, server_store, memo):
    read_in(server_store, memo)
    name = server_store.place.database
    address = postgresql.address(name, clerk, SECRET)
    assert code_of(lambda: Store.open(address).view()) == "workspace.read-only"
    postgresql.run("GRANT SELECT ON ALL TABLES IN SCHEMA public TO clerk", name)
    assert Store.open(address).view().documents() == (memo,)
    assert code_of(read_in, Store.open(address), replace(memo, text="Gamma.")) == "workspace.read-only"


def test_who_may_insert_and_update_writes(postgresql, clerk, server_store, memo):
    name = server_store.place.database
    postgresql.run("GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO clerk", name)
    postgresql.run("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO clerk", name)
    read_in(Store.open(postgresql.address(name, clerk, SECRET)), memo)
    assert server_store.view().documents() == (memo,)


def test_a_server_that_takes_no_writes_is_read(postgresql, server_store, memo):
    read_in(server_store, memo)
    name = server_store.place.database
    postgresql.run(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    assert server_store.view().documents() == (memo,)
    assert code_of(read_in, server_store, replace(memo, text="Gamma.")) == "workspace.read-only"


def test_a_connection_that_breaks_in_the_middle_leaves_nothing_half_written(
    postgresql, server_store, memo, stake
):
    def break_off(write_more):
        with server_store.writer() as writer:
            writer.documents([memo])
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'"
            postgresql.run(others.format(server_store.place.database))
            write_more(writer)

    more = [
        lambda writer: writer.claims([memo.id], [stake], "rules/1"),
        lambda writer: writer.setting("a", "1"),
        lambda _: None,
    ]
    assert [code_of(break_off, each) for each in more] == ["workspace.connection-lost"] * 3
    assert server_store.view().counts().documents == 0
    read_in(server_store, memo)
    assert server_store.view().documents() == (memo,)


def test_a_server_that_stops_and_starts_again_has_what_was_recorded(postgresql, server_store, memo):
    read_in(server_store, memo)
    view = server_store.view()
    postgresql.stop()
    try:
        assert code_of(view.documents) == "workspace.unreachable"
        assert code_of(read_in, server_store, memo) == "workspace.unreachable"
    finally:
        postgresql.start()
    assert view.documents() == (memo,)


def test_a_server_that_takes_no_more_connections_says_so(postgresql, clerk, server_store):
    name = server_store.place.database
    address = postgresql.address(name, clerk, SECRET)
    postgresql.run(f"ALTER DATABASE {name} CONNECTION LIMIT 1")
    with psycopg.connect(address):
        assert code_of(Store.open, address) == "workspace.too-many-connections"
    with ExitStack() as taken:
        for _ in range(int(postgresql.ask("SHOW max_connections")[0][0])):
            taken.enter_context(psycopg.connect(postgresql.address("postgres")))
        assert code_of(read_in, server_store) == "workspace.too-many-connections"


@pytest.fixture
def small_disk():
    """A disk of some megabytes for a server's tables."""
    folder = Path(tempfile.mkdtemp())
    mount = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        folder.rmdir()
        pytest.skip("needs the right to mount a small disk")
    shutil.chown(folder, "postgres", "postgres")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
    folder.rmdir()


def test_a_full_disk_of_the_server_takes_nothing_and_loses_nothing(postgresql, small_disk, memo):
    postgresql.run(f"CREATE TABLESPACE small LOCATION '{small_disk}'")
    address = postgresql.address(postgresql.database(more="TABLESPACE small"))
    store = Store.create(address)
    read_in(store, memo)
    incompressible = Document(
        "".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(6_000_000)), name="l.txt"
    )
    assert code_of(read_in, store, incompressible) == "workspace.disk-full"
    assert store.view().documents() == (memo,)
    postgresql.drop(address)
    postgresql.run("DROP TABLESPACE small")
