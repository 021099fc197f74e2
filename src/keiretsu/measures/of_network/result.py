"""What every measure of a network gives: a table, a picture, and reasons down to the quotes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from keiretsu.measures.answer import Answer
from keiretsu.measures.arrays import Floats
from keiretsu.network import Network
from keiretsu.network.draws import Draws
from keiretsu.reasons import Reason


class Result(Answer):
    """The answer of a measure to its question, for one network."""

    network: Network

    def assumed(self) -> tuple[Reason, ...]:
        """Return the network's assumptions."""
        return tuple(one.told() for one in self.network.assumptions)


@dataclass(frozen=True, slots=True, eq=False)
class Statistic:
    """One figure of a measure in every draw.

    Parameters
    ----------
    name
        What it is, in the standard term.
    about
        Whom or what it is of: names joined by ``" / "``; empty for the network as a whole.
    unit
        ``share``, ``points``, ``ratio``, ``per year`` (of the network's currency), ``money``, ``years`` or
        ``count``.
    values
        Shape ``s``; ``nan`` in a draw in which the figure has no meaning.
    """

    name: str
    about: str
    unit: str
    values: Floats


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure as the registry knows it.

    Parameters
    ----------
    name
        One word.
    question
        What it answers, in one sentence.
    of
        Measures a network.
    statistics
        Gives its figures in every draw of a network: the same names in the same order for any
        draws of one network, so that blocks of draws can be joined.
    """

    name: str
    question: str
    of: Callable[[Network], Result]
    statistics: Callable[[Draws], Sequence[Statistic]]
