"""The pack: what is known of an industry before a document is read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Self

from keiretsu.claims import KnownName
from keiretsu.documents import read
from keiretsu.errors import Problem
from keiretsu.ledger import ExchangeRate, ReportedFigure
from keiretsu.parties import Party
from keiretsu.quantities import Period


@dataclass(frozen=True, slots=True)
class Pack:
    """An industry: its organisations, their names and reported figures, and documents about them.

    Answers *what is known beforehand of this industry*. Packs are content, not code: the folder's
    files are described in ``docs/reference/packs.md``.

    Parameters
    ----------
    name, title, description
        From ``pack.yaml``; ``name`` is the folder's name too.
    base_currency
        ISO 4217 code that the pack's money is converted to.
    parties
        The organisations, in the order of their file.
    known_names
        Every name, alias, unit and product, for the gazetteer.
    figures
        Reported figures, each with its source.
    exchange_rates
        Yearly averages to the base currency.
    document_paths
        The documents, sorted by name.
    assumptions_path
        The file of the pack's assumptions.
    parameters_path
        The file of its own values for what the simulation's behaviours read; ``None`` without one.
    scenario_paths
        Its scenarios, sorted by name.
    problems
        What was left out of the above, and why.

    Examples
    --------
    >>> from keiretsu.packs import load_pack
    >>> pack = load_pack("ai")
    >>> pack.name, pack.problems
    ('ai', ())
    """

    name: str
    title: str
    description: str
    base_currency: str
    parties: tuple[Party, ...]
    known_names: tuple[KnownName, ...]
    figures: tuple[ReportedFigure, ...]
    exchange_rates: tuple[ExchangeRate, ...]
    document_paths: tuple[Path, ...]
    assumptions_path: Path
    parameters_path: Path | None = None
    scenario_paths: tuple[Path, ...] = ()
    problems: tuple[Problem, ...] = ()

    def published_by(self, day: date) -> Self:
        """Return the pack with no more than what was public on a day.

        Answers *what could be known on that day*: the documents and the figures whose source was
        published on or before it. A date that is a month or a year counts as its last day, so that
        nothing is known too early; a document without a date is left out. The organisations,
        exchange rates and assumptions stay: they name and convert, and foretell nothing.

        Parameters
        ----------
        day
            The last day of publication.

        Returns
        -------
        Pack
            The same pack with fewer documents and figures, and the problems of the documents that
            could not be read.

        Examples
        --------
        >>> from keiretsu.packs import load_pack
        >>> pack = load_pack("telecom")
        >>> early = pack.published_by(date(1999, 12, 31))
        >>> 0 < len(early.document_paths) < len(pack.document_paths)
        True
        """
        paths: list[Path] = []
        problems = list(self.problems)
        for path in self.document_paths:
            reading = read([path])
            problems.extend(reading.problems)
            if reading.documents and all(_public(document.published, day) for document in reading.documents):
                paths.append(path)
        return replace(
            self,
            figures=tuple(figure for figure in self.figures if _public(figure.source.date, day)),
            document_paths=tuple(paths),
            problems=tuple(problems),
        )


def _public(published: str | None, day: date) -> bool:
    """Say whether all of a partial date is over by the end of a day."""
    last = None if published is None else Period.parse(published).end
    return last is not None and last <= day
