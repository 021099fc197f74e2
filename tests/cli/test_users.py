"""The commands that decide who may use the server."""

from __future__ import annotations

import io
import json

import pytest

import keiretsu as kr
from keiretsu.service.accounts import Accounts

PASSWORD = "correct horse battery"


@pytest.fixture
def users(tmp_path, keiretsu, monkeypatch):
    """Return a function that runs ``keiretsu users`` with what is piped in."""

    def run(*words: str, typed: str = "", at: tuple[str, ...] = ("--state", str(tmp_path / "state"))):
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        return keiretsu("users", *words, *at)

    return run


def test_a_user_is_added_changed_and_locked_out(users, tmp_path):
    assert users("add", "Ann", "--role", "admin", typed=f"{PASSWORD}\n").status == 0
    assert users("add", "Bob", "--role", "reader", typed=PASSWORD).status == 0
    assert users("role", "bob", "reviewer").status == 0
    assert users("password", "Bob", typed="another horse battery\n").status == 0
    made = users("token", "Bob", "--for", "nightly", "--json")
    token = made.json()["result"]["token"]
    accounts = Accounts(tmp_path / "state")
    found = accounts.tokens.find(token)
    assert (made.status, found.name, found.role) == (0, "Bob", "reviewer")
    assert accounts.users.checked("Bob", "another horse battery")
    assert users("disable", "Bob").status == 0
    assert accounts.tokens.find(token) is None

    listed = users("list", "--json").json()["result"]
    assert [(row["name"], row["role"], bool(row["disabled"])) for row in listed] == [
        ("Ann", "admin", False),
        ("Bob", "reviewer", True),
    ]
    events = users("events", "--json").json()["result"]
    assert [row["what"] for row in events] == [
        "user disabled",
        "token made",
        "password changed",
        "role changed",
        "user added",
        "user added",
    ]
    assert PASSWORD not in json.dumps(events)


@pytest.mark.parametrize(
    ("words", "typed", "code"),
    [
        (("add", "Ann", "--role", "admin"), "short", "server.weak-password"),
        (("add", "Ann", "--role", "admin"), "", "server.weak-password"),
        (("add", "a/b", "--role", "admin"), PASSWORD, "server.bad-name"),
        (("role", "nobody", "reader"), "", "server.no-such-user"),
        (("token", "nobody"), "", "server.no-such-user"),
    ],
)
def test_misuse_is_told_in_one_line(users, words, typed, code):
    told = users(*words, typed=typed)
    assert (told.status, code in told.err, len(told.lines())) == (2, True, 1)
    assert not typed or typed not in told.err


def test_users_belong_to_the_workspace_unless_a_folder_is_named(users, tmp_path):
    place = tmp_path / "industry.sqlite"
    words, at = ("add", "Ann", "--role", "admin"), ("-w", str(place))
    missing = users(*words, typed=PASSWORD, at=at)
    assert (missing.status, "workspace.missing" in missing.err) == (2, True)
    assert list(tmp_path.iterdir()) == []

    kr.create(place, pack="none")
    assert users(*words, typed=PASSWORD, at=at).status == 0
    assert Accounts(tmp_path / "industry.sqlite.server").users.get("ann").role == "admin"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])
def test_others_are_not_let_in_where_there_are_no_users(keiretsu, tmp_path, host):
    place = tmp_path / "industry.sqlite"
    kr.create(place, pack="none")
    told = keiretsu("serve", "-w", str(place), "--host", host, "--port", "0")
    assert (told.status, len(told.lines())) == (2, 1)
    assert "server.no-users" in told.err
    assert "keiretsu users add NAME --role admin" in told.err
