"""What is kept of a period once its books are closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from keiretsu.measures.arrays import Floats
from keiretsu.simulation.books import Books
from keiretsu.simulation.holdings import Holdings
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
    registers
        By instrument that is kept pair by pair, what is held at the end: pairs x paths.
    postings
        What was posted.
    variables
        The variables that were set; the last axis is the paths.
    before
        Those of the period before that a behaviour has read; all of them in the first period.
    parameters
        The value of each parameter; the last axis is the paths.
    reads
        What each behaviour read.
    sweeps
        How many times the behaviours acted.
    """

    period: int
    opening: Floats
    positions: Floats
    registers: Mapping[str, Floats]
    postings: tuple[Posting, ...]
    variables: Mapping[str, Floats]
    before: Mapping[str, Floats]
    parameters: Mapping[str, Floats]
    reads: Reads
    sweeps: int

    @classmethod
    def of(cls, books: Books, closing: Holdings, postings: tuple[Posting, ...]) -> ClosedPeriod:
        """Return what is kept of a period's books.

        What nobody has read of the period before is let go, so that memory and caches hold fewer periods.
        """
        read = set[str]().union(*books.reads.lags)
        before = {name: row for name, row in books.before.items() if books.period == 1 or name in read}
        return cls(
            books.period,
            books.start.positions,
            closing.positions,
            closing.registers,
            postings,
            books.variables,
            before,
            books.values,
            books.reads,
            books.journal.sweeps,
        )
