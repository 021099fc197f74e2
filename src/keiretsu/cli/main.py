"""The command ``keiretsu``: its verbs, and how it ends."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from keiretsu import __version__
from keiretsu.cli import (
    answers,
    demo,
    imports,
    intake,
    judge,
    keeping,
    listing,
    measuring,
    outputs,
    packs,
    review,
    scoring,
    serve,
    simulating,
    users,
)
from keiretsu.cli.output import finish_unwritten, finish_with
from keiretsu.errors import KeiretsuError

app = typer.Typer(
    name="keiretsu",
    help="From what is written about an industry's deals to measures of its network, and back.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for room in (
    intake,
    imports,
    listing,
    judge,
    review,
    answers,
    measuring,
    simulating,
    scoring,
    outputs,
    keeping,
    packs,
    demo,
    serve,
    users,
):
    room.register(app)


def _print_version(asked: bool) -> None:  # noqa: FBT001 - the form that Typer calls
    if asked:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def root(
    *,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version.")
    ] = False,
) -> None:
    """Read documents about deals, add them up, measure the network, and explain every figure."""
    del version


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line: exit 0 when clean, 1 when problems were found, 2 on misuse."""
    try:
        try:
            app(arguments)
        finally:
            sys.stdout.flush()
    except KeiretsuError as error:
        sys.exit(finish_with(error))
    except OSError as error:
        sys.exit(finish_unwritten(error))
