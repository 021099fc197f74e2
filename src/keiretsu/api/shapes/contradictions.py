"""Contradictions: where sources disagree."""

from __future__ import annotations

import datetime as dt
from typing import Self

from pydantic import Field

from keiretsu.api.addresses import why
from keiretsu.api.shapes.base import Shape, Why
from keiretsu.api.shapes.claims import Claim
from keiretsu.api.shapes.figures import Figure
from keiretsu.judgements import Signature as HeldSignature
from keiretsu.ledger import Contradiction as Held
from keiretsu.ledger.contradictions import CONTRADICTION_RULES
from keiretsu.ledger.contradictions import Reading as HeldReading
from keiretsu.service.asked import Asked


class Signature(Shape):
    """Who decided something, why and when."""

    author: str = Field(description="Who.")
    reason: str = Field(description="Why; of a remark, its text.")
    made_at: dt.datetime | None = Field(description="When it was recorded.")

    @classmethod
    def of(cls, held: HeldSignature) -> Self:
        """Return a signature's shape."""
        return cls(author=held.author, reason=held.reason, made_at=held.made_at)


class Reading(Shape):
    """One side of a contradiction."""

    key: str = Field(description="What it is settled by.")
    says: str = Field(description="The reading in words.")
    origins: int = Field(description="How many independent origins say so.")
    claims: list[Claim] = Field(description="The claims that say so.")
    figures: list[Figure] = Field(description="The reported figures that say so.")

    @classmethod
    def of(cls, held: HeldReading, asked: Asked) -> Self:
        """Return a reading's shape."""
        return cls(
            key=held.key,
            says=held.says,
            origins=held.origins,
            claims=[Claim.of(claim) for claim in held.claims],
            figures=[Figure.of(figure, asked) for figure in held.figures],
        )


class Contradiction(Shape):
    """Sources that disagree about one thing, the reading that is used first."""

    id: str = Field(description="The same whenever the same thing is disagreed about.")
    about: str = Field(description="The deal's id, or the figure in words.")
    what: str = Field(description="What differs: amount, status or figure.")
    rule: str = Field(description="What chose the reading that is used.", examples=["more_reliable"])
    rule_says: str = Field(description="The same in words.")
    compatible: bool = Field(description="Whether all readings can be true.")
    settled: Signature | None = Field(description="Who settled it; null where a rule decided.")
    readings: list[Reading] = Field(description="The sides; the first is used.")
    why: Why

    @classmethod
    def of(cls, held: Held, asked: Asked) -> Self:
        """Return a contradiction's shape."""
        return cls(
            id=held.id,
            about=held.about,
            what=held.what,
            rule=held.rule,
            rule_says=CONTRADICTION_RULES[held.rule],
            compatible=held.compatible,
            settled=Signature.of(held.settled) if held.settled else None,
            readings=[Reading.of(reading, asked) for reading in held.readings],
            why=why("contradiction", held.id, asked=asked),
        )
