"""Who loses what if a party fails, how measures rank the parties, and the blocs they stand in."""

from __future__ import annotations

from typing import cast

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from keiretsu.measures.of_network import Blocs, Contagion, Dependence, Losses
from keiretsu.report.alliances import alliances
from keiretsu.report.fragility import holders_of, kinds_of_loss, losing_by
from keiretsu.report.money import in_all
from keiretsu.report.spreads import NO_SPREADS
from keiretsu.service.asked import Asked
from keiretsu.service.http import AskedOf, SiteOf
from keiretsu.service.overview_measured import spreads
from keiretsu.service.paging import Page, page_of
from keiretsu.service.site import Site
from keiretsu.web.fragility_bump import bump
from keiretsu.web.fragility_ranking import COLUMNS, ranked
from keiretsu.web.kept_pages import KeptPage
from keiretsu.web.pages import show
from keiretsu.web.places import places

HOLDERS, RANKED, MEMBERS, BREACHES = 15, 20, 40, 20
MEASURES = ("contagion", "dependence")

router = APIRouter(route_class=KeptPage)


@router.get("/fragility")
def fragility(
    request: Request,
    site: SiteOf,
    asked: AskedOf,
    party: str = "",
    sort: str = "loss",
    *,
    intervals: bool = False,
    offset: int = 0,
    holders: int = 0,
) -> HTMLResponse:
    """Show what failures cost."""
    contagion = cast("Contagion", site.measure("contagion", asked))
    dependence = cast("Dependence", site.measure("dependence", asked))
    chosen = party or next((each.party.id for each in contagion.parties), "")
    is_there = chosen in contagion.network.index
    lost = contagion.if_fails(chosen) if is_there else None
    sort = sort if sort in COLUMNS else "loss"
    is_drawn = site.has_intervals(asked, *MEASURES)
    drawn = spreads(site, asked, *MEASURES) if intervals and is_drawn else NO_SPREADS
    rows = ranked(contagion, dependence, sort, drawn)
    return show(
        request,
        "fragility.html.j2",
        asked=asked,
        day=site.day(asked),
        contagion=contagion,
        party=party,
        name=_name(site, asked, chosen),
        chosen=chosen,
        failing=contagion.of(chosen) if is_there else None,
        lost=lost,
        total=in_all(lost.total, contagion.network.currency) if lost else None,
        spread=drawn.get("contagion", "loss", contagion.network.label(lost.party)) if lost else None,
        holders=_holders(lost, max(0, holders)) if lost else None,
        without_sum=[each.holder.name for each in lost.holders if each.total <= 0] if lost else [],
        in_all=in_all,
        kinds=kinds_of_loss(),
        ranking=page_of(rows, max(0, offset), RANKED),
        bump=bump(rows, sort, chosen),
        columns=COLUMNS,
        sort=sort,
        intervals=intervals and is_drawn,
        is_drawn=is_drawn,
        places=places,
    )


@router.get("/fragility/blocs")
def blocs(
    request: Request,
    site: SiteOf,
    asked: AskedOf,
    most: int = 2,
    *,
    intervals: bool = False,
    members: int = 0,
    breaches: int = 0,
) -> HTMLResponse:
    """Show the blocs; a page of its own, as the search for them may take a minute."""
    found = cast("Blocs", site.measure("blocs", asked))
    is_drawn = site.has_intervals(asked, "blocs")
    drawn = spreads(site, asked, "blocs") if intervals and is_drawn else NO_SPREADS
    view = alliances(found, drawn, most)
    return show(
        request,
        "fragility_blocs.html.j2",
        asked=asked,
        day=site.day(asked),
        alliances=view,
        most=most,
        members=page_of(view.members, max(0, members), MEMBERS),
        breaches=page_of(view.breaches, max(0, breaches), BREACHES),
        network=found.network,
        intervals=intervals and is_drawn,
        is_drawn=is_drawn,
        places=places,
    )


def _name(site: Site, asked: Asked, party_id: str) -> str:
    parties = site.settled(asked).parties()
    return next((party.name for party in parties if party.id == party_id), party_id[:80])


def _holders(lost: Losses, first: int) -> Page[object]:
    return Page(holders_of(lost, first, HOLDERS), first, HOLDERS, len(losing_by(lost)))
