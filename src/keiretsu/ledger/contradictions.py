"""Where sources disagree: both sides with their words, the reading chosen, and by which rule or person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from keiretsu.claims import Claim
from keiretsu.judgements import Signature
from keiretsu.ledger.figures import ReportedFigure
from keiretsu.reasons import Reason

CONTRADICTION_RULES = {
    "person": "somebody settled it",
    "person_before_new_reading": "somebody settled it, before another reading appeared",
    "newer_filing": "what was filed or said officially, over press that isn't newer",
    "instalment_of_larger": "the smaller sum is an instalment of the larger one",
    "ranges_intersect": "all of it can be true; what all of it allows is read",
    "more_precise": "the more precise over the vaguer",
    "more_reliable": "the more reliable source",
    "ends_after_begin": "an end is told after a beginning",
    "more_origins": "what more independent sources say",
    "newer": "the newer report",
    "only_grows": "a sum of all so far only grows, so the larger",
    "undecided": "nothing tells which is right, so a fixed choice stands; it needs a decision",
}
"""What each rule says, in the order in which they are tried, but for ``ranges_intersect``."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One side of a contradiction.

    Parameters
    ----------
    key
        What tells this reading from the others, the same whenever the same is said: a sum's key, or
        a status.
    says
        The reading in words.
    claims, figures
        What says so: claims of a deal, or reported figures.
    origins
        How many independent origins say so: copies of one story count once.
    """

    key: str
    says: str
    claims: tuple[Claim, ...] = ()
    figures: tuple[ReportedFigure, ...] = ()
    origins: int = 1

    def to_json(self) -> dict[str, Any]:
        """Return what is stored: claims and figures by their ids."""
        return {
            "key": self.key,
            "says": self.says,
            "claims": [claim.id for claim in self.claims],
            "figures": [figure.id for figure in self.figures],
            "origins": self.origins,
        }

    @classmethod
    def load(
        cls,
        raw: Mapping[str, Any],
        claims: Mapping[str, Claim],
        figures: Mapping[str, ReportedFigure],
    ) -> Self:
        """Build from what is stored; raise ``KeyError`` for a claim or figure that isn't given."""
        return cls(
            key=raw["key"],
            says=raw["says"],
            claims=tuple(claims[key] for key in raw["claims"]),
            figures=tuple(figures[key] for key in raw["figures"]),
            origins=raw["origins"],
        )

    def why(self) -> Reason:
        """Return the reading with the words of each source that says so."""
        sources = "one source" if self.origins == 1 else f"{self.origins} independent sources"
        leaves = [claim_reason(claim) for claim in self.claims]
        leaves += [figure.why() for figure in self.figures]
        return Reason(f"{self.says}, by {sources}", tuple(leaves))


def claim_reason(claim: Claim, text: str | None = None) -> Reason:
    """Return a claim as the end of an explanation: its words, and where and when they were printed."""
    document = claim.document
    known = ", ".join(part for part in (document.title, document.publisher, document.published) if part)
    told = text or f"{claim.status.replace('_', ' ')}{f', {claim.amount}' if claim.amount else ''}"
    return Reason(told, quote=claim.quote, source=f"{document.name}{f': {known}' if known else ''}")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Sources that disagree about one thing.

    Answers *who says what, what do we read, and why that*.

    Parameters
    ----------
    id
        The same whenever the same thing is disagreed about, whatever was extracted by which version.
    about
        The deal's id, or the figure in words: party, item, segment and period.
    what
        What differs: ``amount``, ``status`` or ``figure``.
    readings
        The sides, the chosen one first.
    rule
        A key of ``CONTRADICTION_RULES``; ``person`` where somebody settled it.
    compatible
        Whether the readings can all be true, such as "more than 2 billion" and 3 billion.
    settled
        Who settled it, why and when; ``None`` where a rule decided.
    """

    id: str
    about: str
    what: str
    readings: tuple[Reading, ...]
    rule: str
    compatible: bool = False
    settled: Signature | None = None

    @property
    def chosen(self) -> Reading:
        """The reading that is used."""
        return self.readings[0]

    def why(self) -> Reason:
        """Explain which reading is used, and who says what, down to the quotes."""
        by = f", by {self.settled.author}: {self.settled.reason}" if self.settled else ""
        differ = "sources differ" if self.compatible else "sources disagree"
        return Reason(
            f"{self.what} of {self.about}: {differ}; read as {self.chosen.says}: "
            f"{CONTRADICTION_RULES[self.rule]}{by}",
            tuple(reading.why() for reading in self.readings),
        )
