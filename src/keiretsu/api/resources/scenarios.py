"""Scenarios: what could happen."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response, status

from keiretsu.api.asking import AskedOf, LimitOf, OffsetOf
from keiretsu.api.conditional import StrictRoute
from keiretsu.api.faults import faults
from keiretsu.api.paging import Paged, paged
from keiretsu.api.shapes.problems import OpenProblem
from keiretsu.api.shapes.scenarios import Scenario, ScenarioCheck, ScenarioSummary, ScenarioText
from keiretsu.api.shapes.tables import plain
from keiretsu.service.asked import Asked
from keiretsu.service.http import IdentityOf, ReviewerOf, SiteOf
from keiretsu.service.paging import USUAL, page_of
from keiretsu.service.scenarios import (
    read_bounded,
    ready,
    save_scenario,
    saved_scenarios,
    scenario_named,
    scenarios,
)
from keiretsu.service.site import Site
from keiretsu.simulation.scenarios import Scenario as Read
from keiretsu.simulation.scenarios import parse_scenario

router = APIRouter(tags=["scenarios"], route_class=StrictRoute)


class YamlResponse(Response):
    """A text in YAML (RFC 9512)."""

    media_type = "application/yaml"


@router.get("/scenarios", responses=faults())
def list_scenarios(
    request: Request,
    response: Response,
    site: SiteOf,
    asked: AskedOf,
    limit: LimitOf = USUAL,
    offset: OffsetOf = 0,
) -> Paged[ScenarioSummary]:
    """List the scenarios: those of the pack, then those that people saved."""
    page = page_of(scenarios(site, asked), offset, limit)
    return paged(request, response, page, ScenarioSummary.of)


@router.post("/scenarios", status_code=status.HTTP_201_CREATED, responses=faults(409))
def add_scenario(
    response: Response, site: SiteOf, asked: AskedOf, who: ReviewerOf, body: ScenarioText
) -> Scenario:
    """Save a scenario under the name that it gives itself, in place of an earlier one of the same author."""
    saved = save_scenario(site, asked, body.text, who)
    made = _scenario(site, asked, saved.name)
    response.headers["Location"] = made.url
    return made


@router.post("/scenarios/validation", responses=faults())
def validate_scenario(site: SiteOf, asked: AskedOf, body: ScenarioText) -> ScenarioCheck:
    """Tell whether the industry of the day can run a scenario, and what is wrong with it."""
    bounded = read_bounded(body.text)
    found = bounded if isinstance(bounded, tuple) else parse_scenario(body.text, "scenario")
    problems = ready(site, asked).check(found) if isinstance(found, Read) else found
    return ScenarioCheck(
        can_run=not problems,
        name=found.name if isinstance(found, Read) else None,
        problems=[OpenProblem.of(each) for each in problems],
    )


@router.get("/scenarios/{name}", responses=faults(404))
def get_scenario(site: SiteOf, asked: AskedOf, name: str) -> Scenario:
    """Return a scenario, as YAML and as JSON."""
    return _scenario(site, asked, name)


@router.get("/scenarios/{name}/yaml", responses=faults(404), response_class=YamlResponse)
def get_scenario_yaml(site: SiteOf, asked: AskedOf, name: str) -> Response:
    """Return a scenario as a file."""
    return YamlResponse(scenario_named(site, asked, name).text)


@router.delete("/scenarios/{name}", status_code=status.HTTP_204_NO_CONTENT, responses=faults(404))
def delete_scenario(site: SiteOf, who: IdentityOf, name: str) -> None:
    """Delete a scenario that somebody saved; its author or an admin may."""
    saved_scenarios(site).delete(name, who)


def _scenario(site: Site, asked: Asked, name: str) -> Scenario:
    held = scenario_named(site, asked, name)
    return Scenario.with_entries(held, _entries(held.text))


def _entries(text: str) -> dict[str, Any] | None:
    read = read_bounded(text)
    return None if isinstance(read, tuple) else dict(plain(read.entries))
