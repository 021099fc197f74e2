"""What a report shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TypeAlias

from keiretsu.claims import Claim
from keiretsu.documents import Document
from keiretsu.errors import Problem
from keiretsu.ledger import Contradiction, Deal, ReportedFigure
from keiretsu.measures import Intervals, intervals, of_network
from keiretsu.measures.of_network import (
    Blocs,
    Circularity,
    Concentrations,
    Contagion,
    Dependence,
    Provenance,
    Stack,
    bloc_structure,
    stack_coverage,
)
from keiretsu.network import Network
from keiretsu.simulation.scenarios import Comparison

PATHS = 64
"""Paths of each scenario in a report, if not told otherwise: enough for two digits."""

SAMPLES = 200
"""Draws for the intervals, if not told otherwise: enough for two digits, and made in seconds."""

Compare: TypeAlias = Callable[[], tuple[tuple[Comparison, ...], tuple[Problem, ...]]]
"""Runs scenarios beside their baseline: what each changes, and what was wrong with others."""

WITH_INTERVALS = ("circularity", "provenance", "concentration", "contagion", "dependence", "blocs")
"""The measures of whose figures the report gives medians and intervals."""


@dataclass(frozen=True)
class ReportContents:
    """Everything that a report or an export shows, as of a day.

    The measures of the network are worked out when they are first asked for, so that an export waits
    for none that it doesn't write.

    Parameters
    ----------
    title
        The heading.
    as_of
        The day that the network stands for.
    known_by
        The moment of the last recording that counts: what was recorded later isn't in it.
    documents, claims
        What was read, and what it says.
    figures
        The reported figures that are used.
    contradictions
        Where the sources of deals and figures disagree, with the reading chosen.
    network
        The deals of the day, projected on parties.
    ended
        The deals that are over by the day: no part of the network, but of its history.
    problems
        What was wrong with the material, the network's own problems included.
    pack_title
        Title of the pack that gave names and figures; ``None`` where none did.
    version
        The version of keiretsu.
    samples
        How many networks that could be so are drawn for the intervals; without any there are none.
    compare
        Runs the scenarios, each beside its baseline; ``None`` where none are asked for. It is called
        when a report shows them, and by no export.
    """

    title: str
    as_of: date
    known_by: datetime
    documents: tuple[Document, ...]
    claims: tuple[Claim, ...]
    figures: tuple[ReportedFigure, ...]
    contradictions: tuple[Contradiction, ...]
    network: Network
    problems: tuple[Problem, ...]
    pack_title: str | None
    version: str
    ended: tuple[Deal, ...] = ()
    samples: int = 0
    compare: Compare | None = None

    @cached_property
    def _compared(self) -> tuple[tuple[Comparison, ...], tuple[Problem, ...]]:
        return self.compare() if self.compare else ((), ())

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """What each scenario changes."""
        return self._compared[0]

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """What was wrong with the material, and with the scenarios."""
        return (*self.problems, *self._compared[1])

    @cached_property
    def circularity(self) -> Circularity:
        """What can go round."""
        return of_network.circularity(self.network)

    @cached_property
    def provenance(self) -> Provenance:
        """Whose money the parties' revenue and income is."""
        return of_network.provenance(self.network)

    @cached_property
    def concentration(self) -> Concentrations:
        """How concentrated the supply of each layer is."""
        return of_network.concentration(self.network)

    @cached_property
    def contagion(self) -> Contagion:
        """What each party's failure would cost the others."""
        return of_network.contagion(self.network)

    @cached_property
    def dependence(self) -> Dependence:
        """What ties customers to suppliers."""
        return of_network.dependence(self.network)

    @cached_property
    def stack(self) -> Stack:
        """Who covers which layer, and who arms its rivals."""
        return stack_coverage(self.network)

    @cached_property
    def blocs(self) -> Blocs:
        """Into which blocs friendly and hostile ties divide the parties."""
        return bloc_structure(self.network)

    @cached_property
    def intervals(self) -> Intervals | None:
        """How far the figures could be from what is used, where samples are drawn."""
        return intervals(self.network, WITH_INTERVALS, samples=self.samples) if self.samples else None
