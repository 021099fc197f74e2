"""What an ensemble is asked for: an experiment, the ranges of its parameters, and its outcomes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from keiretsu.errors import MisuseError
from keiretsu.measures.arrays import Floats
from keiretsu.reasons import Reason

NOISE = "random numbers"
"""What the random numbers of a run are called where they stand beside the ranges."""
RESERVED = frozenset({"run", "number", NOISE})


class Design(StrEnum):
    """How parameters are drawn: ``sobol`` to see what can happen, ``saltelli`` to see what drives it."""

    SOBOL = "sobol"
    SALTELLI = "saltelli"


@dataclass(frozen=True, slots=True)
class Range:
    """What a parameter can be: any number from ``least`` to ``most``, each as likely.

    Parameters
    ----------
    name
        The parameter's name, unlike any other range's or outcome's.
    least, most
        The bounds, in ``unit``; where they are equal the parameter is fixed.
    unit, meaning
        What it counts, and what it is.
    source
        Where the bounds come from; without one they are an assumption.

    Raises
    ------
    MisuseError
        ``simulation.invalid-ensemble`` for bounds that aren't finite or are reversed.

    Examples
    --------
    >>> Range("growth", 0.1, 0.4, "a year", "growth of demand", "").why().text
    'assumed: growth (growth of demand) is 0.1 to 0.4 a year, each number as likely'
    """

    name: str
    least: float
    most: float
    unit: str
    meaning: str
    source: str

    def __post_init__(self) -> None:
        if not (math.isfinite(self.least) and math.isfinite(self.most) and self.least <= self.most):
            raise invalid(
                f"range {self.name}",
                f"goes from {self.least:g} to {self.most:g}",
                "give two finite numbers, the smaller one first",
            )

    def why(self) -> Reason:
        """Return the range as a leaf of an explanation."""
        bounds = f"{self.least:g} to {self.most:g} {self.unit}".rstrip()
        text = f"assumed: {self.name} ({self.meaning}) is {bounds}, each number as likely"
        return Reason(text, source=self.source or "no source", estimate=True)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One figure that every run gives.

    Parameters
    ----------
    name
        What it is, and of whom. Outcomes of one name on several days are a series.
    unit
        Its unit, as tables and pictures print it.
    about
        What it tells, in one sentence.
    day
        When, where it is one of a series.
    """

    name: str
    unit: str
    about: str
    day: date | None = None

    @property
    def title(self) -> str:
        """What the outcome is called in tables: its name, and its day if it has one."""
        return self.name if self.day is None else f"{self.name} {self.day}"


class Experiment(Protocol):
    """What is run over and over: a model with a start and a scenario.

    It is pickled once for each worker, so it holds what it takes to make heavy things and not the
    things themselves.
    """

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def ranges(self) -> tuple[Range, ...]:
        """What is drawn."""

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What each run gives."""

    @property
    def identity(self) -> str:
        """A hash of all that decides the figures: model, start, scenario, versions."""

    def run(self, numbers: Sequence[int], values: Floats) -> Floats:
        """Do some runs, and return their outcomes: runs x outcomes, ``nan`` where one has no meaning.

        Parameters
        ----------
        numbers
            A number for each run, from which alone its random numbers are seeded. Runs that share one
            share their random numbers.
        values
            Runs x ranges: the parameters of each run.

        Notes
        -----
        A run's outcomes must be the same, to the bit, whichever others it is done with.
        """


def known_design(name: str) -> Design:
    """Return the design of a name, or refuse it."""
    if name not in list(Design):
        raise invalid(f"design {name}", "isn't one", f"use {' or '.join(Design)}")
    return Design(name)


def check_names(ranges: Sequence[Range], outcomes: Sequence[Outcome]) -> None:
    """Refuse names that would stand for two columns of one table, and an experiment that tells nothing."""
    names = [each.name for each in ranges] + [each.title for each in outcomes]
    twice = sorted({name for name in names if names.count(name) > 1 or name in RESERVED or not name})
    if twice:
        raise invalid(
            "the experiment's names",
            f"{', '.join(map(repr, twice))} can't name one range or outcome",
            f"give each its own name, other than {', '.join(sorted(RESERVED))}",
        )
    if not outcomes:
        raise invalid("the experiment", "has no outcomes", "name at least one")


def invalid(where: str, message: str, hint: str) -> MisuseError:
    """Return what is raised for an ensemble that can't be run as asked for."""
    return MisuseError("simulation.invalid-ensemble", where=where, message=message, hint=hint)
