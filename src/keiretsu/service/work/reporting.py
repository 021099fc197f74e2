"""The work of making a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from keiretsu import report
from keiretsu.quantities import parse_day, parse_moment
from keiretsu.service.jobs.record import JobContext
from keiretsu.workspace import Workspace

FILE = "report"


def work(context: JobContext, request: Mapping[str, Any]) -> dict[str, Any]:
    """Make the report of a day and a moment, and leave it among the job's results.

    ``request`` holds ``form`` (``html`` or ``pdf``), ``samples`` and ``paths`` as the command ``report``
    takes them, ``as_of`` and ``known_by``.
    """
    context.progress(0, 2, "measuring")
    vintage = Workspace.open(context.workspace).vintage(parse_moment(request["known_by"], "known_by"))
    day = parse_day(request["as_of"], "as_of")
    contents = vintage.contents(day, samples=int(request["samples"]), paths=int(request["paths"]))
    context.progress(1, 2, "writing")
    place = context.folder / "results" / f"{FILE}.{request['form']}"
    report.write(contents, place)
    return {"kind": "report", "file": place.name, "bytes": place.stat().st_size, "as_of": request["as_of"]}
