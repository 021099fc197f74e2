"""Measures: what they ask, and what they answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import Field

from keiretsu.api.shapes.base import Shape, Why
from keiretsu.api.shapes.problems import Assumption, OpenProblem
from keiretsu.api.shapes.tables import Table


class MeasureName(Shape):
    """A measure and its question."""

    name: str = Field(description="One word.", examples=["circularity"])
    question: str = Field(description="What it answers.")
    url: str = Field(description="Address of its answer.")


class Measured(Shape):
    """A measure's answer for the network of a day."""

    measure: str = Field(description="The measure.")
    question: str = Field(description="What it answers.")
    as_of: dt.date = Field(description="The day of the network.")
    currency: str = Field(description="ISO 4217 code of every sum.")
    unknown: str = Field(description="What became of sums that no source states.")
    table: Table = Field(description="The figures, the most telling first.")
    row_why: list[Why | None] = Field(description="For each row, the explanation; null where it has none.")
    chart: dict[str, Any] = Field(
        description="What a picture of the figures shows; its kind tells its fields."
    )
    assumptions: list[Assumption] = Field(description="What the figures rest on beside the sources.")
    problems: list[OpenProblem] = Field(description="What could not be projected, and why.")
    why: Why


class Interval(Shape):
    """A figure of a measure, as used and over networks that could be so."""

    measure: str = Field(description="The measure.")
    name: str = Field(description="What it is, in the standard term.")
    about: str = Field(description="Whom it is of; empty for the network as a whole.")
    unit: str = Field(description="share, points, ratio, per year, money, years or count.")
    point: float | None = Field(description="As used; null where it has no meaning.")
    median: float | None = Field(description="The median of the draws; null where none has a meaning.")
    low: float | None = Field(description="5 % of the draws are lower.")
    high: float | None = Field(description="5 % of the draws are higher.")
    defined: int = Field(description="The number of draws in which it has a meaning.")


class Intervals(Shape):
    """The figures of a measure with intervals."""

    measure: str = Field(description="The measure.")
    as_of: dt.date = Field(description="The day of the network.")
    currency: str = Field(description="ISO 4217 code of every sum.")
    samples: int = Field(description="How many networks were drawn.")
    seed: int = Field(description="The seed of the draws.")
    note: str = Field(description="What was drawn, in words.")
    figures: list[Interval] = Field(description="The figures.")
    why: Why


class Point(Shape):
    """A figure of a measure on a day."""

    day: dt.date = Field(description="The day.")
    figure: str = Field(description="What it is, in the standard term.")
    about: str = Field(description="Whom it is of; empty for the network as a whole.")
    unit: str = Field(description="share, points, ratio, per year, money, years or count.")
    value: float | None = Field(description="The figure; null where it has no meaning on that day.")


class Series(Shape):
    """A measure over a range of days."""

    measure: str = Field(description="The measure.")
    currency: str = Field(description="ISO 4217 code of every sum.")
    days: list[dt.date] = Field(description="The days, the first one first.")
    points: list[Point] = Field(description="All figures of all days.")
    chart: dict[str, Any] = Field(description="What a picture of the first figure shows.")
    why: Why
