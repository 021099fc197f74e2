"""Commands that answer: network and why."""

from __future__ import annotations

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
from keiretsu.cli.output import emit_assumptions, emit_json, emit_reason, emit_table, finish
from keiretsu.network.assumptions import looked_up_assumptions
from keiretsu.quantities import parse_day


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(network)
    app.command()(why)


def network(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    as_of: AsOfOption = None,
    known_by: KnownByOption = None,
    unknown: UnknownOption = Unknown.EXCLUDE,
    *,
    as_json: JsonOption = False,
) -> None:
    """Show who pays whom how much a year, as of a day."""
    with looked_up_assumptions() as assumed:
        projected = open_vintage(workspace, known_by).network(parse_day(as_of), unknown=unknown.value)
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
        emit_assumptions(projected.assumptions, assumed)
    finish(projected.problems)


def why(
    what: Annotated[
        str, typer.Argument(help="loop, deal, contradiction, payment, party, layer, or a measure.")
    ],
    names: Annotated[
        list[str] | None, typer.Argument(help="Number, id, or names of what is asked about.")
    ] = None,
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    as_of: AsOfOption = None,
    known_by: KnownByOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Explain a figure down to the quotes.

    Ask for: loop NUMBER, deal ID, contradiction ID, payment PAYER PAYEE, party NAME, layer NAME; or
    for a measure with what its table names: contagion NAME, dependence CUSTOMER SUPPLIER, stack NAME
    LAYER, blocs NAME NAME.
    """
    reason = open_vintage(workspace, known_by).why(what, *(names or ()), as_of=parse_day(as_of))
    if as_json:
        emit_json(reason)
    else:
        emit_reason(reason)
