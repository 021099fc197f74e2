"""Read a pack's files entry by entry, each with the line that it starts on."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from keiretsu.errors import InvalidRecordError, PackError, Problem, Severity
from keiretsu.packs.models import PackHead

HEAD = "pack.yaml"
EntryT = TypeVar("EntryT", bound=BaseModel)
_SURPLUS = "(beyond the header)"


def place(path: Path, line: int | None = None) -> str:
    """Return the pack's folder, the file and the line, as problems cite them."""
    name = f"{path.parent.name}/{path.name}"
    return name if line is None else f"{name}:{line}"


def read_text(path: Path) -> str:
    """Return a file's text; raise :class:`PackError` where there is none to read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise broken(place(path), "is missing", "add the file; see docs/reference/packs.md") from None
    except UnicodeDecodeError as error:
        raise broken(place(path), f"is not UTF-8 (byte {error.start})", "save it as UTF-8") from None
    except OSError as error:
        raise broken(place(path), f"can't be read ({error.strerror})", "check its permissions") from None


def read_head(path: Path) -> PackHead:
    """Return what a pack says that it is; raise :class:`PackError` where that can't be used."""
    node, loader = _compose(path)
    if not isinstance(node, yaml.MappingNode):
        raise broken(place(path), "is not a mapping of keys to values", "write lines such as title: ...")
    _refuse_repeated_keys(path, node)
    head = check(PackHead, loader.construct_document(node), place(path))
    if isinstance(head, Problem):
        raise broken(head.where, head.message, "mend the keys; see docs/reference/packs.md")
    return head


def yaml_entries(path: Path) -> Iterator[tuple[int, Any]]:
    """Yield the entries of a YAML list, each with its line."""
    node, loader = _compose(path)
    if not isinstance(node, yaml.SequenceNode):
        raise broken(place(path), "is not a list of entries", "begin each entry with a hyphen")
    for child in node.value:
        _refuse_repeated_keys(path, child)
        yield child.start_mark.line + 1, loader.construct_document(child)


def csv_rows(path: Path, model: type[BaseModel]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the rows of a CSV file with a header, each with its line.

    A column whose field has a default may be left out. Lines that begin with ``#`` may stand before
    the header, and explain.
    """
    text, above = _without_comment(read_text(path))
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey=_SURPLUS, strict=True)
    expected = set(model.model_fields)
    required = {name for name, field in model.model_fields.items() if field.is_required()}
    try:
        header = set(reader.fieldnames or ())
        amiss = (required - header) | (header - expected)
        if amiss:
            message = f"has not the columns of its kind ({', '.join(sorted(amiss))} amiss)"
            raise broken(place(path, above + 1), message, f"write the header {','.join(model.model_fields)}")
        for row in reader:
            yield above + reader.line_num, row
    except csv.Error as error:
        line = above + reader.line_num
        raise broken(place(path, line), f"is not CSV ({error})", "mend the quotes") from None


def _without_comment(text: str) -> tuple[str, int]:
    """Return a table without the comment above its header, and how many lines that has.

    A spreadsheet program quotes a comment that has a comma.
    """
    lines = text.splitlines(keepends=True)
    comment = list(takewhile(lambda line: line.lstrip('"').startswith("#"), lines))
    return "".join(lines[len(comment) :]), len(comment)


def check(model: type[EntryT], raw: object, where: str) -> EntryT | Problem:
    """Return a raw entry as its model, or the problem with it."""
    if not isinstance(raw, dict):
        return invalid(where, "is not a mapping of keys to values")
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        return invalid(where, "; ".join(_words(fault) for fault in error.errors()))


def invalid(where: str, message: str) -> Problem:
    """Return the problem of an entry that is left out."""
    hint = "mend the entry; it is left out until then"
    return Problem("pack.invalid-entry", Severity.ERROR, where, " ".join(message.split()), hint)


def broken(where: str, message: str, hint: str) -> PackError:
    """Return the error of a file that can't be used at all."""
    return PackError("pack.broken-file", where=where, message=message, hint=hint)


def _words(fault: ErrorDetails) -> str:
    cause = fault.get("ctx", {}).get("error")
    if isinstance(cause, InvalidRecordError):
        message = f"{cause.problem.where}: {cause.problem.message}"
    else:
        message = fault["msg"].removeprefix("Value error, ")
    return f"{'.'.join(map(str, fault['loc']))}: {message}"


def _compose(path: Path) -> tuple[yaml.Node | None, yaml.SafeLoader]:
    text = read_text(path)
    try:
        loader = yaml.SafeLoader(text)
        return loader.get_single_node(), loader
    except yaml.MarkedYAMLError as error:
        line = None if error.problem_mark is None else error.problem_mark.line + 1
        raise broken(place(path, line), f"is not YAML ({error.problem})", "mend that line") from None
    except yaml.YAMLError as error:
        raise broken(place(path), f"is not YAML ({' '.join(str(error).split())})", "mend it") from None


def _refuse_repeated_keys(path: Path, node: yaml.Node) -> None:
    """YAML lets the last of two equal keys win without a word; here that is a fault."""
    keys: set[str] = set()
    for key, _ in node.value if isinstance(node, yaml.MappingNode) else ():
        if key.value in keys:
            where = place(path, key.start_mark.line + 1)
            raise broken(where, f"gives {key.value!r} twice in one entry", "remove one of the two")
        keys.add(key.value)
