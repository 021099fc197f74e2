"""Deals."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from keiretsu.api.asking import AskedOf, LimitOf, OffsetOf
from keiretsu.api.conditional import SettledRoute
from keiretsu.api.faults import faults
from keiretsu.api.paging import Paged, paged
from keiretsu.api.shapes.deals import Deal, DealSummary
from keiretsu.errors import NotFoundError
from keiretsu.ledger import Deal as Held
from keiretsu.service.http import SiteOf
from keiretsu.service.paging import USUAL, page_of

router = APIRouter(tags=["deals"], route_class=SettledRoute)


@router.get("/deals", responses=faults())
def list_deals(
    request: Request,
    response: Response,
    site: SiteOf,
    asked: AskedOf,
    party: Annotated[str | None, Query(description="Of this party, by its id, on either side.")] = None,
    relation: Annotated[str | None, Query(description="Of this relation.")] = None,
    layer: Annotated[str | None, Query(description="Of this layer of the stack.")] = None,
    status: Annotated[str | None, Query(description="In this state.")] = None,
    binding: Annotated[bool | None, Query(description="That commit the parties, or don't.")] = None,
    q: Annotated[str, Query(description="With these words in the title.", max_length=200)] = "",
    limit: LimitOf = USUAL,
    offset: OffsetOf = 0,
) -> Paged[DealSummary]:
    """List the deals of the last reconciliation as they stood on the day, by id."""
    wanted = {"relation": relation, "layer": layer, "status": status, "is_binding": binding}
    words = q.casefold().split()
    found = [
        deal
        for deal in site.settled(asked).deals(site.day(asked))
        if all(value is None or getattr(deal, name) == value for name, value in wanted.items())
        and (party is None or party in _ends(deal))
        and all(word in deal.title().casefold() for word in words)
    ]
    return paged(request, response, page_of(found, offset, limit), lambda deal: DealSummary.of(deal, asked))


@router.get("/deals/{deal_id:path}", responses=faults(404))
def get_deal(site: SiteOf, asked: AskedOf, deal_id: str) -> Deal:
    """Return a deal with its timeline, each step with the words that say so."""
    for deal in site.settled(asked).deals(site.day(asked)):
        if deal.id == deal_id:
            return Deal.of(deal, asked)
    raise NotFoundError(
        "workspace.no-such-deal",
        where=deal_id[:200],
        message="no deal has this id on this day",
        hint="look the id up in the list of deals",
    )


def _ends(deal: Held) -> tuple[str, ...]:
    return (deal.subject.id, *((deal.object.id,) if deal.object else ()))
