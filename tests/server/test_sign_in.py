"""A team's server: names and passwords, sessions that end, guesses that are counted, and the log."""

from __future__ import annotations

import statistics
import time

import pytest
from visits import OPERATOR, OUR_OWN, PASSWORD, TOKEN, Watch, csrf_of, send, sign_in

from keiretsu.errors import ConflictError, MisuseError, StoreError
from keiretsu.service import limits
from keiretsu.service.accounts import Accounts, EventKind
from keiretsu.service.accounts.admission import Admission
from keiretsu.service.accounts.schema import FILE
from keiretsu.service.accounts.sessions import IDLE, LONGEST
from keiretsu.service.identity import Role
from keiretsu.service.limits import Attempts

NEW = "another horse battery"


@pytest.fixture
def reader(team, visiting):
    client = visiting()
    assert sign_in(client, "Reader Alpha") == 303
    return client


def test_the_first_user_makes_the_server_a_team_s_at_once(let_in, settings):
    assert let_in.get("/account").status_code == 200
    Accounts(settings.state).users.add("Ann", Role.ADMIN, PASSWORD, OPERATOR)

    assert let_in.get("/account").headers["location"] == "/login?next=%2Faccount"
    assert let_in.get(f"/?token={TOKEN}").headers["location"] == "/login?next=%2F"
    assert let_in.get("/api/v1/claims", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 401
    assert sign_in(let_in, "ann") == 303
    assert "Ann" in let_in.get("/account").text


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/claims?as_of=2025-01-01", "/claims?as_of=2025-01-01"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_signing_in_leads_back_and_never_elsewhere(team, visiting, wanted, leads_to):
    client = visiting()
    form = {"name": "Reader Alpha", "password": PASSWORD, "next": wanted}
    assert client.post("/login", data=form, headers=OUR_OWN).headers["location"] == leads_to


def test_a_session_that_was_there_before_is_not_taken_over(team, visiting, settings):
    """Who plants a session in somebody's browser must not share what the other one signs in to."""
    client = visiting()
    name = Admission(settings).cookie
    planted = Accounts(settings.state).sessions.start(team.users.get("Reader Alpha").id)
    client.cookies.set(name, planted, domain="127.0.0.1")
    form = {"name": "Admin Alpha", "password": PASSWORD, "csrf": csrf_of(client)}
    answer = client.post("/login", data=form, headers=OUR_OWN)

    assert answer.status_code == 303
    assert answer.cookies[name] != planted
    assert team.sessions.find(planted) is None


def test_signing_out_ends_the_session_itself(reader):
    cookies = dict(reader.cookies)
    assert send(reader, "/logout").headers["location"] == "/login"
    reader.cookies.update(cookies)
    assert reader.get("/account").status_code == 303


def test_sessions_end_when_nobody_uses_them_and_after_a_week(settings):
    watch = Watch()
    accounts = Accounts(settings.state, watch)
    user = accounts.users.add("Ann", Role.ADMIN, PASSWORD, OPERATOR)
    idle, used = accounts.sessions.start(user.id), accounts.sessions.start(user.id)
    begun, hours = watch.now, int(IDLE.total_seconds() // 3600)
    while watch.now + IDLE < begun + LONGEST:
        watch.turn(hours=hours - 1)
        assert accounts.sessions.find(used) is not None
    watch.turn(hours=hours - 1)
    assert watch.now > begun + LONGEST - IDLE
    watch.now = begun + LONGEST
    assert accounts.sessions.find(used) is None
    assert accounts.sessions.find(idle) is None
    fresh = accounts.sessions.start(user.id)
    watch.turn(hours=hours, seconds=-1)
    assert accounts.sessions.find(fresh) is not None
    watch.turn(hours=hours)
    assert accounts.sessions.find(fresh) is None


@pytest.mark.parametrize("change", ["role", "password", "disabled"])
def test_a_change_of_a_user_ends_sessions_and_tokens(team, visiting, change):
    client = visiting()
    assert sign_in(client, "Reviewer Alpha") == 303
    user = team.users.get("Reviewer Alpha")
    token = team.tokens.make(user.id, user.name, "script", OPERATOR)
    with_token = {"Authorization": f"Bearer {token}"}
    assert client.get("/account").status_code == 200
    assert client.get("/account", headers=with_token).status_code == 200
    match change:
        case "role":
            team.users.set_role(user.name, Role.READER, OPERATOR)
        case "password":
            team.users.set_password(user.name, NEW, OPERATOR)
        case "disabled":
            team.users.set_disabled(user.name, OPERATOR, is_disabled=True)

    assert client.get("/account").status_code == 303
    assert client.get("/account", headers=with_token).status_code == 401
    password = NEW if change == "password" else PASSWORD
    assert sign_in(client, user.name, password) == (401 if change == "disabled" else 303)


def test_guesses_of_a_name_are_counted_from_wherever_they_come(team, settings):
    admission = Admission(settings)
    for number in range(5):
        assert admission.sign_in("Admin Alpha", "wrong", f"192.0.2.{number}").wait == 0
    refused = admission.sign_in("ADMIN alpha ", PASSWORD, "192.0.2.9")
    assert refused.secret is None
    assert 0 < refused.wait <= 900
    assert admission.sign_in("Reader Alpha", PASSWORD, "192.0.2.9").secret is not None


def test_one_name_in_other_forms_of_its_letters_is_one_name_to_guess_at(team, settings):
    """Fullwidth and other forms of a letter sign in the same user, so they count as the same guess."""
    admission = Admission(settings)
    for number, first in enumerate("A\uff21\u24b6\U0001d400\U0001d434"):
        assert admission.sign_in(f"{first}dmin Alpha", "wrong", f"192.0.2.{number}").wait == 0
    assert admission.sign_in("\U0001d468dmin Alpha", PASSWORD, "192.0.2.9").wait > 0


def test_guesses_from_an_address_are_counted_whatever_the_name(team, settings):
    admission = Admission(settings)
    for number in range(5):
        assert admission.sign_in(f"guess {number}", "wrong", "192.0.2.1").wait == 0
    assert admission.sign_in("Admin Alpha", PASSWORD, "192.0.2.1").wait > 0
    assert admission.sign_in("Admin Alpha", PASSWORD, "192.0.2.2").secret is not None


def test_addresses_of_one_subnet_are_one_guesser(team, settings):
    admission = Admission(settings)
    for number in range(5):
        assert admission.sign_in(f"guess {number}", "wrong", f"2001:db8::{number}").wait == 0
    assert admission.sign_in("Admin Alpha", PASSWORD, "2001:db8::ffff").wait > 0
    assert admission.sign_in("Admin Alpha", PASSWORD, "2001:db8:0:1::").secret is not None


def test_guesses_that_are_not_let_make_no_other_one_forgotten(monkeypatch):
    monkeypatch.setattr(limits, "MOST_KEYS", 4)
    attempts = Attempts(most=1, seconds=60, clock=lambda: 0.0)
    assert attempts.wait(["admin", "here"]) == 0
    assert all(attempts.wait([f"name {number}", "here"]) for number in range(9))
    assert attempts.wait(["admin", "there"]) > 0


def test_signing_in_often_is_no_guessing(team, settings):
    admission = Admission(settings)
    answers = [admission.sign_in("Reader Alpha", PASSWORD, "192.0.2.1") for _ in range(7)]
    assert all(answer.secret for answer in answers)


def test_too_many_guesses_are_told_on_the_page(team, visiting):
    client = visiting()
    assert [sign_in(client, "Admin Alpha", "wrong") for _ in range(6)] == [401] * 5 + [429]
    form = {"name": "Admin Alpha", "password": PASSWORD}
    answer = client.post("/login", data=form, headers=OUR_OWN)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 60
    assert "Too many tries" in answer.text


def test_the_answer_and_its_time_do_not_tell_who_has_an_account(team, visiting):
    users, taken = team.users, {}
    for name in ("Admin Alpha", "nobody here"):
        users.checked(name, "wrong")
        times = []
        for _ in range(3):
            start = time.process_time()  # other processes' work doesn't count
            assert users.checked(name, "wrong password") is None
            times.append(time.process_time() - start)
        taken[name] = statistics.median(times)
    assert taken["nobody here"] > taken["Admin Alpha"] / 4
    pages = []
    for name in ("Admin Alpha", "nobody here"):
        form = {"name": name, "password": "wrong"}
        pages.append(visiting().post("/login", data=form, headers=OUR_OWN).text.replace(name, "NAME"))
    assert pages[0] == pages[1]


@pytest.mark.parametrize("password", ["", "short", "a" * 11, "a" * 1025, " Reader Alpha"])
def test_a_weak_password_is_refused(team, password):
    with pytest.raises(MisuseError) as refused:
        team.users.set_password("Reader Alpha", password, OPERATOR)
    assert refused.value.problem.code == "server.weak-password"
    assert team.users.checked("Reader Alpha", PASSWORD)


@pytest.mark.parametrize("name", ["", "  ", "a" * 65, "a\nb", "<script>", "a/b", "\u202eevil", 'a"b'])
def test_a_strange_name_is_refused(team, name):
    with pytest.raises(MisuseError):
        team.users.add(name, Role.READER, PASSWORD, OPERATOR)


@pytest.mark.parametrize("name", ["reader alpha", "READER ALPHA", "\uff32eader Alpha"])
def test_a_name_that_looks_the_same_is_taken(team, name):
    with pytest.raises(ConflictError):
        team.users.add(name, Role.ADMIN, PASSWORD, OPERATOR)


def test_an_admin_is_always_left(team):
    team.users.add("Second Admin", Role.ADMIN, PASSWORD, OPERATOR)
    team.users.set_role("Admin Alpha", Role.READER, OPERATOR)
    with pytest.raises(ConflictError):
        team.users.set_role("Second Admin", Role.REVIEWER, OPERATOR)
    with pytest.raises(ConflictError):
        team.users.set_disabled("Second Admin", OPERATOR, is_disabled=True)
    assert team.users.get("Second Admin").role is Role.ADMIN
    assert not team.users.get("Second Admin").is_disabled


def test_a_user_changes_the_password_and_stays_in_this_browser_alone(reader, team, visiting):
    other = visiting()
    assert sign_in(other, "Reader Alpha") == 303
    wrong = send(reader, "/account/password", current="wrong", password=NEW)
    assert (wrong.status_code, "is not this one" in wrong.text) == (400, True)
    weak = send(reader, "/account/password", current=PASSWORD, password="short")
    assert (weak.status_code, "12 to 1024" in weak.text) == (400, True)
    before = csrf_of(reader)
    assert send(reader, "/account/password", current=PASSWORD, password=NEW).status_code == 303
    assert csrf_of(reader) not in ("", before)
    assert other.get("/account").status_code == 303
    assert team.users.checked("Reader Alpha", PASSWORD) is None


def test_a_token_is_shown_once_and_opens_until_it_is_revoked(reader):
    page = send(reader, "/account/tokens", name="nightly script")
    token = page.text.partition('readonly value="')[2].partition('"')[0]
    with_token = {"Authorization": f"Bearer {token}"}
    assert token not in reader.get("/account").text
    assert "nightly script" in reader.get("/account").text
    assert reader.get("/judgements", headers=with_token).status_code == 200
    assert reader.post("/account/tokens", data={"name": "more"}, headers=with_token).status_code == 403
    assert send(reader, "/account/tokens", name=" ").status_code == 400
    number = reader.get("/account").text.partition("/account/tokens/")[2].partition("/")[0]
    assert send(reader, f"/account/tokens/{int(number) + 1}/revoke").status_code == 404
    assert send(reader, f"/account/tokens/{number}/revoke").status_code == 303
    assert reader.get("/judgements", headers=with_token).status_code == 401


def test_a_token_of_somebody_else_cannot_be_revoked(reader, team):
    admin = team.users.get("Admin Alpha")
    token = team.tokens.make(admin.id, admin.name, "theirs", OPERATOR)
    number = team.tokens.of(admin.id)[0].id
    assert send(reader, f"/account/tokens/{number}/revoke").status_code == 404
    assert team.tokens.find(token) is not None


def test_an_admin_decides_who_may_what(team, visiting):
    admin, new = visiting(), visiting()
    assert sign_in(admin, "Admin Alpha") == 303
    page = send(admin, "/users", name="Beta", role="reviewer").text
    password = page.partition('readonly value="')[2].partition('"')[0]
    assert sign_in(new, "Beta", password) == 303
    assert send(admin, "/users/Beta/role", role="reader").status_code == 303
    assert new.get("/account").status_code == 303
    again = send(admin, "/users/Beta/reset").text.partition('readonly value="')[2].partition('"')[0]
    assert sign_in(new, "Beta", again) == 303
    assert send(admin, "/users/Beta/disable").status_code == 303
    assert new.get("/account").status_code == 303
    assert send(admin, "/users/Beta/enable").status_code == 303
    assert sign_in(new, "Beta", again) == 303
    assert send(admin, "/users", name="beta", role="reader").status_code == 409
    assert send(admin, "/users/nobody/disable").status_code == 404
    assert send(admin, "/users/Admin%20Alpha/disable").status_code == 409


def test_nobody_else_sees_or_changes_users(reader, team):
    assert reader.get("/users").status_code == 403
    for path in ("/users", "/users/Admin%20Alpha/role", "/users/Admin%20Alpha/reset"):
        assert send(reader, path, name="x", role="admin").status_code == 403
    assert team.users.checked("Admin Alpha", PASSWORD)


def test_what_happens_to_accounts_is_logged_without_what_is_secret(team, visiting):
    client = visiting()
    sign_in(client, "Admin Alpha", "my-other-password")
    sign_in(client, "a-password-in-the-wrong-field", "x")
    sign_in(client, "Admin Alpha")
    send(client, "/account/tokens", name="script")
    send(client, "/logout")
    found = team.events.page().items
    assert [event.kind for event in found[:5]] == [
        EventKind.SIGNED_OUT,
        EventKind.TOKEN,
        EventKind.SIGNED_IN,
        EventKind.REFUSED,
        EventKind.REFUSED,
    ]
    assert (found[0].by, found[0].address, found[3].name) == ("Admin Alpha", "testclient", "nobody")
    assert not any(word in repr(found) for word in ("my-other-password", "wrong-field"))


def test_guesses_that_are_not_let_fill_no_log(team, settings):
    admission = Admission(settings)
    for _ in range(30):
        admission.sign_in("Admin Alpha", "wrong", "192.0.2.1")
    told = [event.detail for event in team.events.page().items if event.kind is EventKind.REFUSED]
    assert sorted(told) == [""] * 5 + ["too many tries"]


def test_the_file_holds_no_secret_and_nobody_else_may_read_it(team, settings):
    user = team.users.get("Admin Alpha")
    secrets = [team.sessions.start(user.id), team.tokens.make(user.id, user.name, "a", OPERATOR), PASSWORD]
    team.close()
    assert (settings.state.stat().st_mode & 0o777, (settings.state / FILE).stat().st_mode & 0o777) == (
        0o700,
        0o600,
    )
    kept = b"".join(file.read_bytes() for file in settings.state.glob("accounts*"))
    assert b"$argon2id$" in kept
    assert not any(secret.encode() in kept for secret in secrets)


@pytest.mark.parametrize("content", [b"no database at all, but long enough to be one" * 100])
def test_a_file_that_holds_no_accounts_is_told(settings, content):
    settings.state.mkdir()
    (settings.state / FILE).write_bytes(content)
    with pytest.raises(StoreError) as told:
        Accounts(settings.state)
    assert told.value.problem.code == "server.broken-accounts"


def test_accounts_of_a_later_version_are_left_alone(settings):
    import sqlite3

    Accounts(settings.state).close()
    with sqlite3.connect(settings.state / FILE) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StoreError, match="later keiretsu"):
        Accounts(settings.state)
