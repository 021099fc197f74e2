"""Claims: searched, and what people decided about each."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, cast

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from keiretsu.api.asking import AskedOf, Day, LimitOf, OffsetOf
from keiretsu.api.conditional import RecordedRoute
from keiretsu.api.faults import faults
from keiretsu.api.paging import Paged, link, paged
from keiretsu.api.shapes.judgements import JudgedClaim, Judgement
from keiretsu.service import claims as service
from keiretsu.service.claims import ClaimFilter
from keiretsu.service.http import SiteOf
from keiretsu.service.paging import USUAL, page_of
from keiretsu.store.searching import Order

router = APIRouter(tags=["claims"], route_class=RecordedRoute)


class Judged(StrEnum):
    """What people may have decided about a claim; ``annotated`` has a remark, whatever else."""

    UNDECIDED = "undecided"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CORRECTED = "corrected"
    ANNOTATED = "annotated"


class ClaimsFound(Paged[JudgedClaim]):
    """A stretch of the claims that a filter asks for."""

    is_more: bool = Field(description="Whether there are more than the total says.")


@router.get("/claims", responses=faults())
def search_claims(
    request: Request,
    response: Response,
    site: SiteOf,
    asked: AskedOf,
    words: Annotated[
        str, Query(description='With these words, or "phrases", in quote or names.', max_length=200)
    ] = "",
    relation: Annotated[str | None, Query(description="Of this relation.")] = None,
    layer: Annotated[str | None, Query(description="Of this layer of the stack.")] = None,
    status: Annotated[str | None, Query(description="Of this status.")] = None,
    party: Annotated[str | None, Query(description="Of this party, by its id or a name.")] = None,
    document: Annotated[str | None, Query(description="Of this document, by its id.")] = None,
    extractor: Annotated[str | None, Query(description="By this extractor, name and version.")] = None,
    confidence_from: Annotated[int | None, Query(ge=0, le=100, description="At least so sure.")] = None,
    confidence_to: Annotated[int | None, Query(ge=0, le=100, description="At most so sure.")] = None,
    date_from: Annotated[Day | None, Query(description="Beginning on this day or later.")] = None,
    date_to: Annotated[Day | None, Query(description="Beginning on this day or before.")] = None,
    judged: Annotated[Judged | None, Query(description="What people decided about it.")] = None,
    amount: Annotated[bool | None, Query(description="With a sum, or without.")] = None,
    order: Annotated[Order, Query(description="By what they are sorted.")] = Order.CONFIDENCE,
    limit: LimitOf = USUAL,
    offset: OffsetOf = 0,
) -> ClaimsFound:
    """Search the claims; of a day, those of what had begun by then. The least sure come first."""
    wanted = ClaimFilter(
        words=words,
        relation=relation,
        layer=layer,
        status=status,
        party=party,
        document=document,
        extractor=extractor,
        confidence_from=confidence_from,
        confidence_to=confidence_to,
        date_from=cast("date | None", date_from),
        date_to=cast("date | None", date_to),
        judged=judged,
        amount=amount,
        order=order,
    )
    return _found(request, response, service.search_claims(site, asked, wanted, offset, limit))


@router.get("/documents/{document_id}/claims", tags=["documents"], responses=faults(404))
def list_document_claims(
    request: Request,
    response: Response,
    site: SiteOf,
    asked: AskedOf,
    document_id: str,
    limit: LimitOf = USUAL,
    offset: OffsetOf = 0,
) -> ClaimsFound:
    """List the claims that a document makes, in the order of their quotes."""
    site.settled(asked).view.document(document_id)  # one that isn't there isn't one without claims
    wanted = ClaimFilter(document=document_id, order=Order.READ)
    return _found(request, response, service.search_claims(site, asked, wanted, offset, limit))


@router.get("/claims/{claim_id}", responses=faults(404))
def get_claim(site: SiteOf, asked: AskedOf, claim_id: str) -> JudgedClaim:
    """Return a claim as it is read and as it counts, by its id as read or as corrected."""
    return JudgedClaim.of(service.claim_row(site, asked, claim_id))


@router.get("/claims/{claim_id}/judgements", responses=faults(404))
def list_claim_judgements(
    request: Request,
    response: Response,
    site: SiteOf,
    asked: AskedOf,
    claim_id: str,
    limit: LimitOf = USUAL,
    offset: OffsetOf = 0,
) -> Paged[Judgement]:
    """List all judgements ever made of a claim, the earliest first; those taken back as well."""
    history = service.claim_row(site, asked, claim_id).history
    return paged(request, response, page_of(history, offset, limit), Judgement.of)


def _found(request: Request, response: Response, page: service.ClaimPage) -> ClaimsFound:
    link(request, response, page)
    return ClaimsFound(
        items=[JudgedClaim.of(row) for row in page.items],
        total=page.total,
        limit=page.limit,
        offset=page.offset,
        is_more=page.is_more,
    )
