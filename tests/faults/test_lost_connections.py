"""A server that goes away: a plain word, nothing half-written, and the next call works."""

from __future__ import annotations

from contextlib import contextmanager

import postgres
import pytest

from keiretsu.cli.main import main
from keiretsu.documents import Document
from keiretsu.store import Store
from keiretsu.workspace import Workspace

CUT = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE datname = %s AND application_name = 'keiretsu'
"""


@pytest.fixture(scope="module")
def server(postgresql):
    """A server that may be stopped: not the one that other tests use."""
    made = postgres.Server(postgres.programs())
    made.run(f"ALTER ROLE {postgres.ADMIN} SET synchronous_commit = on")
    yield made
    made.close()


@pytest.fixture
def address(server):
    made = server.workspace()
    yield made
    server.drop(made)


@pytest.fixture
def store(address):
    return Store.open(address)


@pytest.fixture
def cut(server, store):
    """Cut all connections to the workspace, as a server's keeper can."""

    def terminate() -> None:
        assert server.ask(CUT, store.place.database)[0][0] > 0

    return terminate


@contextmanager
def stopped(server):
    """Stop the server at once, and start it again."""
    server.stop()
    try:
        yield
    finally:
        server.start()


def large(number: int) -> Document:
    return Document(f"Alpha buys Beta, part {number}. " * 10_000, name=f"{number}.txt")


def test_a_connection_cut_while_writing(store, note, record, refused, cut, sound) -> None:
    record(store, note(1))

    def write() -> None:
        with store.writer() as writer:
            writer.documents([note(2), large(3)])
            cut()
            writer.documents([note(4)])

    assert refused(write) == "workspace.connection-lost"
    assert store.view().documents() == (note(1),)
    record(store, note(2), note(4))
    assert len(store.view().documents()) == 3
    sound(store)


def test_a_connection_cut_just_before_the_end(store, note, record, refused, cut) -> None:
    def write() -> None:
        with store.writer() as writer:
            writer.documents([note(1)])
            cut()

    assert refused(write) == "workspace.connection-lost"
    assert store.view().documents() == ()


def test_a_connection_cut_while_reading(store, note, record, refused, cut) -> None:
    record(store, note(1))

    def read() -> None:
        with store.snapshot() as connection:
            cut()
            connection.exec_driver_sql("SELECT count(*) FROM documents")

    assert refused(read) == "workspace.connection-lost"
    assert store.view().documents() == (note(1),)


def test_a_server_stopped_at_once_while_writing(server, address, store, note, record, refused, sound) -> None:
    record(store, note(1))

    def write() -> None:
        with store.writer() as writer:
            writer.documents([note(2), large(3)])
            server.stop()
            writer.documents([note(4)])

    try:
        assert refused(write) == "workspace.connection-lost"
        assert refused(Store.open, address) == refused(store.view) == "workspace.unreachable"
        assert refused(record, store, note(2)) == "workspace.unreachable"
    finally:
        server.start()
    assert store.view().documents() == (note(1),)
    record(store, note(2), large(3))
    assert len(store.view().documents()) == 3
    sound(store)


def test_what_was_acknowledged_outlives_the_server(server, store, note, record) -> None:
    for number in range(1, 4):
        record(store, note(number))
        with stopped(server):
            pass
        assert len(store.view().documents()) == number


def test_a_command_says_so_in_one_line_and_ends_with_1(server, address, capsys) -> None:
    with stopped(server), pytest.raises(SystemExit) as ended:
        main(["claims", "--workspace", address])
    assert ended.value.code == 1
    assert capsys.readouterr().err.count("error workspace.unreachable: ") == 1


def test_a_person_whose_server_goes_away_decides_again(
    server, address, store, note, record, refused, sound
) -> None:
    record(store, note(1))
    workspace = Workspace.open(address)
    workspace.extract()
    claim = workspace.claims()[0]
    desk = workspace.judge_as("Ann")
    with stopped(server):
        assert refused(desk.reject, claim.id, "it is a rumour") == "workspace.unreachable"
    assert store.view().judgements() == ()
    desk.reject(claim.id, "it is a rumour")
    assert [one.signature.author for one in store.view().judgements()] == ["Ann"]
    sound(store)
