"""A table of reported figures."""

from __future__ import annotations

from collections.abc import Callable

from keiretsu.errors import InvalidRecordError, Problem
from keiretsu.imports.cells import read_date
from keiretsu.imports.columns import Columns
from keiretsu.imports.deals import read_amount
from keiretsu.imports.faults import invalid_row, left_out, missing, needed, repeated
from keiretsu.imports.record import Imported
from keiretsu.imports.table import Row, Table
from keiretsu.imports.words import word
from keiretsu.ledger import Item, ReportedFigure, Source
from keiretsu.parties import Party, Registry
from keiretsu.quantities import Period


def read_figures(
    table: Table, columns: Columns, registry: Registry, *, on_row: Callable[[], None] | None = None
) -> Imported:
    r"""Read reported figures with their sources.

    Figures that differ from another source's of the same party, item and period come in: that is for
    the ledger to tell. A row that can't be read, or that gives another sum than an earlier one of the
    same source, is left out and told as ``import.invalid-row``; title, publisher and date of the source
    are needed.

    Parameters
    ----------
    table
        The table.
    columns
        Which column holds what; see :func:`keiretsu.imports.columns.figure_columns`.
    registry
        The parties that are known. A name that nobody is known by becomes a new party.
    on_row
        Called for each row, for progress.

    Returns
    -------
    Imported
        Figures, the parties that are new, and problems.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from keiretsu.imports import figure_columns, read_table
    >>> path = Path(tempfile.mkdtemp()) / "figures.csv"
    >>> row = "Beta,capex,$2bn,2025,Report,Beta,2026-02"
    >>> _ = path.write_text(f"company,metric,value,year,source,publisher,date\n{row}\n")
    >>> table = read_table(path)
    >>> part = read_figures(table, figure_columns(table.header), Registry())
    >>> [(figure.party.name, figure.item.value, str(figure.amount)) for figure in part.figures]
    [('Beta', 'capital_expenditure', 'USD 2 billion (total)')]
    """
    known = {party.id for party in registry}
    figures: dict[str, ReportedFigure] = {}
    problems: list[Problem] = list(table.problems)
    for row in table.rows():
        figure = row if isinstance(row, Problem) else _figure(row, columns, registry)
        if isinstance(figure, Problem):
            problems.append(figure)
        elif (earlier := figures.setdefault(figure.series, figure)) is not figure:
            problems.append(said_already(row.where, figure, earlier))
        if on_row is not None:
            on_row()
    parties = new_parties(registry, known)
    return Imported(
        str(table.path), figures=tuple(figures.values()), parties=parties, problems=tuple(problems)
    )


def new_parties(registry: Registry, known: set[str]) -> tuple[Party, ...]:
    """Return the parties of a registry that weren't known before."""
    return tuple(party for party in registry if party.id not in known)


def said_already(where: str, figure: ReportedFigure, earlier: ReportedFigure) -> Problem:
    """Return the problem of a figure that is left out, since its source gave one for the same before."""
    if figure.id == earlier.id:
        return repeated(where, "says what an earlier row says, from the same source")
    message = f"gives {figure.amount}, where the same source gives {earlier.amount} before"
    return left_out(where, message, "leave the one that is right, or name the sources apart")


def _figure(row: Row, columns: Columns, registry: Registry) -> ReportedFigure | Problem:
    cells = columns.of(row)
    try:
        source = _source(cells)
        amount = read_amount(cells, columns)
        if amount is None:
            raise missing("sum")
        made = ReportedFigure(
            party=Party(needed(cells, "party")),
            item=Item(word("items", needed(cells, "item"))),
            amount=amount,
            period=_period(cells),
            source=source,
            segment=cells.get("segment"),
        )
        # Only a row that is valid as a whole may make its party known.
        return ReportedFigure(
            registry.resolve(made.party.name), made.item, amount, made.period, source, made.segment
        )
    except InvalidRecordError as error:
        return invalid_row(row.where, error)


def _source(cells: dict[str, str]) -> Source:
    return Source(
        title=needed(cells, "title"),
        publisher=needed(cells, "publisher"),
        date=read_date(needed(cells, "date")),
        url=cells.get("url"),
        reliability=word("reliabilities", cells["reliability"]) if "reliability" in cells else None,
    )


def _period(cells: dict[str, str]) -> Period:
    if "period" in cells:
        return Period.parse(read_date(cells["period"]))
    end = read_date(needed(cells, "end"))
    return Period.parse(f"{read_date(cells['start']) if 'start' in cells else end}/{end}")
