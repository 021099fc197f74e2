"""Who stands in which layer of the stack, when they came there, and who arms its own rivals."""

from __future__ import annotations

from typing import cast

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from keiretsu.measures.of_network import Concentrations, Stack
from keiretsu.measures.of_network.rivals import Arming
from keiretsu.report.concentration import concentration
from keiretsu.report.stack import ArmingView, armings
from keiretsu.service.http import AskedOf, SiteOf
from keiretsu.service.paging import Page, page_of
from keiretsu.web.kept_pages import KeptPage
from keiretsu.web.pages import show
from keiretsu.web.places import places
from keiretsu.web.stack_matrix import MEANINGS, SIGNS, Filters, FiltersOf, kinds_of, matrix
from keiretsu.web.stack_ranking import FIGURES, ranking, sorted_by
from keiretsu.web.stack_times import chosen, days_to_choose

ARMINGS = 10

router = APIRouter(route_class=KeptPage)


@router.get("/stack")
def stack(request: Request, site: SiteOf, asked: AskedOf, filters: FiltersOf) -> HTMLResponse:
    """Show the matrix of layers and parties, and what follows from it."""
    found = cast("Stack", site.measure("stack", asked))
    layers = cast("Concentrations", site.measure("concentration", asked))
    return show(
        request,
        "stack.html.j2",
        asked=asked,
        day=site.day(asked),
        filters=filters,
        found=found,
        kinds=kinds_of(found),
        matrix=matrix(found, filters),
        days=days_to_choose(site, asked),
        chosen=chosen(site, asked, filters, found),
        ranking=ranking(found, filters),
        figures=FIGURES,
        sort=sorted_by(filters),
        armings=_armings(found, filters),
        layers=concentration(layers),
        signs=SIGNS,
        meanings=MEANINGS,
        places=places,
    )


def _armings(found: Stack, filters: Filters) -> Page[ArmingView]:
    """Return what is given to rivals: of the party chosen, as giver or as rival, or of all."""
    wanted = [each for each in found.armings if filters.party in ("", *_ends(each))]
    page = page_of(wanted, filters.given, ARMINGS)
    return Page(armings(found.network, page.items), page.offset, page.limit, page.total)


def _ends(each: Arming) -> tuple[str, str]:
    return each.party.id, each.rival.id
