"""The map: which party stands where, and what lies between each two."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from keiretsu.ledger import Deal
from keiretsu.measures.of_network import Provenance
from keiretsu.network import Network, Payment
from keiretsu.parties import Party
from keiretsu.report import layout
from keiretsu.report.money import Figure, a_year
from keiretsu.report.wording import layer_beside, sentence, words
from keiretsu.vocabulary import relation
from keiretsu.vocabulary.entries import MoneyDirection

KINDS = 6  # with a colour of their own; the rest share one
SMALLEST, LARGEST = 8.0, 34.0
THINNEST, THICKEST = 1.0, 8.0


@dataclass(frozen=True, slots=True)
class Link:
    """All that lies between two parties in one direction and of one family.

    ``family`` is ``capital``, ``purchase`` or ``other``; money goes from ``source`` to ``target``.
    ``is_estimated`` where some of the money is stated by no source and was filled in.
    """

    source: Party
    target: Party
    family: str
    deals: tuple[Deal, ...]
    per_year: float | None
    currency: str
    is_estimated: bool

    @property
    def is_confirmed(self) -> bool:
        """Whether the parties are committed to any of the deals."""
        return any(deal.is_binding for deal in self.deals)

    @property
    def has_arrow(self) -> bool:
        """Whether the link has a direction."""
        return any(not relation(deal.relation).symmetric for deal in self.deals)

    @property
    def figure(self) -> Figure:
        """The money per year, for reading."""
        if self.family == "other" or not self.is_confirmed:
            return Figure("none", "no money is counted")
        return a_year(self.per_year, self.currency)

    def title(self) -> str:
        """Return the two ends in words."""
        if self.family == "other":
            return f"{self.source.name} and {self.target.name}"
        return f"{self.source.name} pays {self.target.name}"

    def lines(self) -> tuple[str, ...]:
        """Return each deal in words, with its state."""
        return tuple(described(deal) for deal in self.deals)


@dataclass(frozen=True, slots=True)
class Mark:
    """A party on the map: where, how large, and of which colour."""

    party: Party
    x: float
    y: float
    money: float
    size: float
    kind: int
    rank: int


@dataclass(frozen=True, slots=True)
class Map:
    """The whole map, and the parties that have no relation to any other."""

    marks: tuple[Mark, ...]
    links: tuple[Link, ...]
    kinds: tuple[str, ...]
    alone: tuple[Party, ...]
    height: float
    currency: str

    def chart(self, provenance: Provenance) -> dict[str, Any]:
        """Return what the browser needs to draw it."""
        anchors = {found.party.id: f"party-{found.party.id}" for found in provenance.parties}
        looks = zip(self.links, self.widths(), self.curves(), strict=True)
        return {
            "nodes": [self._node(mark, anchors.get(mark.party.id)) for mark in self.marks],
            "links": [_edge(link, width, curve) for link, width, curve in looks],
        }

    def widths(self) -> tuple[float, ...]:
        """Return the width of each link: by the square root of its money, unknown ones thin."""
        most = max((link.per_year or 0.0 for link in self.links), default=0.0) or 1.0
        shares = (((link.per_year or 0.0) / most) ** 0.5 for link in self.links)
        return tuple(round(THINNEST + (THICKEST - THINNEST) * share, 2) for share in shares)

    def curves(self) -> tuple[float, ...]:
        """Return how far each link bends, so that links between two parties don't hide one another."""
        seen: Counter[tuple[str, str]] = Counter()
        curves = []
        for link in self.links:
            if link.family == "other":
                curves.append(0.0)
                continue
            curves.append(0.12 + 0.16 * seen[link.source.id, link.target.id])
            seen[link.source.id, link.target.id] += 1
        return tuple(curves)

    def _node(self, mark: Mark, anchor: str | None) -> dict[str, Any]:
        return {
            "id": mark.party.id,
            "title": mark.party.name,
            "lines": [words(mark.party.kind), f"takes in and pays out {a_year(mark.money, self.currency)}"],
            "x": mark.x,
            "y": mark.y,
            "size": mark.size,
            "kind": mark.kind,
            "rank": mark.rank,
            "to": anchor,
        }


