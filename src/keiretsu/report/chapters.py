"""The chapters of the report: the questions that it answers, and the sections that answer each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

Section: TypeAlias = tuple[str, str]
"""The section's place on the page, which is its template's name too, and what it is called."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A question, and the sections that answer it."""

    question: str
    sections: tuple[Section, ...]


CHAPTERS = (
    Chapter("Who funds, supplies, buys from and fights whom, and which sentence says so?", (("map", "Map"),)),
    Chapter("Where do sources disagree, what is believed, and why?", (("contradictions", "Disagreements"),)),
    Chapter(
        "How much of the money comes back, and whose money is it?",
        (("loops", "Money loops"), ("money", "Whose money")),
    ),
    Chapter(
        "Who is locked in, to whom, and what would leaving cost?",
        (("dependence", "Dependence"), ("concentration", "Concentration")),
    ),
    Chapter("Who is too interconnected to fail, and who loses what?", (("fragility", "Fragility"),)),
    Chapter(
        "Who covers which layer, and who arms their own rivals?",
        (("stack", "Stack"), ("alliances", "Alliances")),
    ),
    Chapter("What happens next, if something changes?", (("scenarios", "Scenarios"),)),
)
APPENDIX = (
    ("deals", "Deals and sentences"),
    ("read", "What was read"),
    ("problems", "Problems"),
    ("assumptions", "Assumptions"),
)
"""What all chapters rest on."""
