"""The work of sharing a figure's difference out among the changes between two states."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from keiretsu.measures import what_changed
from keiretsu.network import Network
from keiretsu.quantities import parse_day, parse_moment
from keiretsu.service.changes_shared import told
from keiretsu.service.jobs import JobContext
from keiretsu.workspace import Workspace


def work(context: JobContext, request: Mapping[str, Any]) -> dict[str, Any]:
    """Work out what :func:`keiretsu.service.changes_shared.request_of` asks for."""
    context.progress(0, None, "reading the two networks")
    workspace = Workspace.open(context.workspace)
    found = what_changed(
        _network(workspace, request["from"], request["from_known_by"]),
        _network(workspace, request["as_of"], request["known_by"]),
        request["measure"],
        request["figure"],
        request["about"],
        on_block=lambda done, total: context.progress(done, total, "measuring with some changes made"),
    )
    return told(found)


def _network(workspace: Workspace, day: str, known_by: str) -> Network:
    vintage = workspace.vintage(parse_moment(known_by, "known_by"))
    return vintage.network(parse_day(day, "day"))
