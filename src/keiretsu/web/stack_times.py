"""The stack over time: the days to choose from, and where somebody stood on each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from keiretsu.errors import NotFoundError
from keiretsu.measures.of_network import Stack
from keiretsu.measures.of_network.coverage import Coverage, Standing
from keiretsu.parties import Party
from keiretsu.reasons import Reason
from keiretsu.report.wording import words
from keiretsu.service.asked import Asked
from keiretsu.service.site import Site
from keiretsu.web.stack_matrix import Cells, Filters, cells_of

MOST_YEARS = 12
COMPARED = 6  # years that an explanation goes over
MOST_ROWS = 60


@dataclass(frozen=True, slots=True)
class Day:
    """A day to choose; ``as_of`` is ``None`` for the newest."""

    label: str
    as_of: date | None
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Days:
    """The ends of the years, and the ends of the quarters of the year shown."""

    years: tuple[Day, ...]
    quarters: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class History:
    """Where parties stood in layers, a row each, on several days.

    Parameters
    ----------
    days
        The days, the first first.
    rows
        Whom or what the row is about, its other name in an address, and the standing on each day.
    more
        How many rows are left out.
    """

    days: tuple[date, ...]
    rows: tuple[tuple[str, dict[str, str], tuple[Standing | None, ...]], ...]
    more: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is explained: a party, a layer, or a party in a layer.

    Parameters
    ----------
    title
        What it is.
    standing
        Of a party in a layer, where it stands.
    since
        The first day that a deal places it there from; ``None`` where none is dated.
    why
        Down to the quotes; empty for a layer.
    history
        Where it stood over the years; ``None`` where it isn't asked for.
    """

    title: str
    party: Party | None
    layer: str
    standing: Standing | None
    since: date | None
    why: tuple[Reason, ...]
    history: History | None


def days_to_choose(site: Site, asked: Asked) -> Days:
    """Return the days of a workspace's deals: the ends of years, and of the quarters of the year shown."""
    newest, shown = site.day(Asked(None, asked.known_by)), site.day(asked)
    dated = [deal.valid_from for deal in site.settled(asked).deals() if deal.valid_from]
    first = min((day.year for day in dated if day <= newest), default=newest.year)
    years = range(max(first, newest.year - MOST_YEARS + 1), newest.year + 1)
    return Days(
        years=tuple(_day(str(year), date(year, 12, 31), newest, shown) for year in years),
        quarters=tuple(
            _day(f"Q{quarter} {shown.year}", _end_of(shown.year, quarter), newest, shown)
            for quarter in (1, 2, 3, 4)
            if date(shown.year, 3 * quarter - 2, 1) <= newest
        ),
    )


def chosen(site: Site, asked: Asked, filters: Filters, stack: Stack) -> Chosen | None:
    """Return what is explained of the stack, if anything is asked for."""
    if not filters.party and not filters.layer:
        return None
    party = _party(site, asked, filters.party) if filters.party else None
    cell = cells_of(stack).get((filters.party, filters.layer))
    history = _history(site, asked, filters) if filters.over else None
    title = " in ".join(part for part in (party.name if party else "", words(filters.layer)) if part)
    return Chosen(
        title=title,
        party=party,
        layer=filters.layer,
        standing=cell.standing if cell else None,
        since=_since(cell) if cell else None,
        why=_why(stack, party, filters.layer),
        history=history,
    )


def _why(stack: Stack, party: Party | None, layer: str) -> tuple[Reason, ...]:
    """Explain a party, or a party in a layer; nothing of a party that isn't there on the day."""
    if party is None or not (
        party.id in stack.network.index or any(one.party.id == party.id for one in stack.coverages)
    ):
        return ()
    return stack.why(party.id, layer).because if layer in stack.layers else stack.why(party.id).because


def _party(site: Site, asked: Asked, party_id: str) -> Party:
    """Return a party of any day."""
    for party in site.settled(asked).parties():
        if party.id == party_id:
            return party
    raise NotFoundError(
        "workspace.no-such-party",
        where=party_id[:80],
        message="no party has this id at the moment asked about",
        hint="choose it in the matrix",
    )


def _history(site: Site, asked: Asked, filters: Filters) -> History:
    days = _compared(site, asked)
    by_day = [cells_of(_stack(site, Asked(day, asked.known_by))) for day in days]
    rows = [
        (one.layer if filters.party else one.party.name, _address(one, filters), _over(by_day, key))
        for key, one in _met(by_day, filters)
    ]
    rows.sort(key=lambda row: (next(place for place, one in enumerate(row[2]) if one), row[0].casefold()))
    return History(days, tuple(rows[:MOST_ROWS]), max(0, len(rows) - MOST_ROWS))


def _met(by_day: Sequence[Cells], filters: Filters) -> Iterator[tuple[tuple[str, str], Coverage]]:
    """Yield who is met in which layer on any of the days, of those that are asked about."""
    met = {key: one for cells in by_day for key, one in cells.items()}
    for (party, layer), one in met.items():
        if filters.party in ("", party) and filters.layer in ("", layer):
            yield (party, layer), one


def _over(by_day: Sequence[Cells], key: tuple[str, str]) -> tuple[Standing | None, ...]:
    found = (cells.get(key) for cells in by_day)
    return tuple(one.standing if one else None for one in found)


def _address(one: Coverage, filters: Filters) -> dict[str, str]:
    """Return what an address needs for the cell of a row; empty where the row is about that cell."""
    if filters.party and filters.layer:
        return {}
    return {"party": one.party.id, "layer": one.layer}


def _compared(site: Site, asked: Asked) -> tuple[date, ...]:
    """Return the ends of the last years, and the day asked for."""
    newest = site.day(Asked(None, asked.known_by))
    years = [day.as_of or newest for day in days_to_choose(site, asked).years]
    return tuple(sorted({*years[-COMPARED:], site.day(asked)}))


def _stack(site: Site, asked: Asked) -> Stack:
    return cast("Stack", site.measure("stack", asked))


def _since(cell: Coverage) -> date | None:
    days = [deal.valid_from for deal in (*cell.deals, *cell.ended) if deal.valid_from]
    return min(days, default=None)


def _day(label: str, day: date, newest: date, shown: date) -> Day:
    is_newest = day >= newest
    return Day(label, None if is_newest else day, (newest if is_newest else day) == shown)


def _end_of(year: int, quarter: int) -> date:
    """Return the last day of a quarter."""
    return date(year, 3 * quarter, 31 if quarter in (1, 4) else 30)
