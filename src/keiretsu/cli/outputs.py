"""Commands that write files: report and export."""

from __future__ import annotations

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
from keiretsu.errors import MisuseError
from keiretsu.quantities import counted, parse_day
from keiretsu.report import PATHS, SAMPLES, Format, Picture, write, write_figures
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
    paths: Annotated[
        int, typer.Option("--paths", min=0, help="Paths on which the pack's scenarios are run; 0 for none.")
    ] = PATHS,
    figures: Annotated[
        str | None,
        typer.Option("--figures", help="Write the pictures too, beside the report: png, svg, or png,svg."),
    ] = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Write the report: one HTML file that needs no network, or a PDF where the file's name ends so."""
    kinds = _kinds(figures)
    contents = open_vintage(workspace, known_by).contents(
        parse_day(as_of), unknown=unknown.value, samples=samples, paths=paths
    )
    write(contents, out)
    folder = out.with_name(f"{out.stem}-figures")
    drawn = write_figures(contents, folder, kinds) if kinds else ()
    if as_json:
        told = {"report": str(out), "bytes": out.stat().st_size, "as_of": contents.as_of}
        emit_json({**told, "figures": [str(path) for path in drawn]})
    else:
        emit_line(f"report as of {contents.as_of} written to {out} ({out.stat().st_size / 1e6:.1f} MB)")
        if drawn:
            emit_line(f"{counted(len(drawn), 'figure')} written to {folder}")


def _kinds(figures: str | None) -> tuple[Picture, ...]:
    """Read the formats of pictures, which have commas between them."""
    names = [name.strip().lower() for name in figures.split(",")] if figures is not None else []
    for name in names:
        if name not in list(Picture):
            raise MisuseError(
                "report.unknown-picture",
                where=f"--figures {figures}",
                message=f"{name!r} is no format of pictures",
                hint=f"use {' or '.join(Picture)}, or both with a comma between",
            )
    return tuple(dict.fromkeys(Picture(name) for name in names))


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
        emit_line(
            f"{counted(len(written), 'file')} written to {out}" if out.is_dir() else f"written to {out}"
        )
