"""The network of a day, its payments, and its files for other programs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from keiretsu.api.asking import AskedOf, LimitOf, OffsetOf, Unknown, UnknownOf
from keiretsu.api.conditional import SettledRoute
from keiretsu.api.faults import faults
from keiretsu.api.paging import Paged, paged
from keiretsu.api.shapes.network import Network, Payment
from keiretsu.service.http import SiteOf
from keiretsu.service.paging import USUAL, page_of
from keiretsu.vocabulary.entries import FlowKind

router = APIRouter(tags=["network"], route_class=SettledRoute)


@router.get("/network", responses=faults())
def get_network(site: SiteOf, asked: AskedOf, unknown: UnknownOf = Unknown.EXCLUDE) -> Network:
    """Return the parties and edges of the day, whole."""
    return Network.of(site.network(asked, unknown.value), asked, unknown)


@router.get("/payments", responses=faults())
def list_payments(
    request: Request,
    response: Response,
    site: SiteOf,
    asked: AskedOf,
    payer: Annotated[str | None, Query(description="From this party, by its id.")] = None,
    payee: Annotated[str | None, Query(description="To this party, by its id.")] = None,
    flow: Annotated[FlowKind | None, Query(description="For capital, or for purchases.")] = None,
    layer: Annotated[str | None, Query(description="Of this layer of the stack.")] = None,
    unknown: UnknownOf = Unknown.EXCLUDE,
    limit: LimitOf = USUAL,
    offset: OffsetOf = 0,
) -> Paged[Payment]:
    """List who pays whom how much a year on the day, the largest sums first."""
    network = site.network(asked, unknown.value)
    found = [
        payment
        for payment in network.payments_between(kind=flow)
        if payer in (None, payment.payer.id)
        and (payee is None or (payment.payee is not None and payee == payment.payee.id))
        and layer in (None, payment.layer)
    ]
    page = page_of(found, offset, limit)
    return paged(
        request, response, page, lambda payment: Payment.of(payment, network.currency, asked, unknown)
    )
