"""Deals: what the claims about one pair, relation and layer add up to."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from pydantic import Field

from keiretsu.api.addresses import address, why
from keiretsu.api.shapes.amounts import Amount
from keiretsu.api.shapes.base import Shape, Why
from keiretsu.api.shapes.claims import Claim
from keiretsu.api.shapes.parties import PartyName
from keiretsu.ledger import Deal as Held
from keiretsu.ledger.life import Step as HeldStep
from keiretsu.service.asked import Asked


class DealSummary(Shape):
    """A deal as a list shows it."""

    id: str = Field(description="The two names, the relation and the layer.")
    title: str = Field(description="The deal in a few words.")
    relation: str = Field(description="A relation of the vocabulary.")
    subject: PartyName = Field(description="Who does it.")
    object: PartyName | None = Field(description="To whom; null where it is a layer, a project, or nothing.")
    object_name: str | None = Field(description="The layer or project, where it is one.")
    layer: str | None = Field(description="The layer of the stack, where known.")
    status: str = Field(description="The state that it is in: see the vocabulary.")
    is_binding: bool = Field(description="Whether the parties are committed.")
    valid_from: dt.date | None = Field(description="The first day agreed or in effect; null if unknown.")
    valid_to: dt.date | None = Field(description="The day on which it ended; null while it stands.")
    amount: Amount | None = Field(description="The sum that is read; null where no source states one.")
    amount_rule: str = Field(description="The rule that gave the sum.", examples=["tranches_added"])
    term_years: float | None = Field(description="Over how many years it is paid; null where nobody says.")
    terms: list[str] = Field(description="The conditions that claims state.")
    claims: int = Field(description="How many claims it rests on.")
    contradictions: list[str] = Field(description="The ids of what its sources disagree on.")
    why: Why
    url: str = Field(description="Address of the deal with its timeline and quotes.")

    @classmethod
    def of(cls, held: Held, asked: Asked) -> Self:
        """Return a deal as a list shows it."""
        return cls(**_fields(held, asked))


class Step(Shape):
    """A state in the life of a deal."""

    status: str = Field(description="A status of the vocabulary.")
    day: dt.date | None = Field(description="From when; null where neither text nor document is dated.")
    is_binding: bool = Field(description="Whether it commits the parties.")
    is_set_aside: bool = Field(description="Whether the sum that it states is passed over.")
    claim: Claim = Field(description="What says so, with its words.")


class Deal(DealSummary):
    """A deal with its timeline and quotes."""

    timeline: list[Step] = Field(description="Its states, the earliest first, each with its claim.")

    @classmethod
    def of(cls, held: Held, asked: Asked) -> Self:
        """Return a deal with its timeline."""
        aside = {claim.id for claim in held.set_aside}
        return cls(**_fields(held, asked), timeline=[_step(step, aside) for step in held.timeline])


def _step(held: HeldStep, aside: set[str]) -> Step:
    return Step(
        status=held.status,
        day=held.day,
        is_binding=held.is_binding,
        is_set_aside=held.claim.id in aside,
        claim=Claim.of(held.claim),
    )


def _fields(held: Held, asked: Asked) -> dict[str, Any]:
    return {
        "id": held.id,
        "title": held.title(),
        "relation": held.relation,
        "subject": PartyName.of(held.subject),
        "object": PartyName.of(held.object) if held.object else None,
        "object_name": held.object_name,
        "layer": held.layer,
        "status": held.status,
        "is_binding": held.is_binding,
        "valid_from": held.valid_from,
        "valid_to": held.valid_to,
        "amount": Amount.of(held.amount),
        "amount_rule": held.amount_rule,
        "term_years": held.term_years,
        "terms": list(held.terms),
        "claims": len(held.timeline),
        "contradictions": [one.id for one in held.contradictions],
        "why": why("deal", held.id, asked=asked),
        "url": address("deals", held.id, asked=asked),
    }
