"""Reported figures, exchange rates and assumptions."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from keiretsu.api.asking import AskedOf, LimitOf, OffsetOf
from keiretsu.api.conditional import SettledRoute
from keiretsu.api.faults import faults
from keiretsu.api.paging import Paged, paged
from keiretsu.api.shapes.figures import Figure, Rate
from keiretsu.api.shapes.problems import Assumption
from keiretsu.ledger import Item
from keiretsu.service.http import SiteOf
from keiretsu.service.paging import USUAL, page_of

router = APIRouter(tags=["figures"], route_class=SettledRoute)


@router.get("/figures", responses=faults())
def list_figures(
    request: Request,
    response: Response,
    site: SiteOf,
    asked: AskedOf,
    party: Annotated[str | None, Query(description="Of this party, by its id.")] = None,
    item: Annotated[Item | None, Query(description="Of this item.")] = None,
    limit: LimitOf = USUAL,
    offset: OffsetOf = 0,
) -> Paged[Figure]:
    """List the reported figures that are used and were published by the day."""
    found = [
        figure
        for figure in site.settled(asked).figures(asked.as_of)
        if party in (None, figure.party.id) and item in (None, figure.item)
    ]
    return paged(request, response, page_of(found, offset, limit), lambda figure: Figure.of(figure, asked))


@router.get("/rates", responses=faults())
def list_rates(
    request: Request,
    response: Response,
    site: SiteOf,
    asked: AskedOf,
    limit: LimitOf = USUAL,
    offset: OffsetOf = 0,
) -> Paged[Rate]:
    """List the exchange rates: yearly averages into the currency of all sums that are worked out."""
    pack = site.settled(asked).pack
    page = page_of(pack.rates, offset, limit)
    return paged(request, response, page, lambda rate: Rate.of(rate, pack.base_currency))


@router.get("/assumptions", responses=faults())
def list_assumptions(
    request: Request,
    response: Response,
    site: SiteOf,
    asked: AskedOf,
    limit: LimitOf = USUAL,
    offset: OffsetOf = 0,
) -> Paged[Assumption]:
    """List what is assumed: the numbers that no source gives and the network needs."""
    found = list(site.network(asked).assumptions)
    return paged(request, response, page_of(found, offset, limit), Assumption.of)
