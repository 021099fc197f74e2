"""Commands that answer: network, measure and why."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from keiretsu.cli.options import (
    DEFAULT_WORKSPACE,
    AsOfOption,
    JsonOption,
    KnownByOption,
    WorkspaceOption,
    open_vintage,
    parse_day,
)
from keiretsu.cli.output import emit_json, emit_line, emit_reason, emit_table, finish


class Measure(StrEnum):
    """What can be measured."""

    ALL = "all"
    CIRCULARITY = "circularity"
    PROVENANCE = "provenance"
    CONCENTRATION = "concentration"


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(network)
    app.command()(measure)
    app.command()(why)


def network(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    as_of: AsOfOption = None,
    known_by: KnownByOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Show who pays whom how much a year, as of a day."""
    projected = open_vintage(workspace, known_by).network(parse_day(as_of))
    if as_json:
        emit_json(
            {
                "as_of": projected.as_of,
                "currency": projected.currency,
                "parties": len(projected.parties),
                "deals": len(projected.deals),
                "payments": projected.table(),
                "assumptions": list(projected.assumptions),
            },
            projected.problems,
        )
    else:
        emit_table(projected.table(), f"Payments a year as of {projected.as_of}")
        for assumption in projected.assumptions:
            emit_line(f"{assumption.why().text}: {assumption.meaning}")
    finish(projected.problems)


def measure(
    what: Annotated[Measure, typer.Argument(help="Which measure.")] = Measure.ALL,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    as_of: AsOfOption = None,
    known_by: KnownByOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Measure how circular and how concentrated the network is, and whose money it is."""
    found = open_vintage(workspace, known_by).measure(parse_day(as_of))
    rings = found.circularity
    summary = {"as_of": rings.network.as_of, "total": rings.total, "gross": rings.gross, "share": rings.share}
    tables = {
        Measure.CIRCULARITY: (rings.table(), f"Loops of money as of {rings.network.as_of}"),
        Measure.PROVENANCE: (
            found.provenance.table(),
            "Whose money it is: shares of income by ultimate source",
        ),
        Measure.CONCENTRATION: (found.concentration.table(), "Concentration of supply by layer"),
    }
    chosen = {name: table for name, table in tables.items() if what in (Measure.ALL, name)}
    problems = rings.network.problems
    if as_json:
        emit_json(
            {"circulation": summary, **{str(name): table for name, (table, _) in chosen.items()}}, problems
        )
    else:
        for table, title in chosen.values():
            emit_table(table, title)
        if Measure.CIRCULARITY in chosen:
            emit_line(
                f"at most {rings.network.currency} {rings.total:,.0f} a year goes round: {rings.share:.1%} of"
                f" {rings.gross:,.0f} that moves"
            )
    finish(problems)


def why(
    what: Annotated[str, typer.Argument(help="loop, deal, contradiction, payment, party or layer.")],
    names: Annotated[list[str], typer.Argument(help="Number, id, or names of what is asked about.")],
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    as_of: AsOfOption = None,
    known_by: KnownByOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Explain a figure down to the quotes.

    Ask for: loop NUMBER, deal ID, contradiction ID, payment PAYER PAYEE, party NAME, layer NAME.
    """
    reason = open_vintage(workspace, known_by).why(what, *names, as_of=parse_day(as_of))
    if as_json:
        emit_json(reason)
    else:
        emit_reason(reason)
