"""Lint a pack: everything that loading finds, and what only a closer look shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from keiretsu.documents import read
from keiretsu.errors import PackError, Problem, Severity
from keiretsu.packs import lint_addresses, lint_documents, lint_figures, lint_files, lint_names
from keiretsu.packs.loader import locate_pack
from keiretsu.packs.looked import Looked

CHECKS: tuple[Callable[[Looked], Iterable[Problem]], ...] = (
    lint_files.names_that_clash,
    lint_files.broken_assumptions,
    lint_files.broken_parameters,
    lint_files.broken_scenarios,
    lint_files.broken_outcomes,
    lint_names.open_layers,
    lint_names.alike_organisations,
    lint_names.unused_organisations,
    lint_figures.contradictions,
    lint_figures.perhaps_twice,
    lint_figures.implausible_dates,
    lint_figures.projections,
    lint_figures.missing_rates,
    lint_documents.without_source,
    lint_documents.without_organisation,
    lint_addresses.unusable_addresses,
    lint_documents.near_misses,
)
"""What is looked for, in this order."""


def lint_pack(path: str | Path) -> list[Problem]:
    """Return everything that is wrong with a pack, and notes on what may be.

    Answers *what is to be mended before this pack can be relied on*. Errors and warnings are to be
    mended: entries that were left out, dates that can't be, addresses that lead nowhere, sums without
    an exchange rate, documents without a source or about nobody, files that the network or the
    simulation would refuse. Notes are to be read once: sources that disagree, of which one is used;
    figures that may stand twice; names that may be slips; organisations that nothing is said of.

    Parameters
    ----------
    path
        A pack's name, or the path of its folder.

    Returns
    -------
    list of Problem
        With file and line, as far as there is one; errors first. A file that can't be parsed is the
        only problem.

    Raises
    ------
    PackError
        Where there is no such pack.

    Examples
    --------
    >>> [problem.code for problem in lint_pack("telecom") if problem.severity != "note"]
    []
    """
    try:
        located = locate_pack(path)
    except PackError as error:
        if error.problem.code != "pack.broken-file":
            raise
        return [error.problem]
    reading = read(located.pack.document_paths)
    looked = Looked(located.pack, located.folder, located.places, reading.documents)
    found = (problem for check in CHECKS for problem in check(looked))
    problems = [*located.pack.problems, *reading.problems, *found]
    return sorted(problems, key=lambda problem: list(Severity).index(problem.severity))
