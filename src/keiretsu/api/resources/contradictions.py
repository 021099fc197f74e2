"""Contradictions."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from keiretsu.api.asking import AskedOf, LimitOf, OffsetOf
from keiretsu.api.conditional import SettledRoute
from keiretsu.api.faults import faults
from keiretsu.api.paging import Paged, paged
from keiretsu.api.shapes.contradictions import Contradiction
from keiretsu.api.shapes.judgements import ContradictionInFull, Judgement
from keiretsu.errors import NotFoundError
from keiretsu.service.http import SiteOf
from keiretsu.service.judging import standing_settlement
from keiretsu.service.paging import USUAL, page_of

router = APIRouter(tags=["contradictions"], route_class=SettledRoute)


@router.get("/contradictions", responses=faults())
def list_contradictions(
    request: Request,
    response: Response,
    site: SiteOf,
    asked: AskedOf,
    about: Annotated[str | None, Query(description="About this deal, by its id.")] = None,
    what: Annotated[str | None, Query(description="On the amount, the status or the figure.")] = None,
    settled: Annotated[bool | None, Query(description="That a person settled, or didn't.")] = None,
    compatible: Annotated[bool | None, Query(description="Of which all readings can be true.")] = None,
    limit: LimitOf = USUAL,
    offset: OffsetOf = 0,
) -> Paged[Contradiction]:
    """List where sources disagree, each with both sides and the reading that is used; of a day, by then."""
    found = [
        one
        for one in site.settled(asked).contradictions(asked.as_of)
        if about in (None, one.about)
        and what in (None, one.what)
        and settled in (None, one.settled is not None)
        and compatible in (None, one.compatible)
    ]
    return paged(request, response, page_of(found, offset, limit), lambda one: Contradiction.of(one, asked))


@router.get("/contradictions/{contradiction_id:path}", responses=faults(404))
def get_contradiction(site: SiteOf, asked: AskedOf, contradiction_id: str) -> ContradictionInFull:
    """Return a contradiction with its readings, who says so, and how it is settled."""
    for one in site.settled(asked).contradictions(asked.as_of):
        if one.id == contradiction_id:
            standing = standing_settlement(site, asked, one.id)
            return ContradictionInFull(
                **dict(Contradiction.of(one, asked)),
                settlement=Judgement.of(standing) if standing else None,
                seen=standing.digest if standing else None,
            )
    raise NotFoundError(
        "workspace.no-such-contradiction",
        where=contradiction_id[:200],
        message="no contradiction has this id on this day",
        hint="look the id up in the list of contradictions",
    )
