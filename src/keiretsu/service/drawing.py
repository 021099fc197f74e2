"""Medians and intervals of figures: worked out at once for few parties, in the background for many."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from keiretsu.errors import ConflictError
from keiretsu.measures import Intervals, load_measure
from keiretsu.measures.uncertain_figures import Interval
from keiretsu.network import Network
from keiretsu.quantities import counted
from keiretsu.service.jobs import Job, Jobs, JobState

KIND = "intervals"
SAMPLES = 200

MOST_AT_ONCE = 400
"""Parties up to which intervals are worked out while somebody waits: beyond, it takes minutes."""


def is_quick(network: Network) -> bool:
    """Tell whether intervals are worked out fast enough to do it unasked."""
    return len(network.parties) <= MOST_AT_ONCE


def request_of(day: date, known_by: datetime, measures: Sequence[str]) -> dict[str, Any]:
    """Return what a job is asked for: the measures' intervals, of the network of a day and a moment."""
    return {
        "measures": list(measures),
        "as_of": day.isoformat(),
        "known_by": known_by.isoformat(),
        "samples": SAMPLES,
    }


def job_for(jobs: Jobs, request: Mapping[str, Any], *states: JobState) -> Job | None:
    """Return a job in one of the states that gives what a request asks for, the latest if several do."""
    wanted = set(request["measures"])
    return next(
        (
            job
            for job in jobs.all()
            if job.kind == KIND
            and job.state in states
            and wanted <= set(job.request.get("measures", ()))
            and all(job.request.get(key) == request[key] for key in request if key != "measures")
        ),
        None,
    )


def told(found: Intervals) -> dict[str, Any]:
    """Return intervals as JSON's types; a figure without a meaning is ``None``."""
    figures = [
        {
            key: None if isinstance(value, float) and math.isnan(value) else value
            for key, value in asdict(each).items()
        }
        for each in found.figures
    ]
    return {"kind": KIND, "samples": found.samples, "seed": found.seed, "figures": figures}


def read(result: Mapping[str, Any], network: Network, measure: str) -> Intervals:
    """Return a measure's intervals as :func:`told` gave them, of the network that they were drawn from."""
    figures = tuple(_figure(each) for each in result["figures"] if each["measure"] == measure)
    return Intervals(network, figures, result["samples"], result["seed"], (load_measure(measure),))


def _figure(told: Mapping[str, Any]) -> Interval:
    fields: dict[str, Any] = {key: math.nan if value is None else value for key, value in told.items()}
    return Interval(**fields)


def not_drawn(measure: str, network: Network) -> ConflictError:
    """Return the error of intervals that are asked for before they were worked out."""
    parties = counted(len(network.parties), "party", "parties")
    return ConflictError(
        "server.not-drawn",
        where=f"{measure} as of {network.as_of}",
        message=f"the intervals of {parties} take long and weren't worked out yet",
        hint="have them worked out in the background: POST to this address, or press Draw in the workbench",
    )
