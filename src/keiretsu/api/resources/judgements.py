"""Judgements: what people decided, and what they decide."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response, status

from keiretsu.api import judging
from keiretsu.api.asking import AskedOf, LimitOf, OffsetOf
from keiretsu.api.conditional import RecordedRoute
from keiretsu.api.faults import faults
from keiretsu.api.paging import Paged, paged
from keiretsu.api.shapes.judgements import (
    ClaimDecisions,
    Judgement,
    NewJudgement,
    Outcomes,
    UndoReason,
)
from keiretsu.errors import NotFoundError
from keiretsu.service.asked import Asked
from keiretsu.service.http import ReviewerOf, SiteOf
from keiretsu.service.paging import USUAL, Page
from keiretsu.service.site import Site
from keiretsu.store import RecordedJudgement
from keiretsu.store.looking_up import LookUp

router = APIRouter(tags=["judgements"], route_class=RecordedRoute)

Kind = Literal["claim", "merge", "split", "distinct", "settlement"]


@router.get("/judgements", responses=faults())
def list_judgements(
    request: Request,
    response: Response,
    site: SiteOf,
    asked: AskedOf,
    kind: Annotated[Kind | None, Query(description="Of this kind.")] = None,
    author: Annotated[str | None, Query(description="By this person.")] = None,
    standing: Annotated[bool | None, Query(description="That stand, or don't any more.")] = None,
    limit: LimitOf = USUAL,
    offset: OffsetOf = 0,
) -> Paged[Judgement]:
    """List all judgements ever made, the newest first; those that were replaced or taken back as well."""
    found, total = _look_up(site, asked).judgement_log(
        kind=kind, author=author, stands=standing, offset=offset, limit=limit
    )
    return paged(request, response, Page(found, offset, limit, total), Judgement.of)


@router.get("/judgements/{judgement_id}", responses=faults(404))
def get_judgement(site: SiteOf, asked: AskedOf, judgement_id: str) -> Judgement:
    """Return a judgement and what became of it."""
    return Judgement.of(_named(site, asked, judgement_id))


@router.post(
    "/judgements",
    status_code=status.HTTP_201_CREATED,
    responses={
        **faults(404, 409),
        200: {"description": "The same had been recorded before.", "model": Judgement},
    },
)
def add_judgement(response: Response, site: SiteOf, reviewer: ReviewerOf, body: NewJudgement) -> Judgement:
    """Record what the asker decides about a claim, parties or a contradiction.

    Nothing that somebody decided since the asker looked is replaced: that is a conflict. Claims count as
    decided at once, deals from the next reconciliation on.
    """
    made, is_new = judging.judge(site, reviewer, body)
    if not is_new:
        response.status_code = status.HTTP_200_OK
    return Judgement.of(made)


@router.post("/judgements/bulk", responses=faults())
def add_judgements(site: SiteOf, reviewer: ReviewerOf, body: ClaimDecisions) -> Outcomes:
    """Record decisions about many claims in one go; each is told what became of it, and none stops others."""
    return judging.judge_many(site, reviewer, body)


@router.post("/judgements/{judgement_id}/undo", responses=faults(404, 409))
def undo_judgement(site: SiteOf, reviewer: ReviewerOf, judgement_id: str, body: UndoReason) -> Judgement:
    """Take a judgement back; what it changed is as before, and both stay in the history."""
    _named(site, Asked(), judgement_id)
    judging.undo(site, reviewer, judgement_id, body.reason)
    return Judgement.of(_named(site, Asked(), judgement_id))


def _look_up(site: Site, asked: Asked) -> LookUp:
    return LookUp(site.workspace.store, site.view(asked).known_by)


def _named(site: Site, asked: Asked, judgement_id: str) -> RecordedJudgement:
    found = _look_up(site, asked).recorded_judgement(judgement_id)
    if found is None:
        raise NotFoundError(
            "judgement.no-such-judgement",
            where=judgement_id[:64],
            message="no judgement has this id",
            hint="look it up in the list of judgements",
        )
    return found
