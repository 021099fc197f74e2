"""A workspace as it is served: what is slow to work out is worked out once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Thread
from typing import Any, TypeAlias

from keiretsu.errors import ConflictError, KeiretsuError
from keiretsu.measures import Intervals, intervals
from keiretsu.measures.of_network import Result
from keiretsu.network import Network, UnknownAmounts
from keiretsu.service import drawing
from keiretsu.service.asked import Asked
from keiretsu.service.jobs import Job, Jobs, JobState
from keiretsu.service.keeping import Kept
from keiretsu.service.looking import view_of, wait_for_quiet
from keiretsu.service.settings import Settings
from keiretsu.store import View
from keiretsu.workspace import Vintage, Workspace

VINTAGES, NETWORKS, MEASURES = 6, 24, 96
LARGE = 1000  # deals; with fewer, nobody waits long
QUIET, PATIENCE = 1.0, 10.0  # seconds without a request before a measure is made ready, and how long to wait

NetworkKey: TypeAlias = tuple[datetime, date, UnknownAmounts]


def today() -> date:
    """Return this day, on which the newest day depends where a document is dated by its year alone."""
    return datetime.now(UTC).date()


class Site:
    """One workspace with all that pages and answers need of it.

    What follows from records is kept under the moment of the last recording that it depends on, so
    that it is right at every request and worked out once. Judging a claim changes no network before
    the next reconciliation; so networks and measures are kept under the last recording of anything
    else (:meth:`settled`).

    Parameters
    ----------
    settings
        Which workspace, and where the server keeps its own files.
    first
        What is done in the background before the measures are made ready, at the start and after each
        recording.
    """

    def __init__(self, settings: Settings, first: Callable[[Site], None] | None = None) -> None:
        self.settings, self._first = settings, first
        self.workspace = Workspace.open(settings.workspace)
        self.jobs = Jobs(settings.state / "jobs", settings.workspace)
        self._readied: datetime | None = None
        self._vintages: Kept[tuple[datetime, date], Vintage] = Kept(VINTAGES)
        self._moments: Kept[datetime, datetime] = Kept(VINTAGES * 8)
        self._views: Kept[datetime, View] = Kept(VINTAGES)
        self._networks: Kept[NetworkKey, Network] = Kept(NETWORKS)
        self._measures: Kept[tuple[NetworkKey, str], Result] = Kept(MEASURES)
        self._intervals: Kept[tuple[NetworkKey, str], Intervals] = Kept(MEASURES)
        self.title = self.settled(Asked()).pack.title or Path(settings.workspace).stem

    def view(self, asked: Asked) -> View:
        """Return the records as known by the moment asked for; the same throughout a request that reads."""
        return view_of(self.workspace.store, asked.known_by)

    def vintage(self, asked: Asked) -> Vintage:
        """Return all that was known by the moment asked for, judgements of claims included."""
        return self._vintage(self.view(asked))

    def settled(self, asked: Asked) -> Vintage:
        """Return what networks, deals, parties and figures are read from: as :meth:`vintage`, but older.

        Nothing that they depend on was recorded between the two.
        """
        view = self.view(asked)
        moment = self._moments.get(view.known_by, view.settled_at)
        settled = self._views.get(moment, lambda: self.workspace.store.view(moment))
        if asked == Asked() and moment != self._readied:
            self._readied = moment
            Thread(target=self._make_ready, name="making ready", daemon=True).start()
        return self._vintage(settled)

    def _vintage(self, view: View) -> Vintage:
        day = today()
        return self._vintages.get((view.known_by, day), lambda: Vintage(view, day))

    def _make_ready(self) -> None:
        """Work out what the pages of a large workspace show, before anybody asks for it.

        Who asks for a page meanwhile comes first. What can't be worked out is told to whoever asks.
        """
        from keiretsu.measures import measure_names

        with suppress(KeiretsuError):
            if self._first is not None:
                self._first(self)
            if self.is_large():
                for name in measure_names():
                    wait_for_quiet(QUIET, PATIENCE)
                    self.measure(name, Asked())

    def is_large(self) -> bool:
        """Tell whether the workspace has so many deals that what follows from them takes seconds."""
        return self.settled(Asked()).view.counts().deals >= LARGE

    def day(self, asked: Asked) -> date:
        """Return the day asked for, the newest day where none is."""
        return asked.as_of or self.settled(asked).newest_day()

    def network(self, asked: Asked, unknown: UnknownAmounts = "exclude") -> Network:
        """Return the network of the day and moment asked for."""
        vintage = self.settled(asked)
        key = self._key(asked, unknown)
        return self._networks.get(key, lambda: vintage.network(key[1], unknown=unknown))

    def measure(self, name: str, asked: Asked, unknown: UnknownAmounts = "exclude") -> Result:
        """Return what a measure gives for the network asked for."""
        from keiretsu.measures import load_measure

        key = self._key(asked, unknown)
        return self._measures.get((key, name), lambda: load_measure(name).of(self.network(asked, unknown)))

    def intervals(self, name: str, asked: Asked) -> Intervals:
        """Return the figures of a measure with medians and intervals over networks that could be so.

        Raises
        ------
        ConflictError
            ``server.not-drawn`` for a network of many parties of which no job has worked them out.
        """
        return self._intervals.get((self._key(asked, "exclude"), name), lambda: self._drawn(name, asked))

    def has_intervals(self, asked: Asked, *measures: str) -> bool:
        """Tell whether :meth:`intervals` gives those of all these measures in seconds."""
        if drawing.is_quick(self.network(asked)):
            return True
        try:
            return all(self.intervals(name, asked) for name in measures)
        except ConflictError:
            return False

    def draw(self, asked: Asked, measures: Sequence[str], by: str) -> Job:
        """Have intervals worked out in the background; one who asks for what is at work gets that job.

        Raises
        ------
        BusyError, StoreError
            Where no more jobs are taken, or the disk is full; see :meth:`Jobs.submit`.
        """
        found = self._drawing(asked, measures, JobState.QUEUED, JobState.RUNNING)
        if found is None and self.has_intervals(asked, *measures):
            found = self._drawing(asked, measures, JobState.DONE)
        title = f"Medians and ranges as of {self.day(asked)}: {', '.join(measures)}"
        return found or self.jobs.submit(drawing.KIND, self._draws(asked, measures), title=title, by=by)

    def _drawn(self, name: str, asked: Asked) -> Intervals:
        network = self.network(asked)
        if drawing.is_quick(network):
            return intervals(network, [name], samples=drawing.SAMPLES)
        job = self._drawing(asked, (name,), JobState.DONE)
        result = self.jobs.result(job.id) if job else None
        if job is None or result is None:
            raise drawing.not_drawn(name, network)
        try:
            return drawing.read(result, network, name)
        except (KeyError, TypeError) as error:  # it is damaged
            self.jobs.lose(job.id)
            raise drawing.not_drawn(name, network) from error

    def _drawing(self, asked: Asked, measures: Sequence[str], *states: JobState) -> Job | None:
        return drawing.job_for(self.jobs, self._draws(asked, measures), *states)

    def _draws(self, asked: Asked, measures: Sequence[str]) -> dict[str, Any]:
        return drawing.request_of(self.day(asked), self.settled(asked).known_by, measures)

    def _key(self, asked: Asked, unknown: UnknownAmounts) -> NetworkKey:
        vintage = self.settled(asked)
        return vintage.known_by, asked.as_of or vintage.newest_day(), unknown
