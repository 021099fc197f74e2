"""A spreadsheet of deals: each row a document and the claim that it makes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from keiretsu.claims import Claim, Evidence
from keiretsu.documents import Document
from keiretsu.errors import InvalidRecordError, Problem
from keiretsu.imports.cells import read_date, read_sum
from keiretsu.imports.columns import Columns
from keiretsu.imports.faults import invalid_cell, invalid_row, needed, no_source, repeated
from keiretsu.imports.record import Imported
from keiretsu.imports.table import Row, Table
from keiretsu.imports.words import terms_of, word
from keiretsu.quantities import Money
from keiretsu.vocabulary import is_layer, layers

EXTRACTOR = "import/1"
CERTAIN = 100
BATCH = 50_000
_ORIGIN = ("title", "publisher", "url")


def read_deals(
    table: Table, columns: Columns, *, on_row: Callable[[], None] | None = None, batch: int = BATCH
) -> Iterator[Imported]:
    r"""Read deals with their sources, in batches of rows.

    A row's document is its quote; without a quote, its own cells, a line each. A row that can't be
    read is left out and told as ``import.invalid-row``; one that names no source comes in and is
    told as ``import.no-source``. A long table never stands in memory as records all at once.

    Parameters
    ----------
    table
        The table.
    columns
        Which column holds what; see :func:`keiretsu.imports.columns.deal_columns`.
    on_row
        Called for each row, for progress.
    batch
        Rows a batch.

    Yields
    ------
    Imported
        Documents, claims and problems of the next rows; at least one, which may hold nothing.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from keiretsu.imports import deal_columns, read_table
    >>> path = Path(tempfile.mkdtemp()) / "deals.csv"
    >>> _ = path.write_text("Investor,Investee,Amount,Source\nAlpha,Beta,$4bn,Gamma Daily\n")
    >>> table = read_table(path)
    >>> [part] = read_deals(table, deal_columns(table.header))
    >>> [(claim.subject, claim.relation, claim.object, str(claim.amount)) for claim in part.claims]
    [('Alpha', 'invests', 'Beta', 'USD 4 billion (total)')]
    """
    reading = _Reading(table, columns)
    part, rows = 1, 0
    for rows, row in enumerate(table.rows(), 1):
        reading.take(row)
        if on_row is not None:
            on_row()
        if rows % batch == 0:
            yield reading.finish(part)
            part += 1
    if rows % batch or not rows:
        yield reading.finish(part)


@dataclass
class _Reading:
    table: Table
    columns: Columns
    _documents: dict[str, Document] = field(default_factory=dict)
    _claims: dict[str, Claim] = field(default_factory=dict)
    _problems: list[Problem] = field(default_factory=list)
    _earlier: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._problems += self.table.problems
        if not set(_ORIGIN) & set(self.columns.headers):
            self._problems.append(no_source(str(self.table.path), "no column names the sources of the deals"))

    def take(self, row: Row | Problem) -> None:
        """Read one row."""
        if isinstance(row, Problem):
            self._problems.append(row)
            return
        try:
            claim = self._claim(row)
        except InvalidRecordError as error:
            self._problems.append(invalid_row(row.where, error))
            return
        if claim is None or claim.id in self._claims:
            self._problems.append(repeated(row.where, "says what an earlier row says, from the same source"))
            return
        self._documents[claim.document.id] = claim.document
        self._claims[claim.id] = claim
        told = self.columns.of(row).keys() & set(_ORIGIN)
        if not told and set(_ORIGIN) & set(self.columns.headers):
            self._problems.append(no_source(row.where, "names no source for its deal"))

    def finish(self, part: int) -> Imported:
        """Return what has been read since the last time."""
        documents, claims = tuple(self._documents.values()), tuple(self._claims.values())
        source, problems = str(self.table.path), tuple(self._problems)
        done = Imported(source, documents, claims, problems=problems, part=part)
        self._earlier.update(self._documents)
        self._documents, self._claims, self._problems = {}, {}, []
        return done

    def _claim(self, row: Row) -> Claim | None:
        cells = self.columns.of(row)
        subject = needed(cells, "subject")
        relation = self.columns.relation or word("relations", needed(cells, "relation"))
        basis = word("bases", cells["basis"]) if "basis" in cells else None
        amount = read_amount(cells, self.columns)
        evidence = self._evidence(row, cells)
        if evidence is None:
            return None
        return Claim(
            evidence,
            relation,
            subject,
            cells.get("object"),
            _layer(cells["layer"]) if "layer" in cells else None,
            _on_basis(amount, basis or ("valuation" if relation == "valued" else None)),
            word("statuses", cells["status"]) if "status" in cells else "in_effect",
            read_date(cells["date"]) if "date" in cells else None,
            _terms(cells),
            CERTAIN,
            EXTRACTOR,
        )

    def _evidence(self, row: Row, cells: dict[str, str]) -> Evidence | None:
        """Return the quote in its document; ``None`` where an earlier row has the very same text.

        A document is known by its text alone, so a quote that an earlier row has from another
        source, or in an earlier batch, is held within the cells of its own row.
        """
        origin = _origin(cells)
        whole = "\n".join(f"{name}: {cell}" for name, cell in row.cells.items())
        for text in (cells["quote"], whole) if "quote" in cells else (whole,):
            document = Document(text, name=_name(row.where), source=str(self.table.path), **origin)
            held = self._documents.get(document.id)
            if held is not None and text != whole and _origin_of(held) == origin:
                return Evidence.at(held, 0, len(text))
            if held is None and document.id not in self._earlier:
                return Evidence.find(document, cells.get("quote", whole))
        return None


def read_amount(cells: dict[str, str], columns: Columns) -> Money | None:
    """Read a sum from one column, or its two ends from two."""
    currency = cells.get("currency")
    if "amount" in cells:
        return read_sum(cells["amount"], header=columns.headers["amount"], currency=currency)
    ends = {
        side: read_sum(cells[side], header=columns.headers[side], currency=currency)
        for side in ("low", "high")
        if side in cells
    }
    if not ends:
        return None
    low, high = ends.get("low"), ends.get("high")
    either = low or high
    assert either is not None  # noqa: S101 - one of them is there
    if low and high and low.currency != high.currency:
        raise invalid_cell(
            cells["low"], f"is in another currency than {cells['high']!r}", "give one currency"
        )
    return Money(low.low if low else None, high.high if high else None, either.currency, either.basis)


def _origin(cells: dict[str, str]) -> dict[str, str | None]:
    return {
        "title": cells.get("title"),
        "publisher": cells.get("publisher"),
        "published": read_date(cells["published"]) if "published" in cells else None,
        "url": cells.get("url"),
        "reliability": word("reliabilities", cells["reliability"]) if "reliability" in cells else None,
    }


def _origin_of(document: Document) -> dict[str, str | None]:
    return {
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
        "url": document.url,
        "reliability": document.reliability,
    }


def _name(where: str) -> str:
    """Return the file and the line, by which the row is found again."""
    return where.replace("\\", "/").rpartition("/")[2]


def _on_basis(amount: Money | None, basis: str | None) -> Money | None:
    return (
        amount if amount is None or basis is None else Money(amount.low, amount.high, amount.currency, basis)
    )


def _layer(cell: str) -> str:
    said = " ".join(cell.casefold().split())
    for name, layer in layers().items():
        if said in (name, *layer.words):
            return name
    noun = said.replace(" ", "_").replace("-", "_")
    if not is_layer(noun):
        raise invalid_cell(cell, "is not a layer", "name what is supplied in one noun, such as cloud")
    return noun


def _terms(cells: dict[str, str]) -> tuple[str, ...]:
    several = cells.get("terms", "").replace(";", ",").replace("|", ",").replace("/", ",").split(",")
    said = tuple(word("terms", one) for one in several if one.strip())
    return said + terms_of(cells.get("relation", ""))
