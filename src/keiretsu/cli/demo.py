"""The command demo: a pack's documents, the whole way to a report."""

from __future__ import annotations

import os
import sys
import time
import webbrowser
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from keiretsu.cli.options import PackOption
from keiretsu.cli.output import emit_line, emit_table, finish, progress
from keiretsu.errors import MisuseError

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
) -> None:
    """Run a pack the whole way: documents, claims, deals, network, measures, report."""
    from keiretsu import report
    from keiretsu.workspace import Workspace

    started = time.monotonic()
    out.mkdir(parents=True, exist_ok=True)
    place = out / f"{Path(pack).name}.sqlite"
    workspace = Workspace.open(place) if place.exists() else Workspace.create(place, pack=pack)
    content = workspace.pack
    if content is None:
        raise MisuseError(
            "cli.demo-needs-a-pack", where=f"--pack {pack}", message="has no documents", hint="name a pack"
        )
    read = workspace.read(content.document_paths)
    emit_line(f"1 read        {read.new} new documents, {read.known} known, from {content.title}")
    with progress("extracting", len(workspace.documents())) as bar:
        extracted = workspace.extract(on_document=lambda _: bar.advance(bar.task_ids[0]))
    emit_line(f"2 extracted   {extracted.new} new claims, {extracted.known} known")
    reconciled = workspace.reconcile()
    emit_line(f"3 reconciled  {reconciled.new} new deals, {reconciled.known} known")
    contents = workspace.contents(printed=datetime.now(UTC))
    rings = contents.circularity
    moved = f"{contents.network.currency} {rings.gross / 1e9:,.0f} billion a year"
    emit_line(
        f"4 measured    {len(contents.network.payments)} payments as of {contents.as_of}; at most"
        f" {rings.share:.0%} of {moved} goes round"
    )
    written = out / "report.html"
    report.write(contents, written)
    emit_line(f"5 reported    {written}, after {time.monotonic() - started:.0f} seconds")
    emit_table(rings.table().head(TOP_LOOPS), f"The {TOP_LOOPS} largest loops of money")
    emit_line(f"next: keiretsu why loop 1 --workspace {place}")
    if show or (show is None and _has_desktop()):
        webbrowser.open(written.resolve().as_uri())
    finish((*read.problems, *extracted.problems, *reconciled.problems))


def _has_desktop() -> bool:
    """Whether somebody sits before a screen: a terminal, and a display where the system needs one."""
    has_display = sys.platform in ("darwin", "win32") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
    return sys.stdout.isatty() and has_display and not os.environ.get("CI")
