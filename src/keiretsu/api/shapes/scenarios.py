"""Scenarios and their runs."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Self

from pydantic import Field

from keiretsu.api.addresses import address
from keiretsu.api.shapes.base import Shape, Whole, finite
from keiretsu.api.shapes.problems import OpenProblem
from keiretsu.measures.arrays import Floats
from keiretsu.network import SEED
from keiretsu.service.runs import LEAST_SAMPLES, MOST_SCENARIOS, MOST_SEED, SAMPLES
from keiretsu.service.scenarios import MOST_SIGNS, Listed
from keiretsu.simulation.study import PATHS

Yaml = Annotated[str, Field(description="The scenario in YAML.", max_length=MOST_SIGNS)]


class ScenarioSummary(Shape):
    """A scenario as a list shows it."""

    name: str = Field(description="What it is run by.")
    title: str | None = Field(description="Its title; null where it can't be read.")
    asks: str | None = Field(description="The question that it asks; null where it can't be read.")
    quarters: int | None = Field(description="How many quarters it runs; null where it can't be read.")
    author: str | None = Field(description="Who saved it; null for one of the pack.")
    saved_at: dt.datetime | None = Field(description="When; null for one of the pack.")
    problems: list[OpenProblem] = Field(description="Why it can't be read.")
    url: str = Field(description="Address of the scenario.")

    @classmethod
    def of(cls, held: Listed) -> Self:
        """Return a scenario as a list shows it."""
        return cls(**_fields(held))


class Scenario(ScenarioSummary):
    """A scenario with all that it says."""

    text: Yaml
    entries: dict[str, Any] | None = Field(description="The same as JSON; null where it can't be read.")

    @classmethod
    def with_entries(cls, held: Listed, entries: dict[str, Any] | None) -> Self:
        """Return a scenario with its text."""
        return cls(**_fields(held), text=held.text, entries=entries)


class ScenarioText(Shape):
    """A scenario to be checked or saved."""

    text: Yaml


class ScenarioCheck(Shape):
    """Whether the industry of the day can run a scenario."""

    can_run: bool = Field(description="Whether it can.")
    name: str | None = Field(description="The name that it gives itself; null where it can't be read.")
    problems: list[OpenProblem] = Field(description="Why it can't.")


class SimulationRequest(Shape):
    """Which scenarios are run beside the baseline, and how."""

    scenarios: list[str] = Field([], description="By name.", max_length=MOST_SCENARIOS)
    texts: list[Yaml] = Field([], description="As texts in YAML.", max_length=MOST_SCENARIOS)
    paths: Whole = Field(PATHS, ge=1, le=20_000, description="How many paths; what a role may is less.")
    seed: Whole = Field(SEED, ge=0, le=MOST_SEED, description="Of the random numbers.")


class SensitivityRequest(Shape):
    """Of which scenario it is found out what drives its answer, and how."""

    scenario: str | None = Field(None, description="By name; or else its text.")
    text: Yaml | None = Field(None, description="As a text in YAML.")
    samples: Whole = Field(SAMPLES, ge=LEAST_SAMPLES, le=4_096, description="Points of the Sobol sequence.")
    seed: Whole = Field(SEED, ge=0, le=MOST_SEED, description="Of the random numbers.")


class Fan(Shape):
    """Quantiles of a figure, one number a quarter, from the start on; null where it has no meaning."""

    low: list[float | None] = Field(description="5 % of the paths are lower.")
    median: list[float | None] = Field(description="The median.")
    high: list[float | None] = Field(description="5 % of the paths are higher.")

    @classmethod
    def of(cls, rows: Floats) -> Self:
        """Return the quantiles in the order in which they are kept."""
        low, median, high = ([finite(float(each)) for each in row] for row in rows)
        return cls(low=low, median=median, high=high)


class RunFigure(Shape):
    """A figure that a scenario changes, over the quarters."""

    outcome: str = Field(description="What it is.")
    of: str = Field(description="Of whom.")
    baseline: Fan = Field(description="Without the scenario.")
    scenario: Fan = Field(description="With it.")
    difference: Fan = Field(description="Path by path, on the same random numbers.")


def _fields(held: Listed) -> dict[str, Any]:
    found = held.scenario
    return {
        "name": held.name,
        "title": found.title if found else None,
        "asks": found.asks if found else None,
        "quarters": found.horizon if found else None,
        "author": held.saved.author if held.saved else None,
        "saved_at": held.saved.saved_at if held.saved else None,
        "problems": [OpenProblem.of(each) for each in held.problems],
        "url": address("scenarios", held.name),
    }
