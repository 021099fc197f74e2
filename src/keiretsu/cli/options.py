"""Options that several commands share, and the values that they stand for."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, overload

import typer

from keiretsu.errors import MisuseError

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
    return open_workspace(address).vintage(parse_moment(known_by))


@overload
def parse_day(text: str, option: str = ...) -> date: ...
@overload
def parse_day(text: str | None, option: str = ...) -> date | None: ...
def parse_day(text: str | None, option: str = "--as-of") -> date | None:
    """Read a day given on the command line by an option.

    Raises
    ------
    MisuseError
        Where it isn't a day that exists.

    Examples
    --------
    >>> parse_day("2025-12-31")
    datetime.date(2025, 12, 31)
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise MisuseError(
            "cli.invalid-day",
            where=f"{option} {text}",
            message="isn't a day that exists",
            hint="write it as YYYY-MM-DD",
        ) from None


def parse_moment(text: str | None) -> datetime | None:
    """Read a moment given on the command line; a day stands for its end, in UTC.

    Raises
    ------
    MisuseError
        Where it isn't a moment that exists, or has a time of day without a zone.

    Examples
    --------
    >>> parse_moment("2025-12-31").isoformat()
    '2025-12-31T23:59:59.999999+00:00'
    >>> parse_moment("2025-12-31T12:00:00+01:00").isoformat()
    '2025-12-31T12:00:00+01:00'
    """
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is not None and "T" not in text and ":" not in text:
        return datetime.combine(moment.date(), time.max, UTC)
    if moment is None or moment.tzinfo is None:
        raise MisuseError(
            "cli.invalid-moment",
            where=f"--known-by {text}",
            message="isn't a day, or a moment with its time zone",
            hint="write it as YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ",
        )
    return moment
