"""Commands that write files: report and export."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from keiretsu.cli.options import (
    DEFAULT_WORKSPACE,
    AsOfOption,
    JsonOption,
    KnownByOption,
    Unknown,
    UnknownOption,
    WorkspaceOption,
    open_vintage,
)
from keiretsu.cli.output import emit_json, emit_line
from keiretsu.quantities import parse_day
from keiretsu.report import SAMPLES, Format, write
from keiretsu.report import export as write_export

DEFAULT_REPORT = Path("keiretsu-report.html")


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(report)
    app.command()(export)


def report(
    out: Annotated[Path, typer.Option("--out", help="The file to write.")] = DEFAULT_REPORT,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    as_of: AsOfOption = None,
    known_by: KnownByOption = None,
    unknown: UnknownOption = Unknown.EXCLUDE,
    samples: Annotated[
        int,
        typer.Option(
            "--samples", min=0, help="Networks drawn for medians and 5 to 95 % intervals; 0 for none."
        ),
    ] = SAMPLES,
    *,
    as_json: JsonOption = False,
) -> None:
    """Write the report: one HTML file that needs no network."""
    contents = open_vintage(workspace, known_by).contents(
        parse_day(as_of), printed=datetime.now(UTC), unknown=unknown.value, samples=samples
    )
    write(contents, out)
    if as_json:
        emit_json({"report": str(out), "bytes": out.stat().st_size, "as_of": contents.as_of})
    else:
        emit_line(f"report as of {contents.as_of} written to {out} ({out.stat().st_size / 1e6:.1f} MB)")


def export(
    form: Annotated[
        Format,
        typer.Argument(
            metavar="FORMAT", help="csv, parquet, jsonl (folders), graphml, gexf, ftm or annotations (files)."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", help="The file or folder to write.")],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    as_of: AsOfOption = None,
    known_by: KnownByOption = None,
    unknown: UnknownOption = Unknown.EXCLUDE,
    *,
    as_json: JsonOption = False,
) -> None:
    """Write documents, claims, deals and payments for other programs."""
    contents = open_vintage(workspace, known_by).contents(parse_day(as_of), unknown=unknown.value)
    written = write_export(contents, form, out)
    if as_json:
        emit_json({"format": form, "written": [str(path) for path in written]})
    else:
        emit_line(f"{len(written)} files written to {out}" if out.is_dir() else f"written to {out}")
