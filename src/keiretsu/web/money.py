"""Money: whose it is, how much of it comes back, and the loops that it can go round."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from keiretsu.errors import NotFoundError
from keiretsu.measures import Interval, Intervals
from keiretsu.measures.of_network import Circularity, Provenance
from keiretsu.network import Network
from keiretsu.parties import Party
from keiretsu.report.loops import chance_of, loop_view
from keiretsu.report.money import a_year, percent
from keiretsu.service import money
from keiretsu.service.asked import Asked
from keiretsu.service.http import AskedOf, SiteOf
from keiretsu.service.money_bounds import bounds_of, drawn
from keiretsu.service.paging import Page, page_of
from keiretsu.service.parties import directory
from keiretsu.service.site import Site
from keiretsu.web.kept_pages import KeptPage
from keiretsu.web.pages import show
from keiretsu.web.places import places

FIRMS_LISTED = 100
RANKED_A_PAGE = 15
LOOPS_A_PAGE = 10

router = APIRouter(route_class=KeptPage)

Offset = Annotated[int, Query(ge=0)]


@router.get("/money")
def show_money(
    request: Request,
    site: SiteOf,
    asked: AskedOf,
    party: str = "",
    ranked: Offset = 0,
    loops: Offset = 0,
) -> HTMLResponse:
    """Show whose money a party's revenue is, and what can go round."""
    found, circles = money.traced(site, asked), money.round_about(site, asked)
    firms = money.sellers(found)
    chosen = directory(site, asked).find(party) if party else (firms[0].party if firms else None)
    ranking, never = money.ranking(found)
    return show(
        request,
        "money.html.j2",
        asked=asked,
        day=found.network.as_of,
        firms=[firm.party for firm in firms[:FIRMS_LISTED]],
        firms_left=max(0, len(firms) - FIRMS_LISTED),
        chosen=chosen,
        revenue=money.revenue_of(found, chosen) if chosen else None,
        ranking=page_of(ranking, ranked, RANKED_A_PAGE),
        never=never,
        loops=_loops(circles, loops),
        total=a_year(circles.total, found.network.currency),
        gross=a_year(circles.gross, found.network.currency),
        share=percent(circles.share),
        why_share=circles.why("share"),
        drawn=money.legs_drawn(circles),
        height=money.height_of(money.legs_drawn(circles)),
        network=found.network,
        places=places,
    )


@router.get("/money/revenue")
def show_revenue(request: Request, site: SiteOf, asked: AskedOf, party: str) -> HTMLResponse:
    """Show whose money a party's revenue is."""
    chosen, found = directory(site, asked).find(party), money.traced(site, asked)
    revenue = money.revenue_of(found, chosen)
    return show(
        request,
        "money_revenue.html.j2",
        asked=asked,
        chosen=chosen,
        revenue=revenue,
        network=found.network,
        places=places,
    )


@router.get("/money/bounds")
def show_bounds(request: Request, site: SiteOf, asked: AskedOf, party: str) -> HTMLResponse:
    """Show what of a party's revenue must, and what may, come from which source and investor."""
    chosen, found = _seller(site, asked, party)
    return show(
        request,
        "money_bounds.html.j2",
        asked=asked,
        chosen=chosen,
        bounds=bounds_of(site, asked, chosen),
        why=found.why(chosen.id),
        network=found.network,
        places=places,
    )


@router.get("/money/draws")
def show_draws(request: Request, site: SiteOf, asked: AskedOf, party: str) -> HTMLResponse:
    """Show what a party's shares are in draws of networks that could be so."""
    chosen, found = _seller(site, asked, party)
    intervals = _intervals(site, asked, "provenance")
    shown = drawn(site, asked, chosen) if intervals else ()
    return show(
        request,
        "money_draws.html.j2",
        asked=asked,
        chosen=chosen,
        rows=[_said(each, found.network) for each in shown],
        intervals=intervals,
    )


@router.get("/money/chance")
def show_chance(request: Request, site: SiteOf, asked: AskedOf) -> HTMLResponse:
    """Show how much goes round in networks rewired at random, and in draws of what could be so."""
    found = money.round_about(site, asked)
    intervals = _intervals(site, asked, "circularity")
    figures = [each for each in intervals.figures if each.defined] if intervals else []
    return show(
        request,
        "money_chance.html.j2",
        asked=asked,
        chance=chance_of(found.null) if found.loops else "",
        why=found.why("null") if found.loops else None,
        rows=[_said(each, found.network) for each in figures],
        intervals=intervals,
        network=found.network,
        places=places,
    )


def _intervals(site: Site, asked: Asked, measure: str) -> Intervals | None:
    """Return a measure's intervals; ``None`` where they take long and nobody had them worked out."""
    return site.intervals(measure, asked) if site.has_intervals(asked, measure) else None


def _seller(site: Site, asked: Asked, party: str) -> tuple[Party, Provenance]:
    """Return a party that sells something, with whose money all revenue is."""
    chosen, found = directory(site, asked).find(party), money.traced(site, asked)
    if any(each.party.id == chosen.id for each in money.sellers(found)):
        return chosen, found
    raise NotFoundError(
        "measure.no-such-party",
        where=chosen.name,
        message="sells nothing of a known sum by the deals and figures of the day",
        hint="choose a party with revenue, or another day",
    )


def _loops(circles: Circularity, offset: int) -> Page[Any]:
    """Return a page of the loops: each for reading, beside itself."""
    page = page_of(circles.loops, offset, LOOPS_A_PAGE)
    currency = circles.network.currency
    views = [
        (loop_view(number, loop, currency), loop) for number, loop in enumerate(page.items, start=offset + 1)
    ]
    return Page(views, page.offset, page.limit, page.total)


def _said(each: Interval, network: Network) -> tuple[str, ...]:
    """Return a figure's name, the figure as used, and its median and interval over the draws, in words."""

    def said(value: float) -> str:
        if value != value:  # no meaning in the network as it is
            return "none"
        return percent(value) if each.unit == "share" else a_year(value, network.currency).short

    return each.name, said(each.point), said(each.median), f"{said(each.low)} to {said(each.high)}"
