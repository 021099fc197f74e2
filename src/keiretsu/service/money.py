"""Whose money a party's revenue is, as a page shows it: shares, bounds, and the loops it can go round."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from keiretsu.measures.charts import Link, Links
from keiretsu.measures.of_network import Circularity, PartyProvenance, Provenance
from keiretsu.network import Network
from keiretsu.parties import Party
from keiretsu.quantities import counted
from keiretsu.reasons import Reason
from keiretsu.report.bars import Segment, described, segments
from keiretsu.report.money import Figure, a_year, percent
from keiretsu.report.provenance import (
    COLOURS,
    SelfFundedView,
    is_estimated,
    self_funded_view,
    unseen,
)
from keiretsu.service.asked import Asked
from keiretsu.service.site import Site
from keiretsu.vocabulary.entries import FlowKind

LEGS_DRAWN = 40


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a party's revenue that comes from one source, in proportion."""

    name: str
    colour: int
    meaning: str
    share: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class RevenueOf:
    """A party's revenue by those who put the money in.

    Parameters
    ----------
    by_last
        By the last one who put the money in.
    bar, in_words
        The same as a bar, and in words.
    self_funded
        How much of it bears the party's own investment; ``None`` where it invests in nobody.
    without_sum
        How many sales have no known sum, and so are seen by no share.
    why
        The shares down to the quotes.
    """

    party: Party
    revenue: Figure
    is_estimated: bool
    by_last: tuple[Share, ...]
    bar: tuple[Segment, ...]
    in_words: str
    self_funded: SelfFundedView | None
    without_sum: int
    why: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A party among those whose own investment may come back as revenue."""

    party: Party
    own: SelfFundedView


def traced(site: Site, asked: Asked) -> Provenance:
    """Return whose money all parties' revenue is."""
    return cast("Provenance", site.measure("provenance", asked))


def round_about(site: Site, asked: Asked) -> Circularity:
    """Return what can go round."""
    return cast("Circularity", site.measure("circularity", asked))


def sellers(found: Provenance) -> tuple[PartyProvenance, ...]:
    """Return the parties with revenue, the most first."""
    selling = (each for each in found.parties if each.revenue > 0)
    return tuple(sorted(selling, key=lambda each: (-each.revenue, each.party.name)))


def revenue_of(found: Provenance, party: Party) -> RevenueOf | None:
    """Return a party's revenue for reading; ``None`` where it is known to sell nothing."""
    one = next((each for each in found.parties if each.party.id == party.id), None)
    if one is None or one.revenue <= 0:
        return None
    network = found.network
    bar = segments((str(each), COLOURS[each], share) for each, share in one.revenue_shares.items())
    return RevenueOf(
        party=party,
        revenue=a_year(one.revenue, network.currency),
        is_estimated=is_estimated(network, one.party, FlowKind.PURCHASE),
        by_last=tuple(_by_last(one, network)),
        bar=bar,
        in_words=described(bar) + unseen(one.unknown),
        self_funded=self_funded_view(one, network),
        without_sum=one.unknown,
        why=found.why(one.party.id).because,
    )


def ranking(found: Provenance) -> tuple[tuple[Ranked, ...], tuple[Party, ...]]:
    """Return the parties whose own investment may come back, most of it first, and those where none can."""
    views = [(each, self_funded_view(each, found.network)) for each in found.parties if each.self_funded]
    may = [(each.party, own) for each, own in views if own is not None and own.may_return]
    never = [each.party for each, own in views if own is not None and not own.may_return]
    ranked = sorted(may, key=lambda one: (-one[1].mark, one[0].name))
    return tuple(Ranked(party, own) for party, own in ranked), tuple(never)


def legs_drawn(found: Circularity) -> Links:
    """Return the largest legs of all loops, as many as can be told apart in a picture."""
    whole = found.chart()
    links: tuple[Link, ...] = whole.links[:LEGS_DRAWN]
    left = len(whole.links) - len(links)
    note = whole.note + (
        f" Drawn are the largest {len(links)} of {counted(len(whole.links), 'leg')}." if left else ""
    )
    return Links(whole.title, whole.unit, links, note)


def height_of(links: Links, row: int = 34, least: int = 160) -> int:
    """Return the height in pixels at which the names on either side of a picture don't overlap."""
    sides = {link.payer for link in links.links}, {link.payee for link in links.links}
    return max(least, row * max(len(side) for side in sides))


def _by_last(one: PartyProvenance, network: Network) -> Iterator[Share]:
    for each, share in one.revenue_shares.items():
        if share > 0:
            figure = a_year(share * one.revenue, network.currency)
            yield Share(str(each), COLOURS[each], each.meaning, percent(share), figure)
