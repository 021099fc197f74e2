"""What an import gives."""

from __future__ import annotations

from dataclasses import dataclass

from keiretsu.claims import Claim
from keiretsu.documents import Document
from keiretsu.errors import Problem
from keiretsu.ledger import ReportedFigure
from keiretsu.parties import Party


@dataclass(frozen=True, slots=True)
class Imported:
    """Records read from a file, or from a part of a long one, and what was wrong with it.

    Parameters
    ----------
    source
        The file: a second import of the same file replaces the problems of the first.
    documents
        The evidence of the claims, by source: one a row of a spreadsheet, or the documents quoted.
    claims, figures, parties
        What is to be kept.
    problems
        What was left out or is doubtful, row by row.
    part
        The number of the part, from 1.
    """

    source: str
    documents: tuple[Document, ...] = ()
    claims: tuple[Claim, ...] = ()
    figures: tuple[ReportedFigure, ...] = ()
    parties: tuple[Party, ...] = ()
    problems: tuple[Problem, ...] = ()
    part: int = 1
