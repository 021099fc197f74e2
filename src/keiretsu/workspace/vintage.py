"""The workspace as it was known by a moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property, partial

from keiretsu import __version__, report
from keiretsu.claims import Claim
from keiretsu.documents import Document
from keiretsu.errors import Problem
from keiretsu.judgements import (
    ClaimJudgement,
    Judged,
    JudgedParties,
    Judgement,
    Settlement,
    judged_claims,
    judged_parties,
)
from keiretsu.ledger import Contradiction, Deal, FiguresRead, ReportedFigure, deals_as_of, read_figures
from keiretsu.measures import MeasureSeries, WhatChanged, load_measure, of_network, series, what_changed
from keiretsu.measures.of_network import Result
from keiretsu.network import SEED, Network, Offering, UnknownAmounts, project, sample
from keiretsu.parties import Party
from keiretsu.quantities import Period
from keiretsu.reasons import Reason
from keiretsu.simulation.scenarios import Comparison
from keiretsu.store import View
from keiretsu.workspace.explaining import explain
from keiretsu.workspace.packing import PackContent
from keiretsu.workspace.simulating import Simulating


class Vintage:
    """What a workspace held at one moment, and what followed from it.

    Answers *what did we know by then*, and, of each dated question, *as of which day*: the first is
    the time of recording, the second the time at which things hold. Economists call data as known by
    a day a vintage. It never changes, whatever is recorded later.

    Parameters
    ----------
    view
        The records of the moment.
    today
        The day of the moment: without a dated document, the day that dated questions are about.
    """

    def __init__(self, view: View, today: date) -> None:
        self.view = view
        self._today = today

    @property
    def known_by(self) -> datetime:
        """The moment of the last recording that counts."""
        return self.view.known_by

    @cached_property
    def pack(self) -> PackContent:
        """What the workspace has taken over from its pack."""
        return PackContent.held(self.view.settings())

    @cached_property
    def judged(self) -> Judged:
        """The claims after what people have decided about them."""
        judgements = self.judgements()
        anchors = [one.anchor.claim_id for one in judgements if isinstance(one, ClaimJudgement)]
        return judged_claims(self.view.claims(), judgements, self.view.claims_by_id(anchors))

    @cached_property
    def judged_parties(self) -> JudgedParties:
        """The given parties, and those found that judgements are about, after what people have decided."""
        return judged_parties(self.view.parties("given"), self.judgements(), self.view.parties("found"))

    def figures_read(self, as_of: date | None = None) -> FiguresRead:
        """Return the reported figures with their contradictions; of a day, of those published by then."""
        return self._figures_read if as_of is None else self._read_figures(as_of)

    @cached_property
    def _figures_read(self) -> FiguresRead:
        return self._read_figures(None)

    def _read_figures(self, as_of: date | None) -> FiguresRead:
        parties = {party.id: party for party in self.parties()}
        held = [figure for figure in self.view.figures() if _begun(figure.source.date, as_of)]
        figures = [
            replace(figure, party=parties[self.judged_parties.canonical(figure.party.id)]) for figure in held
        ]
        read = read_figures(figures, self.settlements())
        recorded = {now.id: figure for now, figure in zip(figures, held, strict=True)}
        return replace(read, contradictions=tuple(_as_recorded(one, recorded) for one in read.contradictions))

    def documents(self, as_of: date | None = None) -> tuple[Document, ...]:
        """Return the documents, in the order of their names; those published by a day, if one is given."""
        found = sorted(self.view.documents(), key=lambda document: (document.name, document.id))
        return tuple(document for document in found if _begun(document.published, as_of))

    def claims(self, as_of: date | None = None) -> tuple[Claim, ...]:
        """Return the claims that count; of a day, those of what had begun by then."""
        return tuple(
            claim
            for claim in self.judged.claims
            if as_of is None or claim.valid.start is None or claim.valid.start <= as_of
        )

    def judgements(self) -> tuple[Judgement, ...]:
        """Return what people have decided, and not taken back."""
        return self.view.judgements()

    def settlements(self) -> tuple[Settlement, ...]:
        """Return the contradictions that people have settled."""
        return tuple(one for one in self.judgements() if isinstance(one, Settlement))

    def parties(self) -> tuple[Party, ...]:
        """Return the parties, by name, after what people have decided about them."""
        return self._parties

    @cached_property
    def _parties(self) -> tuple[Party, ...]:
        judged = {party.id: party for party in self.judged_parties.parties}
        gone = self.judged_parties.kept
        found = {party.id: party for party in self.view.parties("found") if party.id not in gone}
        return tuple(sorted((found | judged).values(), key=lambda party: (party.name, party.id)))

    def figures(self, as_of: date | None = None) -> tuple[ReportedFigure, ...]:
        """Return the reported figures that are used; of a day, those published by then."""
        return self.figures_read(as_of).figures

    def deals(self, as_of: date | None = None) -> tuple[Deal, ...]:
        """Return the deals of the last reconciliation; of a day, as they stood then."""
        return self._deals if as_of is None else deals_as_of(self._deals, as_of)

    @cached_property
    def _deals(self) -> tuple[Deal, ...]:
        return self.view.deals()

    def contradictions(self, as_of: date | None = None) -> tuple[Contradiction, ...]:
        """Return where sources disagree; of a day, in what had been said by then."""
        return self._contradictions if as_of is None else self._contradictions_of(as_of)

    @cached_property
    def _contradictions(self) -> tuple[Contradiction, ...]:
        return self._contradictions_of(None)

    def _contradictions_of(self, as_of: date | None) -> tuple[Contradiction, ...]:
        of_deals = [one for deal in self.deals(as_of) for one in deal.contradictions]
        found = (*of_deals, *self.figures_read(as_of).contradictions)
        return tuple(sorted(found, key=lambda one: one.id))

    def problems(self) -> tuple[Problem, ...]:
        """Return the problems that are open."""
        return (*self.view.problems(), *self.judged.problems)

    def newest_day(self) -> date:
        """Return the last day that a document is dated by: dated questions take it unless told another.

        It never lies after the moment of the vintage; where no document is dated it is that day.
        """
        return self._newest_day

    @cached_property
    def _newest_day(self) -> date:
        dates = [document.published for document in self.view.documents() if document.published]
        ends = [Period.parse(published).end or self._today for published in dates]
        return min(max(ends, default=self._today), self._today)

    def network(self, as_of: date | None = None, *, unknown: UnknownAmounts = "exclude") -> Network:
        """Project deals and figures on the parties, as of a day.

        ``unknown`` says what becomes of amounts that no source gives: see
        :func:`keiretsu.network.project`.
        """
        return project(
            self.deals(),
            self.figures(),
            as_of=as_of or self.newest_day(),
            rates=self.pack.exchange_rates,
            assumptions=self.pack.assumptions,
            offerings=self.offerings(),
            unknown=unknown,
        )

    def offerings(self) -> tuple[Offering, ...]:
        """Return what the pack's list of organisations says that they offer, by layer."""
        parties = {party.id: party for party in self.parties()}
        source = f"the list of organisations of {self.pack.title}"
        ends = ((self.judged_parties.canonical(key), name, layer) for key, name, layer in self.pack.offerings)
        return tuple(Offering(parties[key], name, layer, source) for key, name, layer in ends)

    def measure(self, name: str, as_of: date | None = None, *, unknown: UnknownAmounts = "exclude") -> Result:
        """Measure the network of a day; see :func:`keiretsu.measures.measure_names` for the measures."""
        return load_measure(name).of(self.network(as_of, unknown=unknown))

    def losses(self, party: str, as_of: date | None = None) -> Result:
        """Return who loses what if a party fails, as of a day."""
        return of_network.losses(self.network(as_of), party)

    def series(
        self,
        measure: str,
        days: Iterable[date],
        *,
        samples: int = 0,
        seed: int = SEED,
        on_day: Callable[[date], None] | None = None,
    ) -> MeasureSeries:
        """Measure the networks of several days, with intervals where samples are drawn."""
        sampler = partial(sample, samples=samples, seed=seed) if samples else None
        networks = (self.network(day) for day in days)
        return series(networks, measure, sampler=sampler, on_day=on_day)

    def what_changed(
        self, measure: str, figure: str, about: str = "", *, before: date, after: date | None = None
    ) -> WhatChanged:
        """Share out a figure's difference between two days among the deals that changed."""
        return what_changed(self.network(before), self.network(after), measure, figure, about)

    def simulating(self, as_of: date | None = None) -> Simulating:
        """Return the simulation of the network of a day: its industry, scenarios, and what they change.

        Amounts that no source gives are estimated where known totals bound them, and marked as estimated.
        """
        return Simulating(self.network(as_of, unknown="estimate"), self.pack)

    def why(self, what: str, *names: str, as_of: date | None = None) -> Reason:
        """Explain a figure down to its quotes; see :meth:`keiretsu.workspace.Workspace.why`."""
        return explain(self, what, names, as_of)

    def contents(
        self,
        as_of: date | None = None,
        *,
        unknown: UnknownAmounts = "exclude",
        samples: int = report.SAMPLES,
        paths: int = report.PATHS,
    ) -> report.ReportContents:
        """Gather what the report and the exports show, as of a day.

        ``samples`` networks are drawn for the medians and intervals of the report, and the pack's
        scenarios are run on ``paths`` paths; 0 leaves either out.
        """
        network = self.network(as_of, unknown=unknown)
        return report.ReportContents(
            title=self.pack.title or "What the documents say",
            as_of=network.as_of,
            known_by=self.known_by,
            documents=self.documents(),
            claims=self.claims(),
            figures=self.figures(),
            contradictions=self.contradictions(as_of),
            network=network,
            problems=(*self.problems(), *network.problems),
            pack_title=self.pack.title,
            version=__version__,
            ended=tuple(deal for deal in self.deals(network.as_of) if deal.is_over),
            samples=samples,
            compare=partial(self._compare, network.as_of, paths) if paths and self.pack.scenarios else None,
        )

    def _compare(self, day: date, paths: int) -> tuple[tuple[Comparison, ...], tuple[Problem, ...]]:
        """Run the pack's scenarios."""
        simulating = self.simulating(day)
        chosen, problems = simulating.scenarios()
        found, faults = simulating.compare(chosen, paths=paths)
        return found, (*problems, *faults)


def _as_recorded(found: Contradiction, recorded: Mapping[str, ReportedFigure]) -> Contradiction:
    """Return a contradiction of figures as they were recorded, each of the party that it was told of then."""
    readings = tuple(
        replace(each, figures=tuple(recorded[figure.id] for figure in each.figures))
        for each in found.readings
    )
    return replace(found, readings=readings)


def _begun(published: str | None, as_of: date | None) -> bool:
    """Tell whether something is published by a day; what is undated counts on every day."""
    if as_of is None or published is None:
        return True
    start = Period.parse(published).start
    return start is None or start <= as_of
