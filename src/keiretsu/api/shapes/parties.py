"""Parties: organisations, by whatever name they go."""

from __future__ import annotations

from typing import Self

from pydantic import Field

from keiretsu.api.shapes.base import Shape
from keiretsu.judgements import Proposal as Proposed
from keiretsu.parties import Party as Held


class PartyName(Shape):
    """A party as other records name it."""

    id: str = Field(description="Wikidata id, else LEI, else a slug of the name.", examples=["x-beta-labs"])
    name: str = Field(description="The short common name.")

    @classmethod
    def of(cls, held: Held) -> Self:
        """Return a party's name."""
        return cls(id=held.id, name=held.name)


class Party(Shape):
    """An organisation."""

    id: str = Field(description="Wikidata id, else LEI, else a slug of the name.", examples=["x-beta-labs"])
    name: str = Field(description="The short common name.")
    kind: str = Field(description="What it is, in a word.", examples=["cloud_provider"])
    country: str | None = Field(description="ISO 3166 alpha-2 code of its seat, where known.")
    wikidata: str | None = Field(description="Its Wikidata id, where known.")
    lei: str | None = Field(description="Its legal entity identifier, where known.")
    aliases: list[str] = Field(description="Other names of the same organisation.")
    units: list[str] = Field(description="Brands and divisions that stand for it.")

    @classmethod
    def of(cls, held: Held) -> Self:
        """Return a party's shape."""
        return cls(
            id=held.id,
            name=held.name,
            kind=held.kind,
            country=held.country,
            wikidata=held.wikidata,
            lei=held.lei,
            aliases=list(held.aliases),
            units=list(held.units),
        )


class Proposal(Shape):
    """Two parties whose names are alike, for a person to merge or tell apart."""

    first: Party = Field(description="The one that is known better.")
    second: Party = Field(description="The other one.")
    score: float = Field(description="How alike their names are, 0 to 100.")
    because: str = Field(description="The two names that are alike.")

    @classmethod
    def of(cls, held: Proposed) -> Self:
        """Return a proposal's shape."""
        first, second = Party.of(held.first), Party.of(held.second)
        return cls(first=first, second=second, score=held.score, because=held.because)
