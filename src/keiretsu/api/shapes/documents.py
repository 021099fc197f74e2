"""Documents: where words stand."""

from __future__ import annotations

from typing import Self

from pydantic import Field

from keiretsu.api.addresses import address
from keiretsu.api.shapes.base import Shape
from keiretsu.api.shapes.problems import OpenProblem
from keiretsu.service.documents import DocumentRead, DocumentRow


class DocumentSummary(Shape):
    """A document as a list shows it."""

    id: str = Field(description="SHA-256 of the text.")
    name: str = Field(description="The file's name, as claims cite it.")
    title: str | None = Field(description="Its title, where known.")
    publisher: str | None = Field(description="Who published it, where known.")
    published: str | None = Field(description="When, ISO 8601 as far as known.", examples=["2025-03"])
    reliability: str | None = Field(description="How far it can be relied on: see the vocabulary.")
    claims: int = Field(description="How many claims it makes.")
    problems: int = Field(description="How many problems are open about it.")
    url: str = Field(description="Address of what is known of it.")

    @classmethod
    def of(cls, held: DocumentRow) -> Self:
        """Return a document as a list shows it."""
        return cls(
            id=held.id,
            name=held.name,
            title=held.title,
            publisher=held.publisher,
            published=held.published,
            reliability=held.reliability,
            claims=held.claims,
            problems=held.problems,
            url=address("documents", held.id),
        )


class Document(Shape):
    """A text as it was read; it never changes."""

    id: str = Field(description="SHA-256 of the text.")
    name: str = Field(description="The file's name, as claims cite it.")
    title: str | None = Field(description="Its title, where known.")
    publisher: str | None = Field(description="Who published it, where known.")
    published: str | None = Field(description="When, ISO 8601 as far as known.", examples=["2025-03"])
    source: str | None = Field(description="Its public address, where known.")
    reliability: str | None = Field(description="How far it can be relied on: see the vocabulary.")
    length: int = Field(description="How many characters (code points) the text has.")
    text: str = Field(description="Address of the text, which spans count in code points.")
    claims: str = Field(description="Address of the claims that it makes.")
    problems: list[OpenProblem] = Field(description="What is open about it.")

    @classmethod
    def of(cls, read: DocumentRead) -> Self:
        """Return a document's shape, without where on the server it was read."""
        held = read.document
        return cls(
            id=held.id,
            name=held.name,
            title=held.title,
            publisher=held.publisher,
            published=held.published,
            source=held.url,
            reliability=held.reliability,
            length=len(held.text),
            text=address("documents", held.id, "text"),
            claims=address("documents", held.id, "claims"),
            problems=[OpenProblem.of(each) for each in read.problems],
        )
