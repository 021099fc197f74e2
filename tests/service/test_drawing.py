"""Medians and ranges of many parties: worked out by a job, and beside the figures from then on."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import keiretsu as kr
from keiretsu.api.shapes.base import finite
from keiretsu.measures import intervals
from keiretsu.server.app import create
from keiretsu.service import drawing
from keiretsu.service.drawing import read, told
from keiretsu.service.settings import Settings

FIRMS = 24
HEADERS = {"Authorization": "Bearer t"}
ADDRESS = "/api/v1/measures/circularity/intervals"
PATIENCE = 120


@pytest.fixture(scope="module")
def many(tmp_path_factory) -> Path:
    """Write a ring of firms each of which may buy from the next, and invests in the one before."""
    place = tmp_path_factory.mktemp("many")
    names = [f"Firm{number:03} Corp" for number in range(FIRMS)]
    lines = []
    for number, (one, other) in enumerate(pairwise([*names, names[0]])):
        talks = "agreed" if number % 3 else "is in talks"
        lines.append(f"{one} {talks} to buy cloud computing worth ${number + 1} billion from {other}.")
        lines.append(f"{other} invested ${number % 7 + 1} billion in {one}.")
    (place / "ring.txt").write_text("\n".join(lines), encoding="utf-8")
    workspace = kr.create(place / "ring.sqlite", pack="none")
    workspace.read([place / "ring.txt"], published="2025-03-01")
    workspace.extract(workers=1, executor="serial")
    workspace.reconcile()
    return place / "ring.sqlite"


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch):
    """Have a network of two dozen be one that takes long, so that the tests don't."""
    monkeypatch.setattr(drawing, "MOST_AT_ONCE", FIRMS - 1)


@pytest.fixture
def started(many, tmp_path) -> Callable[[], TestClient]:
    """Return a function that starts a server, over the same folder each time."""
    settings = Settings(str(many), tmp_path / "state", token="t")
    return lambda: TestClient(create(settings), "http://127.0.0.1", headers=HEADERS)


def finished(visitor: TestClient, job: dict[str, object]) -> dict[str, object]:
    deadline = time.monotonic() + PATIENCE
    while not job["is_over"]:
        assert time.monotonic() < deadline
        time.sleep(0.1)
        job = visitor.get(str(job["url"])).json()
    return job


def test_a_program_is_told_to_have_them_worked_out_and_then_gets_the_library_s(started, many):
    with started() as visitor:
        refused = visitor.get(ADDRESS)
        assert refused.status_code == 409
        assert refused.json()["code"] == "server.not-drawn"
        asked = visitor.post(ADDRESS)
        assert asked.status_code == 202
        assert visitor.post(ADDRESS).json()["id"] == asked.json()["id"]
        assert finished(visitor, asked.json())["state"] == "done"
        answer = visitor.get(ADDRESS).json()

    network = kr.open(many).network()
    expected = intervals(network, ["circularity"], samples=drawing.SAMPLES).figures
    assert len(network.parties) == FIRMS
    found = answer["figures"]
    assert [(each["name"], each["about"]) for each in found] == [(one.name, one.about) for one in expected]
    assert [each["high"] for each in found] == [finite(one.high) for one in expected]
    with started() as visitor:
        assert visitor.get(ADDRESS).json() == answer, "it is still there after a restart"
        assert visitor.post(ADDRESS).json()["id"] == asked.json()["id"]


def test_a_page_offers_to_draw_and_shows_the_ranges_once_they_are_there(started):
    with started() as visitor:
        for path in ("/findings", "/fragility", "/fragility/blocs", "/money/chance"):
            page = visitor.get(path, params={"intervals": "true"} if "money" not in path else None).text
            assert "Draw medians and ranges" in page, path
            assert "5 to 95" not in page, path

        job = visitor.post("/intervals", follow_redirects=False).headers["location"]
        assert visitor.post("/intervals", follow_redirects=False).headers["location"] == job
        finished(visitor, visitor.get(f"/api/v1{job}").json())

        assert 'href="/fragility?intervals=true"' in visitor.get(job).text
        for path in ("/findings?intervals=true", "/fragility?intervals=true", "/money/chance"):
            page = visitor.get(path).text
            assert "Draw medians and ranges" not in page, path
            assert re.search(r"5(&nbsp;|\s)to(&nbsp;|\s)95", page), path


@pytest.mark.parametrize("damage", ['{"kind": "interv', '{"figures": [{"measure": "circularity"}]}'])
def test_ranges_that_were_damaged_are_not_drawn_and_can_be_drawn_again(started, tmp_path, damage):
    pages = {"/findings": "intervals", "/fragility": "intervals", "/fragility/blocs": "intervals"}
    with started() as visitor:
        job = visitor.post("/intervals", follow_redirects=False).headers["location"]
        finished(visitor, visitor.get(f"/api/v1{job}").json())
    (tmp_path / "state" / job[1:] / "result.json").write_text(damage)

    with started() as visitor:
        for path, name in pages.items():
            page = visitor.get(path, params={name: "true"})
            assert (page.status_code, "Draw medians and ranges" in page.text) == (200, True), path
        assert visitor.get("/api/v1/measures/blocs/intervals").json()["code"] == "server.not-drawn"
        assert "Start again" in visitor.get(job).text
        other = visitor.post("/intervals", follow_redirects=False).headers["location"]
        assert other != job
        assert finished(visitor, visitor.get(f"/api/v1{other}").json())["state"] == "done"
        for path, name in pages.items():
            assert "Draw medians and ranges" not in visitor.get(path, params={name: "true"}).text, path


def test_what_is_told_is_read_the_same(many):
    network = kr.open(many).network()
    found = intervals(network, ["circularity", "concentration"], samples=20)
    back = read(told(found), network, "concentration")
    expected = [each for each in found.figures if each.measure == "concentration"]

    assert [repr(each) for each in back.figures] == [repr(each) for each in expected]
    assert (back.samples, back.seed) == (20, found.seed)
