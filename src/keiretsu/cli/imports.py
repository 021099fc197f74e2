"""Commands that take in what others have written down: deals, figures, claims and FollowTheMoney."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from keiretsu.cli.options import DEFAULT_WORKSPACE, JsonOption, WorkspaceOption, open_workspace
from keiretsu.cli.output import counted_kinds, emit_json, emit_line, emit_table, finish, in_words, progress
from keiretsu.errors import MisuseError, Problem

if TYPE_CHECKING:
    from keiretsu.claims import Claim
    from keiretsu.imports import Columns, Imported, Table
    from keiretsu.ledger import ReportedFigure
    from keiretsu.store import Added
    from keiretsu.workspace import Workspace

PREVIEW = 10
"""How many records a dry run shows."""

FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The file to import.")]
MapOption = Annotated[
    list[str] | None,
    typer.Option(
        "--map", metavar="FIELD=COLUMN", help="Read a field from a column; may be given several times."
    ),
]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Show what would be recorded and all problems; record nothing.")
]

group = typer.Typer(
    help="Take in what others have written down: deals, figures, claims, FollowTheMoney.",
    no_args_is_help=True,
)


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.add_typer(group, name="import")


@group.command()
def deals(
    file: FileArgument,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    mapped: MapOption = None,
    relation: Annotated[
        str | None, typer.Option("--relation", help="What every row is, where no column says it: invests ...")
    ] = None,
    *,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Import a spreadsheet of deals with their sources, saved as CSV."""
    from keiretsu.imports import deal_columns, read_deals, read_table

    table = read_table(file)
    columns = deal_columns(table.header, _mapping(mapped), relation=relation)
    held = None if dry_run else open_workspace(workspace)
    taken = _Taken(held)
    with progress("importing", table.length) as bar:
        for part in read_deals(table, columns, on_row=lambda: bar.advance(bar.task_ids[0])):
            taken.take(part)
    _show(taken, as_json=as_json, table=table, columns=columns)


@group.command()
def figures(
    file: FileArgument,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    mapped: MapOption = None,
    *,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Import reported figures with their sources, from CSV or FollowTheMoney (.json, .jsonl, .ftm)."""
    from keiretsu.imports import Imported, figure_columns, read_figures, read_ftm, read_table
    from keiretsu.parties import Registry

    held = open_workspace(workspace)
    taken = _Taken(None if dry_run else held)
    registry = Registry(held.parties())
    if file.suffix.lower() in (".json", ".jsonl", ".ftm"):
        found = read_ftm(file, registry)
        taken.take(
            Imported(found.source, figures=found.figures, parties=found.parties, problems=found.problems)
        )
        _show(taken, as_json=as_json)
        return
    table = read_table(file)
    columns = figure_columns(table.header, _mapping(mapped))
    with progress("importing", table.length) as bar:
        taken.take(read_figures(table, columns, registry, on_row=lambda: bar.advance(bar.task_ids[0])))
    _show(taken, as_json=as_json, table=table, columns=columns)


@group.command()
def claims(
    file: FileArgument,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    documents: Annotated[
        Path | None,
        typer.Option("--documents", help="A folder with the documents; those of the workspace if not given."),
    ] = None,
    *,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Import claims that people wrote down in the guideline's records, one JSON object a line."""
    from keiretsu.documents import read
    from keiretsu.imports import read_claims

    held = open_workspace(workspace)
    found = read([documents]) if documents else None
    taken = _Taken(None if dry_run else held)
    taken.take(read_claims(file, held.documents() if found is None else found.documents))
    taken.problems[:0] = found.problems if found else ()
    _show(taken, as_json=as_json)


@group.command()
def ftm(
    file: FileArgument,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    *,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Import parties, deals and figures from FollowTheMoney entities, one JSON object a line."""
    from keiretsu.imports import read_ftm
    from keiretsu.parties import Registry

    held = open_workspace(workspace)
    taken = _Taken(None if dry_run else held)
    taken.take(read_ftm(file, Registry(held.parties())))
    _show(taken, as_json=as_json)


@dataclass
class _Taken:
    """What has been read so far, and recorded unless this is a dry run."""

    workspace: Workspace | None
    counts: dict[str, int] = field(
        default_factory=lambda: {"documents": 0, "claims": 0, "figures": 0, "parties": 0}
    )
    recorded: list[Added] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    preview: list[Mapping[str, object]] = field(default_factory=list)

    def take(self, part: Imported) -> None:
        """Count the records of a part, and record them."""
        for kind in self.counts:
            self.counts[kind] += len(getattr(part, kind))
        self.problems += part.problems
        room = PREVIEW - len(self.preview)
        self.preview += [*map(_claim, part.claims[:room]), *map(_figure, part.figures[:room])][:room]
        if self.workspace is not None:
            self.recorded.append(self.workspace.take_in(part).added)


def _show(
    taken: _Taken, *, as_json: bool, table: Table | None = None, columns: Columns | None = None
) -> None:
    from keiretsu.store import Added

    dry_run = taken.workspace is None
    recorded = sum(taken.recorded, Added())
    if as_json:
        summary: dict[str, object] = {"dry_run": dry_run, **taken.counts}
        if table and columns:
            summary |= {"columns": dict(columns.headers), "unused": columns.unused}
            summary |= {"relation": columns.relation, "delimiter": table.delimiter}
        summary |= {"preview": taken.preview} if dry_run else asdict(recorded)
        emit_json(summary, taken.problems)
    else:
        if dry_run:
            _show_dry_run(taken, columns)
        found = counted_kinds(taken.counts) or "nothing"
        done = f"read {found}; records: {in_words(recorded)}"
        emit_line(f"would record {found}" if dry_run else done)
    finish(taken.problems)


def _show_dry_run(taken: _Taken, columns: Columns | None) -> None:
    import pandas as pd

    if columns is not None:
        rows = [{"field": name, "column": header} for name, header in columns.headers.items()]
        rows += [{"field": "relation", "column": f"always {columns.relation}"}] if columns.relation else []
        emit_table(pd.DataFrame(rows), "Columns")
        if columns.unused:
            emit_line(f"not used: {', '.join(columns.unused)}")
    if taken.preview:
        emit_table(pd.DataFrame(taken.preview), "The first records")


def _claim(claim: Claim) -> Mapping[str, object]:
    document = claim.document
    origin = ", ".join(part for part in (document.title, document.publisher, document.published) if part)
    return {
        "row": document.name,
        "subject": claim.subject,
        "relation": claim.relation,
        "object": claim.object,
        "layer": claim.layer,
        "amount": str(claim.amount) if claim.amount else None,
        "status": claim.status,
        "date": claim.date,
        "source": origin or None,
    }


def _figure(figure: ReportedFigure) -> Mapping[str, object]:
    source = figure.source
    return {
        "party": figure.party.name,
        "item": str(figure.item),
        "segment": figure.segment,
        "amount": str(figure.amount),
        "start": figure.period.start,
        "end": figure.period.end,
        "source": f"{source.title}, {source.publisher}, {source.date}",
    }


def _mapping(given: Iterable[str] | None) -> dict[str, str]:
    """Read ``FIELD=COLUMN`` options.

    Raises
    ------
    MisuseError
        For an option of another form.
    """
    found: dict[str, str] = {}
    for option in given or ():
        name, sign, column = option.partition("=")
        if not (name.strip() and sign and column.strip()):
            raise MisuseError(
                "cli.invalid-map",
                where=f"--map {option}",
                message="isn't a field and a column",
                hint='write it as --map subject="Lead investor"',
            )
        found[name.strip()] = column.strip()
    return found
