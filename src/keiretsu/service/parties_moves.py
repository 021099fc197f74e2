"""Which deals have other ends by what people decided of parties than the last reconciliation gave them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from keiretsu.claims import Claim
from keiretsu.judgements import Judgement, judged_registry
from keiretsu.ledger import Deal
from keiretsu.parties import Party
from keiretsu.service.asked import Asked
from keiretsu.service.keeping import Kept
from keiretsu.service.site import Site
from keiretsu.vocabulary import relation
from keiretsu.vocabulary.entries import ObjectKind
from keiretsu.workspace import Vintage

KEPT = 8


@dataclass(frozen=True, slots=True)
class Move:
    """A deal, and whom its sentences are about by what people decided.

    Parameters
    ----------
    deal
        As the last reconciliation made it.
    ends
        The ends of its claims that aren't the deal's; one alone where both names are one party's.
    """

    deal: Deal
    ends: tuple[tuple[Party, ...], ...]

    @property
    def vanishes(self) -> bool:
        """Whether some of its claims say nothing any more, as both ends are one party."""
        return any(len(pair) == 1 for pair in self.ends)


def moves(vintage: Vintage, *more: Judgement) -> tuple[Move, ...]:
    """Return the deals that the next reconciliation gives other ends.

    Answers *what does a merge or a split change, before anything is recorded?* Whether the sums of
    deals that come together are added up or contradict each other is decided by the reconciliation.

    Parameters
    ----------
    vintage
        The moment.
    more
        Judgements of parties that aren't recorded, to see what they would change.
    """
    view = vintage.view
    judgements = (*vintage.judgements(), *more)
    registry = judged_registry(view.parties("given"), judgements, view.parties("found"))
    known: dict[str, Party] = {}

    def resolve(name: str) -> Party:
        if name not in known:
            known[name] = registry.resolve(name)
        return known[name]

    found = (Move(deal, _other_ends(deal, resolve)) for deal in vintage.deals())
    return tuple(move for move in found if move.ends)


def _other_ends(deal: Deal, resolve: Callable[[str], Party]) -> tuple[tuple[Party, ...], ...]:
    names_party = relation(deal.relation).object_kind is ObjectKind.PARTY
    now = {party.id for party in (deal.subject, deal.object) if party is not None}
    others: dict[frozenset[str], tuple[Party, ...]] = {}
    for claim in deal.claims:
        ends = _ends(claim, resolve, names_party=names_party)
        if ends.keys() != now:
            others[frozenset(ends)] = tuple(ends.values())
    return tuple(others.values())


def _ends(claim: Claim, resolve: Callable[[str], Party], *, names_party: bool) -> dict[str, Party]:
    names = [claim.subject, claim.object if names_party else None]
    return {party.id: party for name in names if name for party in (resolve(name),)}


_awaiting: Kept[tuple[str, datetime], tuple[Move, ...]] = Kept(KEPT)


def awaiting(site: Site, asked: Asked) -> tuple[Move, ...]:
    """Return the deals that wait for the next reconciliation to follow what people decided."""
    vintage = site.settled(asked)
    return _awaiting.get((site.settings.workspace, vintage.known_by), lambda: moves(vintage))
