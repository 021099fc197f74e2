"""What a reader may do is a short list; every other change asks for a reviewer or an admin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts
from visits import OUR_OWN, TOKEN, csrf_of, sign_in

from keiretsu.server.app import create
from keiretsu.server.forgery import SAFE
from keiretsu.service.http import admin_of, reviewer_of

READERS_MAY = {
    # Coming in and going out, and what is one's own.
    "/login",
    "/logout",
    "/account/password",
    "/account/tokens",
    "/account/tokens/{token_id}/revoke",
    # Simulating and reporting, which change nothing in the workspace.
    "/report",
    "/scenarios/run",
    "/scenarios/draft",
    "/scenarios/try",
    "/intervals",
    "/changes/figure",
    "/api/v1/measures/{measure}/changes",
    "/api/v1/reports",
    "/api/v1/measures/{measure}/intervals",
    "/api/v1/scenarios/validation",
    "/api/v1/runs/simulations",
    "/api/v1/runs/sensitivities",
    # What somebody asked for or saved is theirs; whose it is, is looked at with the thing itself.
    "/api/v1/scenarios/{name}",
    "/runs/{job_id}/cancel",
    "/runs/{job_id}/again",
    "/jobs/{job_id}/cancel",
    "/jobs/{job_id}/again",
    "/api/v1/jobs/{job_id}/cancel",
    "/api/v1/jobs/{job_id}/again",
}


def calls(dependant: Dependant) -> Iterator[object]:
    for one in dependant.dependencies:
        yield one.call
        yield from calls(one)


@pytest.fixture
def changes(settings, tmp_path) -> list[tuple[str, str, set[object]]]:
    """Return all that may change something: the method, the path, and what it depends on."""
    found = []
    app = create(replace(settings, state=tmp_path / "another"))
    for context in iter_route_contexts(app.routes):
        methods = set(getattr(context, "methods", None) or ()) - set(SAFE)
        if getattr(context, "name", "") == "refuse":  # tells which methods there are
            continue
        found += [(method, context.path, set(calls(context.dependant))) for method in sorted(methods)]
    return found


def test_every_change_asks_for_a_role(changes):
    assert ("POST", "/logout") in {(method, path) for method, path, _ in changes}
    open_ = {path for _, path, asked in changes if not asked & {reviewer_of, admin_of}}
    assert open_ - READERS_MAY == set()


def test_a_method_that_an_address_has_not_is_refused(visiting):
    client = visiting(Authorization=f"Bearer {TOKEN}")
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert client.request(method, "/api/v1/claims").status_code == 405


def test_every_change_that_asks_for_a_role_is_refused_to_readers(changes, team, visiting):
    client = visiting()
    assert sign_in(client, "Reader Alpha") == 303
    headers = {**OUR_OWN, "X-CSRF-Token": csrf_of(client)}
    refused = [(method, path) for method, path, asked in changes if asked & {reviewer_of, admin_of}]
    assert refused
    for method, path in refused:
        at = path.replace("{", "").replace(":path}", "").replace("}", "")
        answer = client.request(method, at, headers=headers)
        assert (method, path, answer.status_code) == (method, path, 403)
        assert "server.forbidden" in answer.text


def test_reviewers_decide_nothing_about_users(team, visiting):
    client = visiting()
    assert sign_in(client, "Reviewer Alpha") == 303
    assert client.get("/users").status_code == 403
    headers = {**OUR_OWN, "X-CSRF-Token": csrf_of(client)}
    assert client.post("/users", data={"name": "x", "role": "admin"}, headers=headers).status_code == 403


def test_the_local_analyst_may_everything(visiting):
    client = visiting(Authorization=f"Bearer {TOKEN}")
    assert client.get("/users").status_code == 200
