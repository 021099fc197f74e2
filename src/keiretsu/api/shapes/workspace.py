"""The workspace: what is in it, and since when."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from keiretsu.api.shapes.base import Shape


class Counts(Shape):
    """How many records of each kind there are at the moment asked about."""

    documents: int = Field(description="Texts that were read.")
    claims: int = Field(description="Claims that extractors read from them.")
    parties: int = Field(description="Organisations.")
    figures: int = Field(description="Reported figures.")
    deals: int = Field(description="Deals of the last reconciliation.")
    contradictions: int = Field(description="Disagreements of sources.")
    judgements: int = Field(description="Standing decisions of people.")
    problems: int = Field(description="Open problems.")


class Workspace(Shape):
    """What is in the workspace, and as of when."""

    title: str = Field(description="Its title.")
    pack: str | None = Field(description="The title of the pack that gave names and figures; null if none.")
    version: str = Field(description="The version of keiretsu that serves it.")
    as_of: dt.date = Field(description="The day asked about; the newest if none is given.")
    newest_day: dt.date = Field(description="The last day that a document is dated by.")
    known_by: dt.datetime = Field(description="The moment of the last recording that counts.")
    settled_at: dt.datetime = Field(
        description="The last recording that deals, parties, figures or the network depend on."
    )
    currency: str = Field(description="ISO 4217 code of every sum that is worked out.")
    counts: Counts = Field(description="How many records of each kind there are.")


class Asker(Shape):
    """Who asks, and what they may do."""

    name: str = Field(description="Who; judgements are signed with it.")
    role: str = Field(description="reader, reviewer or admin; each may all that those before may.")
