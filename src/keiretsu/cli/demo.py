"""The command demo: a pack's documents, the whole way to a report."""

from __future__ import annotations

import os
import sys
import time
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from keiretsu.cli.options import JsonOption, PackOption
from keiretsu.cli.output import emit_json, emit_line, emit_table, finish, progress
from keiretsu.errors import MisuseError, Problem
from keiretsu.quantities import counted

if TYPE_CHECKING:
    from keiretsu.workspace import Workspace

TOP_LOOPS = 5


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(demo)


def demo(
    out: Annotated[Path, typer.Option("--out", help="The folder to work in.")] = Path("keiretsu-demo"),
    pack: PackOption = "ai",
    *,
    show: Annotated[
        bool | None, typer.Option("--open/--no-open", help="Open the report; asked of a desktop only.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Run a pack the whole way: documents, claims, deals, network, measures, report."""
    from keiretsu import report
    from keiretsu.report.money import short

    started = time.monotonic()
    say = _keep_quiet if as_json else emit_line
    workspace, place = _open_in(out, pack)
    problems, counts = _take_in(workspace, say)
    contents = workspace.contents()
    rings = contents.circularity
    moved = f"{contents.network.currency} {short(rings.gross)} a year"
    say(
        f"4 measured    {counted(len(contents.network.payments), 'payment')} as of {contents.as_of}; at most"
        f" {rings.share:.0%} of {moved} goes round"
    )
    written = out / "report.html"
    report.write(contents, written)
    seconds = time.monotonic() - started
    say(f"5 reported    {written}, after {counted(round(seconds), 'second')}")
    loops = rings.table().head(TOP_LOOPS)
    if as_json:
        emit_json(
            {"workspace": place, "report": written, **counts, "loops": loops, "seconds": seconds}, problems
        )
    else:
        emit_table(loops, "The largest loops of money")
        say(f"next: keiretsu why loop 1 --workspace {place}")
    if show or (show is None and _has_desktop()):
        webbrowser.open(written.resolve().as_uri())
    finish(problems)


def _open_in(out: Path, pack: str) -> tuple[Workspace, Path]:
    """Open the demo's workspace in a folder, made now if it isn't there."""
    from keiretsu.workspace import Workspace, pack_named

    if pack_named(pack) is None:
        raise MisuseError(
            "cli.demo-needs-a-pack", where=f"--pack {pack}", message="has no documents", hint="name a pack"
        )
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MisuseError(
            "cli.no-folder",
            where=f"--out {out}",
            message=f"the folder can't be made ({error.strerror})",
            hint="name a folder that you may write to",
        ) from error
    place = out / f"{Path(pack).name}.sqlite"
    return (Workspace.open(place) if place.exists() else Workspace.create(place, pack=pack)), place


def _take_in(
    workspace: Workspace, say: Callable[[str], None]
) -> tuple[tuple[Problem, ...], dict[str, dict[str, int]]]:
    """Read the pack's documents, extract their claims, reconcile them; return problems and counts."""
    content = workspace.pack
    read = workspace.read(content.document_paths if content else ())
    say(f"1 read        {counted(read.new, 'new document')}, {read.known} known")
    with progress("extracting", len(workspace.documents())) as bar:
        extracted = workspace.extract(on_document=lambda _: bar.advance(bar.task_ids[0]))
    say(f"2 extracted   {counted(extracted.new, 'new claim')}, {extracted.known} known")
    reconciled = workspace.reconcile()
    say(f"3 reconciled  {counted(reconciled.new, 'new deal')}, {reconciled.known} known")
    steps = (read, extracted, reconciled)
    problems = tuple(problem for step in steps for problem in step.problems)
    return problems, {step.what: {"new": step.new, "known": step.known} for step in steps}


def _keep_quiet(_: str) -> None:
    """Say nothing, where the answer is one JSON object."""


def _has_desktop() -> bool:
    """Whether somebody sits before a screen: a terminal, and a display where the system needs one."""
    has_display = sys.platform in ("darwin", "win32") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    return sys.stdout.isatty() and has_display and not os.environ.get("CI")
