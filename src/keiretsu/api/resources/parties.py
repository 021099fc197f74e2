"""Parties, whose money they live on, who loses what with them, and pairs that may be one."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import APIRouter, Query, Request, Response

from keiretsu.api.addresses import why
from keiretsu.api.asking import AskedOf, LimitOf, OffsetOf, Unknown, UnknownOf
from keiretsu.api.conditional import SettledRoute
from keiretsu.api.faults import faults
from keiretsu.api.paging import Paged, paged
from keiretsu.api.shapes.judgements import PartyDecision, PartyDecisions
from keiretsu.api.shapes.money import Losses, Money
from keiretsu.api.shapes.parties import Party, PartyName, Proposal
from keiretsu.api.shapes.tables import Table
from keiretsu.errors import NotFoundError
from keiretsu.measures.of_network import Contagion, Provenance
from keiretsu.service.http import SiteOf
from keiretsu.service.paging import USUAL, page_of
from keiretsu.service.parties import Listed, Order, directory
from keiretsu.service.parties_judging import mark, standing
from keiretsu.service.parties_proposals import proposals

router = APIRouter(tags=["parties"], route_class=SettledRoute)


@router.get("/parties", responses=faults())
def list_parties(
    request: Request,
    response: Response,
    site: SiteOf,
    asked: AskedOf,
    q: Annotated[str, Query(description="With these words in a name or id.", max_length=200)] = "",
    kind: Annotated[str, Query(description="Of this kind.")] = "",
    order: Annotated[Order, Query(description="By what they are sorted.")] = Order.NAME,
    limit: LimitOf = USUAL,
    offset: OffsetOf = 0,
) -> Paged[Party]:
    """List the parties, after what people decided about them."""
    found = directory(site, asked).search(q, kind, order)

    def shaped(row: Listed) -> Party:
        return Party.of(row.party)

    return paged(request, response, page_of(found, offset, limit), shaped)


@router.get("/proposals", responses=faults())
def list_proposals(
    request: Request,
    response: Response,
    site: SiteOf,
    asked: AskedOf,
    limit: LimitOf = USUAL,
    offset: OffsetOf = 0,
) -> Paged[Proposal]:
    """List the pairs of parties whose names are alike, the most alike first, for a person to decide."""
    return paged(request, response, page_of(proposals(site, asked), offset, limit), Proposal.of)


@router.get("/parties/decisions", responses=faults(404))
def get_party_decisions(
    site: SiteOf,
    asked: AskedOf,
    party: Annotated[
        list[str], Query(description="One party or two, by id, once for each.", min_length=1, max_length=2)
    ],
) -> PartyDecisions:
    """Return what people decided about parties, and what a new decision about them must show."""
    known = directory(site, asked)
    for each in party:
        known.find(each)
    found = {one.digest: one for each in party for one in standing(site, asked, each)}
    return PartyDecisions(
        seen=mark(site, asked, *party), decisions=[PartyDecision.of(one) for one in found.values()]
    )


@router.get("/parties/{party_id:path}/money", responses=faults(404))
def get_money(site: SiteOf, asked: AskedOf, party_id: str, unknown: UnknownOf = Unknown.EXCLUDE) -> Money:
    """Return whose money a party's revenue is, and how much of it is its own come back, with bounds."""
    party = directory(site, asked).find(party_id)
    found = cast("Provenance", site.measure("provenance", asked, unknown.value))
    for each in found.parties:
        if each.party.id == party.id:
            return Money.of(each, found.network, asked, unknown)
    raise NotFoundError(
        "measure.no-such-party",
        where=party.name,
        message=f"is known to take in nothing as of {found.network.as_of}",
        hint="ask for another day, or with unknown=estimate",
    )


@router.get("/parties/{party_id:path}/losses", responses=faults(404))
def get_losses(site: SiteOf, asked: AskedOf, party_id: str, unknown: UnknownOf = Unknown.EXCLUDE) -> Losses:
    """Return who loses what if a party fails, over all exposures, at once and after second rounds."""
    party = directory(site, asked).find(party_id)
    found = cast("Contagion", site.measure("contagion", asked, unknown.value))
    if party.id not in found.network.index:
        raise NotFoundError(
            "measure.no-such-party",
            where=party.name,
            message=f"has no deal as of {found.network.as_of}",
            hint="ask for another day",
        )
    return Losses(
        party=PartyName.of(party),
        as_of=found.network.as_of,
        currency=found.network.currency,
        table=Table.of(found.if_fails(party.id).table()),
        why=why("losses", party.id, asked=asked, unknown=unknown),
    )


@router.get("/parties/{party_id:path}", responses=faults(404))
def get_party(site: SiteOf, asked: AskedOf, party_id: str) -> Party:
    """Return a party; the id of one that was merged leads to the one that it is now."""
    return Party.of(directory(site, asked).find(party_id))
