"""What of a party's revenue takes long to work out: the least and the most of each source, and draws."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from keiretsu.measures import Interval, capital_returned
from keiretsu.measures.of_network import PartyProvenance, Provenance, RevenueSource
from keiretsu.network import Network, OutsideSource
from keiretsu.parties import Party
from keiretsu.report.bars import Segment, described, segments
from keiretsu.report.money import percent
from keiretsu.report.provenance import COLOURS
from keiretsu.service.asked import Asked
from keiretsu.service.keeping import Kept
from keiretsu.service.money import traced
from keiretsu.service.parties import Key, key_of
from keiretsu.service.site import Site
from keiretsu.vocabulary.entries import FlowKind

if TYPE_CHECKING:
    from keiretsu.measures import RoundTrip

KEPT = 64
OWN = "its own capital, come back"


@dataclass(frozen=True, slots=True)
class BoundedShare:
    """A share of a party's revenue: at least, in proportion, and at most.

    ``lower`` and ``upper`` hold under any routing of the money that respects the flows; ``start``,
    ``length`` and ``mark`` are the same in percent of the revenue, for a picture, in which an ultimate
    source has a ``colour``.
    """

    name: str
    least: float
    in_proportion: float
    most: float
    colour: int = 0

    @property
    def lower(self) -> str:
        """The least, in words."""
        return percent(self.least)

    @property
    def proportional(self) -> str:
        """What it is if every party spends each of its dollars alike, in words."""
        return percent(self.in_proportion)

    @property
    def upper(self) -> str:
        """The most, in words."""
        return percent(self.most)

    @property
    def range(self) -> str:
        """The least and the most, in words; one of them where they are the same."""
        return self.lower if self.lower == self.upper else f"{self.lower} to {self.upper}"

    @property
    def start(self) -> float:
        """Where the range begins."""
        return round(self.least * 100, 3)

    @property
    def length(self) -> float:
        """How long the range is."""
        return round((self.most - self.least) * 100, 3)

    @property
    def mark(self) -> float:
        """Where the proportional share lies."""
        return round(self.in_proportion * 100, 3)


@dataclass(frozen=True, slots=True)
class BoundsOf:
    """The shares of a party's revenue with bounds: by ultimate source, and by investor in the network."""

    by_source: tuple[BoundedShare, ...]
    by_investor: tuple[BoundedShare, ...]

    @property
    def bar(self) -> tuple[Segment, ...]:
        """The shares by ultimate source, in proportion, as a bar."""
        return segments((each.name, each.colour, each.in_proportion) for each in self.by_source)

    @property
    def in_words(self) -> str:
        """The bar in words."""
        return described(self.bar)


_bounds: Kept[tuple[Key, str], BoundsOf] = Kept(KEPT)


def bounds_of(site: Site, asked: Asked, party: Party) -> BoundsOf:
    """Return what of a party's revenue must, and what may, come from whom.

    Answers *how much of it is certain, money being fungible?* Money is followed from where it enters
    the network, through purchases and capital, until it first reaches the party: see
    :func:`keiretsu.measures.capital_returned`.
    """

    def make() -> BoundsOf:
        found = traced(site, asked)
        sources = sorted(_by_source(found.network, found.of(party.id)), key=_largest)
        return BoundsOf(tuple(sources), tuple(sorted(_by_investor(found, party), key=_largest)))

    return _bounds.get((key_of(site, asked), party.id), make)


def drawn(site: Site, asked: Asked, party: Party) -> tuple[Interval, ...]:
    """Return the figures of a party's revenue in draws of what could be so; those that are never 0."""
    found = site.intervals("provenance", asked)
    label = site.network(asked).label(party)
    about = (each for each in found.figures if each.about == label and each.defined)
    return tuple(each for each in about if each.high > 0 or each.point > 0)


def _by_source(network: Network, one: PartyProvenance) -> Iterator[BoundedShare]:
    place = network.index[one.party.id]
    if one.self_funded is not None and one.self_funded.upper > 0:
        yield BoundedShare(OWN, *one.self_funded.shares, COLOURS[RevenueSource.OWN_CAPITAL])
    for source in OutsideSource:
        trip, direct = _followed(network, source, place)
        sums = (direct + trip.lower, direct + trip.proportional, direct + trip.upper)
        if sums[2] > 0:
            least, middle, most = (min(sum_ / one.revenue, 1.0) for sum_ in sums)
            yield BoundedShare(str(source), least, middle, most, COLOURS[source])


def _followed(network: Network, source: OutsideSource, place: int) -> tuple[RoundTrip, float]:
    """Follow what enters from a source to a party's sales; and what customers outside pay it at once.

    The source stands as one party more, which puts its money into those where it enters.
    """
    import numpy as np

    flows, capital, entering = network.flows(), network.flows(FlowKind.CAPITAL), network.sources()
    entered = entering[:, list(OutsideSource).index(source)].copy()
    direct = float(entered[place]) if source is OutsideSource.END_CUSTOMERS else 0.0
    entered[place] = 0.0  # it is the party's own at once, as a sale or as capital
    parties = len(flows)
    whole = np.zeros((parties + 1, parties + 1))
    whole[:parties, :parties], whole[parties, :parties] = flows, entered
    other = np.append(entering.sum(axis=1) - entered, entered.sum())
    np.fill_diagonal(capital, 0.0)
    edges = [(i, j, float(capital[i, j])) for i, j in np.argwhere(capital).tolist()]
    edges += [(parties, j, float(entered[j])) for j in np.flatnonzero(entered).tolist()]
    return capital_returned(whole, other, edges, parties, place), direct


def _by_investor(found: Provenance, party: Party) -> Iterator[BoundedShare]:
    for row in found.by_investor(party.id).to_dict("records"):
        least, middle, most = (float(row[f"{name}_share"]) for name in ("lower", "proportional", "upper"))
        yield BoundedShare(str(row["investor"]), least, middle, most)


def _largest(one: BoundedShare) -> tuple[float, float, str]:
    return -one.in_proportion, -one.most, one.name
