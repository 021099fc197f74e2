"""What a report shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from keiretsu.claims import Claim
from keiretsu.documents import Document
from keiretsu.errors import Problem
from keiretsu.ledger import Contradiction, Deal, ReportedFigure
from keiretsu.measures.of_network import Circularity, Concentrations, Provenance
from keiretsu.network import Network


@dataclass(frozen=True)
class ReportContents:
    """Everything that a report or an export shows, as of a day.

    Parameters
    ----------
    title
        The heading.
    as_of
        The day that the network stands for.
    known_by
        The moment of the last recording that counts: what was recorded later isn't in it.
    printed
        When the report is made: the only line that differs between two reports of the same
        contents. ``None`` leaves it out.
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
    circularity, provenance, concentration
        The measures of that network.
    problems
        What was wrong with the material, the network's own problems included.
    pack_title
        Title of the pack that gave names and figures; ``None`` where none did.
    version
        The version of keiretsu.
    """

    title: str
    as_of: date
    known_by: datetime
    printed: datetime | None
    documents: tuple[Document, ...]
    claims: tuple[Claim, ...]
    figures: tuple[ReportedFigure, ...]
    contradictions: tuple[Contradiction, ...]
    network: Network
    circularity: Circularity
    provenance: Provenance
    concentration: Concentrations
    problems: tuple[Problem, ...]
    pack_title: str | None
    version: str
    ended: tuple[Deal, ...] = ()
