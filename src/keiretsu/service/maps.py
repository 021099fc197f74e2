"""The map of a day: one ground for all days, and what stands on it on the day asked for."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from keiretsu.ledger import Deal
from keiretsu.network import UnknownAmounts
from keiretsu.parties import Party
from keiretsu.report import layout
from keiretsu.report import map as drawing
from keiretsu.report.map import Ground, Map
from keiretsu.report.map_links import Link, ends, links_of, moved
from keiretsu.service.asked import Asked
from keiretsu.service.keeping import Kept
from keiretsu.service.maps_asked import Chosen
from keiretsu.service.site import Site
from keiretsu.workspace import Vintage

MOST_AT_ONCE = 100  # parties; with more, the map begins with the neighbourhood of one
GROUNDS, SHOWN = 32, 48
RECORDINGS = 60


@dataclass(frozen=True, slots=True)
class Base:
    """What a map of any day is drawn on: the ground, and whose neighbourhood it holds.

    ``parties`` are all that the chosen layers, relations and kinds leave, those with most money first;
    ``centre`` is ``None`` where all of them are shown. ``days`` are those that the slider stops at: ends
    of months in which something changed, and the newest day.
    """

    ground: Ground
    parties: tuple[Party, ...]
    centre: Party | None
    days: tuple[date, ...]


@dataclass(frozen=True)
class Shown:
    """The map of a day, and what was chosen to come to it."""

    map: Map
    base: Base
    chosen: Chosen
    day: date
    days: tuple[date, ...]

    @property
    def place(self) -> int:
        """The place of the day among the days."""
        return self.days.index(self.day)

    @cached_property
    def data(self) -> dict[str, Any]:
        """What a browser needs to draw it."""
        return self.map.data()

    def link(self, key: str) -> Link | None:
        """Return the line of a key; ``None`` where the map of the day has none."""
        return next((link for link in self.map.links if link.key == key), None)


_bases: Kept[tuple[str, datetime, Chosen], Base] = Kept(GROUNDS)
_shown: Kept[tuple[str, datetime, date, Chosen], Shown] = Kept(SHOWN)
_recorded: Kept[tuple[str, datetime], tuple[date, ...]] = Kept(4)


def shown(site: Site, asked: Asked, chosen: Chosen) -> Shown:
    """Return the map of a day.

    Answers *who pays, funds or otherwise relates to whom, on this day, as known by this moment*. Marks
    stand where they stand on every other day, so that two days can be compared by eye.
    """
    day = site.day(asked)
    key = (site.settings.workspace, site.settled(asked).known_by, day, chosen)
    return _shown.get(key, lambda: _made(site, replace(asked, as_of=day), chosen))


def _made(site: Site, asked: Asked, chosen: Chosen) -> Shown:
    base = base_of(site, asked, chosen)
    network = site.network(asked, unknown_of(chosen))
    deals = [deal for deal in network.deals if chosen.takes(deal) and chosen.stands(deal)]
    links = links_of(deals, network.payments, network.currency)
    links = tuple(link for link in links if (link.per_year or 0.0) >= chosen.at_least)
    if base.centre is not None:
        near = around(base.centre.id, chosen.steps, ((ln.source.id, ln.target.id) for ln in links))
        links = tuple(link for link in links if link.source.id in near and link.target.id in near)
    drawn = drawing.drawn(network, base.ground, links)
    return Shown(drawn, base, chosen, network.as_of, tuple(sorted({*base.days, network.as_of})))


def unknown_of(chosen: Chosen) -> UnknownAmounts:
    """Return what becomes of amounts that no source gives."""
    return "estimate" if chosen.estimated else "exclude"


def base_of(site: Site, asked: Asked, chosen: Chosen) -> Base:
    """Return what maps of all days are drawn on, worked out once for all of them."""
    kept = replace(chosen, statuses=(), at_least=0.0)
    key = (site.settings.workspace, site.settled(asked).known_by, kept)
    return _bases.get(key, lambda: _base(site, replace(asked, as_of=None), kept))


def _base(site: Site, asked: Asked, chosen: Chosen) -> Base:
    newest = site.network(asked, unknown_of(chosen))
    money = moved(newest.payments)
    related = [deal for deal in site.settled(asked).deals() if deal.object]
    deals = [deal for deal in related if chosen.takes(deal)]
    parties = _parties(deals, money)
    pairs = {ends(deal, deal.object)[:2] for deal in deals if deal.object}
    centre = _centre(site, asked, chosen, parties)
    ids = {party.id for party in parties}
    if centre is not None:
        ids &= around(centre.id, chosen.steps, pairs)
    ground = drawing.ground(
        sorted((party for party in parties if party.id in ids), key=lambda party: party.id),
        sorted(pair for pair in pairs if ids.issuperset(pair)),
        money=money,
        links=links_of(newest.deals, newest.payments, newest.currency),
        kinds=drawing.kinds_of(_parties(related, money)),  # of all, so that a filter changes no colour
        frame=layout.screen(len(ids)),
    )
    return Base(ground, parties, centre, _days(site.settled(asked)))


def _parties(deals: Iterable[Deal], money: Mapping[str, float]) -> tuple[Party, ...]:
    found = {party.id: party for deal in deals for party in (deal.subject, deal.object) if party}
    return tuple(sorted(found.values(), key=lambda one: (-money.get(one.id, 0.0), one.name.casefold())))


def _centre(site: Site, asked: Asked, chosen: Chosen, parties: tuple[Party, ...]) -> Party | None:
    """Return whose neighbourhood is shown: the party chosen, or of many the one with most money."""
    if chosen.party:
        known = (*parties, *site.settled(asked).parties())
        return next((party for party in known if party.id == chosen.party), None)
    return parties[0] if len(parties) > MOST_AT_ONCE and not chosen.everybody else None


def around(party: str, steps: int, pairs: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return who stands within so many steps of a party, itself included.

    Examples
    --------
    >>> sorted(around("a", 1, [("a", "b"), ("b", "c")]))
    ['a', 'b']
    """
    beside: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        beside[one].add(other)
        beside[other].add(one)
    found = edge = {party}
    for _ in range(steps):
        edge = {other for one in edge for other in beside[one]} - found
        found = found | edge
    return frozenset(found)


def _days(vintage: Vintage) -> tuple[date, ...]:
    newest = vintage.newest_day()
    changes = {step.day for deal in vintage.deals() for step in deal.timeline if step.day}
    return tuple(sorted({*(min(_month_end(day), newest) for day in changes if day <= newest), newest}))


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def known_days(site: Site) -> tuple[date, ...]:
    """Return the days on which something was recorded last, the newest first."""
    view = site.workspace.store.view()
    key = (site.settings.workspace, view.known_by)
    return _recorded.get(
        key, lambda: tuple(dict.fromkeys(one.moment.date() for one in view.recordings(RECORDINGS)))
    )
