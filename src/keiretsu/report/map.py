"""The map: which party stands where, and what lies between each two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from keiretsu.measures.of_network import Provenance
from keiretsu.network import Network
from keiretsu.parties import Party
from keiretsu.report import layout
from keiretsu.report.map_links import Link, links_of, moved
from keiretsu.report.money import a_year
from keiretsu.report.wording import words

KINDS = 6  # with a colour of their own; the rest share one
SMALLEST, LARGEST = 8.0, 34.0
THINNEST, THICKEST = 1.0, 8.0
DEALS_TOLD = 4  # of a link, where it is pointed at


@dataclass(frozen=True, slots=True)
class Ground:
    """What a map is drawn on: places, colours and scales, the same for whatever is drawn on it.

    ``most_moved`` and ``most_paid`` are the money of the largest mark and of the widest line.
    """

    places: Mapping[str, tuple[float, float]]
    kinds: tuple[str, ...]
    most_moved: float
    most_paid: float
    width: float
    height: float

    def size(self, money: float) -> float:
        """Return the size of a mark: its area grows with the money."""
        return round(SMALLEST + (LARGEST - SMALLEST) * _root(money, self.most_moved), 1)

    def thickness(self, money: float | None) -> float:
        """Return the width of a line: by the square root of its money, unknown ones thin."""
        return round(THINNEST + (THICKEST - THINNEST) * _root(money or 0.0, self.most_paid), 2)

    def colour(self, party: Party) -> int:
        """Return the number of the colour of a party's kind."""
        return self.kinds.index(party.kind) if party.kind in self.kinds else KINDS


def ground(
    parties: Sequence[Party],
    pairs: Iterable[tuple[str, str]],
    *,
    money: Mapping[str, float],
    links: Iterable[Link],
    kinds: tuple[str, ...],
    frame: tuple[float, float],
) -> Ground:
    """Return the ground for parties; ``money`` and ``links`` give the scales, ``kinds`` the colours."""
    ids = [party.id for party in parties]
    found = layout.place(ids, pairs, frame)
    return Ground(
        places={party: (float(x), float(y)) for party, (x, y) in zip(ids, found, strict=True)},
        kinds=kinds,
        most_moved=max((money.get(party, 0.0) for party in ids), default=0.0) or 1.0,
        most_paid=max((link.per_year or 0.0 for link in links), default=0.0) or 1.0,
        width=frame[0],
        height=frame[1],
    )


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

    ground: Ground
    marks: tuple[Mark, ...]
    links: tuple[Link, ...]
    alone: tuple[Party, ...]
    currency: str

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of parties with a colour of their own."""
        return self.ground.kinds

    @property
    def height(self) -> float:
        """The height of the map, in the units of its places."""
        return self.ground.height

    def chart(self, provenance: Provenance) -> dict[str, Any]:
        """Return what the report needs to draw it: marks and lines lead to places on the page."""
        anchors = {found.party.id: f"party-{found.party.id}" for found in provenance.parties}
        deals = {link.key: f"deal-{link.deals[0].id}" for link in self.links}
        return self.data(anchors | deals)

    def data(self, leads: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Return what a browser needs to draw it; ``leads`` says where a party's id or link's key leads."""
        to = leads or {}
        looks = zip(self.links, self.widths(), self.curves(), strict=True)
        return {
            "nodes": [{**self._node(mark), "to": to.get(mark.party.id)} for mark in self.marks],
            "links": [{**_edge(link, width, curve), "to": to.get(link.key)} for link, width, curve in looks],
        }

    def widths(self) -> tuple[float, ...]:
        """Return the width of each link."""
        return tuple(self.ground.thickness(link.per_year) for link in self.links)

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

    def _node(self, mark: Mark) -> dict[str, Any]:
        return {
            "id": mark.party.id,
            "title": mark.party.name,
            "lines": [words(mark.party.kind), f"takes in and pays out {a_year(mark.money, self.currency)}"],
            "x": mark.x,
            "y": mark.y,
            "size": mark.size,
            "kind": mark.kind,
            "rank": mark.rank,
        }


def draw(network: Network) -> Map:
    """Return the map of a network."""
    links = links_of(network.deals, network.payments, network.currency)
    ends = ends_of(links)
    parties = [party for party in network.parties if party.id in ends]
    pairs = [(link.source.id, link.target.id) for link in links]
    frame = (layout.WIDTH, layout.height(len(parties)))
    money, kinds = moved(network.payments), kinds_of(parties)
    below = ground(parties, pairs, money=money, links=links, kinds=kinds, frame=frame)
    return drawn(network, below, links)


def drawn(network: Network, below: Ground, links: tuple[Link, ...]) -> Map:
    """Return the map of some links of a network, and of the parties that they join, on a given ground."""
    ends, money = ends_of(links), moved(network.payments)
    parties = [party for party in network.parties if party.id in ends]
    ranks = {party.id: n for n, party in enumerate(sorted(parties, key=lambda p: (-money[p.id], p.name)))}
    marks = tuple(
        Mark(
            party=party,
            x=below.places[party.id][0],
            y=below.places[party.id][1],
            money=money[party.id],
            size=below.size(money[party.id]),
            kind=below.colour(party),
            rank=ranks[party.id],
        )
        for party in parties
    )
    alone = tuple(party for party in network.parties if party.id not in ends)
    return Map(below, marks, links, alone, network.currency)


def ends_of(links: Iterable[Link]) -> dict[str, Party]:
    """Return the parties that links join, by their ids."""
    return {party.id: party for link in links for party in (link.source, link.target)}


def _root(money: float, most: float) -> float:
    """Return the square root of a share, at most 1: a day may hold more than the scale was made for."""
    return min(1.0, float((money / most) ** 0.5))


def kinds_of(parties: Iterable[Party]) -> tuple[str, ...]:
    """Return the commonest kinds; an ``organisation`` is a party of which no more is known."""
    counted = Counter(party.kind for party in parties if party.kind != "organisation")
    return tuple(sorted(counted, key=lambda kind: (-counted[kind], kind))[:KINDS])


def _edge(link: Link, width: float, curve: float) -> dict[str, Any]:
    money = [] if link.family == "other" else [str(link.figure)] if link.is_confirmed else ["not agreed"]
    if link.is_estimated:
        money.append("estimated, stated by no source")
    deals, more = link.lines()[:DEALS_TOLD], len(link.deals) - DEALS_TOLD
    return {
        "id": link.key,
        "source": link.source.id,
        "target": link.target.id,
        "family": link.family,
        "confirmed": link.is_confirmed,
        "estimated": link.is_estimated,
        "arrow": link.has_arrow,
        "width": width,
        "curve": curve,
        "title": link.title(),
        "lines": [*money, *deals, *([f"and {more} more"] if more > 0 else [])],
    }
