"""Judgements: what people decided, and what they decide."""

from __future__ import annotations

from collections.abc import Sequence
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
from keiretsu.judgements import kind_of
from keiretsu.service.asked import Asked
from keiretsu.service.http import ReviewerOf, SiteOf
from keiretsu.service.paging import USUAL, page_of
from keiretsu.service.site import Site
from keiretsu.store import RecordedJudgement

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
    found = [
        one
        for one in _history(site, asked)
        if kind in (None, kind_of(one.judgement))
        and author in (None, one.judgement.signature.author)
        and standing in (None, one.retired_at is None)
    ]
    return paged(request, response, page_of(found, offset, limit), Judgement.of)


@router.get("/judgements/{judgement_id}", responses=faults(404))
def get_judgement(site: SiteOf, asked: AskedOf, judgement_id: str) -> Judgement:
    """Return a judgement and what became of it."""
    return Judgement.of(_named(_history(site, asked), judgement_id))


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
    _named(_history(site, Asked()), judgement_id)
    judging.undo(site, reviewer, judgement_id, body.reason)
    return Judgement.of(_named(_history(site, Asked()), judgement_id))


def _history(site: Site, asked: Asked) -> Sequence[RecordedJudgement]:
    view = site.view(asked)
    return tuple(reversed(view.judgement_history()))


def _named(history: Sequence[RecordedJudgement], judgement_id: str) -> RecordedJudgement:
    for one in history:
        if one.digest == judgement_id:
            return one
    raise NotFoundError(
        "judgement.no-such-judgement",
        where=judgement_id[:64],
        message="no judgement has this id",
        hint="look it up in the list of judgements",
    )
