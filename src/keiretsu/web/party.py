"""One party: all that is known of it on one page."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from keiretsu.judgements import Signature, Split
from keiretsu.parties import Party
from keiretsu.report.money import a_year, in_all, percent
from keiretsu.service import parties_view as views
from keiretsu.service.asked import Asked
from keiretsu.service.http import AskedOf, IdentityOf, SiteOf
from keiretsu.service.paging import USUAL, page_of
from keiretsu.service.parties import directory
from keiretsu.service.parties_judging import mark, standing
from keiretsu.service.site import Site
from keiretsu.web.kept_pages import KeptPage
from keiretsu.web.pages import show
from keiretsu.web.parties import common, new_moves
from keiretsu.web.places import places

router = APIRouter(route_class=KeptPage)

Offset = Annotated[int, Query(ge=0)]


@router.get("/parties/ties")
def show_ties(
    request: Request, site: SiteOf, asked: AskedOf, party: str, bought: Offset = 0, sold: Offset = 0
) -> HTMLResponse:
    """Show on whom a party depends, and who depends on it."""
    found = directory(site, asked).find(party)
    ties = views.ties_of(site, asked, found, bought, sold)
    return show(request, "party_ties.html.j2", asked=asked, party=found, ties=ties, **_told(site, asked))


@router.get("/parties/failing")
def show_failing(request: Request, site: SiteOf, asked: AskedOf, party: str) -> HTMLResponse:
    """Show who loses what if a party fails."""
    found = directory(site, asked).find(party)
    failing = views.if_it_fails(site, asked, found)
    return show(
        request, "party_failing.html.j2", asked=asked, party=found, failing=failing, **_told(site, asked)
    )


def _told(site: Site, asked: Asked) -> dict[str, Any]:
    """Return what tells sums, shares and reasons."""
    network = site.network(asked)
    return {
        "network": network,
        "places": places,
        "money": lambda sum_: in_all(sum_, network.currency),
        "yearly": lambda sum_: a_year(sum_, network.currency),
        "percent": percent,
    }


@router.get("/parties/{party_id:path}")
def show_party(
    request: Request,
    site: SiteOf,
    asked: AskedOf,
    who: IdentityOf,
    party_id: str,
    offset: Offset = 0,
    name: Annotated[list[str] | None, Query()] = None,
) -> Response:
    """Show one party; the old id of a merged one leads to what it is now."""
    party = directory(site, asked).find(party_id)
    if party.id != party_id:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"{quote(f'/parties/{party.id}')}{query}")
    return _page(request, site, asked, who, party, offset, name or [])


def _page(
    request: Request,
    site: SiteOf,
    asked: AskedOf,
    who: IdentityOf,
    party: Party,
    offset: int,
    names: list[str],
) -> HTMLResponse:
    network = site.network(asked)
    deals = page_of(views.deals_of(network, party), offset, USUAL)
    taken = [each for each in (*party.aliases, *party.units) if each in names]
    split = Split(party.id, tuple(taken), Signature("preview", "preview")) if taken else None
    return show(
        request,
        "party.html.j2",
        asked=asked,
        party=party,
        row=directory(site, asked).by_id[party.id],
        day=network.as_of,
        deals=deals,
        groups=tuple(views.grouped(tuple(deals.items))),
        figures=views.figures_of(site, asked, party),
        coverage=views.standing_of(site, asked, party),
        judgements=standing(site, asked, party.id),
        taken=taken,
        moved=new_moves(site, asked, split) if split else (),
        seen=mark(site, asked, party.id),
        **_told(site, asked),
        **common(request, site, asked, who),
    )
