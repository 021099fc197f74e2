"""What a server makes ready when it starts, so that the first visitor of a page doesn't wait for it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import sites
from starlette.testclient import TestClient
from visits import HOST

from keiretsu.measures import measure_names
from keiretsu.server.app import create
from keiretsu.service import maps
from keiretsu.service import site as sites_served
from keiretsu.service.asked import Asked
from keiretsu.service.keeping import Kept
from keiretsu.service.maps_asked import Chosen
from keiretsu.service.settings import Settings
from keiretsu.service.site import Site
from keiretsu.web import pages

NOW = Asked()
PATIENCE = 120


@pytest.fixture(scope="module")
def industry(tmp_path_factory) -> Path:
    return Path(sites.write_workspace(tmp_path_factory.mktemp("industry")))


@pytest.fixture
def started(industry, tmp_path, monkeypatch) -> Iterator[Callable[[int], TestClient]]:
    """Return a function that starts a server, for which so many deals are many, once it is ready."""
    monkeypatch.setattr(sites_served, "QUIET", 0.0)
    pages._templates.cache_clear()
    own = shutil.copy(industry, tmp_path)
    with ExitStack() as running:

        def start(large: int) -> TestClient:
            monkeypatch.setattr(sites_served, "LARGE", large)
            app = create(Settings(str(own), tmp_path / "state", token="t"))
            headers = {"Authorization": "Bearer t"}
            client = running.enter_context(TestClient(app, HOST, headers=headers))
            for thread in threading.enumerate():
                if thread.name == "making ready":
                    thread.join(PATIENCE)
                    assert not thread.is_alive()
            return client

        yield start


@pytest.fixture
def made(monkeypatch) -> list[object]:
    """Return the list of what is worked out from now on, by what it is kept under."""
    found: list[object] = []
    make = Kept._make

    def noted(kept, key, future, how) -> None:
        found.append(key)
        make(kept, key, future, how)

    monkeypatch.setattr(Kept, "_make", noted)
    return found


def served(visitor: TestClient) -> Site:
    return visitor.app.state.site


def test_the_measures_of_a_large_workspace_are_there_for_the_first_who_asks(started, made):
    site = served(started(1))
    made.clear()

    for name in measure_names():
        site.measure(name, NOW)

    assert made == []
    site.measure("circularity", NOW, unknown="estimate")
    assert made, "another network's is worked out when somebody asks"


def test_its_maps_are_too(started, made):
    site = served(started(1))
    made.clear()

    for everybody in (False, True):
        maps.shown(site, NOW, Chosen(everybody=everybody))

    assert made == []
    maps.shown(site, NOW, Chosen(layers=("cloud",)))
    assert made, "another map is laid out when somebody asks"


def test_nobody_waits_for_a_template(started, monkeypatch):
    visitor = started(10**6)
    loader = pages._templates().loader

    def refuse(*asked: object) -> None:
        raise AssertionError(f"{asked} is read while somebody waits")

    monkeypatch.setattr(loader, "load", refuse)

    for _, view in pages.VIEWS:
        assert view in visitor.get("/account").text
    for path, _ in pages.VIEWS:
        assert visitor.get(path).status_code == 200


def test_of_a_small_workspace_nothing_is_worked_out_before_somebody_asks(started, made):
    site = served(started(10**6))
    made.clear()

    site.measure("circularity", NOW)

    assert made
