"""What came of jobs may be gone from the disk, or damaged: it is told, and they can be done again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
import sites
from starlette.testclient import TestClient

from keiretsu.server.app import create
from keiretsu.service.jobs.folder import JobFolder
from keiretsu.service.jobs.record import Job, JobState
from keiretsu.service.settings import Settings

WHEN = {"as_of": "2025-09-01", "known_by": "2099-01-01T00:00:00+00:00"}
RUN = {"scenarios": [sites.SCENARIO], "paths": 12, "seed": 1, **WHEN}
REQUESTS = {
    "read": {"files": [], "origin": ""},
    "reconcile": {},
    "simulate": RUN,
    "sensitivity": {"scenario": sites.SCENARIO, "samples": 16, "seed": 1, **WHEN},
    "intervals": {"measures": ["circularity"], "samples": 200, **WHEN},
}
PAGES = {
    "read": ("/jobs/{}",),
    "reconcile": ("/jobs/{}",),
    "simulate": ("/runs/{}", "/runs/compare?run={}", "/jobs/{}"),
    "sensitivity": ("/runs/{}", "/jobs/{}"),
    "intervals": ("/jobs/{}",),
}
FILES = {
    "simulate": ("/runs/{}/figures.csv", "/runs/{}/result.json", "/runs/{}/chart.svg"),
    "sensitivity": ("/runs/{}/figures.csv", "/runs/{}/result.json", "/runs/{}/chart.png"),
}
CUT_OFF = b'{"kind": "simulate", "scen'


@pytest.fixture
def served(invented_industry, tmp_path) -> Iterator[Callable[[str, dict, dict[str, bytes]], TestClient]]:
    """Return a function that serves a job that was done, with these files in its folder."""
    with ExitStack() as running:

        def serve(kind: str, request: dict, files: dict[str, bytes]) -> TestClient:
            folder = JobFolder(tmp_path / "state" / "jobs")
            folder.make(Job("ab12", kind, "Some work", "local", request, JobState.DONE), {})
            for name, content in files.items():
                place = folder.of("ab12") / name
                place.parent.mkdir(exist_ok=True)
                place.write_bytes(content)
            app = create(Settings(str(invented_industry), tmp_path / "state", token="t"))
            headers = {"Authorization": "Bearer t"}
            client = TestClient(app, "http://127.0.0.1", raise_server_exceptions=False, headers=headers)
            return running.enter_context(client)

        yield serve


@pytest.mark.parametrize(
    ("kind", "files"),
    [*((kind, {"result.json": CUT_OFF}) for kind in REQUESTS), ("simulate", {}), ("read", {})],
    ids=lambda given: given if isinstance(given, str) else "damaged" if given else "gone",
)
def test_pages_say_that_what_came_of_a_job_is_lost_and_offer_to_do_it_again(served, kind, files):
    visitor = served(kind, REQUESTS[kind], files)

    for path in PAGES[kind]:
        page = visitor.get(path.format("ab12"))
        assert page.status_code == 200, path
        assert "gone from the server" in page.text or "None of these runs" in page.text, path
    assert "Start again" in page.text
    told = visitor.get("/api/v1/jobs/ab12/result")
    assert (told.status_code, told.json()["code"]) == (409, "server.job-not-done")
    assert visitor.get("/api/v1/jobs/ab12").json()["problem"]["code"] == "server.result-lost"


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("content", [b"{}", b'{"kind": "report"}', b""])
def test_nothing_can_be_downloaded_of_it(served, kind, content):
    visitor = served(kind, REQUESTS[kind], {"result.json": content})

    for path in FILES[kind]:
        assert visitor.get(path.format("ab12")).status_code in (400, 404), path


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_a_report_that_is_gone_is_told_and_can_be_made_again(served, form):
    visitor = served("report", {"form": form, "samples": 0, "paths": 0, **WHEN}, {})

    assert visitor.get("/report/ab12").status_code == 404
    assert "failed" in visitor.get("/report").text
    assert "Start again" in visitor.get("/jobs/ab12").text


def test_what_is_no_report_any_more_is_told(served):
    visitor = served("report", {"form": "html", **WHEN}, {"results/report.html": b"\xff\0"})

    answer = visitor.get("/report/ab12")

    assert (answer.status_code, "can&#39;t be read any more" in answer.text) == (404, True)
