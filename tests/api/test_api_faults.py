"""Every fault has one shape and a code that has a page."""

from __future__ import annotations

from http.client import HTTPConnection

import pytest

from keiretsu.errors import catalogue

API = "/api/v1"
FIELDS = {"type", "title", "status", "detail", "code", "instance"}
SIMULATION = {"scenarios": ["markets_close"], "paths": 5}
FAULTS = {
    "no such address": ("GET", "/nothing", None, 404, "server.no-such-page"),
    "no such document": ("GET", "/documents/x", None, 404, "document.unknown"),
    "no such text": ("GET", "/documents/x/text", None, 404, "document.unknown"),
    "no such claim": ("GET", "/claims/x", None, 404, "claim.unknown"),
    "no such judgement": ("GET", "/judgements/x", None, 404, "judgement.no-such-judgement"),
    "no such deal": ("GET", "/deals/a/b", None, 404, "workspace.no-such-deal"),
    "no such contradiction": ("GET", "/contradictions/x", None, 404, "workspace.no-such-contradiction"),
    "no such party": ("GET", "/parties/x", None, 404, "workspace.no-such-party"),
    "no income": ("GET", "/parties/x-zeta-robotic/money", None, 404, "measure.no-such-party"),
    "no such measure": ("GET", "/measures/luck", None, 404, "measure.unknown-measure"),
    "no such figure": ("GET", "/why/luck", None, 404, "workspace.cannot-explain"),
    "too few names": ("GET", "/why/payment?name=x-alpha-cloud", None, 400, "workspace.cannot-explain"),
    "no such loop": ("GET", "/why/circularity?name=99", None, 404, "measure.no-such-loop"),
    "no such customer": ("GET", "/why/dependence?name=x-omega", None, 404, "measure.no-such-party"),
    "no such scenario": ("GET", "/scenarios/x", None, 404, "simulation.unknown-scenario"),
    "no such job": ("GET", "/jobs/x", None, 404, "server.no-such-job"),
    "no such code": ("GET", "/problem-codes/x", None, 404, "server.no-such-page"),
    "wrong method": ("DELETE", "/deals", None, 405, "server.wrong-method"),
    "no day": ("GET", "/deals?as_of=2025-02-30", None, 422, "server.invalid-request"),
    "no moment": ("GET", "/deals?known_by=2025-02-03T10:00:00", None, 422, "server.invalid-request"),
    "misspelt": ("GET", "/deals?limt=3", None, 422, "server.invalid-request"),
    "twice": ("GET", "/deals?limit=3&limit=4", None, 422, "server.invalid-request"),
    "too many": ("GET", "/deals?limit=501", None, 422, "server.invalid-request"),
    "no such word": ("GET", "/claims?relation=loves", None, 400, "claim.invalid-filter"),
    "days reversed": (
        *("GET", "/measures/stack/series?from=2025-05-01&to=2025-01-01"),
        *(None, 400, "cli.days-reversed"),
    ),
    "changes of days reversed": (
        *("GET", "/changes?from=2025-05-01&to=2025-01-01"),
        *(None, 400, "cli.days-reversed"),
    ),
    "changes of moments reversed": (
        *("GET", "/changes?from=2025-05-01&from_known_by=2025-02-02&known_by=2025-01-01"),
        *(None, 400, "server.invalid-request"),
    ),
    "no such change": ("GET", "/changes/why?from=2025-03-01&name=x", None, 404, "measure.no-such-change"),
    "changes of no measure": (
        *("GET", "/measures/luck/changes?from=2025-03-01&figure=x"),
        *(None, 404, "measure.unknown-measure"),
    ),
    "changes of no figure": (
        *("GET", "/measures/stack/changes?from=2025-03-01&figure=luck"),
        *(None, 400, "measure.no-such-figure"),
    ),
    "changes not shared out": (
        *("GET", "/measures/circularity/changes?from=2025-03-01&figure=circulating%20money"),
        *(None, 409, "server.not-shared-out"),
    ),
    "figures moved of no measure": (
        *("GET", "/measures/luck/moved?from=2025-03-01"),
        *(None, 404, "measure.unknown-measure"),
    ),
    "too many days": (
        *("GET", "/measures/stack/series?from=1990-01-01&every=month"),
        *(None, 400, "server.too-many-days"),
    ),
    "unknown field": ("POST", "/runs/simulations", {"pathz": 1}, 422, "server.invalid-request"),
    "no such run": ("POST", "/runs/simulations", {"scenarios": ["x"]}, 404, "simulation.unknown-scenario"),
    "nothing to run": ("POST", "/runs/simulations", {}, 400, "simulation.invalid-run"),
    "neither name nor text": ("POST", "/runs/sensitivities", {}, 400, "simulation.invalid-run"),
    "no scenario": ("POST", "/scenarios", {"text": "a: b"}, 400, "scenario.invalid-entry"),
    "no files": ("POST", "/documents", None, 400, "server.no-files"),
    "blank reason": (
        *("POST", "/judgements"),
        {"kind": "claim", "claim_id": "x", "verdict": "accept", "reason": " "},
        *(422, "server.invalid-request"),
    ),
    "nobody's claim": (
        *("POST", "/judgements"),
        {"kind": "claim", "claim_id": "x", "verdict": "accept", "reason": "so"},
        *(404, "judgement.no-such-claim"),
    ),
    "itself": (
        *("POST", "/judgements"),
        {"kind": "merge", "kept_id": "x-kappa", "merged_id": "x-kappa", "reason": "so"},
        *(422, "judgement.invalid"),
    ),
    "too large": ("POST", "/scenarios/validation", {"text": "a" * 2_000_000}, 413, "server.too-large"),
}


def assert_told(answer, status: int | None = None, code: str | None = None) -> None:
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert set(problem) == FIELDS
    assert problem["status"] == answer.status
    assert problem["type"] == f"/problems/{problem['code']}"
    assert problem["code"] in catalogue()
    assert 400 <= answer.status < 500
    assert status in (None, answer.status)
    assert code in (None, problem["code"])


@pytest.mark.parametrize(("method", "address", "body", "status", "code"), FAULTS.values(), ids=FAULTS)
def test_a_fault_has_one_shape(api_site, method, address, body, status, code):
    assert_told(api_site.ask(method, f"{API}{address}", json_body=body), status, code)


@pytest.mark.parametrize("header", [{"Authorization": ""}, {"Authorization": "Bearer wrong"}])
def test_nobody_is_let_in_without_a_token(api_site, header):
    assert_told(api_site.get(f"{API}/deals", headers=header), 401)


def test_what_is_no_json_is_told(api_site):
    answer = api_site.post(f"{API}/runs/simulations", body=b"{", headers={"Content-Type": "application/json"})
    assert_told(answer, 422, "server.invalid-request")


def test_a_strange_name_of_the_server_is_told(api_site):
    connection = HTTPConnection("127.0.0.1", api_site.port)
    connection.request("GET", f"{API}/deals", headers={"Host": "evil.example"})
    assert connection.getresponse().status == 400
    connection.close()


def test_every_declared_code_is_there(api_site):
    codes = api_site.get(f"{API}/problem-codes?limit=500").json()["items"]
    assert {each["code"] for each in codes} == set(catalogue())
