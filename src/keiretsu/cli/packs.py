"""Commands about packs: start one, see what is to be mended in it, list those that there are."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from keiretsu.cli.options import JsonOption
from keiretsu.cli.output import emit_json, emit_line, emit_table, finish
from keiretsu.errors import PackError, Severity
from keiretsu.quantities import counted

group = typer.Typer(help="Start an industry pack, check it, list the packs.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.add_typer(group, name="pack")


@group.command()
def new(
    name: Annotated[
        str, typer.Argument(help="The pack's name, in lower case with underscores; a folder is named so.")
    ],
    title: Annotated[str | None, typer.Option("--title", help="One line that says what it is about.")] = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Start a pack: a folder whose files explain themselves, with a small invented example."""
    from keiretsu.packs import new_pack

    folder = new_pack(name, title)
    if as_json:
        emit_json({"folder": folder})
    else:
        emit_line(f"made {folder}: replace the invented firms in its files by your industry's")
        emit_line(f"next: keiretsu pack lint {folder}")


@group.command()
def lint(
    path: Annotated[str, typer.Argument(help="The folder of a pack, or the name of one that is known.")],
    *,
    as_json: JsonOption = False,
) -> None:
    """Say what is to be mended in a pack: every row, name, date, source and document is looked at."""
    from keiretsu.packs import lint_pack

    is_folder = Path(path).is_dir()
    problems = lint_pack(Path(path).resolve() if is_folder else path)
    if as_json:
        emit_json({"pack": path}, problems)
    else:
        many = Counter(problem.severity for problem in problems)
        told = (counted(many[each], each) for each in Severity if many[each])
        emit_line(f"{path}: {', '.join(told) or 'nothing is to be mended'}")
    finish(problems)


@group.command(name="list")
def list_(*, as_json: JsonOption = False) -> None:
    """List the packs that ship with keiretsu or are installed, and where each comes from."""
    import pandas as pd

    from keiretsu.packs import find_packs

    found = find_packs()
    problems = list(found.problems)
    rows = []
    for pack in found.packs:
        try:
            title = pack.title
        except PackError as error:
            title = None
            problems.append(error.problem)
        rows.append({"name": pack.name, "title": title, "from": pack.origin, "folder": str(pack.folder)})
    if as_json:
        emit_json(rows, problems)
    else:
        emit_table(pd.DataFrame(rows), "Packs")
    finish(problems)
