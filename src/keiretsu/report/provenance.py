"""Whose money it is: each party's revenue by who put it in, its income by ultimate source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from keiretsu.measures.of_network import PartyProvenance, Provenance
from keiretsu.measures.of_network.provenance import CIRCULATING, RevenueSource
from keiretsu.network import Inflow, Network, OutsideSource
from keiretsu.parties import Party
from keiretsu.reasons import Reason
from keiretsu.report.bars import Segment, described, segments
from keiretsu.report.money import Figure, a_year, percent
from keiretsu.report.spreads import NO_SPREADS, Spread, Spreads
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
    """A share of a party's money, and the place where it enters the network or was put in."""

    share: str
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class InflowView:
    """Money that enters the network, or that one party puts into others, explained in one place."""

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
    spread: Spread | None
    may_return: bool
    why: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class RevenueView:
    """A party's revenue by the last one who put the money in."""

    name: str
    revenue: Figure
    is_estimated: bool
    bar: tuple[Segment, ...]
    in_words: str
    own_capital: Spread | None
    entries: tuple[Entry, ...]
    rest: str | None


@dataclass(frozen=True, slots=True)
class PartyView:
    """A party's income as the reader meets it."""

    anchor: str
    name: str
    income: Figure
    is_estimated: bool
    bar: tuple[Segment, ...]
    in_words: str
    entries: tuple[Entry, ...]
    rest: str | None
    received: tuple[Reason, ...]
    self_funded: SelfFundedView | None


@dataclass(frozen=True, slots=True)
class ProvenanceView:
    """The section: what the colours mean, the parties, the inflows, and what each investor puts in."""

    revenue_kinds: tuple[SourceKind, ...]
    revenues: tuple[RevenueView, ...]
    kinds: tuple[SourceKind, ...]
    parties: tuple[PartyView, ...]
    inflows: tuple[InflowView, ...]
    investors: tuple[InflowView, ...]

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


def provenance(result: Provenance, spreads: Spreads = NO_SPREADS) -> ProvenanceView:
    """Return the provenance of revenue and income for reading."""
    network = result.network
    anchors = {inflow: f"inflow-{n}" for n, inflow in enumerate(network.inflows, start=1)}
    paying = {payment.payer for payment in network.payments_between(kind=FlowKind.CAPITAL) if payment.payee}
    investors = {party: f"capital-{party.id}" for party in network.parties if party in paying}
    kinds = tuple(
        SourceKind(str(source), COLOURS[source], source.meaning, source in _DRAWN) for source in OutsideSource
    )
    circulating = SourceKind(CIRCULATING, COLOURS[CIRCULATING], CIRCULATING_MEANING, is_estimate=False)
    selling = sorted((each for each in result.parties if each.revenue > 0), key=lambda each: -each.revenue)
    return ProvenanceView(
        revenue_kinds=tuple(
            SourceKind(str(source), COLOURS[source], source.meaning, source.outside in _DRAWN)
            for source in RevenueSource
        ),
        revenues=tuple(_revenue(found, network, anchors, investors, spreads) for found in selling),
        kinds=(*kinds, circulating),
        parties=tuple(
            _party(found, network, (*kinds, circulating), anchors, spreads) for found in result.parties
        ),
        inflows=tuple(_inflow(inflow, anchor, network.currency) for inflow, anchor in anchors.items()),
        investors=tuple(_investor(party, anchor, network) for party, anchor in investors.items()),
    )


_DRAWN = (OutsideSource.OWN_CASH, OutsideSource.UNREPORTED)
COLOURS: Mapping[str, int] = {
    OutsideSource.END_CUSTOMERS: 1,
    OutsideSource.OUTSIDE_EQUITY: 2,
    OutsideSource.OWN_CASH: 3,
    RevenueSource.OWN_CASH: 3,
    OutsideSource.UNREPORTED: 4,
    RevenueSource.CIRCULATING: 5,
    OutsideSource.DEBT: 6,
    RevenueSource.OWN_CAPITAL: 7,
    RevenueSource.OTHERS_EQUITY: 8,
    RevenueSource.OWN_PURCHASES: 9,
}
"""The number of colour of each source, of revenue and of income."""


