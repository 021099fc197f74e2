"""What each change did to a figure: worked out at once for few changes, in the background for many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from keiretsu.errors import ConflictError
from keiretsu.measures import WhatChanged
from keiretsu.network.changes import Change, Comparison
from keiretsu.quantities import counted
from keiretsu.service.jobs import Job, Jobs, JobState

KIND = "changes"

MOST_AT_ONCE = 6
"""Changes up to which it is worked out while somebody waits: the figure is measured 64 times at most."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a measure, and whom it is about; nobody for the network as a whole."""

    measure: str
    name: str
    about: str = ""


def is_quick(comparison: Comparison) -> bool:
    """Tell whether a figure's difference is shared out fast enough to do it unasked."""
    return len(comparison.changes) <= MOST_AT_ONCE


def request_of(before: tuple[date, datetime], after: tuple[date, datetime], figure: Figure) -> dict[str, Any]:
    """Return what a job is asked for: a figure's changes between two days, each as known by a moment."""
    return {
        "measure": figure.measure,
        "figure": figure.name,
        "about": figure.about,
        "from": before[0].isoformat(),
        "from_known_by": before[1].isoformat(),
        "as_of": after[0].isoformat(),
        "known_by": after[1].isoformat(),
    }


def job_for(jobs: Jobs, request: Mapping[str, Any], *states: JobState) -> Job | None:
    """Return the latest job in one of the states that gives what a request asks for."""
    alike = (job for job in jobs.all() if job.kind == KIND and job.state in states)
    return next((job for job in alike if job.request == request), None)


def names_of(change: Change) -> list[str]:
    """Return what a change is named by: a deal's id, or a reported figure's party's id and item."""
    if change.deal is not None:
        return [change.deal.id]
    return [change.party.id if change.party else "", str(change.item)]


def told(found: WhatChanged) -> dict[str, Any]:
    """Return what changed a figure as JSON's types."""
    return {
        "kind": KIND,
        "unit": found.unit,
        "before": found.before,
        "after": found.after,
        "passing_of_time": found.passing_of_time,
        "contributions": [[names_of(change), share] for change, share in found.contributions],
    }


def read(result: Mapping[str, Any], comparison: Comparison, figure: Figure) -> WhatChanged:
    """Return what changed a figure as :func:`told` gave it, of the networks that it was worked out from."""
    changes = {tuple(names_of(one)): one for one in comparison.changes}
    return WhatChanged(
        network=comparison.after,
        earlier=comparison.before,
        measure=figure.measure,
        name=figure.name,
        about=figure.about,
        unit=result["unit"],
        before=result["before"],
        after=result["after"],
        contributions=tuple((changes[tuple(names)], share) for names, share in result["contributions"]),
        passing_of_time=result["passing_of_time"],
    )


def not_shared_out(comparison: Comparison, figure: Figure) -> ConflictError:
    """Return the error of what is asked for before it was worked out."""
    changes = counted(len(comparison.changes), "change")
    days = f"{comparison.before.as_of} to {comparison.after.as_of}"
    return ConflictError(
        "server.not-shared-out",
        where=f"{figure.name} {figure.about}".strip() + f", {days}",
        message=f"what they did, {changes}, takes long and wasn't worked out yet",
        hint="have it worked out in the background: POST to this address, or press the workbench's button",
    )
