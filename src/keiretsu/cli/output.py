"""What commands print: tables or JSON on standard output, problems and progress on standard error."""

from __future__ import annotations

import dataclasses
import errno
import json
import math
import os
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from keiretsu.errors import KeiretsuError, Problem, Severity
from keiretsu.quantities import counted
from keiretsu.reasons import Reason

if TYPE_CHECKING:
    import pandas as pd

    from keiretsu.network import Assumptions
    from keiretsu.store import Added

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
FOUND_PROBLEMS = 1
MISUSE = 2
OUTSIDE_CAUSES = (
    ".conflict",
    ".disk-full",
    ".busy",
    ".read-only",
    ".not-writable",
    ".unreadable",
    ".corrupt",
    ".failed",
    ".unreachable",
    ".connection-lost",
    ".too-many-connections",
)
WIDEST = 160
WIDEST_COLUMN = 40
MOST_KEYS = 3  # columns that name a table's rows, at most


def emit_json(result: object, problems: Iterable[Problem] = ()) -> None:
    """Print a result and its problems as one JSON object."""
    found = [dataclasses.asdict(problem) for problem in problems]
    text = json.dumps({"result": _plain(result), "problems": found}, ensure_ascii=False, indent=2)
    sys.stdout.write(text + "\n")


def emit_table(frame: pd.DataFrame, title: str) -> None:
    """Print a data frame as a table, or as several under each other where it is too wide for the lines.

    Each of these begins with the columns that name the rows.
    """
    if frame.empty:
        _out().print(Text(f"{title}: nothing found"))
        return
    cells = [[_cell(value) for value in row] for row in frame.itertuples(index=False)]
    names = [str(name).replace("_", " ") for name in frame.columns]
    widths = [_width(name, [row[place] for row in cells]) for place, name in enumerate(names)]
    keys = _naming(cells)
    for number, places in enumerate(_side_by_side(widths, keys, _out().width)):
        table = Table(title=None if number else title, title_justify="left")
        for place in places:
            justify: Literal["left", "right"] = "right" if _is_numeric(frame.iloc[:, place]) else "left"
            table.add_column(names[place], justify=justify, overflow="fold")
        for row in cells:
            table.add_row(*(Text(row[place]) for place in places))
        _out().print(table)


def emit_reason(reason: Reason) -> None:
    """Print an explanation as indented lines, whole: quotes are never cut or wrapped by force."""
    sys.stdout.write("\n".join(reason.lines()) + "\n")


def emit_line(text: str) -> None:
    """Print one line of plain text."""
    _out().print(Text(text), soft_wrap=True)


def emit_assumptions(assumptions: Assumptions, names: Collection[str]) -> None:
    """Print the assumptions of some names, which are those that figures stand on, and how many there are."""
    every = list(assumptions)
    for assumption in every:
        if assumption.name in names:
            emit_line(f"{assumption.why().text}: {assumption.meaning}")
    bear = "bears" if len(names) == 1 else "bear"
    told = f"{len(names)} of {counted(len(every), 'assumption')} {bear} on this"
    emit_line(f"{told}; --json prints all, with their sources")


def emit_note(text: str) -> None:
    """Print one line that is no result, such as what a run cost, on standard error."""
    Console(stderr=True, highlight=False).print(Text(text), soft_wrap=True)


def finish(problems: Iterable[Problem]) -> None:
    """Print the problems, one line each, and end with the exit status that they ask for.

    Notes alone leave the status at 0; a warning or an error makes it 1.
    """
    found = list(problems)
    console = Console(stderr=True, highlight=False)
    for problem in found:
        console.print(Text(problem.line(), style=COLOURS[problem.severity]), soft_wrap=True)
    if any(problem.severity is not Severity.NOTE for problem in found):
        raise typer.Exit(FOUND_PROBLEMS)


