"""Scenarios: chosen, written in a form with the YAML beside it, saved, and run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData

from keiretsu.errors import KeiretsuError
from keiretsu.service.asked import Asked
from keiretsu.service.http import AskedOf, IdentityOf, ReviewerOf, SiteOf, status_of
from keiretsu.service.identity import Identity, Role
from keiretsu.service.paging import page_of
from keiretsu.service.runs import (
    LEAST_SAMPLES,
    MOST_PATHS,
    MOST_SAMPLES,
    MOST_SEED,
    Terms,
    run_of,
    runs,
    sensitivity,
    simulate,
    texts_of,
)
from keiretsu.service.scenarios import (
    Listed,
    ready,
    save_scenario,
    saved_scenarios,
    scenario_named,
    scenarios,
)
from keiretsu.service.scenarios_draft import Draft, draft_of, draft_of_posted
from keiretsu.service.scenarios_form import TRAITS
from keiretsu.service.scenarios_sent import no_field
from keiretsu.service.site import Site
from keiretsu.simulation.industry.mechanism import ORDER, mechanisms
from keiretsu.simulation.industry.outcomes import OUTCOMES
from keiretsu.simulation.scenarios.keys import action_kinds
from keiretsu.web.pages import back, show
from keiretsu.web.scenarios_new import EMPTY, copied
from keiretsu.web.scenarios_words import words_for_forms

LISTED, RUNS = 100, 20
MOST_FIELDS = 1_000

router = APIRouter()


async def posted(request: Request) -> FormData:
    """Return the fields that were sent; more than a form has are refused."""
    return await request.form(max_files=0, max_fields=MOST_FIELDS)


PostedOf: TypeAlias = Annotated[FormData, Depends(posted)]
OffsetOf: TypeAlias = Annotated[int, Query(ge=0, le=10**9)]


@router.get("/scenarios")
def list_scenarios(
    request: Request,
    site: SiteOf,
    asked: AskedOf,
    identity: IdentityOf,
    offset: OffsetOf = 0,
    run_offset: OffsetOf = 0,
) -> HTMLResponse:
    """Show the scenarios that there are, and the runs so far."""
    return show(
        request,
        "scenarios.html.j2",
        asked=asked,
        listed=page_of(scenarios(site, asked), offset, LISTED),
        jobs=page_of(runs(site), run_offset, RUNS),
        run_offset=run_offset,
        limits=_limits(identity),
        can_save=identity.role.covers(Role.REVIEWER),
    )


@router.post("/scenarios/run")
def run_scenarios(
    request: Request, site: SiteOf, asked: AskedOf, identity: IdentityOf, form: PostedOf
) -> RedirectResponse:
    """Run the scenarios that are chosen, and go on to their page."""
    names = [str(name) for name in form.getlist("name")]
    job = simulate(site, asked, names, _terms(form), identity)
    return back(request, f"/runs/{job.id}")


@router.get("/scenarios/new")
def new_scenario(
    request: Request,
    site: SiteOf,
    asked: AskedOf,
    identity: IdentityOf,
    of: Annotated[str, Query(alias="from", max_length=200)] = "",
    run: str = "",
    number: Annotated[int, Query(ge=0, le=1_000)] = 0,
) -> HTMLResponse:
    """Show the form for a new scenario: empty, a copy of another, or that of a run."""
    made = ready(site, asked)
    text = EMPTY.format(day=made.first_day)
    if of:
        text = copied(scenario_named(site, asked, of).text, {one.name for one in scenarios(site, asked)})
    elif run:
        text = (*texts_of(run_of(site, run))[number : number + 1], text)[0]
    return _editor(request, site, asked, identity, draft_of(text, made))


@router.post("/scenarios/draft", response_model=None)
def redraw(
    request: Request, site: SiteOf, asked: AskedOf, identity: IdentityOf, form: PostedOf
) -> HTMLResponse:
    """Make form and YAML say the same again, and what is wrong with them."""
    fields = _fields(form)
    draft = draft_of_posted(fields, ready(site, asked))
    if request.headers.get("HX-Request") != "true":
        return _editor(request, site, asked, identity, draft)
    context = _context(site, asked, identity, draft)
    same = draft.has_fields(fields) and not draft.focus and not draft.is_from_text
    return show(request, "scenario_redrawn.html.j2", asked=asked, same_fields=same, **context)


@router.post("/scenarios/try", response_model=None)
def run_draft(
    request: Request, site: SiteOf, asked: AskedOf, identity: IdentityOf, form: PostedOf
) -> HTMLResponse | RedirectResponse:
    """Run what is being written; where it can't be run, show why."""
    draft = draft_of_posted(_fields(form), ready(site, asked))
    if draft.scenario is None or draft.problems or draft.is_conflict:
        return _editor(request, site, asked, identity, draft, status=422)
    try:
        if form.get("how") == "sensitivity":
            job = sensitivity(site, asked, draft.text, _terms(form), identity)
        else:
            job = simulate(site, asked, (), _terms(form), identity, texts=(draft.text,))
    except KeiretsuError as error:
        return _editor(request, site, asked, identity, draft, status=status_of(error), refused=error)
    return back(request, f"/runs/{job.id}")


