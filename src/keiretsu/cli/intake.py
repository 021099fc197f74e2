"""Commands that take documents in: init, read, extract and reconcile."""

from __future__ import annotations

import dataclasses
import json
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from keiretsu.cli.llm import (
    MaxTokensOption,
    ModelOption,
    TimeoutOption,
    UrlOption,
    emit_usage,
    llm_options,
)
from keiretsu.cli.options import (
    DEFAULT_WORKSPACE,
    ExecutorOption,
    JsonOption,
    PackOption,
    UsingOption,
    WorkersOption,
    WorkspaceOption,
    open_workspace,
)
from keiretsu.cli.output import emit_json, emit_line, finish, in_words, progress
from keiretsu.errors import MisuseError, Problem
from keiretsu.quantities import counted

if TYPE_CHECKING:
    from keiretsu.claims import Extraction
    from keiretsu.claims.extractor import Options
    from keiretsu.workspace import StepResult

SourcesArgument = Annotated[
    list[str], typer.Argument(metavar="SOURCES...", help="Files, folders, patterns, or - for standard input.")
]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(init)
    app.command()(read)
    app.command()(extract)
    app.command()(reconcile)


def init(
    address: Annotated[
        str | None, typer.Argument(help="The new file or database; --workspace if not given.")
    ] = None,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    pack: PackOption = "ai",
    *,
    as_json: JsonOption = False,
) -> None:
    """Make a workspace and give it the parties and figures of a pack."""
    from keiretsu.workspace import Workspace

    place = address or workspace
    made = Workspace.create(place, pack=pack)
    problems = made.problems()
    parties, figures = len(made.parties()), len(made.figures())
    if as_json:
        emit_json(
            {"workspace": made.store.address, "pack": pack, "parties": parties, "figures": figures}, problems
        )
    else:
        emit_line(
            f"made {made.store.address} with pack {pack}: {counted(parties, 'party', 'parties')},"
            f" {counted(figures, 'reported figure')}"
        )
    finish(problems)


def read(
    sources: SourcesArgument,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    title: Annotated[str | None, typer.Option(help="Title of the document, over what the file says.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    published: Annotated[str | None, typer.Option(help="When, as YYYY, YYYY-MM or YYYY-MM-DD.")] = None,
    url: Annotated[str | None, typer.Option(help="Its public address.")] = None,
    reliability: Annotated[
        str | None, typer.Option(help="How far to rely on it: filing, official, press or secondary.")
    ] = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Read files into documents and keep them."""
    held = open_workspace(workspace)
    with progress("reading", None) as bar:
        result = held.read(
            sources,
            title=title,
            publisher=publisher,
            published=published,
            url=url,
            reliability=reliability,
            stdin=sys.stdin.buffer,
            on_file=lambda _: bar.advance(bar.task_ids[0]),
        )
    _show(result, as_json=as_json)


def extract(
    sources: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILES...]", help="Read these without a workspace, and keep nothing."),
    ] = None,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="With FILES: write one <document>.jsonl each into this folder."),
    ] = None,
    using: UsingOption = "rules",
    pack: PackOption = "ai",
    workers: WorkersOption = None,
    executor: ExecutorOption = None,
    model: ModelOption = None,
    url: UrlOption = None,
    timeout: TimeoutOption = None,
    max_tokens: MaxTokensOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Extract claims: of the workspace's documents, or of FILES without a workspace."""
    options = llm_options(model=model, url=url, timeout=timeout, max_tokens=max_tokens)
    if sources:
        _extract_files(sources, out, using, options, pack, (executor, workers), as_json=as_json)
        return
    if out is not None:
        raise MisuseError(
            "cli.out-without-files",
            where=f"--out {out}",
            message="goes with FILES, and none are named",
            hint="name files, or use keiretsu export jsonl for a workspace's claims",
        )
    held = open_workspace(workspace)
    with progress("extracting", len(held.documents())) as bar:
        result = held.extract(
            using=using,
            options=options,
            workers=workers,
            executor=executor,
            on_document=lambda _: bar.advance(bar.task_ids[0]),
        )
    _show(result, as_json=as_json)


def reconcile(workspace: WorkspaceOption = DEFAULT_WORKSPACE, *, as_json: JsonOption = False) -> None:
    """Add claims up to deals."""
    _show(open_workspace(workspace).reconcile(), as_json=as_json)


def _show(result: StepResult, *, as_json: bool) -> None:
    if as_json:
        summary: dict[str, object] = {"what": result.what, **dataclasses.asdict(result.added)}
        if result.usage:
            summary["usage"] = result.usage
        emit_json(summary, result.problems)
    else:
        emit_line(f"{result.what}: {in_words(result.added)}")
        emit_usage(result.usage)
    finish(result.problems)


def _extract_files(
    sources: list[str],
    out: Path | None,
    using: str,
    options: Options,
    pack: str,
    shared_by: tuple[str | None, int | None],
    *,
    as_json: bool,
) -> None:
    from keiretsu import documents, report
    from keiretsu.claims import choose_executor, extract_all, load_extractor
    from keiretsu.workspace import gazetteer, pack_named

    names = gazetteer(pack_named(pack))
    found = documents.read(sources, stdin=sys.stdin.buffer)
    make = partial(load_extractor, using, names, options)
    with progress("extracting", len(found.documents)) as bar:
        extracted = extract_all(
            make,
            found.documents,
            choose_executor(found.documents, *shared_by),
            lambda _: bar.advance(bar.task_ids[0]),
        )
    if out is not None:
        report.write_claims(extracted.read, extracted.claims, out)
    problems = (*found.problems, *extracted.problems)
    _show_claims(extracted, out, problems, as_json=as_json)
    finish(problems)


def _show_claims(
    found: Extraction, out: Path | None, problems: tuple[Problem, ...], *, as_json: bool
) -> None:
    records = [claim.to_json() for claim in found.claims]
    if as_json:
        summary: dict[str, object] = {"documents": len(found.read), "claims": records}
        if found.usage:
            summary["usage"] = found.usage
        emit_json(summary, problems)
        return
    if out is None:
        sys.stdout.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    else:
        claims, files = counted(len(records), "claim"), counted(len(found.read), "document")
        emit_line(f"{claims} of {files} written to {out}")
    emit_usage(found.usage)
