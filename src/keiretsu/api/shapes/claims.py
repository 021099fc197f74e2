"""Claims: what documents say of organisations, each with its words."""

from __future__ import annotations

from typing import Self

from pydantic import Field

from keiretsu.api.addresses import address
from keiretsu.api.shapes.amounts import Amount
from keiretsu.api.shapes.base import Shape
from keiretsu.claims import Claim as Held


class Quote(Shape):
    """The words that make a claim, and where they stand."""

    text: str = Field(description="Exactly as they stand.")
    start: int = Field(description="The first character, counted in code points from 0.")
    end: int = Field(description="The one after the last.")
    document_id: str = Field(description="The document's id.")
    document_name: str = Field(description="The document's name.")
    document: str = Field(description="Address of the document.")


class Claim(Shape):
    """One statement about named organisations, as the claim counts now."""

    id: str = Field(description="A hash of what it says and where.")
    relation: str = Field(description="A relation of the vocabulary.", examples=["invests"])
    subject: str = Field(description="Who does it.")
    object: str | None = Field(description="Whom or what it is done to; null where the relation takes none.")
    layer: str | None = Field(description="The layer of the stack that it is about; null where none is said.")
    amount: Amount | None = Field(description="The sum; null where none is stated.")
    status: str = Field(description="A status of the vocabulary.", examples=["in_effect"])
    date: str | None = Field(
        description="When it holds, as the text gives it.", examples=["2025-03", "2019/.."]
    )
    terms: list[str] = Field(description="Conditions: terms of the vocabulary.")
    confidence: int = Field(description="How sure the extractor is; 100 where a person vouches for it.")
    extractor: str = Field(description="Name and version of what read it.")
    quote: Quote = Field(description="The words that say so.")
    judgements: str = Field(description="Address of what people decided about it.")

    @classmethod
    def of(cls, held: Held) -> Self:
        """Return a claim's shape."""
        return cls(
            id=held.id,
            relation=held.relation,
            subject=held.subject,
            object=held.object,
            layer=held.layer,
            amount=Amount.of(held.amount),
            status=held.status,
            date=held.date,
            terms=list(held.terms),
            confidence=held.confidence,
            extractor=held.extractor,
            quote=quote_of(held),
            judgements=address("claims", held.id, "judgements"),
        )


def quote_of(held: Held) -> Quote:
    """Return a claim's quote."""
    span, document = held.evidence.span, held.document
    return Quote(
        text=held.quote,
        start=span.start,
        end=span.end,
        document_id=document.id,
        document_name=document.name,
        document=address("documents", document.id),
    )