def finish_with(error: KeiretsuError) -> int:
    """Print what stopped a command, and return the exit status: 1 for outside causes, 2 for misuse."""
    Console(stderr=True, highlight=False).print(Text(error.problem.line(), style="red"), soft_wrap=True)
    return FOUND_PROBLEMS if error.problem.code.endswith(OUTSIDE_CAUSES) else MISUSE


def finish_unwritten(error: OSError) -> int:
    """Tell that there is no room for the output, and return the exit status.

    Raises
    ------
    OSError
        The error itself, where it is another one.
    """
    if error.errno != errno.ENOSPC:
        raise error
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # where what is still held back can go
    full = KeiretsuError(
        "cli.disk-full",
        where="the output",
        message="there is no room left to write it",
        hint="free some, or send the output elsewhere",
    )
    return finish_with(full)


@contextmanager
def progress(label: str, total: int | None) -> Iterator[Progress]:
    """Show a bar on standard error while work goes on, where that is a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())
    with bar:
        bar.add_task(label, total=total)
        yield bar


def in_words(added: Added) -> str:
    """Return what a step did to records: new and known ones always, others where there are any."""
    rest = {"changed": added.changed, "gone": added.retired}
    parts = (f"{added.new} new", *(f"{many} {what}" for what, many in rest.items() if many))
    return ", ".join((*parts, f"{added.known} known"))


def counted_kinds(kinds: Mapping[str, int]) -> str:
    """Return how many there are of each kind, by kinds in the plural; those that there are none of left out.

    Examples
    --------
    >>> counted_kinds({"documents": 3, "claims": 0, "parties": 1, "claim lives": 1})
    '3 documents, 1 party, 1 claim life'
    """
    return ", ".join(counted(many, _one_of(kind), kind) for kind, many in kinds.items() if many)


def _one_of(kind: str) -> str:
    for many, one in (("lives", "life"), ("ies", "y")):
        if kind.endswith(many):
            return kind.removesuffix(many) + one
    return kind.removesuffix("s")


def _is_numeric(column: pd.Series[Any]) -> bool:
    import pandas as pd

    return pd.api.types.is_numeric_dtype(column) and column.dtype != bool


def _width(name: str, cells: list[str]) -> int:
    """Return the signs that a column takes: its longest cell, or word of its head, and the frame."""
    longest = max((len(cell) for cell in cells), default=0)
    return min(max(longest, *(len(word) for word in name.split())), WIDEST_COLUMN) + 3


def _naming(cells: list[list[str]]) -> int:
    """Return how many of the first columns it takes to tell the rows apart, 3 at most."""
    for keys in range(1, MOST_KEYS):
        if len({tuple(row[:keys]) for row in cells}) == len(cells):
            return keys
    return min(MOST_KEYS, len(cells[0]))


def _side_by_side(widths: list[int], keys: int, room: int) -> Iterator[list[int]]:
    """Yield the columns that stand in one table, each time after the ones that name the rows."""
    named = list(range(keys))
    places, taken = list(named), sum(widths[:keys]) + 1
    for place in range(keys, len(widths)):
        if len(places) > keys and taken + widths[place] > room:
            yield places
            places, taken = list(named), sum(widths[:keys]) + 1
        places.append(place)
        taken += widths[place]
    yield places


def _out() -> Console:
    """Return a console that cuts nothing off where the output isn't a terminal."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else WIDEST)


def _cell(value: object) -> str:
    import pandas as pd

    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return _figure(value)
    return str(value)


def _figure(value: float) -> str:
    """Return a figure for the eye; JSON and exports have it whole."""
    for scale, word in ((1e9, "bn"), (1e6, "m")):
        if abs(value) >= scale:
            return f"{value / scale:,.2f} {word}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3f}"


def _plain(value: object) -> object:
    """Turn frames, records and reasons into what JSON can hold."""
    import pandas as pd

    if isinstance(value, pd.DataFrame):
        return json.loads(value.to_json(orient="records"))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)
