"""What differs between two states of the network: of two days, or as known by two moments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from keiretsu.errors import MisuseError
from keiretsu.measures import WhatChanged, what_changed
from keiretsu.network.changes import Comparison
from keiretsu.quantities import counted
from keiretsu.service.asked import Asked
from keiretsu.service.keeping import Kept
from keiretsu.service.site import Site

KEPT = 24
MOST_CHANGES = 500
"""Changes that a figure's difference is shared out among: with more it takes many minutes."""

_Key: TypeAlias = tuple[str, datetime, date, datetime, date]

_comparisons: Kept[_Key, Comparison] = Kept(KEPT)
_figures: Kept[tuple[_Key, str, str, str], WhatChanged] = Kept(KEPT)


@dataclass(frozen=True, slots=True)
class Between:
    """The two states that are compared: each a day, as known by a moment.

    Raises
    ------
    MisuseError
        ``cli.days-reversed`` where the first day is after the last one; ``server.invalid-request`` where
        the first moment is after the last one.
    """

    before: Asked
    after: Asked

    def __post_init__(self) -> None:
        first, last = self.before.as_of, self.after.as_of
        if first is not None and last is not None and first > last:
            raise MisuseError(
                "cli.days-reversed",
                where=f"from {first} to {last}",
                message="the first day is after the last one",
                hint="give the earlier day first",
            )
        known, known_later = self.before.known_by, self.after.known_by
        if known is not None and known_later is not None and known > known_later:
            raise MisuseError(
                "server.invalid-request",
                where=f"known by {known.isoformat()} and by {known_later.isoformat()}",
                message="the first moment is after the last one",
                hint="give the earlier moment first",
            )


def compared(site: Site, between: Between) -> Comparison:
    """Return the two networks laid over each other.

    Raises
    ------
    MisuseError
        ``network.currencies-differ`` where their sums are in different currencies.
    """
    before, after = between.before, between.after
    return _comparisons.get(
        _key(site, between), lambda: Comparison(site.network(before), site.network(after))
    )


def figure_changed(site: Site, between: Between, measure: str, figure: str, about: str) -> WhatChanged:
    """Return what each change did to a figure of a measure.

    Raises
    ------
    MisuseError
        ``measure.no-such-figure``; ``server.too-many-changes`` for more than a request may take; or as
        :func:`compared`.
    """
    found = compared(site, between)
    if len(found.changes) > MOST_CHANGES:
        raise MisuseError(
            "server.too-many-changes",
            where=f"{found.before.as_of} to {found.after.as_of}",
            message=f"are {counted(len(found.changes), 'change')}, and {MOST_CHANGES:,} are weighed at most",
            hint="ask for days that are closer together, or type keiretsu changes",
        )
    key = (_key(site, between), measure, figure, about)
    return _figures.get(key, lambda: what_changed(found.before, found.after, measure, figure, about))


def _key(site: Site, between: Between) -> _Key:
    before, after = between.before, between.after
    first, last = site.settled(before).known_by, site.settled(after).known_by
    return site.settings.workspace, first, site.day(before), last, site.day(after)
