"""Whose money it is: each party's income by ultimate source, and how much is its own."""

from __future__ import annotations

from dataclasses import dataclass

from keiretsu.measures.of_network import PartyProvenance, Provenance, SelfFunded
from keiretsu.measures.of_network.provenance import CIRCULATING
from keiretsu.network import Inflow, Network, OutsideSource
from keiretsu.reasons import Reason
from keiretsu.report.bars import Segment, described, segments
from keiretsu.report.money import Figure, a_year, percent
from keiretsu.vocabulary.entries import FlowKind

SMALLEST_ENTRY = 0.005  # smaller ones are added up
CIRCULATING_MEANING = "Money that only circulates: no source outside of the network feeds it."


@dataclass(frozen=True, slots=True)
class SourceKind:
    """An ultimate source: its name, number of colour, and meaning."""

    name: str
    colour: int
    meaning: str
    is_estimate: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A share of a party's income, and the place where that money enters the network."""

    share: str
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class InflowView:
    """Money that enters the network, explained in one place to which others link."""

    anchor: str
    text: str
    figure: Figure
    why: Reason


@dataclass(frozen=True, slots=True)
class SelfFundedView:
    """How much of a party's revenue bears its own investment: a range and a mark in it."""

    invested: Figure
    revenue: Figure
    lower: str
    proportional: str
    upper: str
    start: float
    length: float
    mark: float
    may_return: bool
    why: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class PartyView:
    """A party's income as the reader meets it."""

    anchor: str
    name: str
    income: Figure
    bar: tuple[Segment, ...]
    in_words: str
    entries: tuple[Entry, ...]
    rest: str | None
    received: tuple[Reason, ...]
    self_funded: SelfFundedView | None


@dataclass(frozen=True, slots=True)
class ProvenanceView:
    """The section: what the colours mean, the parties, and the inflows."""

    kinds: tuple[SourceKind, ...]
    parties: tuple[PartyView, ...]
    inflows: tuple[InflowView, ...]

    @property
    def self_funded(self) -> tuple[PartyView, ...]:
        """The parties whose own investment may come back as revenue, the largest share first."""
        found = [party for party in self.parties if party.self_funded and party.self_funded.may_return]
        return tuple(sorted(found, key=lambda party: -party.self_funded.mark if party.self_funded else 0.0))

    @property
    def never_returned(self) -> tuple[str, ...]:
        """The names of the parties that invest in others and whose investment can't come back."""
        found = (party for party in self.parties if party.self_funded and not party.self_funded.may_return)
        return tuple(sorted(party.name for party in found))


def provenance(result: Provenance) -> ProvenanceView:
    """Return the provenance of income for reading."""
    network = result.network
    anchors = {inflow: f"inflow-{n}" for n, inflow in enumerate(network.inflows, start=1)}
    kinds = tuple(
        SourceKind(str(source), n, source.meaning, source in _DRAWN)
        for n, source in enumerate(OutsideSource, 1)
    )
    circulating = SourceKind(CIRCULATING, len(kinds) + 1, CIRCULATING_MEANING, is_estimate=False)
    return ProvenanceView(
        kinds=(*kinds, circulating),
        parties=tuple(_party(found, network, (*kinds, circulating), anchors) for found in result.parties),
        inflows=tuple(_inflow(inflow, anchor, network.currency) for inflow, anchor in anchors.items()),
    )


_DRAWN = (OutsideSource.OWN_CASH, OutsideSource.UNREPORTED)


def _inflow(inflow: Inflow, anchor: str, currency: str) -> InflowView:
    figure = a_year(inflow.per_year, currency)
    return InflowView(anchor, f"{inflow.source} of {inflow.party.name}", figure, inflow.why)


def _party(
    found: PartyProvenance, network: Network, kinds: tuple[SourceKind, ...], anchors: dict[Inflow, str]
) -> PartyView:
    bar = segments((kind.name, kind.colour, found.shares[kind.name]) for kind in kinds)
    large = [(inflow, share) for inflow, share in found.entries if share >= SMALLEST_ENTRY]
    small = [share for _, share in found.entries if share < SMALLEST_ENTRY]
    return PartyView(
        anchor=f"party-{found.party.id}",
        name=found.party.name,
        income=a_year(found.income, network.currency),
        bar=bar,
        in_words=described(bar),
        entries=tuple(
            Entry(percent(share), f"entered as {inflow.source} of {inflow.party.name}", anchors[inflow])
            for inflow, share in large
        ),
        rest=f"{percent(sum(small))} from {len(small)} smaller sources" if small else None,
        received=tuple(payment.why for payment in network.payments_between(payee=found.party)),
        self_funded=_self_funded(found, found.self_funded, network) if found.self_funded else None,
    )


def _self_funded(found: PartyProvenance, own: SelfFunded, network: Network) -> SelfFundedView:
    lower, proportional, upper = own.shares
    invested = network.payments_between(found.party, kind=FlowKind.CAPITAL)
    sold = network.payments_between(payee=found.party, kind=FlowKind.PURCHASE)
    return SelfFundedView(
        invested=a_year(own.invested, network.currency),
        revenue=a_year(own.revenue, network.currency),
        lower=percent(lower),
        proportional=percent(proportional),
        upper=percent(upper),
        start=round(lower * 100, 3),
        length=round((upper - lower) * 100, 3),
        mark=round(proportional * 100, 3),
        may_return=own.upper > 0,
        why=(
            Reason("what it invests", tuple(payment.why for payment in invested)),
            Reason("what its customers in the network pay it", tuple(payment.why for payment in sold)),
        ),
    )
