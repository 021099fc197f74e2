"""What is kept of a period once its books are closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.books import Books
from keiretsu.simulation.posting import Posting
from keiretsu.simulation.reading import Reads


@dataclass(frozen=True, slots=True, eq=False)
class ClosedPeriod:
    """The books of a period, closed and checked.

    Parameters
    ----------
    period
        Its number; the first is 1.
    opening, positions
        Positions at its beginning and end: instruments x parties x paths.
    postings
        What was posted.
    variables, before
        The variables that were set, and those of the period before.
    parameters
        The value of each parameter, one a path.
    reads
        What each behaviour read.
    sweeps
        How many times the behaviours acted.
    """

    period: int
    opening: Floats
    positions: Floats
    postings: tuple[Posting, ...]
    variables: Mapping[str, Floats]
    before: Mapping[str, Floats]
    parameters: Mapping[str, Floats]
    reads: Reads
    sweeps: int

    @classmethod
    def of(cls, books: Books, positions: Floats) -> ClosedPeriod:
        """Return what is kept of a period's books."""
        return cls(
            books.period,
            books.start,
            positions,
            books.postings(),
            books.variables,
            books.before,
            books.values,
            books.reads,
            books.sweeps,
        )