@router.post("/scenarios/save", response_model=None)
def save(
    request: Request, site: SiteOf, asked: AskedOf, identity: ReviewerOf, form: PostedOf
) -> HTMLResponse | RedirectResponse:
    """Save what is being written under its name; where it is no scenario, show why."""
    draft = draft_of_posted(_fields(form), ready(site, asked))
    if draft.scenario is None or draft.is_conflict:
        return _editor(request, site, asked, identity, draft, status=422)
    try:
        saved = save_scenario(site, asked, draft.text, identity)
    except KeiretsuError as error:
        return _editor(request, site, asked, identity, draft, status=status_of(error), refused=error)
    return back(request, f"/scenarios/{saved.name}", f"Saved as {saved.name}.")


@router.post("/scenarios/{name}/delete")
def delete(
    request: Request, site: SiteOf, identity: ReviewerOf, name: str, sure: Annotated[str, Form()] = ""
) -> RedirectResponse:
    """Delete a scenario that somebody saved."""
    if not sure:
        return back(request, f"/scenarios/{name}", "Nothing was deleted: tick the box to delete it.")
    saved_scenarios(site).delete(name, identity)
    return back(request, "/scenarios", f"Deleted {name}.")


@router.get("/scenarios/{name}")
def show_scenario(
    request: Request, site: SiteOf, asked: AskedOf, identity: IdentityOf, name: str
) -> HTMLResponse:
    """Show a scenario in its form and as YAML."""
    listed = scenario_named(site, asked, name)
    return _editor(request, site, asked, identity, draft_of(listed.text, ready(site, asked)), listed)


def _editor(
    request: Request,
    site: Site,
    asked: Asked,
    identity: Identity,
    draft: Draft,
    listed: Listed | None = None,
    *,
    status: int = 200,
    refused: KeiretsuError | None = None,
) -> HTMLResponse:
    context = _context(site, asked, identity, draft)
    saved = listed.saved if listed else None
    return show(
        request,
        "scenario.html.j2",
        asked=asked,
        status=status,
        listed=listed,
        can_delete=saved is not None and saved.may_change(identity),
        can_save=identity.role.covers(Role.REVIEWER),
        limits=_limits(identity),
        refused=refused.problem if refused else None,
        **context,
    )


def _context(site: Site, asked: Asked, identity: Identity, draft: Draft) -> dict[str, Any]:
    """Return what the form and the YAML show, and the words that their inputs propose."""
    del identity
    made = ready(site, asked)
    return {
        "draft": draft,
        "kinds": action_kinds(),
        "traits": TRAITS,
        "outcomes": OUTCOMES,
        "turns": ORDER,
        "mechanisms": mechanisms(),
        "words": words_for_forms(made),
        "start": made.industry.as_of,
    }


def _fields(form: FormData) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, value in form.multi_items():
        if name in found or not isinstance(value, str):
            raise no_field(name)
        found[name] = value
    return found


def _terms(form: FormData) -> Terms:
    usual = Terms()
    return Terms(
        paths=_whole(form.get("paths"), usual.paths),
        seed=_whole(form.get("seed"), usual.seed),
        samples=_whole(form.get("samples"), usual.samples),
    )


def _whole(text: object, usual: int) -> int:
    """Return a whole number; what is none is out of bounds, and refused as such."""
    if text is None or text == "":
        return usual
    said = str(text).strip()
    return int(said) if said.isascii() and said.isdigit() and len(said) < 12 else -1


def _limits(identity: Identity) -> dict[str, int]:
    usual = Terms()
    return {
        "paths": usual.paths,
        "most_paths": MOST_PATHS[identity.role],
        "seed": usual.seed,
        "most_seed": MOST_SEED,
        "samples": usual.samples,
        "least_samples": LEAST_SAMPLES,
        "most_samples": MOST_SAMPLES[identity.role],
    }
