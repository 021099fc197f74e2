"""The server shows the workspace's report, as it stands at every visit, to this machine alone."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest

import keiretsu as kr

PATIENCE = 60


@dataclass(frozen=True)
class Answer:
    status: int
    kind: str
    text: str


@dataclass(frozen=True)
class Site:
    """A running server and the workspace that it serves."""

    port: int
    place: Path

    def get(self, path: str, host: str | None = None) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request(
            "GET", path, headers={"Authorization": "Bearer t", "Host": host or f"127.0.0.1:{self.port}"}
        )
        response = connection.getresponse()
        answer = Answer(response.status, response.getheader("content-type") or "", response.read().decode())
        connection.close()
        return answer


def add(place: Path, name: str, text: str) -> None:
    (place.parent / name).write_text(text, encoding="utf-8")
    workspace = kr.open(place)
    workspace.read([place.parent / name], published="2025-05-01")
    workspace.extract()
    workspace.reconcile()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Run ``keiretsu serve`` as a user would, on a free port."""
    place = tmp_path_factory.mktemp("site") / "industry.sqlite"
    kr.create(place, pack="none")
    add(place, "a.txt", "Alpha Corp invested $2 billion in Beta Inc.")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [Path(sys.executable).with_name("keiretsu"), "serve", "-w", place, "--port", str(port)]
    environment = {**os.environ, "KEIRETSU_TOKEN": "t"}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment) as server:
        try:
            wait_for(port, server)
            yield Site(port, place)
        finally:
            server.terminate()


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server ended"
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("the server didn't start")


def test_the_report_is_served(site: Site) -> None:
    page = site.get("/report")
    assert page.status == 200
    assert "Alpha Corp invested $2 billion in Beta Inc." in page.text


def test_what_is_read_later_shows_at_the_next_visit(site: Site) -> None:
    assert "Gamma" not in site.get("/report").text
    add(site.place, "b.txt", "Gamma Corp acquired Delta Inc.")
    assert "Gamma" in site.get("/report").text


def test_a_page_that_nothing_has_changed_is_not_made_again(site: Site) -> None:
    """The page tells the second at which it was made, so two made apart would differ."""
    first = site.get("/report").text
    time.sleep(1.1)
    assert site.get("/report").text == first


def test_a_day_has_its_own_address(site: Site) -> None:
    assert "2025" in site.get("/report?as_of=2025-05-01").text
    assert site.get("/report?as_of=2025-02-30").status == 400


def test_what_was_known_by_a_moment_has_its_own_address(site: Site) -> None:
    assert "Alpha Corp" not in site.get("/report?known_by=2020-01-01T00:00:00Z").text
    refused = site.get("/report?known_by=2020-01-01T00:00:00")
    assert refused.status == 400
    assert "time.invalid-moment" in refused.text


def test_a_request_in_another_site_s_name_is_refused(site: Site) -> None:
    assert site.get("/report", host="evil.example").status == 400


def test_a_workspace_that_has_gone_is_told_as_a_problem(site: Site) -> None:
    site.place.rename(site.place.with_suffix(".away"))
    answer = site.get("/report")
    site.place.with_suffix(".away").rename(site.place)
    assert answer.status == 503
    assert "workspace.missing" in answer.text
