"""Reported figures and exchange rates, with their sources."""

from __future__ import annotations

import datetime as dt
from typing import Self

from pydantic import Field

from keiretsu.api.addresses import why
from keiretsu.api.shapes.amounts import Amount, digits
from keiretsu.api.shapes.base import Digits, Shape, Why
from keiretsu.api.shapes.parties import PartyName
from keiretsu.ledger import ExchangeRate, ReportedFigure, Source
from keiretsu.service.asked import Asked


class FigureSource(Shape):
    """Where a figure was published."""

    title: str = Field(description="The title.")
    publisher: str = Field(description="Who published it.")
    date: str = Field(description="When, ISO 8601 as far as known.")
    url: str | None = Field(description="Its public address, where known.")
    reliability: str | None = Field(description="How far it can be relied on, where somebody said.")

    @classmethod
    def of(cls, held: Source) -> Self:
        """Return a source's shape."""
        return cls(
            title=held.title,
            publisher=held.publisher,
            date=held.date,
            url=held.url,
            reliability=held.reliability,
        )


class Figure(Shape):
    """What a party reports of a period."""

    id: str = Field(description="A hash of what it says.")
    party: PartyName = Field(description="Whose figure it is.")
    item: str = Field(description="What it measures.", examples=["revenue"])
    segment: str | None = Field(description="The segment, of segment_revenue.")
    start: dt.date = Field(description="The first day of the period.")
    end: dt.date = Field(description="The last day of the period.")
    amount: Amount = Field(description="The sum.")
    source: FigureSource = Field(description="Where it was published.")
    why: Why

    @classmethod
    def of(cls, held: ReportedFigure, asked: Asked) -> Self:
        """Return a figure's shape."""
        return cls.model_validate(
            {
                "id": held.id,
                "party": PartyName.of(held.party),
                "item": str(held.item),
                "segment": held.segment,
                "start": held.period.start,
                "end": held.period.end,
                "amount": Amount.of(held.amount),
                "source": FigureSource.of(held.source),
                "why": why("figure", held.id, asked=asked),
            }
        )


class Rate(Shape):
    """What one unit of a currency was worth on average over a year."""

    currency: str = Field(description="ISO 4217 code of the unit.")
    base: str = Field(description="ISO 4217 code of what it is worth.")
    year: int = Field(description="The year.")
    rate: Digits = Field(description="The worth of one unit.")
    source: FigureSource = Field(description="Where the rate was published.")

    @classmethod
    def of(cls, held: ExchangeRate, base: str) -> Self:
        """Return a rate's shape."""
        source = FigureSource.of(held.source)
        return cls(
            currency=held.currency, base=base, year=held.year, rate=digits(held.rate) or "0", source=source
        )
