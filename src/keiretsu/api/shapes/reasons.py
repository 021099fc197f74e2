"""Explanations: trees of steps whose leaves are quotes, reported figures and assumptions."""

from __future__ import annotations

from typing import Self

from pydantic import Field

from keiretsu.api.shapes.base import Shape
from keiretsu.reasons import Reason


class Explanation(Shape):
    """One step of an explanation, with the steps that it rests on."""

    text: str = Field(description="What the step says.")
    quote: str | None = Field(description="The exact words, where the step is a sentence of a document.")
    source: str | None = Field(description="Where the words or the figure stand.")
    estimate: bool = Field(description="Whether it rests on an assumption or estimate rather than a source.")
    because: list[Explanation] = Field(description="What it rests on.")

    @classmethod
    def of(cls, reason: Reason) -> Self:
        """Return a reason's shape."""
        return cls.model_construct(
            text=reason.text,
            quote=reason.quote,
            source=reason.source,
            estimate=reason.estimate,
            because=[cls.of(each) for each in reason.because],
        )
