"""Pairs of parties that may be one, with what is known of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from keiretsu.judgements import Proposal, propose_merges
from keiretsu.ledger import Deal
from keiretsu.parties import Party
from keiretsu.service.asked import Asked
from keiretsu.service.keeping import Kept
from keiretsu.service.parties_judging import mark
from keiretsu.service.site import Site
from keiretsu.workspace import Vintage

KEPT = 8
MOST = 200
DEALS_IN_SHORT = 5


@dataclass(frozen=True, slots=True)
class Side:
    """One of two parties: its first deals, and how many it has."""

    party: Party
    deals: tuple[Deal, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two parties beside one another, and the mark of what stands of them (see ``parties_judging``)."""

    sides: tuple[Side, Side]
    seen: str


_proposals: Kept[tuple[str, datetime], tuple[Proposal, ...]] = Kept(KEPT)


def proposals(site: Site, asked: Asked) -> tuple[Proposal, ...]:
    """Return the pairs of parties whose names are alike, the most alike first.

    Slow over thousands of parties, and so kept until anything changes that they depend on.
    """
    vintage = site.settled(asked)

    def make() -> tuple[Proposal, ...]:
        return propose_merges(vintage.parties(), vintage.judgements(), MOST)

    return _proposals.get((site.settings.workspace, vintage.known_by), make)


def pair(site: Site, asked: Asked, first: Party, second: Party) -> Pair:
    """Put two parties side by side, with deals of any day."""
    vintage = site.settled(asked)
    return Pair((_side(vintage, first), _side(vintage, second)), mark(site, asked, first.id, second.id))


def _side(vintage: Vintage, party: Party) -> Side:
    own = [deal for deal in vintage.deals() if party.id in (deal.subject.id, deal.object and deal.object.id)]
    first = sorted(own, key=lambda deal: (-len(deal.claims), deal.id))[:DEALS_IN_SHORT]
    return Side(party, tuple(first), len(own))
