"""What differs between two states of the network: of two days, or as known by two moments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from keiretsu.errors import ConflictError, MisuseError
from keiretsu.measures import FigureMoved, WhatChanged, figures_moved, what_changed
from keiretsu.measures.timeseries import no_such_figure
from keiretsu.network.changes import Change, Comparison
from keiretsu.service.asked import Asked
from keiretsu.service.changes_shared import (
    KIND,
    Figure,
    is_quick,
    job_for,
    not_shared_out,
    read,
    request_of,
)
from keiretsu.service.jobs import Job, JobState
from keiretsu.service.keeping import Kept
from keiretsu.service.site import Site

KEPT = 24

_Key: TypeAlias = tuple[str, datetime, date, datetime, date]

_comparisons: Kept[_Key, Comparison] = Kept(KEPT)
_moved: Kept[tuple[_Key, str], tuple[FigureMoved, ...]] = Kept(KEPT)
_figures: Kept[tuple[_Key, Figure], WhatChanged] = Kept(KEPT)


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

    def earlier(self) -> dict[str, str]:
        """Return what an address must carry of the earlier state so that it comes back the same."""
        asked = self.before.query().items()
        return {"from" if key == "as_of" else f"from_{key}": text for key, text in asked}


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


def by_money(changes: Iterable[Change]) -> list[Change]:
    """Return changes with those of most money first; what has no sum comes last, by its title."""
    return sorted(changes, key=lambda one: (-abs((one.after or 0.0) - (one.before or 0.0)), one.title))


def figures_of(site: Site, between: Between, measure: str) -> tuple[FigureMoved, ...]:
    """Return all figures of a measure in the two states.

    Raises
    ------
    MisuseError
        ``measure.unknown-measure``; or as :func:`compared`.
    """
    found = compared(site, between)
    key = _key(site, between), measure
    return _moved.get(key, lambda: figures_moved(found.before, found.after, measure))


def figure_moved(site: Site, between: Between, figure: Figure) -> FigureMoved:
    """Return a figure in the two states.

    Raises
    ------
    MisuseError
        ``measure.no-such-figure``; or as :func:`figures_of`.
    """
    every = {(one.name, one.about): one for one in figures_of(site, between, figure.measure)}
    found = every.get((figure.name, figure.about))
    if found is None:
        raise no_such_figure(figure.measure, figure.name, figure.about, every)
    return found


def is_shared_out(site: Site, between: Between, figure: Figure) -> bool:
    """Tell whether :func:`figure_changed` gives what each change did to a figure in seconds."""
    try:
        return bool(figure_changed(site, between, figure))
    except ConflictError:
        return False


def figure_changed(site: Site, between: Between, figure: Figure) -> WhatChanged:
    """Return what each change did to a figure of a measure.

    Raises
    ------
    MisuseError
        ``measure.no-such-figure``; or as :func:`compared`.
    ConflictError
        ``server.not-shared-out`` for many changes of which no job has worked it out.
    """
    return _figures.get((_key(site, between), figure), lambda: _shared_out(site, between, figure))


def share_out(site: Site, between: Between, figure: Figure, by: str) -> Job:
    """Have what each change did worked out in the background; who asks for it again gets the same job.

    Raises
    ------
    MisuseError
        ``measure.no-such-figure``; or as :func:`compared`.
    BusyError, StoreError
        Where no more jobs are taken, or the disk is full; see :meth:`Jobs.submit`.
    """
    figure_moved(site, between, figure)
    request = _request(site, between, figure)
    found = job_for(site.jobs, request, JobState.QUEUED, JobState.RUNNING)
    if found is None and is_shared_out(site, between, figure):
        found = job_for(site.jobs, request, JobState.DONE)
    about = f" of {figure.about}" if figure.about else ""
    title = f"What changed {figure.name}{about}, {request['from']} to {request['as_of']}"
    return found or site.jobs.submit(KIND, request, title=title, by=by)


def _shared_out(site: Site, between: Between, figure: Figure) -> WhatChanged:
    found = compared(site, between)
    figure_moved(site, between, figure)
    if is_quick(found):
        return what_changed(found.before, found.after, figure.measure, figure.name, figure.about)
    job = job_for(site.jobs, _request(site, between, figure), JobState.DONE)
    result = site.jobs.result(job.id) if job else None
    if job is None or result is None:
        raise not_shared_out(found, figure)
    try:
        return read(result, found, figure)
    except (KeyError, TypeError, ValueError) as error:  # it is damaged
        site.jobs.lose(job.id)
        raise not_shared_out(found, figure) from error


def _request(site: Site, between: Between, figure: Figure) -> dict[str, Any]:
    _, first, day, last, later = _key(site, between)
    return request_of((day, first), (later, last), figure)


def _key(site: Site, between: Between) -> _Key:
    before, after = between.before, between.after
    first, last = site.settled(before).known_by, site.settled(after).known_by
    return site.settings.workspace, first, site.day(before), last, site.day(after)
