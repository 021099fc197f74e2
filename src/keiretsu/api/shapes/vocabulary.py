"""The words that claims are written in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from pydantic import Field

from keiretsu import vocabulary
from keiretsu.api.shapes.base import Shape


class Word(Shape):
    """A word and its meaning."""

    name: str = Field(description="The word.")
    meaning: str = Field(description="What it means.")


class RelationWord(Word):
    """A relation: its roles, and which way its money goes."""

    subject: str = Field(description="The subject's role.")
    object: str = Field(description="The object's role.")
    object_kind: str = Field(description="What may stand in the object's place.")
    symmetric: bool = Field(description="Whether both ends are alike.")
    money: str = Field(description="Who pays whom.")
    flow: str | None = Field(description="What the money is for; null where none moves.")


class StatusWord(Word):
    """A state in the life of a deal."""

    order: int = Field(description="Its place in a life.")
    binding: bool = Field(description="Whether it commits the parties.")


class LayerWord(Word):
    """A layer of the stack."""

    order: int = Field(description="Its place, from the ground up.")


class TermWord(Word):
    """A condition of a deal."""

    about: str = Field(description="Whether it is about money or about supply.")


class Vocabulary(Shape):
    """All words."""

    relations: list[RelationWord] = Field(description="What organisations do to one another.")
    layers: list[LayerWord] = Field(description="The layers of the stack.")
    statuses: list[StatusWord] = Field(description="The states in the life of a deal.")
    bases: list[Word] = Field(description="What sums are the measure of.")
    terms: list[TermWord] = Field(description="Conditions of deals.")
    reliabilities: list[Word] = Field(description="How far sources can be relied on, the most first.")

    @classmethod
    def known(cls) -> Self:
        """Return the vocabulary."""
        return cls(
            relations=[_relation(each) for each in vocabulary.relations().values()],
            layers=[
                LayerWord(name=each.name, meaning=each.meaning, order=each.order)
                for each in vocabulary.layers().values()
            ],
            statuses=[
                StatusWord(name=each.name, meaning=each.meaning, order=each.order, binding=each.binding)
                for each in vocabulary.statuses().values()
            ],
            bases=_words(vocabulary.bases()),
            terms=[
                TermWord(name=each.name, meaning=each.meaning, about=each.about)
                for each in vocabulary.terms().values()
            ],
            reliabilities=_words(vocabulary.reliabilities()),
        )


def _words(found: Mapping[str, vocabulary.Basis] | Mapping[str, vocabulary.Reliability]) -> list[Word]:
    return [Word(name=each.name, meaning=each.meaning) for each in found.values()]


def _relation(each: vocabulary.Relation) -> RelationWord:
    return RelationWord(
        name=each.name,
        meaning=each.meaning,
        subject=each.subject,
        object=each.object,
        object_kind=each.object_kind,
        symmetric=each.symmetric,
        money=each.money,
        flow=each.flow,
    )