def described(deal: Deal) -> str:
    """Return a deal as one line: what, of which layer, in which state."""
    layer = layer_beside(deal)
    return f"{sentence(deal)}{f' ({layer})' if layer else ''}, {words(deal.status)}"


def draw(network: Network) -> Map:
    """Return the map of a network."""
    links = _links(network)
    ends = {party.id: party for link in links for party in (link.source, link.target)}
    parties = [party for party in network.parties if party.id in ends]
    places = layout.place([party.id for party in parties], [(ln.source.id, ln.target.id) for ln in links])
    money = _money(network.payments)
    kinds = _kinds(parties)
    most = max((money[party.id] for party in parties), default=0.0) or 1.0
    ranks = {party.id: n for n, party in enumerate(sorted(parties, key=lambda p: (-money[p.id], p.name)))}
    marks = tuple(
        Mark(
            party=party,
            x=float(x),
            y=float(y),
            money=money[party.id],
            size=round(SMALLEST + (LARGEST - SMALLEST) * (money[party.id] / most) ** 0.5, 1),
            kind=kinds.index(party.kind) if party.kind in kinds else KINDS,
            rank=ranks[party.id],
        )
        for party, (x, y) in zip(parties, places, strict=True)
    )
    alone = tuple(party for party in network.parties if party.id not in ends)
    return Map(marks, links, kinds, alone, layout.height(len(parties)), network.currency)


def _links(network: Network) -> tuple[Link, ...]:
    rates = {payment.deal.id: payment.rate for payment in network.payments}
    estimated = {payment.deal.id for payment in network.payments if payment.is_estimated}
    groups: dict[tuple[str, str, str], list[Deal]] = defaultdict(list)
    parties = {party.id: party for party in network.parties}
    for deal in network.deals:
        if deal.object is not None:
            groups[_ends(deal, deal.object)].append(deal)
    links = []
    for (source, target, family), deals in sorted(groups.items()):
        known = [rate.per_year for deal in deals if (rate := rates.get(deal.id))]
        total = sum(known) if known else None
        links.append(
            Link(
                source=parties[source],
                target=parties[target],
                family=family,
                deals=tuple(deals),
                per_year=total,
                currency=network.currency,
                is_estimated=any(deal.id in estimated for deal in deals),
            )
        )
    return tuple(sorted(links, key=lambda link: (-(link.per_year or 0.0), link.title(), link.family)))


def _ends(deal: Deal, other: Party) -> tuple[str, str, str]:
    entry = relation(deal.relation)
    family = str(entry.flow) if entry.flow else "other"
    if entry.money is MoneyDirection.OBJECT_PAYS_SUBJECT:
        return other.id, deal.subject.id, family
    return deal.subject.id, other.id, family


def _money(payments: Iterable[Payment]) -> dict[str, float]:
    moved: dict[str, float] = defaultdict(float)
    for payment in payments:
        for party in (payment.payer, payment.payee):
            if party is not None and payment.rate is not None:
                moved[party.id] += payment.rate.per_year
    return moved


def _kinds(parties: list[Party]) -> tuple[str, ...]:
    """Return the commonest kinds; an ``organisation`` is a party of which no more is known."""
    counted = Counter(party.kind for party in parties if party.kind != "organisation")
    return tuple(sorted(counted, key=lambda kind: (-counted[kind], kind))[:KINDS])


def _edge(link: Link, width: float, curve: float) -> dict[str, Any]:
    money = [] if link.family == "other" else [str(link.figure)] if link.is_confirmed else ["not agreed"]
    if link.is_estimated:
        money.append("estimated, stated by no source")
    return {
        "source": link.source.id,
        "target": link.target.id,
        "family": link.family,
        "confirmed": link.is_confirmed,
        "estimated": link.is_estimated,
        "arrow": link.has_arrow,
        "width": width,
        "curve": curve,
        "title": link.title(),
        "lines": [*money, *link.lines()],
        "to": f"deal-{link.deals[0].id}",
    }
