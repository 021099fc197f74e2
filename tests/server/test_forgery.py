"""A change that a browser sends is done only where it comes from a page of ours, with its token."""

from __future__ import annotations

import pytest
from visits import OUR_OWN, PASSWORD, TOKEN, csrf_of

ORIGIN = {"Origin": "http://127.0.0.1"}
FOREIGN = [
    {},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "cross-site", **ORIGIN},
    {"Origin": "null"},
    {"Origin": "http://evil.example"},
    {"Origin": "https://127.0.0.1"},
    {"Origin": "http://127.0.0.1:81"},
    {"Origin": "http://127.0.0.1.evil.example"},
    {"Referer": "http://127.0.0.1/"},
]


@pytest.fixture
def csrf(let_in) -> str:
    return csrf_of(let_in)


def is_in(client) -> bool:
    return client.get("/account").status_code == 200


@pytest.mark.parametrize("headers", FOREIGN)
def test_another_site_s_page_changes_nothing(let_in, csrf, headers):
    answer = let_in.post("/logout", data={"csrf": csrf}, headers=headers)
    assert (answer.status_code, "server.csrf" in answer.text) == (403, True)
    assert is_in(let_in)


@pytest.mark.parametrize("shown", ["", "wrong", "é", "x" * 5000])
def test_a_form_without_the_session_s_token_changes_nothing(let_in, csrf, shown):
    assert csrf
    in_field = let_in.post("/logout", data={"csrf": shown} if shown else {}, headers=OUR_OWN)
    in_head = let_in.post("/logout", headers={**OUR_OWN, "X-CSRF-Token": shown.encode()})
    assert (in_field.status_code, in_head.status_code) == (403, 403)
    assert is_in(let_in)


def test_a_token_in_the_address_counts_for_nothing(let_in, csrf):
    assert let_in.post(f"/logout?csrf={csrf}", headers=OUR_OWN).status_code == 403


@pytest.mark.parametrize("origin", [OUR_OWN, ORIGIN])
@pytest.mark.parametrize("way", ["field", "head", "upload"])
def test_a_form_of_ours_is_done(let_in, csrf, origin, way):
    """With files the field stands before them, so that a large upload is not read twice."""
    if way == "field":
        answer = let_in.post("/logout", data={"a": "1", "csrf": csrf}, headers=origin)
    elif way == "head":
        answer = let_in.post("/logout", headers={**origin, "X-CSRF-Token": csrf})
    else:
        files = {"file": ("a.txt", b"csrf=" * 1000)}
        answer = let_in.post("/logout", data={"csrf": csrf}, files=files, headers=origin)
    assert answer.status_code == 303
    assert not is_in(let_in)


def test_a_file_s_content_is_no_field(let_in, csrf):
    files = {"csrf": ("csrf", csrf.encode())}
    assert let_in.post("/logout", files=files, headers=OUR_OWN).status_code == 403


def test_a_field_behind_a_large_file_is_not_looked_for(let_in, csrf):
    files = [("file", ("a.txt", b"x" * 200_000)), ("csrf", (None, csrf))]
    assert let_in.post("/logout", files=files, headers=OUR_OWN).status_code == 403


@pytest.mark.parametrize(
    "body", [b"", b"--x", b"--x\r\n\r\n", b"--x\r\nContent-Disposition: form-data", b"\0"]
)
def test_a_broken_upload_is_refused(let_in, body):
    headers = {**OUR_OWN, "Content-Type": "multipart/form-data; boundary=x"}
    assert let_in.post("/logout", content=body, headers=headers).status_code == 403


def test_an_upload_with_an_endless_boundary_is_refused(let_in):
    headers = {**OUR_OWN, "Content-Type": f"multipart/form-data; boundary={'x' * 500}"}
    assert let_in.post("/logout", content=b"--x", headers=headers).status_code == 403


@pytest.mark.parametrize("path", ["/documents/add", "/login", "/api/v1/documents"])
@pytest.mark.parametrize("charset", ["undefined", "punycode", "utf-7", "unicode_escape", "x" * 500])
def test_a_form_that_is_not_in_utf_8_is_refused(visiting, path, charset):
    """With some encodings of Python nothing can be read, and with others what is read is no text."""
    client = visiting(Authorization=f"Bearer {TOKEN}")
    headers = {"Content-Type": f"multipart/form-data; boundary=x; charset={charset}"}
    part = b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\n\\ud800\r\n--x--\r\n'

    answer = client.post(path, content=part, headers=headers)

    assert (answer.status_code, "server.invalid-request" in answer.text) == (400, True)


def test_the_whole_of_an_upload_reaches_the_page(let_in, csrf):
    """What was looked at is handed on: the name of a user arrives from behind 100 kB of another field."""
    data = {"csrf": csrf, "padding": "x" * 100_000, "name": "wrong", "password": "wrong"}
    answer = let_in.post("/login", data=data, files={"f": b"y" * 100_000}, headers=OUR_OWN)
    assert answer.status_code == 401


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "POST", "TRACE", "PURGE"])
def test_every_method_that_may_change_something_is_guarded(let_in, method):
    assert let_in.request(method, "/account").status_code == 403


def test_a_program_that_shows_a_token_needs_none_of_this(visiting):
    client = visiting(Authorization=f"Bearer {TOKEN}")
    assert client.post("/logout").status_code == 303


def test_a_name_and_password_are_taken_from_pages_of_ours_alone(team, visiting):
    client = visiting()
    form = {"name": "Admin Alpha", "password": PASSWORD}
    assert client.post("/login", data=form, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post("/login", data=form).status_code == 403
    assert client.post("/login", data=form, headers=OUR_OWN).status_code == 303
