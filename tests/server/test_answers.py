"""What every answer carries, and what none tells."""

from __future__ import annotations

from pathlib import Path

import pytest
from visits import TOKEN

BEARER = {"Authorization": f"Bearer {TOKEN}"}
EVERY_KIND = {
    "page": ("GET", "/account", BEARER, 200),
    "refused page": ("GET", "/", {}, 401),
    "redirect": ("GET", f"/?token={TOKEN}", {}, 303),
    "missing page": ("GET", "/none", BEARER, 404),
    "wrong method": ("DELETE", "/account", BEARER, 405),
    "broken parameter": ("GET", "/judgements?offset=x", BEARER, 422),
    "answer": ("GET", "/api/v1/none", BEARER, 404),
    "refused answer": ("GET", "/api/v1/none", {}, 401),
    "style": ("GET", "/static/workbench-x.css", {}, 200),
    "script": ("GET", "/static/workbench.js", {}, 200),
    "missing file": ("GET", "/static/none.js", {}, 404),
    "folder": ("GET", "/static/", {}, 404),
    "other host": ("GET", "/", {"Host": "evil.example"}, 400),
    "too large": ("POST", "/logout", {**BEARER, "Content-Length": "9999999"}, 413),
    "endless size": ("POST", "/logout", {**BEARER, "Content-Length": "9" * 5000}, 413),
    "head": ("HEAD", "/", {}, 401),
}
ODD = ("", "%00", "..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "%ff%fe", "a" * 5000)
PLACES = (
    "/static/",
    "/documents/",
    "/jobs/",
    "/runs/",
    "/claims/",
    "/deals/",
    "/parties/",
    "/contradictions/",
    "/scenarios/",
    "/problems/",
    "/api/v1/documents/",
    "/api/v1/jobs/",
    "/api/v1/claims/",
    "/",
)
QUERIES = (
    "as_of=9999-99-99",
    "as_of=%00",
    "known_by=x",
    "party=%00",
    "offset=-1",
    "offset=9e99",
    "q=%27%22%00",
)


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_answer_carries_the_headers(visiting, kind):
    method, path, headers, status = EVERY_KIND[kind]
    answer = visiting().request(method, path, headers=headers)
    assert answer.status_code == status
    policy = answer.headers["content-security-policy"]
    assert {"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"} <= {
        part.strip() for part in policy.split(";")
    }
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] in ("same-origin", "no-referrer")
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert "server" not in answer.headers
    if "/static/workbench" not in path:
        assert answer.headers["cache-control"] == "no-store"


def test_a_fault_of_ours_carries_them_too_and_tells_nothing_of_itself(visiting):
    client = visiting()

    @client.app.get("/api/v1/broken")
    def broken() -> None:
        raise RuntimeError("at /secret-folder/industry.sqlite")

    client.app.router.routes.insert(0, client.app.router.routes.pop())
    answer = client.get("/api/v1/broken", headers=BEARER)
    assert (answer.status_code, answer.json()["code"]) == (500, "server.failed")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "secret-folder" not in answer.text


@pytest.mark.parametrize("place", PLACES)
def test_no_answer_tells_a_folder_of_the_server_or_reads_a_file(visiting, settings, place):
    client = visiting(**BEARER)
    hidden = ("secret-folder", str(settings.state), str(Path(__file__).parents[2]), "Traceback", "root:x:0")
    asked = [f"{place}{odd}" for odd in ODD] + [f"{place}?{query}" for query in QUERIES]
    for address in asked:
        answer = client.get(address)
        assert (address, answer.status_code < 500) == (address, True)
        assert [word for word in hidden if word in answer.text] == []


@pytest.mark.parametrize(
    "path",
    [
        "/static/../pages.py",
        "/static/%2e%2e/pages.py",
        "/static/..%2fpages.py",
        "/static/..%5cpages.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/report.js%00.css",
        "/static/styles/../../pages.py",
    ],
)
def test_no_file_beside_the_bundle_is_served(visiting, path):
    answer = visiting().get(path)
    assert answer.status_code in (401, 404)
    assert "import annotations" not in answer.text


def test_a_workspace_that_has_gone_is_told_without_its_folder(settings, visiting, empty_workspace):
    client = visiting(**BEARER)
    away = empty_workspace.with_suffix(".away")
    empty_workspace.rename(away)
    try:
        answer = client.get("/judgements")
        asked = client.get("/judgements?known_by=2025-01-01")
    finally:
        away.rename(empty_workspace)
    for told in (answer, asked):
        assert told.status_code == 503
        assert "workspace.missing" in told.text
        assert "secret-folder" not in told.text
        assert "industry.sqlite" in told.text
    assert client.get("/judgements").status_code == 200


def test_the_token_is_nowhere_but_in_the_printed_address(settings, visiting):
    assert TOKEN not in repr(settings)
    client = visiting()
    page = client.get(f"/?token={TOKEN}")
    assert TOKEN not in str(dict(page.headers)) + page.text
    assert TOKEN not in client.get("/account").text
