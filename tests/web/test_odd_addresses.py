"""Whatever stands in an address, a page or a problem answers, and tells nothing of the machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
import sites
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from keiretsu import api, web
from keiretsu.server.app import create
from keiretsu.service.settings import Settings

SLOW = ("/api/v1/report", "/api/v1/exports/{form}", "/api/v1/measures/{measure}/series")
ODD = (
    *("", "0", "-1", "1e9", "9" * 5_000, "1" * 19, "٣", "²", "NaN", "-inf", "x" * 3_000, "true"),
    *(
        "\0",
        "a\nb",
        "\u202e",
        "\ufffe",
        "../../etc/passwd",
        "%00",
        "..%2f",
        "/",
        "//",
        ".",
        "*",
        '"',
        "a AND",
    ),
    *("0000-00-00", "9999-12-31", "10000-01-01", "2025-02-30", "0001-01-01T00:00:00+14:00"),
    *("9999-12-31T23:59:59-14:00", "2025-06-30T00:00:00", "<script>alert(1)</script>", "{{7*7}}"),
)
REAL = (
    "Alpha Cloud",
    "x-alpha-cloud",
    "markets_close",
    "circularity",
    "invests",
    "cloud",
    "loop",
    "2025-06-30",
)
NAMED = {
    "party_id": "x-alpha-cloud",
    "deal_id": "alpha-cloud-beta-labs-invests",
    "contradiction_id": "amount:invests:x-alpha-cloud:x-beta-labs",
    "name": "markets_close",
    "measure": "circularity",
    "what": "circularity",
}
PLACE = re.compile(r"\{(\w+)(?::path)?\}")


def parameters(dependant) -> Iterator[str]:
    yield from (field.alias for field in dependant.query_params)
    for each in dependant.dependencies:
        yield from parameters(each)


def routes(router) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the addresses that a router answers to a GET, and the parameters of each."""
    for route in router.routes:
        if isinstance(route, APIRoute) and route.methods == {"GET"}:
            yield route.path, tuple(parameters(route.dependant))
        elif hasattr(route, "original_router"):
            for path, names in routes(route.original_router):
                yield f"{route.include_context.prefix}{path}", names


ROUTES = [(path, names) for room in (web, api) for path, names in routes(room.router()) if path not in SLOW]
texts = st.sampled_from(ODD) | st.sampled_from(REAL) | st.text(max_size=20)


@st.composite
def addresses(draw: st.DrawFn) -> str:
    path, names = draw(st.sampled_from(ROUTES))
    path = PLACE.sub(lambda _: quote(draw(texts)[:500], safe=""), path)
    chosen = draw(st.lists(st.sampled_from(names), max_size=4)) if names else []
    return f"{path}?{urlencode([(name, draw(texts)) for name in chosen])}"


@pytest.fixture(scope="module")
def visitor(invented: Path, tmp_path_factory) -> Iterator[TestClient]:
    app = create(Settings(str(invented), tmp_path_factory.mktemp("state"), token="t"))
    headers = {"Authorization": "Bearer t"}
    with TestClient(app, "http://127.0.0.1", raise_server_exceptions=False, headers=headers) as client:
        yield client


def test_the_addresses_are_those_of_all_rooms():
    paths = {path for path, _ in ROUTES}
    assert {"/", "/map/data", "/runs/{job_id}/chart.{form}", "/api/v1/claims/{claim_id}"} <= paths
    assert len(paths) > 90


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_of_all_days_can_be_asked_about(visitor, day):
    """Nothing happened on either; but who counts days from them leaves the calendar."""
    for path, names in ROUTES:
        if "as_of" in names:
            at = PLACE.sub(lambda found: NAMED.get(found[1], "none"), path)
            more = {"party": "x-alpha-cloud", "from": "markets_close", "over": "true"}
            query = urlencode({"as_of": day} | {name: more[name] for name in names if name in more})
            assert visitor.get(f"{at}?{query}").status_code < 500, at
    form = {"yaml": sites.SCENARIO, "paths": "1"}
    for path in ("/scenarios/draft", "/scenarios/try"):
        assert visitor.post(f"{path}?as_of={day}", data=form).status_code < 500, path


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(addresses())
def test_odd_addresses_are_answered(visitor, invented, address):
    answer = visitor.get(address, follow_redirects=False)

    assert answer.status_code < 500, address
    assert str(invented.parent) not in answer.text
    assert "Traceback" not in answer.text
    if answer.status_code >= 400:
        assert re.search(r"/problems/[a-z.-]+|\"code\":\s?\"[a-z.-]+", answer.text), address
