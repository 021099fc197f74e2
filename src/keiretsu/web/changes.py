"""What changed between two days, or between two recordings, and what that did to the figures."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any, TypeAlias

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from keiretsu.ledger import STOCKS
from keiretsu.measures import FigureMoved, WhatChanged, load_measure, measure_names
from keiretsu.network.changes import Change, ChangeKind
from keiretsu.service.asked import Asked
from keiretsu.service.changes import (
    Between,
    by_money,
    compared,
    figure_changed,
    figure_moved,
    figures_of,
    is_shared_out,
    share_out,
)
from keiretsu.service.changes_shared import Figure
from keiretsu.service.http import AskedOf, IdentityOf, SiteOf
from keiretsu.service.paging import USUAL, page_of
from keiretsu.service.site import Site
from keiretsu.web.changes_words import Moving
from keiretsu.web.kept_pages import KeptPage
from keiretsu.web.pages import back, show
from keiretsu.web.places import places

QUARTER = timedelta(days=91)
RECORDINGS = 20
ROUNDING = 1e-9  # relative to the figure
FIRST_MEASURE = "circularity"

router = APIRouter(route_class=KeptPage)

Offset: TypeAlias = Annotated[int, Query(ge=0, le=10**9)]


def _between(
    site: SiteOf,
    asked: AskedOf,
    first: Annotated[str, Query(alias="from", description="The earlier day.")] = "",
    from_known_by: Annotated[
        str, Query(description="By when the earlier state was recorded; as the later one if not given.")
    ] = "",
) -> Between:
    """Return what is compared: by itself the day with a quarter before, or two recordings on one day."""
    earlier, day = Asked.parse(first, from_known_by), site.day(asked)
    since = earlier.as_of or (day if earlier.known_by else day - min(QUARTER, day - date.min))
    return Between(Asked(since, earlier.known_by or asked.known_by), Asked(day, asked.known_by))


BetweenOf: TypeAlias = Annotated[Between, Depends(_between)]


@router.get("/changes")
def list_changes(
    request: Request,
    site: SiteOf,
    asked: AskedOf,
    between: BetweenOf,
    kind: str = "",
    words: str = "",
    measure: str = FIRST_MEASURE,
    offset: Offset = 0,
) -> HTMLResponse:
    """List the deals and reported figures that differ, those of most money first."""
    found = compared(site, between)
    wanted = words.strip().casefold()
    fitting = [one for one in found.changes if kind in ("", one.kind) and wanted in _title(one).casefold()]
    return show(
        request,
        "changes.html.j2",
        asked=asked,
        page=page_of(by_money(fitting), offset, USUAL),
        all_changes=len(found.changes),
        kind=kind,
        words=words.strip(),
        kinds=tuple(ChangeKind),
        measure=load_measure(measure).name,
        measures=measure_names(),
        recordings=site.view(Asked(None, asked.known_by)).recordings(RECORDINGS),
        title=_title,
        unit=_unit,
        **_compared(site, between),
    )


@router.get("/changes/figures")
def list_figures(
    request: Request,
    site: SiteOf,
    asked: AskedOf,
    between: BetweenOf,
    measure: str = FIRST_MEASURE,
    offset: Offset = 0,
) -> HTMLResponse:
    """List a measure's figures before and after, those of the network as a whole first."""
    found = figures_of(site, between, measure)
    moved = sorted((one for one in found if one.before != one.after), key=_by_reach)
    return show(
        request,
        "changes_figures.html.j2",
        asked=asked,
        measure=measure,
        page=page_of(moved, offset, USUAL),
        all_figures=len(found),
        **_compared(site, between),
    )


def _figure(measure: str, figure: str, about: str = "") -> Figure:
    return Figure(measure, figure, about)


FigureOf: TypeAlias = Annotated[Figure, Depends(_figure)]


@router.get("/changes/figure")
def show_figure(
    request: Request, site: SiteOf, asked: AskedOf, between: BetweenOf, figure: FigureOf, offset: Offset = 0
) -> HTMLResponse:
    """Show what each change did to a figure, or how to have it worked out."""
    is_there = is_shared_out(site, between, figure)
    found = figure_changed(site, between, figure) if is_there else None
    did = [pair for pair in found.contributions if _tells(pair[1], found)] if found else []
    return show(
        request,
        "changes_figure.html.j2",
        asked=asked,
        figure=figure,
        moved=figure_moved(site, between, figure),
        found=found,
        passing=found.passing_of_time if found and _tells(found.passing_of_time, found) else 0.0,
        page=page_of(did, offset, USUAL),
        all_changes=len(compared(site, between).changes),
        title=_title,
        **_compared(site, between),
    )


@router.post("/changes/figure")
def work_out(
    request: Request, site: SiteOf, identity: IdentityOf, between: BetweenOf, figure: FigureOf
) -> RedirectResponse:
    """Have it worked out in the background what each change did to a figure."""
    return back(request, f"/jobs/{share_out(site, between, figure, identity.name).id}")


def _tells(share: float, found: WhatChanged) -> bool:
    """Tell whether a share is more than rounding."""
    return abs(share) > ROUNDING * max(abs(found.before), abs(found.after))


def _compared(site: Site, between: Between) -> dict[str, Any]:
    """Return what every page of two states tells of them."""
    network, recorded = compared(site, between).after, between.before.known_by
    return {
        "first": between.before.as_of,
        "day": between.after.as_of,
        "from_known_by": recorded if recorded != between.after.known_by else None,
        "earlier": between.earlier(),
        "moving": Moving(network.currency),
        "network": network,
        "places": places,
    }


def _title(change: Change) -> str:
    return change.title.replace("_", " ")


def _unit(change: Change) -> str:
    return "money" if change.item in STOCKS else "per year"


def _by_reach(moved: FigureMoved) -> tuple[bool, str, float, str]:
    """Put figures of the network before those of parties, and of these the farthest first."""
    difference = moved.difference
    return bool(moved.about), moved.name, -abs(difference) if difference is not None else 0.0, moved.about
