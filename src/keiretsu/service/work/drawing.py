"""The work of drawing networks that could be so, for medians and intervals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from keiretsu.measures import intervals
from keiretsu.quantities import parse_day, parse_moment
from keiretsu.service.drawing import told
from keiretsu.service.jobs import JobContext
from keiretsu.workspace import Workspace


def work(context: JobContext, request: Mapping[str, Any]) -> dict[str, Any]:
    """Work out the intervals that :func:`keiretsu.service.drawing.request_of` asks for."""
    context.progress(0, None, "reading the network")
    vintage = Workspace.open(context.workspace).vintage(parse_moment(request["known_by"], "known_by"))
    network = vintage.network(parse_day(request["as_of"], "as_of"))
    found = intervals(
        network,
        request["measures"],
        samples=int(request["samples"]),
        on_block=lambda done, total: context.progress(done, total, "measuring networks that could be so"),
    )
    return told(found)
