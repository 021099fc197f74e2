"""Whose money a party's revenue is, and who loses what with it."""

from __future__ import annotations

import datetime as dt
from typing import Self

from pydantic import Field

from keiretsu.api.addresses import why
from keiretsu.api.shapes.base import Shape, Why
from keiretsu.api.shapes.parties import PartyName
from keiretsu.api.shapes.tables import Table
from keiretsu.measures.of_network import PartyProvenance
from keiretsu.measures.of_network import SelfFunded as Found
from keiretsu.network import Network
from keiretsu.service.asked import Asked


class Share(Shape):
    """A part of a party's money."""

    source: str = Field(description="Whose money it is.", examples=["end customers"])
    share: float = Field(description="Of the whole, 0 to 1.")


class FunderShare(Shape):
    """Another party's capital in a party's revenue."""

    party: PartyName = Field(description="Who put it in.")
    share: float = Field(description="Of revenue, 0 to 1.")


class SelfFunded(Shape):
    """How much of a party's revenue is its own investment come back; money is fungible, so with bounds."""

    invested: float = Field(description="What it invests, money a year.")
    lower: float = Field(description="The share of revenue that must be its own, however money is routed.")
    proportional: float = Field(description="The share if every party spends each of its dollars alike.")
    upper: float = Field(description="The share that may be its own.")

    @classmethod
    def of(cls, held: Found) -> Self:
        """Return the shares with their bounds."""
        lower, proportional, upper = held.shares
        return cls(invested=held.invested, lower=lower, proportional=proportional, upper=upper)


class Money(Shape):
    """Whose money a party's revenue is."""

    party: PartyName = Field(description="Whose revenue.")
    as_of: dt.date = Field(description="The day of the network.")
    currency: str = Field(description="ISO 4217 code of every sum.")
    revenue: float = Field(description="What it sells, money a year; 0 where nothing is known to be sold.")
    income: float = Field(description="All that it takes in, money a year.")
    revenue_shares: list[Share] = Field(description="Of revenue, by the last one who put the money in.")
    ultimate_shares: list[Share] = Field(description="Of revenue, by ultimate source, through all capital.")
    funders: list[FunderShare] = Field(description="Of revenue, other parties' capital, largest first.")
    self_funded: SelfFunded | None = Field(description="Its own money; null where it invests in nobody.")
    deals_without_sum: int = Field(description="Purchases from it without a known sum: no share sees them.")
    why: Why

    @classmethod
    def of(cls, held: PartyProvenance, network: Network, asked: Asked, unknown: str) -> Self:
        """Return a party's provenance."""
        return cls(
            party=PartyName.of(held.party),
            as_of=network.as_of,
            currency=network.currency,
            revenue=held.revenue,
            income=held.income,
            revenue_shares=[Share(source=str(key), share=part) for key, part in held.revenue_shares.items()],
            ultimate_shares=[Share(source=str(key), share=part) for key, part in held.ultimate.items()],
            funders=[FunderShare(party=PartyName.of(party), share=part) for party, part in held.funders],
            self_funded=SelfFunded.of(held.self_funded) if held.self_funded else None,
            deals_without_sum=held.unknown,
            why=why("provenance", held.party.id, asked=asked, unknown=unknown),
        )


class Losses(Shape):
    """Who loses what if a party fails."""

    party: PartyName = Field(description="Who fails.")
    as_of: dt.date = Field(description="The day of the network.")
    currency: str = Field(description="ISO 4217 code of every sum.")
    table: Table = Field(description="One row a holder, the largest loss first.")
    why: Why
