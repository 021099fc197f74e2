"""Tables in text files: encoding, delimiter, header and rows, each row with its line."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from keiretsu.documents.encoding import decode
from keiretsu.errors import DocumentError, Problem
from keiretsu.imports.faults import left_out, unreadable
from keiretsu.imports.formulas import as_it_was
from keiretsu.quantities import counted

DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Row:
    """The filled cells of one row by their headers, and the place to cite."""

    where: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header.

    Parameters
    ----------
    path
        The file.
    header
        The names of the columns.
    length
        How many lines follow the header: an upper bound of the rows.
    delimiter
        The sign between cells: a comma, semicolon, tab or bar.
    problems
        What is doubtful about the file as a whole.
    """

    path: Path
    header: tuple[str, ...]
    length: int
    delimiter: str
    problems: tuple[Problem, ...]
    text: str = field(repr=False)

    def rows(self) -> Iterator[Row | Problem]:
        """Yield the rows that hold anything, and a problem in the place of a row that can't be read."""
        reader = csv.reader(_lines(self.text), delimiter=self.delimiter, strict=True)
        next(reader)
        while True:
            where = f"{self.path}:{reader.line_num + 1}"
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield left_out(where, f"isn't CSV ({error})", "mend the quotation marks")
                continue
            yield from self._row(cells, where)

    def _row(self, cells: list[str], where: str) -> Iterator[Row | Problem]:
        stripped = [_content(cell) for cell in cells]
        if any(stripped[len(self.header) :]):
            count = f"has {counted(len(cells), 'cell')}, and the header has {len(self.header)}"
            yield left_out(where, count, f"put cells that hold {self.delimiter!r} into quotation marks")
        elif any(stripped):
            filled = {name: cell for name, cell in zip(self.header, stripped, strict=False) if cell}
            yield Row(where, filled)


def read_table(path: Path) -> Table:
    r"""Read a table from a file.

    The encoding is found as for documents; the delimiter is the sign that parts the header into the
    most columns.

    Raises
    ------
    MisuseError
        ``import.unreadable-file`` where there is no such file, or it isn't a text with a header.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "deals.csv"
    >>> _ = path.write_text("Investor;Investee;Amount\nAlpha;Beta;$4bn\n", encoding="utf-8")
    >>> table = read_table(path)
    >>> table.header, table.delimiter, table.length
    (('Investor', 'Investee', 'Amount'), ';', 1)
    """
    text, problems = _text(path)
    first = next(_lines(text), "")
    delimiter = max(DELIMITERS, key=lambda sign: len(_split(first, sign)))
    header = tuple(_content(name) for name in _header(text, delimiter, path))
    repeated = sorted({name for name in header if name and header.count(name) > 1})
    if repeated:
        named = ", ".join(map(repr, repeated))
        raise unreadable(str(path), f"has more than one column {named}", "give each column its own name")
    if not any(header):
        raise unreadable(str(path), "has no header", "name the columns in the first line")
    length = text.count("\n") - text.endswith("\n")
    return Table(path, header, length, delimiter, problems, text)


def read_text(path: Path) -> tuple[str, tuple[Problem, ...]]:
    """Return a file's text with its problems.

    Raises
    ------
    MisuseError
        ``import.unreadable-file`` where it can't be read as text.
    """
    try:
        return decode(path.read_bytes(), str(path))
    except DocumentError as error:
        raise unreadable(str(path), error.problem.message, error.problem.hint) from error
    except OSError as error:
        message = f"can't be read ({error.strerror or error})"
        raise unreadable(str(path), message, "check its name and your permissions") from error


def _text(path: Path) -> tuple[str, tuple[Problem, ...]]:
    text, problems = read_text(path)
    # Some spreadsheet programs end lines with a bare carriage return.
    return text if "\n" in text else text.replace("\r", "\n"), problems


def _lines(text: str) -> Iterator[str]:
    """Yield lines with their ends; a copy of the whole text in lines would double the memory."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _content(cell: str) -> str:
    """Return a cell's text, of one that an export guarded as it was before."""
    return as_it_was(cell.strip()).strip()


def _split(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])


def _header(text: str, delimiter: str, path: Path) -> list[str]:
    try:
        return next(csv.reader(_lines(text), delimiter=delimiter, strict=True), [])
    except csv.Error as error:
        raise unreadable(f"{path}:1", f"isn't CSV ({error})", "mend the quotation marks") from error
