"""Who arms its own rivals: sells to them, or funds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np

from keiretsu.ledger import Deal
from keiretsu.measures.arrays import Floats
from keiretsu.measures.grouped import fraction_or_nan
from keiretsu.measures.of_network.coverage import Coverage, Standing
from keiretsu.measures.of_network.integration import Marks
from keiretsu.network import Draws, Network
from keiretsu.parties import Party
from keiretsu.reasons import Reason
from keiretsu.vocabulary.entries import FlowKind

ARMING = {"supplies": FlowKind.PURCHASE, "invests": FlowKind.CAPITAL}
"""The relations by which a rival is armed, and the kind of flow that each moves."""


@dataclass(frozen=True)
class Arming:
    """What one party gives one of its rivals: goods of a layer, or capital.

    Parameters
    ----------
    party, rival
        Who gives, and who gets it.
    relation
        ``supplies`` or ``invests``.
    layer
        The layer that is supplied, where a source says which.
    per_year
        Money per year that is known to be paid for it, or invested; ``None`` where no sum is known.
    deals
        The deals by which it is given.
    called
        The deals in which a source calls the two rivals; empty where none does.
    shared
        For each layer that both cover, the coverage of the one and of the other.
    """

    party: Party
    rival: Party
    relation: str
    layer: str | None
    per_year: float | None
    deals: tuple[Deal, ...] = field(repr=False)
    called: tuple[Deal, ...] = field(repr=False)
    shared: tuple[tuple[Coverage, Coverage], ...] = field(repr=False)

    @property
    def reading(self) -> str:
        """In which sense they are rivals: a source says so, or else both cover one layer."""
        return "called rivals" if self.called else "in the same layer"

    @property
    def because(self) -> str:
        """Why they are rivals, in a few words."""
        called = ", ".join(deal.title() for deal in self.called)
        both = ", ".join(own.layer for own, _ in self.shared)
        return "; ".join(part for part in (called, both and f"both cover {both}") if part)

    def why(self) -> Reason:
        """Explain both what is given and the rivalry, down to the quotes."""
        given = Reason(
            f"{self.party.name} {self.relation} {self.rival.name}{f' ({self.layer})' if self.layer else ''}",
            tuple(deal.why() for deal in self.deals),
        )
        rivalry = [deal.why() for deal in self.called]
        for own, other in self.shared:
            text = f"both cover {own.layer}, whether or not a source calls them rivals there"
            rivalry.append(Reason(text, (own.why(), other.why()), estimate=True))
        return Reason(
            f"{self.party.name} arms {self.rival.name}: {self.reading}",
            (given, Reason("they are rivals", tuple(rivalry))),
        )


def armings(network: Network, coverages: Sequence[Coverage]) -> tuple[Arming, ...]:
    """Return what parties give their rivals, by binding deals: called rivals first, then the largest sums."""
    binding = [deal for deal in network.deals if deal.is_binding]
    called: dict[frozenset[str], list[Deal]] = {}
    for deal in binding:
        if deal.relation == "competes" and deal.object is not None:
            called.setdefault(frozenset((deal.subject.id, deal.object.id)), []).append(deal)
    covers: dict[str, list[Coverage]] = {}
    for one in coverages:
        if one.is_binding and one.standing is not Standing.LEFT:
            covers.setdefault(one.party.id, []).append(one)
    given = sorted((deal for deal in binding if _arms(deal)), key=_gift)
    found = []
    for _, group in groupby(given, key=_gift):
        deals = tuple(group)
        first = deals[0]
        if first.object is None:
            continue
        shared = _shared(covers.get(first.subject.id, []), covers.get(first.object.id, []))
        rivalries = tuple(called.get(frozenset((first.subject.id, first.object.id)), ()))
        if shared or rivalries:
            paid, layer = _paid(network, deals), first.layer
            found.append(
                Arming(first.subject, first.object, first.relation, layer, paid, deals, rivalries, shared)
            )
    return tuple(sorted(found, key=lambda one: (not one.called, -(one.per_year or 0.0))))


@dataclass(frozen=True, slots=True, eq=False)
class Arms:
    """Figures of who arms its rivals, shape ``(s, n)``: the giver's.

    ``supplied`` and ``funded`` count its rivals by sources, ``supplied_by_layer`` those in a layer that
    it covers too; ``sales_share`` and ``capital_share`` are the parts of its known sales to parties of
    the network, and of what it is known to invest in them, that go to rivals by sources.
    """

    supplied: Floats
    supplied_by_layer: Floats
    sales_share: Floats
    funded: Floats
    capital_share: Floats


def arms(draws: Draws, covered: Marks) -> Arms:
    """Count whom each party arms in every draw; ``covered`` is that of :class:`Integration`."""
    competes = _real_ties(draws, "competes")
    competes |= competes.transpose(0, 2, 1)
    counts = covered.astype(np.int64)
    shares_layer = counts @ counts.transpose(0, 2, 1) > 0
    supplies, invests = _real_ties(draws, "supplies"), _real_ties(draws, "invests")
    sold = draws.flows(FlowKind.PURCHASE).transpose(0, 2, 1)
    return Arms(
        supplied=(supplies & competes).sum(axis=2).astype(np.float64),
        supplied_by_layer=(supplies & shares_layer).sum(axis=2).astype(np.float64),
        sales_share=_share(sold, competes),
        funded=(invests & competes).sum(axis=2).astype(np.float64),
        capital_share=_share(draws.flows(FlowKind.CAPITAL), competes),
    )


def _real_ties(draws: Draws, relation: str) -> Marks:
    """Return who stands in a relation to whom in every draw, shape ``(s, n, n)``; nobody to itself."""
    index = draws.network.index
    ties = np.zeros((len(draws), draws.parties, draws.parties), dtype=np.bool_)
    for place, deal in enumerate(draws.network.deals):
        if deal.relation == relation and deal.object is not None and deal.object != deal.subject:
            ties[:, index[deal.subject.id], index[deal.object.id]] |= draws.real[:, place]
    return ties


def _share(paid: Floats, rivals: Marks) -> Floats:
    """Return the part that goes to rivals of what is paid to others; ``paid`` is changed."""
    own = np.arange(paid.shape[1])
    paid[:, own, own] = 0.0
    return fraction_or_nan(np.einsum("sij,sij->si", paid, rivals), paid.sum(axis=2))


def _arms(deal: Deal) -> bool:
    return deal.relation in ARMING and deal.object is not None and deal.object != deal.subject


def _gift(deal: Deal) -> tuple[str, str, str, str]:
    return deal.subject.id, deal.object.id if deal.object else "", deal.relation, deal.layer or ""


def _paid(network: Network, deals: Sequence[Deal]) -> float | None:
    ids = {deal.id for deal in deals}
    rates = [payment.rate.per_year for payment in network.payments if payment.rate and payment.deal.id in ids]
    return sum(rates) if rates else None


def _shared(own: Sequence[Coverage], other: Sequence[Coverage]) -> tuple[tuple[Coverage, Coverage], ...]:
    there = {one.layer: one for one in other}
    return tuple((one, there[one.layer]) for one in own if one.layer in there)
