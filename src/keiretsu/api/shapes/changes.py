"""What changed between two states of the network, and what each change did to a figure."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import Field

from keiretsu.api.paging import Paged
from keiretsu.api.shapes.base import Shape, Why
from keiretsu.api.shapes.parties import PartyName
from keiretsu.network.changes import ChangeKind


class NetworkState(Shape):
    """One of the two states that are compared."""

    as_of: dt.date = Field(description="The day of the network.")
    known_by: dt.datetime = Field(description="The moment of the last recording that counts.")


class Change(Shape):
    """One thing that differs: a deal, or what a party reports."""

    kind: ChangeKind = Field(description="In what way.")
    title: str = Field(description="The deal in a few words, or the party and the item.")
    deal_id: str | None = Field(description="The deal; null for a reported figure.")
    party: PartyName | None = Field(description="Whose reported figure it is; null for a deal.")
    item: str | None = Field(description="What is reported; null for a deal.", examples=["revenue"])
    before: float | None = Field(description="Money a year (of a stock, money); null for none, or no sum.")
    after: float | None = Field(description="The same in the later state.")
    why: Why


class ChangesFound(Paged[Change]):
    """A stretch of what differs between two states: deals by their ids, then reported figures."""

    currency: str = Field(description="ISO 4217 code of every sum.")
    before: NetworkState = Field(description="The earlier state.")
    after: NetworkState = Field(description="The later state.")


class FigureState(NetworkState):
    """A figure in one of the two states."""

    value: float | None = Field(description="The figure; null where it has no meaning.")
    why: Why


class FigureMoved(Shape):
    """A figure of a measure in two states."""

    name: str = Field(description="What it is, in the standard term.")
    about: str = Field(description="Whom it is of; empty for the network as a whole.")
    unit: str = Field(description="share, points, ratio, per year, money, years or count.")
    before: float | None = Field(description="In the earlier state; null without a meaning there.")
    after: float | None = Field(description="In the later state; null without a meaning there.")
    difference: float | None = Field(description="By how much it moved; null where one of the two is.")


class FiguresMoved(Paged[FigureMoved]):
    """A stretch of a measure's figures in two states, in the measure's order."""

    measure: str = Field(description="The measure.")
    currency: str = Field(description="ISO 4217 code of every sum.")
    before: NetworkState = Field(description="The earlier state.")
    after: NetworkState = Field(description="The later state.")


class Contribution(Change):
    """A change, and what it did to the figure."""

    contribution: float | None = Field(description="What it did, in the figure's unit.")


class FigureChanged(Paged[Contribution]):
    """A figure in two states, and a stretch of what each change between them did to it, most first."""

    measure: str = Field(description="The measure.")
    figure: str = Field(description="What it is, in the standard term.")
    about: str = Field(description="Whom it is of; empty for the network as a whole.")
    unit: str = Field(description="share, points, ratio, per year, money, years or count.")
    currency: str = Field(description="ISO 4217 code of every sum.")
    before: FigureState = Field(description="The figure in the earlier state.")
    after: FigureState = Field(description="The figure in the later state.")
    passing_of_time: float | None = Field(
        description="What no change explains, as the day itself moves on; with all contributions it adds up"
        " to the difference."
    )
    chart: dict[str, Any] = Field(description="What a picture of the changes that did most shows.")
