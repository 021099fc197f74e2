"""The workspace: what is done with an industry's documents, step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO, Self

from keiretsu import __version__, documents, report
from keiretsu.claims import Claim, choose_executor, extract_all, load_extractor
from keiretsu.claims.extractor import Options
from keiretsu.documents import Document, ReadResult
from keiretsu.errors import Problem
from keiretsu.imports import Imported
from keiretsu.judgements import Judgement, Proposal, propose_merges
from keiretsu.ledger import Contradiction, Deal, ReportedFigure
from keiretsu.measures import Intervals, MeasureSeries, WhatChanged, intervals
from keiretsu.measures.of_network import Result
from keiretsu.network import SAMPLES, SEED, Network, UnknownAmounts
from keiretsu.packs import Pack
from keiretsu.parties import Party
from keiretsu.reasons import Reason
from keiretsu.store import Added, Store, Writer
from keiretsu.workspace.judging import Judge
from keiretsu.workspace.packing import (
    NO_PACK,
    SETTING,
    PackContent,
    gazetteer,
    lasting_name,
    pack_named,
)
from keiretsu.workspace.reconciling import reconcile_once
from keiretsu.workspace.simulating import Simulating
from keiretsu.workspace.steps import StepResult, keep_documents
from keiretsu.workspace.vintage import Vintage


class Workspace:
    """Documents, claims, deals and figures of one industry, with what people decided about them.

    Answers *what do the documents say, what does it add up to, and which sentence says so*. Every
    question can be asked as of a day (``as_of``: when things hold) and as known by a moment
    (``known_by``: what had been recorded).

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> text = folder / "a.txt"
    >>> _ = text.write_text("Alpha Corp invested $2 billion in Beta Inc.", encoding="utf-8")
    >>> workspace = Workspace.create(folder / "my.sqlite", pack="none")
    >>> workspace.read([text]).new
    1
    >>> workspace.extract().new, workspace.reconcile().new
    (1, 1)
    >>> [deal.title() for deal in workspace.deals()]
    ['Alpha invests Beta']
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    @classmethod
    def create(cls, address: str | Path, *, pack: str | Pack = "ai") -> Self:
        """Make a new workspace and give it the parties, figures, rates and assumptions of a pack.

        Parameters
        ----------
        address
            A file, or a database as ``postgresql://user@host/name``.
        pack
            A pack by name or folder; ``none`` is no pack. Or one that is loaded, such as a part of one.

        Raises
        ------
        PackError
            Where there is no such pack.
        StoreError
            Where a workspace is there already, or can't be made.
        """
        content = pack_named(pack) if isinstance(pack, str) else pack
        kept = PackContent.of(content).setting()
        name = lasting_name(pack)

        def fill(writer: Writer) -> None:
            writer.setting("pack", name)
            writer.setting("keiretsu", __version__)
            writer.setting(SETTING, kept)
            if content is not None:
                writer.parties(content.parties)
                writer.figures(content.figures)
                writer.problems("pack", name, content.problems)

        return cls(Store.create(address, fill))

    @classmethod
    def open(cls, address: str | Path) -> Self:
        """Open a workspace that exists."""
        return cls(Store.open(address))

    @property
    def pack(self) -> Pack | None:
        """The pack that the workspace was made with, as it is now, or ``None``."""
        return pack_named(self.store.view().settings().get("pack", NO_PACK))

    def vintage(self, known_by: datetime | None = None) -> Vintage:
        """Return the workspace as it was known by a moment; by now if none is given."""
        today = (known_by or datetime.now(UTC)).astimezone(UTC).date()
        return Vintage(self.store.view(known_by), today)

    def read(
        self,
        sources: Iterable[str | Path],
        *,
        title: str | None = None,
        publisher: str | None = None,
        published: str | None = None,
        url: str | None = None,
        reliability: str | None = None,
        stdin: BinaryIO | None = None,
        on_file: Callable[[str], None] | None = None,
    ) -> StepResult:
        """Read files, folders, patterns or standard input (``-``) into documents, and keep them."""
        asked = tuple(map(str, sources))
        found = documents.read(
            asked,
            title=title,
            publisher=publisher,
            published=published,
            url=url,
            reliability=reliability,
            stdin=stdin,
            on_file=on_file,
        )
        return keep_documents(self.store, found, asked)

    def take_in_documents(self, found: ReadResult) -> StepResult:
        """Keep documents that were read elsewhere, with the problems of reading them."""
        return keep_documents(self.store, found)

    def extract(
        self,
        *,
        using: str = "rules",
        options: Options | None = None,
        document_ids: Iterable[str] | None = None,
        workers: int | None = None,
        executor: str | None = None,
        on_document: Callable[[Document], None] | None = None,
    ) -> StepResult:
        """Extract the claims of the documents, and keep them.

        A document that can't be read is named in a problem, and keeps the claims that it had.

        Parameters
        ----------
        using
            The extractor, or several joined by ``+``. What other extractors claimed is left alone.
        options
            Keywords for the extractors, by name: ``{"llm": {"model": "alpha-7b"}}``.
        document_ids
            The documents to read; all of them if not given.
        workers
            How many documents are read at a time; as many as there are processors if not given.
        executor
            Who shares the documents out; see :func:`keiretsu.claims.choose_executor`.
        on_document
            Called as each document is done.
        """
        make = partial(load_extractor, using, gazetteer(self.pack), options)
        view = self.store.view()
        held = self.documents() if document_ids is None else tuple(view.document(key) for key in document_ids)
        found = extract_all(make, held, choose_executor(held, executor, workers), on_document)
        added = Added()
        with self.store.writer() as writer:
            for name, read in found.read_by.items():
                added += writer.claims(read, found.claims_of(name), name)
            looked_at = (*(document.id for document in held), *found.read_by)
            writer.problems_of("extract", {about: found.problems_of.get(about, ()) for about in looked_at})
        return StepResult("claims", added, found.problems, found.usage)

    def take_in(self, imported: Imported) -> StepResult:
        """Keep what was imported: parties, documents, claims and figures, all of them or none.

        Its problems replace those of an earlier import of the file; of a file in parts, the first part's do.
        """
        by_extractor: dict[str, list[Claim]] = {}
        for claim in imported.claims:
            by_extractor.setdefault(claim.extractor, []).append(claim)
        with self.store.writer() as writer:
            writer.parties(imported.parties)
            writer.documents(imported.documents)
            added = [writer.figures(imported.figures)] if imported.figures else []
            for extractor, claims in by_extractor.items():
                added.append(writer.claims({claim.document.id for claim in claims}, claims, extractor))
            writer.problems("import", imported.source, imported.problems, more=imported.part > 1)
        return StepResult("records", sum(added, Added()), imported.problems)

    def reconcile(self) -> StepResult:
        """Add the claims up to deals, and keep them with their contradictions.

        What people decided is applied first. Unknown organisations become parties. Where somebody else
        reconciles meanwhile, who comes second begins anew, as theirs may rest on newer claims.
        """
        while (done := reconcile_once(self.store, self.vintage())) is None:
            pass
        return done

    def judge_as(self, author: str, *, over: bool = False) -> Judge:
        """Return the desk at which a person decides about claims, parties and contradictions.

        A decision counts for claims at once, and for deals from the next reconciliation.
        """
        return Judge(self.store, author, over=over)

    def propose_merges(self) -> tuple[Proposal, ...]:
        """Return pairs of parties whose names are alike, for people to decide."""
        vintage = self.vintage()
        return propose_merges(vintage.parties(), vintage.judgements())

    def documents(
        self, as_of: date | None = None, *, known_by: datetime | None = None
    ) -> tuple[Document, ...]:
        """Return the documents, in the order of their names; those published by a day, if one is given."""
        return self.vintage(known_by).documents(as_of)

    def claims(self, as_of: date | None = None, *, known_by: datetime | None = None) -> tuple[Claim, ...]:
        """Return the claims that count; of a day, those of what had begun by then."""
        return self.vintage(known_by).claims(as_of)

    def deals(self, as_of: date | None = None, *, known_by: datetime | None = None) -> tuple[Deal, ...]:
        """Return the deals of the last reconciliation; of a day, as they stood then."""
        return self.vintage(known_by).deals(as_of)

    def contradictions(
        self, as_of: date | None = None, *, known_by: datetime | None = None
    ) -> tuple[Contradiction, ...]:
        """Return where sources disagree; of a day, in what had been said by then."""
        return self.vintage(known_by).contradictions(as_of)

    def parties(self, *, known_by: datetime | None = None) -> tuple[Party, ...]:
        """Return the parties."""
        return self.vintage(known_by).parties()

    def figures(
        self, as_of: date | None = None, *, known_by: datetime | None = None
    ) -> tuple[ReportedFigure, ...]:
        """Return the reported figures that are used; of a day, those published by then."""
        return self.vintage(known_by).figures(as_of)

    def judgements(self, *, known_by: datetime | None = None) -> tuple[Judgement, ...]:
        """Return what people have decided, and not taken back."""
        return self.vintage(known_by).judgements()

    def problems(self, *, known_by: datetime | None = None) -> tuple[Problem, ...]:
        """Return the problems that are open."""
        return self.vintage(known_by).problems()

    def newest_day(self, *, known_by: datetime | None = None) -> date:
        """Return the last day that a document is dated by: dated questions take it unless told another."""
        return self.vintage(known_by).newest_day()

    def network(
        self,
        as_of: date | None = None,
        *,
        known_by: datetime | None = None,
        unknown: UnknownAmounts = "exclude",
    ) -> Network:
        """Project deals and figures on the parties, as of a day; see :meth:`Vintage.network`."""
        return self.vintage(known_by).network(as_of, unknown=unknown)

    def measure(
        self,
        name: str,
        as_of: date | None = None,
        *,
        known_by: datetime | None = None,
        unknown: UnknownAmounts = "exclude",
    ) -> Result:
        """Measure the network of a day; see :func:`keiretsu.measures.measure_names` for the measures."""
        return self.vintage(known_by).measure(name, as_of, unknown=unknown)

    def losses(self, party: str, as_of: date | None = None, *, known_by: datetime | None = None) -> Result:
        """Return who loses what if a party fails, as of a day."""
        return self.vintage(known_by).losses(party, as_of)

    def intervals(
        self,
        measures: Iterable[str] | None = None,
        as_of: date | None = None,
        *,
        known_by: datetime | None = None,
        samples: int = SAMPLES,
        seed: int = SEED,
        on_block: Callable[[int, int], None] | None = None,
    ) -> Intervals:
        """Return the figures of measures with medians and 5 to 95 % intervals over drawn networks."""
        network = self.network(as_of, known_by=known_by)
        return intervals(network, measures, samples=samples, seed=seed, on_block=on_block)

    def series(
        self,
        measure: str,
        days: Iterable[date],
        *,
        known_by: datetime | None = None,
        samples: int = 0,
        seed: int = SEED,
        on_day: Callable[[date], None] | None = None,
    ) -> MeasureSeries:
        """Measure the networks of several days, with intervals where samples are drawn."""
        vintage = self.vintage(known_by)
        return vintage.series(measure, days, samples=samples, seed=seed, on_day=on_day)

    def what_changed(
        self,
        measure: str,
        figure: str,
        about: str = "",
        *,
        before: date,
        after: date | None = None,
        known_by: datetime | None = None,
    ) -> WhatChanged:
        """Share out a figure's difference between two days among the deals that changed."""
        return self.vintage(known_by).what_changed(measure, figure, about, before=before, after=after)

    def simulating(self, as_of: date | None = None, *, known_by: datetime | None = None) -> Simulating:
        """Return the simulation of the network of a day: its industry, scenarios, and what they change."""
        return self.vintage(known_by).simulating(as_of)

    def why(
        self, what: str, *names: str, as_of: date | None = None, known_by: datetime | None = None
    ) -> Reason:
        """Explain a figure down to its quotes.

        Parameters
        ----------
        what
            ``loop`` with its number, ``deal`` or ``contradiction`` with its id, ``payment`` with payer
            and payee, ``party`` with its name (whose money it takes in), or ``layer`` with its name
            (how concentrated it is).
        names
            What the figure is about.
        as_of, known_by
            The day of the network, and by when it was known.

        Raises
        ------
        MisuseError
            For another word, a wrong count of names, or a name that isn't there.
        """
        return self.vintage(known_by).why(what, *names, as_of=as_of)

    def contents(
        self,
        as_of: date | None = None,
        *,
        known_by: datetime | None = None,
        unknown: UnknownAmounts = "exclude",
        samples: int = report.SAMPLES,
        paths: int = report.PATHS,
    ) -> report.ReportContents:
        """Gather what the report and the exports show, as of a day and as known by a moment."""
        vintage = self.vintage(known_by)
        return vintage.contents(as_of, unknown=unknown, samples=samples, paths=paths)
