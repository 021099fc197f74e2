"""The map: parties and what lies between them, as of a day that a slider moves."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cached_property
from typing import Annotated, Any, TypeAlias

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response

from keiretsu.measures.of_network.naming import party_named
from keiretsu.parties import Party
from keiretsu.report.deals import DealView
from keiretsu.report.map import Mark
from keiretsu.report.map_links import Link
from keiretsu.service import maps
from keiretsu.service.asked import Asked
from keiretsu.service.http import AskedOf, SiteOf, has_answer, has_any_answer
from keiretsu.service.maps_asked import Chosen
from keiretsu.service.paging import Page, page_of
from keiretsu.service.site import Site
from keiretsu.vocabulary import layers, relations, statuses
from keiretsu.web.deals import Told, story_of
from keiretsu.web.pages import show

ROWS = 100
NAMES = 500  # that the search field proposes
SUMS = ("10 m", "100 m", "1 bn", "10 bn")  # that the field proposes

router = APIRouter()


@dataclass(frozen=True)
class Selection:
    """What is selected on the map, if anything: a line, or a party."""

    line: str = ""
    mark: str = ""

    def query(self) -> dict[str, str]:
        """Return what an address must carry so that it comes back the same."""
        return {name: value for name, value in (("line", self.line), ("mark", self.mark)) if value}


@dataclass(frozen=True)
class MapPage:
    """All that the page and its parts show."""

    site: Site
    asked: Asked
    shown: maps.Shown
    selection: Selection
    offset: int

    @property
    def query(self) -> dict[str, object]:
        """What addresses of the same choice carry."""
        return self.shown.chosen.query()

    @property
    def rows(self) -> Page[Link]:
        """The lines of the table."""
        return page_of(self.shown.map.links, self.offset, ROWS)

    @property
    def largest(self) -> tuple[Mark, ...]:
        """The parties of the table, those with most money first."""
        return tuple(sorted(self.shown.map.marks, key=lambda mark: mark.rank)[:ROWS])

    @cached_property
    def link(self) -> Link | None:
        """The line that is selected."""
        return self.shown.link(self.selection.line) if self.selection.line else None

    @cached_property
    def stories(self) -> tuple[tuple[DealView, tuple[Told, ...]], ...]:
        """The deals of the line that is selected."""
        if self.link is None:
            return ()
        network = self.site.network(self.asked, maps.unknown_of(self.shown.chosen))
        payments = {payment.deal.id: payment for payment in network.payments}
        views = (DealView(deal, payments.get(deal.id), network.currency) for deal in self.link.deals)
        return tuple((view, story_of(view.deal)) for view in views)

    @cached_property
    def mark(self) -> Mark | None:
        """The party that is selected, where it is on the map."""
        return next((one for one in self.shown.map.marks if one.party.id == self.selection.mark), None)

    @property
    def lines_of_mark(self) -> tuple[Link, ...]:
        """The lines of the party that is selected, those with most money first."""
        mark = self.mark
        return tuple(
            link for link in self.shown.map.links if mark and mark.party in (link.source, link.target)
        )

    @property
    def names(self) -> tuple[Party, ...]:
        """The parties that the search field proposes."""
        return self.shown.base.parties[:NAMES]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of parties that can be chosen."""
        found = {party.kind for party in self.site.settled(self.asked).parties()}
        return tuple(sorted(found | set(self.shown.chosen.kinds)))

    @property
    def known(self) -> tuple[tuple[str, str], ...]:
        """The moments by which it may have been known: values and words."""
        days = [(day.isoformat(), f"by the end of {day}") for day in maps.known_days(self.site)]
        given = self.asked.known_by
        if given is not None and _as_text(given) not in dict(days):
            days.insert(0, (_as_text(given), f"by {given.isoformat(sep=' ', timespec='seconds')}"))
        return tuple(days)

    @property
    def known_by(self) -> str:
        """The moment asked for, as its field says it."""
        return _as_text(self.asked.known_by) if self.asked.known_by else ""


def _as_text(moment: datetime) -> str:
    """Return a moment as an address says it; the end of a day as the day."""
    day = moment.astimezone(UTC)
    return day.date().isoformat() if day.time() == time.max else moment.isoformat()


def chosen_of(
    site: SiteOf,
    asked: AskedOf,
    layer: Annotated[list[str], Query()] = [],  # noqa: B006 - FastAPI copies it
    relation: Annotated[list[str], Query()] = [],  # noqa: B006
    status: Annotated[list[str], Query()] = [],  # noqa: B006
    kind: Annotated[list[str], Query()] = [],  # noqa: B006
    party: str = "",
    steps: Annotated[int, Query(ge=1, le=3)] = 1,
    at_least: str = "",
    estimated: str = "",
    show: str = "",
) -> Chosen:
    """Return what the address chooses; a party by its id or any of its names."""
    if party.strip():
        party = party_named(party.strip(), site.settled(asked).parties(), site.day(asked)).id
    return Chosen.parse(
        layer=layer,
        relation=relation,
        status=status,
        kind=kind,
        party=party.strip(),
        steps=steps,
        at_least=at_least,
        estimated=estimated,
        show=show,
    )


def page_of_map(
    site: SiteOf,
    asked: AskedOf,
    chosen: Annotated[Chosen, Depends(chosen_of)],
    line: str = "",
    mark: str = "",
    offset: Annotated[int, Query(ge=0)] = 0,
) -> MapPage:
    """Return what the address asks to see."""
    return MapPage(site, asked, maps.shown(site, asked, chosen), Selection(line, mark), offset)


PageOfMap: TypeAlias = Annotated[MapPage, Depends(page_of_map)]


@router.get("/map")
def show_map(request: Request, page: PageOfMap) -> HTMLResponse:
    """Show the map of a day, with its table and what is selected."""
    return show(
        request,
        "map.html.j2",
        asked=page.asked,
        page=page,
        data=page.shown.data,
        frame_of_map={"width": page.shown.map.ground.width, "height": page.shown.map.ground.height},
        days=[_stop(page, day) for day in page.shown.days],
        vocabulary={
            "layer": tuple(layers()),
            "relation": tuple(relations()),
            "status": tuple(name for name in statuses() if name not in ("ended", "denied")),
        },
        sums=SUMS,
    )


@router.get("/map/data")
def map_data(request: Request, page: PageOfMap) -> Response:
    """Return the map of a day to a page that is open already, with the parts of the page that change."""
    names = {"map-counts": "map_counts", "map-twin": "map_twin", "map-panel": "map_panel"}
    parts = {place: _part(request, page, name) for place, name in names.items()}
    content = {"day": page.shown.day.isoformat(), **page.shown.data, "parts": parts}
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if has_answer(request, tag) or has_any_answer(request):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


@router.get("/map/panel")
def map_panel(request: Request, page: PageOfMap) -> HTMLResponse:
    """Return what is to be said of the line or party that is selected."""
    return HTMLResponse(_part(request, page, "map_panel"))


def _part(request: Request, page: MapPage, name: str) -> str:
    made = show(request, f"{name}.html.j2", asked=page.asked, page=page)
    return bytes(made.body).decode()


def _stop(page: MapPage, day: date) -> dict[str, Any]:
    """Return a stop of the slider; the newest day needs no word in the address."""
    newest = page.shown.base.days[-1]
    return {"day": day.isoformat(), "as_of": "" if day == newest else day.isoformat()}
