"""The pack: what is known of an industry before a document is read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from keiretsu.claims import KnownName
from keiretsu.errors import Problem
from keiretsu.ledger import ExchangeRate, ReportedFigure
from keiretsu.parties import Party


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
    problems: tuple[Problem, ...] = ()
