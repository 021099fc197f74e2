"""The door of a server without users: the start-up token opens it, and nothing else does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from starlette.testclient import TestClient
from visits import HOST, OUR_OWN, TOKEN

from keiretsu.server import door
from keiretsu.server.app import create

BEARER = {"Authorization": f"Bearer {TOKEN}"}


def problem(answer) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


def test_the_printed_address_lets_a_browser_in_and_leaves_no_token_behind(visiting):
    client = visiting()
    answer = client.get(f"/claims?token={TOKEN}&as_of=2025-01-01&q=a%20b")

    assert (answer.status_code, answer.headers["location"]) == (303, "/claims?as_of=2025-01-01&q=a+b")
    assert answer.headers["referrer-policy"] == "no-referrer"
    cookie = answer.headers["set-cookie"].lower()
    assert {"httponly", "samesite=strict", "path=/"} <= {part.strip() for part in cookie.split(";")}
    assert "domain" not in cookie
    assert TOKEN not in cookie
    page = client.get("/")
    assert page.status_code == 200
    assert "Local Analyst" in page.text


def test_the_address_works_again_for_who_is_in_already(let_in):
    answer = let_in.get(f"/account?token={TOKEN}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert "set-cookie" not in answer.headers


def test_a_program_shows_the_token_in_the_head(visiting):
    client = visiting()
    page = client.get("/account", headers=BEARER)
    assert page.status_code == 200
    assert "csrf" not in page.text  # a program needs none


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/", {}),
        ("/", {"Authorization": "Bearer "}),
        ("/", {"Authorization": "Bearer wrong"}),
        ("/", {"Authorization": f"Basic {TOKEN}"}),
        ("/", {"Authorization": TOKEN}),
        ("/", {"X-Token": TOKEN, "X-CSRF-Token": TOKEN}),
        ("/", {"Cookie": f"token={TOKEN}; keiretsu={TOKEN}"}),
        ("/?token=", {}),
        ("/?token=wrong", {}),
        ("/?token=%00%ff%C3%A9", {}),
        (f"/?Token={TOKEN}", {}),
        (f"/api/v1/claims?token={TOKEN}", {}),
        (f"/problems?token=wrong&token={TOKEN}x", {}),
    ],
)
def test_nothing_else_opens_it(visiting, path, headers):
    answer = visiting().get(path, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert "set-cookie" not in answer.headers


def test_a_wrong_token_is_not_made_good_by_a_cookie(let_in):
    assert let_in.get("/account").status_code == 200
    assert let_in.get("/account", headers={"Authorization": "Bearer wrong"}).status_code == 401


def test_a_token_in_an_address_opens_no_change(visiting):
    client = visiting()
    answer = client.post(f"/logout?token={TOKEN}", headers=OUR_OWN)
    assert answer.status_code == 401


def test_a_server_that_was_given_no_token_stays_shut(settings, visiting):
    object.__setattr__(settings, "token", "")
    client = visiting()
    assert client.get("/?token=").status_code == 401
    assert client.get("/", headers={"Authorization": "Bearer "}).status_code == 401


def test_programs_are_told_in_the_error_shape_and_people_on_a_page(visiting):
    client = visiting()
    assert problem(client.get("/api/v1/claims")) == (401, "server.not-let-in")
    page = client.get("/claims")
    assert page.headers["content-type"].startswith("text/html")
    assert "keiretsu serve printed" in page.text


def test_a_stranger_learns_nothing_of_what_is_served(settings, visiting):
    client = visiting()
    for path in ("/", "/login", "/problems/server.csrf", "/claims", "/static/none"):
        assert "industry" not in client.get(path).text


@pytest.mark.parametrize("path", ["/login", "/problems/server.csrf"])
def test_what_explains_is_open(visiting, path):
    assert visiting().get(path).status_code == 200


def test_styles_and_scripts_are_open(visiting):
    client = visiting()
    page = client.get("/login").text
    style = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    answer = client.get(style)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/css")


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "evil@127.0.0.1", "127.0.0.1:80:80", "127.0.0.1:", ""]
)
def test_another_name_of_the_server_is_refused_whoever_asks(visiting, host):
    answer = visiting().get("/api/v1/claims", headers={**BEARER, "Host": host})
    assert problem(answer) == (400, "server.unknown-host")


@pytest.mark.parametrize("host", ["localhost:8765", "[::1]:8765", "[::1]", "LOCALHOST"])
def test_the_names_of_this_machine_are_its_own(visiting, host):
    assert visiting().get("/account", headers={**BEARER, "Host": host}).status_code == 200


def test_a_session_outlives_the_server(let_in, settings):
    cookies = dict(let_in.cookies)
    let_in.app.state.site.jobs.close()  # as its end does, which lets another server have its folder
    with TestClient(create(settings), HOST, follow_redirects=False) as after:
        after.cookies.update(cookies)
        assert after.get("/account").status_code == 200


def test_a_link_of_another_site_is_followed_from_a_page_of_our_own(visiting):
    """A browser shows no session to such a link, and does to the one of the page that answers."""
    elsewhere = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    answer = visiting().get('/claims?q="><script>', headers=elsewhere)
    assert answer.status_code == 200
    assert '<meta http-equiv="refresh" content="0; url=/claims?q=' in answer.text
    assert "<script>" not in answer.text.partition("<main")[2]


def test_a_part_of_a_page_asks_for_the_whole_page_when_the_session_is_over(visiting):
    answer = visiting().get("/claims", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["hx-refresh"]) == (401, "true")


def test_a_large_request_is_refused_before_it_is_read(visiting):
    client = visiting(**BEARER)
    answer = client.post("/api/v1/claims", content=b"x", headers={"Content-Length": str(2**21)})
    assert problem(answer) == (413, "server.too-large")


@pytest.mark.parametrize("length", ["-1", "1e3", "many", "²"])
def test_a_length_that_is_none_is_refused(visiting, length):
    answer = visiting(**BEARER).post("/account/tokens", headers={"Content-Length": length.encode("latin-1")})
    assert answer.status_code in (400, 413)


def test_a_large_request_of_unknown_length_ends_where_the_limit_is(let_in):
    sent = []

    def pieces():
        for _ in range(64):
            sent.append(1)
            yield b"csrf=" + b"x" * 2**16

    answer = let_in.post(
        "/logout",
        content=pieces(),
        headers={**OUR_OWN, "Content-Type": "application/x-www-form-urlencoded"},
    )
    assert answer.status_code in (403, 413)


def test_an_upload_of_unknown_length_is_told_that_it_is_too_large(settings):
    head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\n'
    app = create(replace(settings, upload_bytes=2**17))
    with TestClient(app, HOST, headers=BEARER) as client:
        answer = client.post(
            "/api/v1/documents",
            content=iter([head, *[b"x" * 2**16] * 4]),
            headers={"Content-Type": "multipart/form-data; boundary=x"},
        )
    assert problem(answer) == (413, "server.too-large")


def test_only_uploads_may_be_large(visiting, settings):
    client = visiting(**BEARER)
    for path in ("/documents/add", "/api/v1/documents"):
        for size, is_refused in ((2**21, False), (settings.upload_bytes + 1, True)):
            answer = client.post(path, content=b"x", headers={"Content-Length": str(size)})
            assert (answer.status_code == 413) is is_refused


def test_too_many_requests_are_told_when_to_come_again(visiting, monkeypatch):
    """However slow this machine is: one request more than the bucket holds comes before it fills again."""
    monkeypatch.setattr(door, "RATE", 1e-3)
    client = visiting()
    answers = [client.get("/api/v1/claims") for _ in range(door.BURST + 1)]
    late = [answer for answer in answers if answer.status_code == 429]
    assert late
    assert problem(late[-1]) == (429, "server.too-many-requests")
    assert int(late[-1].headers["retry-after"]) >= 1
