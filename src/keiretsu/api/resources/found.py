"""What three measures find in full: the loops, the stack and the blocs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from fastapi import APIRouter, Request, Response

from keiretsu.api.addresses import why
from keiretsu.api.asking import AskedOf, LimitOf, OffsetOf, Unknown, UnknownOf
from keiretsu.api.conditional import SettledRoute
from keiretsu.api.faults import faults
from keiretsu.api.paging import Paged, paged
from keiretsu.api.shapes.base import finite
from keiretsu.api.shapes.loops import Arming, Bloc, Blocs, Coverage, Leg, Loop, Partition, Stack, Tie
from keiretsu.api.shapes.network import Payment
from keiretsu.api.shapes.parties import PartyName
from keiretsu.measures.of_network import Blocs as FoundBlocs
from keiretsu.measures.of_network import Circularity, MoneyLoop
from keiretsu.measures.of_network import Stack as FoundStack
from keiretsu.measures.of_network.partitions import Partition as FoundPartition
from keiretsu.network import Network
from keiretsu.service.asked import Asked
from keiretsu.service.http import SiteOf
from keiretsu.service.paging import USUAL, page_of

router = APIRouter(tags=["measures"], route_class=SettledRoute)


@router.get("/loops", responses=faults())
def list_loops(
    request: Request,
    response: Response,
    site: SiteOf,
    asked: AskedOf,
    unknown: UnknownOf = Unknown.EXCLUDE,
    limit: LimitOf = USUAL,
    offset: OffsetOf = 0,
) -> Paged[Loop]:
    """List the loops that money can go round in, the largest first, with the payments of each leg."""
    found = cast("Circularity", site.measure("circularity", asked, unknown.value))
    numbered = list(enumerate(found.loops, 1))

    def shaped(each: tuple[int, MoneyLoop]) -> Loop:
        return _loop(*each, found.network, asked, unknown)

    return paged(request, response, page_of(numbered, offset, limit), shaped)


@router.get("/stack", responses=faults())
def get_stack(site: SiteOf, asked: AskedOf) -> Stack:
    """Return who covers which layer of the stack, and who supplies or funds its own rivals."""
    found = cast("FoundStack", site.measure("stack", asked))
    return Stack(
        as_of=found.network.as_of,
        layers=list(found.layers),
        coverages=list(_coverages(found, asked)),
        armings=list(_armings(found, asked)),
    )


@router.get("/blocs", responses=faults())
def get_blocs(site: SiteOf, asked: AskedOf) -> Blocs:
    """Return into which blocs friendly and hostile ties divide the parties."""
    found = cast("FoundBlocs", site.measure("blocs", asked))
    return Blocs(
        as_of=found.network.as_of,
        balanced_triangle_share=finite(found.balance.balanced_triangle_share)
        if found.balance.triangles
        else None,
        partitions=[_partition(each) for each in found.partitions],
        ties=[
            Tie(
                first=PartyName.of(tie.left),
                second=PartyName.of(tie.right),
                sign=int(tie.sign),
                friendly=[deal.id for deal in tie.friendly],
                hostile=[deal.id for deal in tie.hostile],
                why=why("blocs", tie.left.id, tie.right.id, asked=asked),
            )
            for tie in found.ties
        ],
        why=why("blocs", asked=asked),
    )


def _loop(number: int, held: MoneyLoop, network: Network, asked: Asked, unknown: str) -> Loop:
    ends = zip(held.parties, (*held.parties[1:], held.parties[0]), held.legs, strict=True)
    return Loop(
        number=number,
        parties=[PartyName.of(party) for party in held.parties],
        per_year=held.per_year,
        currency=network.currency,
        capital_out_purchases_back=held.pairs_capital_with_purchases,
        respects_time=held.respects_time,
        ends=held.ends,
        is_estimated=held.is_estimated,
        legs=[
            Leg(
                payer=PartyName.of(payer),
                payee=PartyName.of(payee),
                payments=[Payment.of(each, network.currency, asked, unknown) for each in payments],
            )
            for payer, payee, payments in ends
        ],
        why=why("circularity", str(number), asked=asked, unknown=unknown),
    )


def _coverages(found: FoundStack, asked: Asked) -> Iterator[Coverage]:
    for each in found.coverages:
        yield Coverage(
            party=PartyName.of(each.party),
            layer=each.layer,
            standing=str(each.standing),
            is_binding=each.is_binding,
            deals=[deal.id for deal in each.deals],
            why=why("stack", each.party.id, each.layer, asked=asked),
        )


def _armings(found: FoundStack, asked: Asked) -> Iterator[Arming]:
    for each in found.armings:
        yield Arming(
            party=PartyName.of(each.party),
            rival=PartyName.of(each.rival),
            relation=each.relation,
            layer=each.layer,
            per_year=finite(each.per_year),
            currency=found.network.currency,
            is_called_rival=bool(each.called),
            because=each.because,
            deals=[deal.id for deal in each.deals],
            why=why("stack", each.party.id, each.rival.id, asked=asked),
        )


def _partition(held: FoundPartition) -> Partition:
    found = held.frustration
    return Partition(
        most=held.most,
        against=found.index,
        ties=found.weight,
        is_proved=found.proved,
        at_least=found.lower_bound,
        blocs=[
            Bloc(number=number, parties=[PartyName.of(party) for party in bloc])
            for number, bloc in enumerate(held.blocs, 1)
        ],
    )
