"""Options that several commands share, and the values that they stand for."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from keiretsu.quantities import parse_moment

if TYPE_CHECKING:
    from keiretsu.workspace import Vintage, Workspace


class Unknown(StrEnum):
    """What becomes of amounts that no source gives."""

    EXCLUDE = "exclude"
    ESTIMATE = "estimate"


DEFAULT_WORKSPACE = "keiretsu.sqlite"

WorkspaceOption = Annotated[
    str,
    typer.Option(
        "--workspace",
        "-w",
        envvar="KEIRETSU_WORKSPACE",
        help="The workspace: a file, or a database as postgresql://user@host/name.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DATE", help="The day, as YYYY-MM-DD; the newest document's if not given."
    ),
]
KnownByOption = Annotated[
    str | None,
    typer.Option(
        "--known-by",
        metavar="MOMENT",
        help="As recorded by the end of a day (YYYY-MM-DD, UTC) or by a moment with its zone; else now.",
    ),
]
PackOption = Annotated[
    str, typer.Option("--pack", help="An industry pack by name or folder; none for no pack.")
]

UnknownOption = Annotated[
    Unknown, typer.Option("--unknown", help="What becomes of amounts that no source gives.")
]
UsingOption = Annotated[str, typer.Option("--using", help="The extractor: rules, llm, or both as rules+llm.")]
WorkersOption = Annotated[
    int | None,
    typer.Option("--workers", min=1, help="How many documents at a time; one a processor if not given."),
]
ExecutorOption = Annotated[
    str | None,
    typer.Option("--executor", help="Who shares the documents out: serial, processes, or an added one."),
]


def open_workspace(address: str) -> Workspace:
    """Open the workspace that a command works on.

    The rooms behind it are imported here, so that help and misuse are answered at once.
    """
    from keiretsu.workspace import Workspace

    return Workspace.open(address)


def open_vintage(address: str, known_by: str | None) -> Vintage:
    """Open the workspace that a command reads, as it was known by a moment."""
    return open_workspace(address).vintage(parse_moment(known_by, "--known-by"))
