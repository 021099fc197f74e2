"""A workspace as it is served: what is slow to work out is worked out once."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Thread
from typing import TypeAlias

from keiretsu.errors import KeiretsuError
from keiretsu.measures import Intervals, intervals
from keiretsu.measures.of_network import Result
from keiretsu.network import Network, UnknownAmounts
from keiretsu.service.asked import Asked
from keiretsu.service.jobs import Jobs
from keiretsu.service.keeping import Kept
from keiretsu.service.looking import view_of
from keiretsu.service.settings import Settings
from keiretsu.store import View
from keiretsu.workspace import Vintage, Workspace

VINTAGES, NETWORKS, MEASURES = 6, 24, 96
LARGE = 1000  # deals; with fewer, nobody waits long

NetworkKey: TypeAlias = tuple[datetime, date, UnknownAmounts]


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
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.workspace = Workspace.open(settings.workspace)
        self.jobs = Jobs(settings.state / "jobs", settings.workspace)
        self._readied: datetime | None = None
        self._vintages: Kept[datetime, Vintage] = Kept(VINTAGES)
        self._moments: Kept[datetime, datetime] = Kept(VINTAGES * 8)
        self._views: Kept[datetime, View] = Kept(VINTAGES)
        self._networks: Kept[NetworkKey, Network] = Kept(NETWORKS)
        self._measures: Kept[tuple[NetworkKey, str], Result] = Kept(MEASURES)
        self._intervals: Kept[tuple[NetworkKey, str, int], Intervals] = Kept(MEASURES)
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
            Thread(target=self._make_ready, args=(settled,), name="making ready", daemon=True).start()
        return self._vintage(settled)

    def _vintage(self, view: View) -> Vintage:
        return self._vintages.get(view.known_by, lambda: Vintage(view, datetime.now(UTC).date()))

    def _make_ready(self, settled: View) -> None:
        """Work out what the pages of a large workspace show, before anybody asks for it.

        What can't be worked out is told to whoever asks.
        """
        from keiretsu.measures import measure_names

        with suppress(KeiretsuError):
            if settled.counts().deals >= LARGE:
                for name in measure_names():
                    self.measure(name, Asked())

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

    def intervals(self, name: str, asked: Asked, samples: int = 200) -> Intervals:
        """Return the figures of a measure with medians and intervals over networks that could be so."""
        key = self._key(asked, "exclude")
        network = self.network(asked)
        return self._intervals.get((key, name, samples), lambda: intervals(network, [name], samples=samples))

    def _key(self, asked: Asked, unknown: UnknownAmounts) -> NetworkKey:
        vintage = self.settled(asked)
        return vintage.known_by, asked.as_of or vintage.newest_day(), unknown
