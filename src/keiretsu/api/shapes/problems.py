"""Open problems, the codes that they have, and assumptions."""

from __future__ import annotations

from typing import Self

from pydantic import Field

from keiretsu.api.shapes.base import Shape
from keiretsu.errors import CatalogueEntry
from keiretsu.errors import Problem as Held
from keiretsu.network.assumptions import Assumption as HeldAssumption
from keiretsu.service.problems import without_folder


class OpenProblem(Shape):
    """One thing that is wrong with the material."""

    code: str = Field(description="Its stable name.", examples=["document.empty"])
    severity: str = Field(description="error (something was left out), warning or note.")
    where: str = Field(description="What it is about.")
    message: str = Field(description="What is wrong and why.")
    hint: str = Field(description="What to do next.")

    @classmethod
    def of(cls, held: Held) -> Self:
        """Return a problem's shape; of a file on the server, the name alone."""
        held = without_folder(held)
        return cls(
            code=held.code,
            severity=str(held.severity),
            where=held.where,
            message=held.message,
            hint=held.hint,
        )


class ProblemCode(Shape):
    """What a code means, what causes it and what cures it."""

    code: str = Field(description="The stable name.")
    meaning: str = Field(description="What it says.")
    cause: str = Field(description="What brings it about.")
    cure: str = Field(description="What to do.")

    @classmethod
    def of(cls, held: CatalogueEntry) -> Self:
        """Return an entry's shape."""
        return cls(code=held.code, meaning=held.meaning, cause=held.cause, cure=held.cure)


class Assumption(Shape):
    """A number that no source gives and the network needs."""

    name: str = Field(description="Its name.", examples=["supply_term_years"])
    value: float = Field(description="The number.")
    unit: str = Field(description="Its unit.")
    meaning: str = Field(description="What it stands for.")
    source: str = Field(description="Why this number.")

    @classmethod
    def of(cls, held: HeldAssumption) -> Self:
        """Return an assumption's shape."""
        return cls(
            name=held.name,
            value=held.value,
            unit=held.unit,
            meaning=held.meaning,
            source=held.source,
        )
