"""``keiretsu serve`` as a user starts it: what it prints, whom it lets in, and what it shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
import sites

import keiretsu as kr
from keiretsu.cli.main import main
from keiretsu.service.accounts import Accounts, Actor
from keiretsu.service.identity import Role

PASSWORD = "correct horse battery"


def add(place: Path, name: str, text: str) -> None:
    (place.parent / name).write_text(text, encoding="utf-8")
    workspace = kr.open(place)
    workspace.read([place.parent / name], published="2025-05-01")
    workspace.extract(workers=1, executor="serial")
    workspace.reconcile()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("served") / "industry.sqlite"
    kr.create(made, pack="none")
    add(made, "a.txt", "Alpha Corp invested $2 billion in Beta Inc.")
    return made


@pytest.fixture(scope="module")
def served(place: Path) -> Iterator[sites.RunningSite]:
    with sites.serving(place) as running:
        yield running


@contextmanager
def printing(place: Path, state: Path, *options: str, **environment: str) -> Iterator[tuple[str, Path]]:
    """Serve on a free port; give the address that is printed, and the file of all that is said."""
    said = state.with_suffix(".log")
    command = [Path(sys.executable).with_name("keiretsu"), "serve", "-w", place, "--port", "0"]
    more = {**os.environ, "KEIRETSU_STATE": str(state), **environment}
    with said.open("w", encoding="utf-8") as log:
        process = subprocess.Popen([*command, *options], stdout=log, stderr=log, env=more)
        try:
            yield _printed(said, process), said
        finally:
            process.terminate()
            process.wait()


def _printed(said: Path, process: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + sites.PATIENCE
    while time.monotonic() < deadline:
        found = re.search(r"on (http://\S+)", said.read_text(encoding="utf-8"))
        if found:
            return found[1]
        assert process.poll() is None, said.read_text(encoding="utf-8")
        time.sleep(0.1)
    raise AssertionError("the server didn't start")


def ask(address: str, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], str]:
    connection = HTTPConnection(re.search(r"//([^/]+)", address)[1], timeout=sites.PATIENCE)
    connection.request(method, path, headers={name.replace("_", "-"): text for name, text in headers.items()})
    response = connection.getresponse()
    answer = response.status, dict(response.getheaders()), response.read().decode()
    connection.close()
    return answer


def test_what_is_read_later_shows_at_the_next_visit(served, place):
    first = served.get("/claims").text
    assert "Alpha" in first
    assert "Gamma" not in first
    add(place, "b.txt", "Gamma Corp acquired Delta Inc.")
    assert "Gamma" in served.get("/claims").text


def test_a_day_and_a_moment_have_their_own_addresses(served):
    assert "2025-05-01" in served.get("/?as_of=2025-05-01").text
    assert served.get("/?as_of=2025-02-30").status == 400
    assert "Alpha" not in served.get("/claims?known_by=2020-01-01T00:00:00Z").text
    refused = served.get("/?known_by=2020-01-01T00:00:00")
    assert (refused.status, "time.invalid-moment" in refused.text) == (400, True)


def test_a_request_in_another_site_s_name_is_refused(served):
    assert served.get("/claims", headers={"Host": "evil.example"}).status == 400


def test_a_workspace_that_has_gone_is_told_as_a_problem(served, place):
    away = place.with_suffix(".away")
    place.rename(away)
    answer = served.get("/claims")
    away.rename(place)
    assert answer.status == 503
    assert "workspace.missing" in answer.text
    assert str(place.parent) not in answer.text


def test_the_token_is_drawn_anew_and_stands_in_no_log_and_no_process(place, tmp_path):
    environment = {"KEIRETSU_TOKEN": ""}
    with printing(place, tmp_path / "state", **environment) as (address, said):
        token = address.partition("?token=")[2]
        assert len(token) >= 43
        status, headers, _ = ask(address, f"/account?token={token}")
        assert (status, headers["location"]) == (303, "/account")
        cookie = headers["set-cookie"].partition(";")[0]
        assert ask(address, "/account", Cookie=cookie)[0] == 200
        assert ask(address, "/account", Authorization=f"Bearer {token}")[0] == 200
        assert ask(address, f"/api/v1/none?token={token}")[0] == 401
        assert said.read_text(encoding="utf-8").count(token) == 1
    with printing(place, tmp_path / "state", **environment) as (after, _):
        assert token not in after
        assert ask(after, f"/account?token={token}")[0] == 401
        assert ask(after, "/account", Cookie=cookie)[0] == 200  # the session outlives the server


def test_a_team_s_server_listens_to_others_and_believes_its_proxy_alone(place, tmp_path):
    state = tmp_path / "state"
    Accounts(state).users.add("Ann", Role.ADMIN, PASSWORD, Actor("operator"))
    form = "name=Ann&password=correct+horse+battery"
    kind = "application/x-www-form-urlencoded"

    def secure_cookie(address: str) -> tuple[str, bool]:
        connection = HTTPConnection("127.0.0.1", int(address.rstrip("/").rpartition(":")[2]))
        sent = {"Content-Type": kind, "Sec-Fetch-Site": "same-origin", "Host": "deals.example"}
        forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
        connection.request("POST", "/login", form, {**sent, **forwarded})
        response = connection.getresponse()
        cookie = response.getheader("set-cookie")
        connection.close()
        assert response.status == 303
        return cookie.partition("=")[0], "secure" in cookie.lower()

    with printing(place, state, "--host", "0.0.0.0", "--allow-host", "deals.example") as (address, _):
        assert "token" not in address
        assert ask(address, "/", Authorization=f"Bearer {sites.TOKEN}")[0] == 401
        name, is_secure = secure_cookie(address)
        assert (name.startswith("keiretsu_"), is_secure) == (True, False)
    with printing(place, state, "--allow-host", "deals.example", "--behind-proxy", "127.0.0.1") as (
        address,
        _,
    ):
        name, is_secure = secure_cookie(address)
        assert (name.startswith("__Host-keiretsu_"), is_secure) == (True, True)
    assert [event.address for event in Accounts(state).events.page(limit=2).items] == [
        "192.0.2.7",
        "127.0.0.1",
    ]


def test_a_port_that_is_taken_is_told_in_one_line(served, place, tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["serve", "-w", str(place), "--port", str(served.port), "--state", str(tmp_path / "state")])
    said = capsys.readouterr().err
    assert (ended.value.code, "server.address-taken" in said, said.count("\n")) == (2, True, 1)
