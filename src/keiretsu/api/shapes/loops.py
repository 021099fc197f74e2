"""Loops, the stack and blocs: what three measures find, with who and what it is made of."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from keiretsu.api.shapes.base import Shape, Why
from keiretsu.api.shapes.network import Payment
from keiretsu.api.shapes.parties import PartyName


class Leg(Shape):
    """One leg of a loop."""

    payer: PartyName = Field(description="Who pays.")
    payee: PartyName = Field(description="Who is paid.")
    payments: list[Payment] = Field(description="The payments between them, largest first.")


class Loop(Shape):
    """Parties that each pay the next, the last one paying the first."""

    number: int = Field(description="Its place, the largest sum first.")
    parties: list[PartyName] = Field(description="In the order that money passes them.")
    per_year: float = Field(description="Money a year that can go round it.")
    currency: str = Field(description="ISO 4217 code.")
    capital_out_purchases_back: bool = Field(description="Whether capital goes out and purchases come back.")
    respects_time: bool = Field(description="Whether what somebody sends can come back after it was sent.")
    ends: dt.date | None = Field(description="The first day on which a leg isn't paid; null if unknown.")
    is_estimated: bool = Field(description="Whether some payment was filled in because no source gives it.")
    legs: list[Leg] = Field(description="Its legs, with their payments.")
    why: Why


class Coverage(Shape):
    """One party in one layer."""

    party: PartyName = Field(description="Who.")
    layer: str = Field(description="Where.")
    standing: str = Field(description="leading, catching up, early or left.")
    is_binding: bool = Field(description="Whether it has more there than plans and talks.")
    deals: list[str] = Field(description="The ids of what it builds, supplies or competes with there.")
    why: Why


class Arming(Shape):
    """What a party gives one of its rivals."""

    party: PartyName = Field(description="Who gives.")
    rival: PartyName = Field(description="Who gets it.")
    relation: str = Field(description="supplies or invests.")
    layer: str | None = Field(description="The layer that is supplied, where known.")
    per_year: float | None = Field(description="Money a year that is known to be paid; null if unknown.")
    currency: str = Field(description="ISO 4217 code.")
    is_called_rival: bool = Field(description="Whether a source calls them rivals; else both cover a layer.")
    because: str = Field(description="Why they are rivals.")
    deals: list[str] = Field(description="The ids of the deals by which it is given.")
    why: Why


class Stack(Shape):
    """Who covers which layer, and who arms its own rivals."""

    as_of: dt.date = Field(description="The day.")
    layers: list[str] = Field(description="The layers, from the ground up.")
    coverages: list[Coverage] = Field(description="Who is in which layer.")
    armings: list[Arming] = Field(description="What parties give their rivals.")


class Bloc(Shape):
    """The parties of a bloc."""

    number: int = Field(description="1 is the largest.")
    parties: list[PartyName] = Field(description="Its parties.")


class Tie(Shape):
    """Two parties and what their binding deals say of them."""

    first: PartyName = Field(description="The one.")
    second: PartyName = Field(description="The other.")
    sign: int = Field(description="1 friendly, -1 hostile, 0 as many deals for as against.")
    friendly: list[str] = Field(description="The ids of the deals for.")
    hostile: list[str] = Field(description="The ids of the deals against.")
    why: Why


class Partition(Shape):
    """The blocs that go against the fewest ties, for a number of blocs at most."""

    most: int = Field(description="How many blocs at most.")
    against: float = Field(description="How many ties go against them.")
    ties: float = Field(description="Of how many.")
    is_proved: bool = Field(description="Whether it is proved that no blocs have fewer.")
    at_least: float = Field(description="How many go against any blocs: a proved bound.")
    blocs: list[Bloc] = Field(description="The blocs, the largest first.")


class Blocs(Shape):
    """The signed network's blocs."""

    as_of: dt.date = Field(description="The day.")
    balanced_triangle_share: float | None = Field(
        description="The share of triangles that are balanced; null where there is none."
    )
    partitions: list[Partition] = Field(description="The best blocs for two, and for three.")
    ties: list[Tie] = Field(description="The pairs with a deal for or against.")
    why: Why
