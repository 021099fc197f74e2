"""Commands that keep a workspace safe: verify, backup and copy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from keiretsu.cli.options import DEFAULT_WORKSPACE, JsonOption, WorkspaceOption
from keiretsu.cli.output import counted_kinds, emit_json, emit_line, finish, progress
from keiretsu.quantities import counted


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(verify)
    app.command()(backup)
    app.command()(copy)


def verify(workspace: WorkspaceOption = DEFAULT_WORKSPACE, *, as_json: JsonOption = False) -> None:
    """Check that every record is what was recorded: hashes, quotes, references and clocks."""
    from keiretsu.store import Store
    from keiretsu.store import verify as check

    store = Store.open(workspace)
    with _shown("verifying") as on_progress:
        found = check(store, on_progress)
    if as_json:
        emit_json({"workspace": store.address, "checked": found.checked}, found.problems)
    else:
        rows = counted_kinds({name.replace("_", " "): count for name, count in found.checked.items()})
        emit_line(f"checked {rows or 'an empty workspace'}: {_told(len(found.problems))}")
    finish(found.problems)


def backup(
    out: Annotated[
        Path | None,
        typer.Argument(help="The new file, or a folder; named by workspace and time if not given."),
    ] = None,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    *,
    as_json: JsonOption = False,
) -> None:
    """Write the workspace, as it stands, to one new SQLite file, while others go on working."""
    from keiretsu.store import Store
    from keiretsu.store import backup as write

    store = Store.open(workspace)
    with _shown("copying") as on_progress:
        made = write(store, out, on_progress)
    if as_json:
        emit_json(made)
        return
    size = f"{counted(sum(made.rows.values()), 'row')}, {made.bytes / 1e6:.1f} MB"
    last = "nothing recorded" if made.known_by is None else f"last recorded at {made.known_by.isoformat()}"
    emit_line(f"{store.address} written to {made.path} ({size}, {last})")
    emit_line(f"open it with --workspace {made.path}, or restore it with: keiretsu copy {made.path} NEW")


def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="The workspace: a file or a database.")],
    to: Annotated[str, typer.Argument(metavar="TO", help="A new file, or a database without records.")],
    *,
    as_json: JsonOption = False,
) -> None:
    """Copy a workspace to another place, with all that was ever recorded."""
    from keiretsu.store import Store
    from keiretsu.store import copy as write

    with _shown("copying") as on_progress:
        copied = write(Store.open(source), to, on_progress)
    if as_json:
        emit_json(copied)
    else:
        emit_line(f"copied {counted(sum(copied.rows.values()), 'row')} to {copied.address}")


@contextmanager
def _shown(label: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar that is told the rows that are done and all rows."""
    with progress(label, None) as bar:
        yield lambda done, total: bar.update(bar.task_ids[0], completed=done, total=total)


def _told(problems: int) -> str:
    return counted(problems, "problem") if problems else "no fault"
