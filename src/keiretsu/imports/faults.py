"""What is wrong with a file, a row or a cell of an import."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from keiretsu.errors import InvalidRecordError, MisuseError, Problem, Severity


def invalid_row(where: str, error: InvalidRecordError) -> Problem:
    """Return the problem of a row that is left out."""
    fault = error.problem
    what = fault.where.removeprefix(f"{Path(where).name}: ")
    return left_out(where, f"{what} {fault.message}", fault.hint)


def left_out(where: str, message: str, hint: str) -> Problem:
    """Return the problem of a row that is left out, for a reason of its own."""
    said = " ".join(f"{message}; the row is left out".split())
    return Problem("import.invalid-row", Severity.ERROR, where, said, hint)


def first_fault(error: ValidationError) -> str:
    """Return what is wrong with a line of JSON first, and in which of its fields where it is one's."""
    fault = error.errors()[0]
    return ": ".join(filter(None, (".".join(map(str, fault["loc"])), fault["msg"])))


def no_source(where: str, message: str) -> Problem:
    """Return the problem of rows that don't say where they are from."""
    hint = "name a title, publisher or address, so that others can check it"
    return Problem("import.no-source", Severity.WARNING, where, message, hint)


def repeated(where: str, message: str) -> Problem:
    """Return the note of a row that says what another one said."""
    return Problem("import.repeated-row", Severity.NOTE, where, message, "remove one of the two")


def invalid_cell(cell: str, message: str, hint: str) -> InvalidRecordError:
    """Return the error of a cell that can't be read; its row is left out."""
    return InvalidRecordError("import.invalid-row", where=repr(cell), message=message, hint=hint)


def missing(field: str) -> InvalidRecordError:
    """Return the error of a row that lacks what it needs."""
    return InvalidRecordError(
        "import.invalid-row", where=field, message="is missing", hint=f"fill in the {field}"
    )


def needed(cells: Mapping[str, str], field: str) -> str:
    """Return a cell that a row can't do without.

    Raises
    ------
    InvalidRecordError
        Where the cell is empty.
    """
    if field not in cells:
        raise missing(field)
    return cells[field]


def unreadable(where: str, message: str, hint: str) -> MisuseError:
    """Return the error of a file that can't be imported at all."""
    return MisuseError("import.unreadable-file", where=where, message=message, hint=hint)