def _revenue(
    found: PartyProvenance,
    network: Network,
    anchors: dict[Inflow, str],
    investors: dict[Party, str],
    spreads: Spreads,
) -> RevenueView:
    bar = segments((str(each), COLOURS[each], share) for each, share in found.revenue_shares.items())
    own = found.revenue_shares[RevenueSource.OWN_CAPITAL]
    funded = ((found.party, own), *found.funders)
    parts = [(share, f"put in by {party.name}", investors[party]) for party, share in funded if share]
    parts += [
        (share, f"entered as {inflow.source} of {inflow.party.name}", anchors[inflow])
        for inflow, share in found.revenue_entries
    ]
    small = [share for share, _, _ in parts if share < SMALLEST_ENTRY]
    return RevenueView(
        name=found.party.name,
        revenue=a_year(found.revenue, network.currency),
        is_estimated=is_estimated(network, found.party, FlowKind.PURCHASE),
        bar=bar,
        in_words=described(bar) + unseen(found.unknown),
        own_capital=spreads.get("provenance", RevenueSource.OWN_CAPITAL, network.label(found.party))
        if own
        else None,
        entries=tuple(
            Entry(percent(share), text, anchor)
            for share, text, anchor in sorted(parts, key=lambda part: -part[0])
            if share >= SMALLEST_ENTRY
        ),
        rest=_rest(small),
    )


def is_estimated(network: Network, payee: Party, kind: FlowKind | None = None) -> bool:
    """Tell whether some of what a party is paid is stated by no source."""
    return any(payment.is_estimated for payment in network.payments_between(payee=payee, kind=kind))


def unseen(deals: int) -> str:
    """Say how many deals no bar can show."""
    if not deals:
        return ""
    return f"; {deals} {'sale' if deals == 1 else 'sales'} without a known sum left out"


def _rest(small: list[float]) -> str | None:
    if not small:
        return None
    return f"{percent(sum(small))} from {len(small)} smaller source{'' if len(small) == 1 else 's'}"


def _investor(party: Party, anchor: str, network: Network) -> InflowView:
    payments = [each for each in network.payments_between(party, kind=FlowKind.CAPITAL) if each.payee]
    total = sum(payment.rate.per_year for payment in payments if payment.rate)
    why = Reason(f"what {party.name} invests and lends", tuple(payment.why for payment in payments))
    return InflowView(anchor, f"equity and loans of {party.name}", a_year(total, network.currency), why)


def _inflow(inflow: Inflow, anchor: str, currency: str) -> InflowView:
    figure = a_year(inflow.per_year, currency)
    return InflowView(anchor, f"{inflow.source} of {inflow.party.name}", figure, inflow.why)


def _party(
    found: PartyProvenance,
    network: Network,
    kinds: tuple[SourceKind, ...],
    anchors: dict[Inflow, str],
    spreads: Spreads,
) -> PartyView:
    bar = segments((kind.name, kind.colour, found.shares[kind.name]) for kind in kinds)
    large = [(inflow, share) for inflow, share in found.entries if share >= SMALLEST_ENTRY]
    small = [share for _, share in found.entries if share < SMALLEST_ENTRY]
    return PartyView(
        anchor=f"party-{found.party.id}",
        name=found.party.name,
        income=a_year(found.income, network.currency),
        is_estimated=is_estimated(network, found.party),
        bar=bar,
        in_words=described(bar),
        entries=tuple(
            Entry(percent(share), f"entered as {inflow.source} of {inflow.party.name}", anchors[inflow])
            for inflow, share in large
        ),
        rest=_rest(small),
        received=tuple(payment.why for payment in network.payments_between(payee=found.party)),
        self_funded=self_funded_view(found, network, spreads),
    )


def self_funded_view(
    found: PartyProvenance, network: Network, spreads: Spreads = NO_SPREADS
) -> SelfFundedView | None:
    """Return how much of a party's revenue bears its own investment, for reading; ``None`` if it has none."""
    own = found.self_funded
    if own is None:
        return None
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
        spread=spreads.get("provenance", "self-funded, proportional", network.label(found.party)),
        may_return=own.upper > 0,
        why=(
            Reason("what it invests", tuple(payment.why for payment in invested)),
            Reason("what its customers in the network pay it", tuple(payment.why for payment in sold)),
        ),
    )
