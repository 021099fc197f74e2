"""Commands that list records: documents, claims, deals, contradictions, parties and figures.

Each is of a day (``--as-of``) and as known by a moment (``--known-by``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

import typer

from keiretsu.cli.options import (
    DEFAULT_WORKSPACE,
    AsOfOption,
    JsonOption,
    KnownByOption,
    WorkspaceOption,
    open_vintage,
)
from keiretsu.cli.output import emit_json, emit_table
from keiretsu.quantities import parse_day

if TYPE_CHECKING:
    from keiretsu.claims import Claim
    from keiretsu.documents import Document
    from keiretsu.ledger import Contradiction, Deal, ReportedFigure
    from keiretsu.parties import Party
    from keiretsu.workspace import Vintage

Row = Mapping[str, object]
SHORT = 10
"""Letters of an id that are shown and are enough to name it."""


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for name, (title, meaning, rows) in LISTINGS.items():
        app.command(name, help=meaning)(_dated(title, rows))
    app.command()(parties)


def parties(
    workspace: WorkspaceOption = DEFAULT_WORKSPACE,
    known_by: KnownByOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """List the parties with the names that they go by."""
    found = open_vintage(workspace, known_by).parties()
    _emit("Parties", map(_party, found), as_json=as_json)


def _dated(title: str, rows: Callable[[Vintage, date | None], Iterable[Row]]) -> Callable[..., None]:
    """Return a command that lists the records of a day."""

    def listing(
        workspace: WorkspaceOption = DEFAULT_WORKSPACE,
        as_of: AsOfOption = None,
        known_by: KnownByOption = None,
        *,
        as_json: JsonOption = False,
    ) -> None:
        _emit(title, rows(open_vintage(workspace, known_by), parse_day(as_of)), as_json=as_json)

    return listing


def _emit(title: str, rows: Iterable[Row], *, as_json: bool) -> None:
    found = list(rows)
    if as_json:
        emit_json(found)
        return
    import pandas as pd

    shown = [{name: _short(name, value) for name, value in row.items()} for row in found]
    emit_table(pd.DataFrame(shown), title)


def _short(name: str, value: object) -> object:
    """Return a cell for the eye: hashes by their first letters, lists as words."""
    if name == "id" and isinstance(value, str) and len(value) == 64:
        return value[:SHORT]
    return ", ".join(map(str, value)) if isinstance(value, list) else value


def _document(document: Document) -> Row:
    return {
        "id": document.id,
        "name": document.name,
        "published": document.published,
        "title": document.title,
        "publisher": document.publisher,
        "reliability": document.reliability,
    }


def _claim(claim: Claim) -> Row:
    return {
        "id": claim.id,
        "document": claim.document.name,
        "subject": claim.subject,
        "relation": claim.relation,
        "object": claim.object,
        "layer": claim.layer,
        "amount": str(claim.amount) if claim.amount else None,
        "status": claim.status,
        "date": claim.date,
        "confidence": claim.confidence,
        "extractor": claim.extractor,
    }


def _deal(deal: Deal) -> Row:
    return {
        "id": deal.id,
        "status": deal.status,
        "from": deal.valid_from,
        "to": deal.valid_to,
        "amount": str(deal.amount) if deal.amount else None,
        "rule": deal.amount_rule,
        "claims": len(deal.claims),
        "contradictions": len(deal.contradictions),
    }


def _contradiction(one: Contradiction) -> Row:
    return {
        "id": one.id,
        "about": one.about,
        "differs": one.what,
        "readings": [f"{reading.says} ({reading.origins})" for reading in one.readings],
        "compatible": one.compatible,
        "rule": one.rule,
        "settled": one.settled.author if one.settled else None,
    }


def _figure(figure: ReportedFigure) -> Row:
    return {
        "party": figure.party.name,
        "item": str(figure.item),
        "segment": figure.segment,
        "start": figure.period.start,
        "end": figure.period.end,
        "amount": str(figure.amount),
        "source": f"{figure.source.title}, {figure.source.publisher}, {figure.source.date}",
    }


def _party(party: Party) -> Row:
    return {
        "id": party.id,
        "name": party.name,
        "kind": party.kind,
        "country": party.country,
        "aliases": list(party.aliases),
        "units": list(party.units),
    }


LISTINGS: Mapping[str, tuple[str, str, Callable[[Vintage, date | None], Iterable[Row]]]] = {
    "documents": (
        "Documents",
        "List the documents, those published by a day if one is given.",
        lambda vintage, day: map(_document, vintage.documents(day)),
    ),
    "claims": (
        "Claims",
        "List the claims that count; of a day, those of what had begun by then.",
        lambda vintage, day: map(_claim, vintage.claims(day)),
    ),
    "deals": (
        "Deals",
        "List the deals of the last reconciliation; of a day, as they stood then.",
        lambda vintage, day: map(_deal, vintage.deals(day)),
    ),
    "contradictions": (
        "Contradictions",
        "List where sources disagree: the readings, the one chosen first, and what chose it.",
        lambda vintage, day: map(_contradiction, vintage.contradictions(day)),
    ),
    "figures": (
        "Reported figures",
        "List the reported figures that are used, those published by a day if one is given.",
        lambda vintage, day: map(_figure, vintage.figures(day)),
    ),
}
"""Command → title, help, and the rows of a vintage as of a day."""
