"""Sources as the user names them, turned into the files to read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from glob import has_magic
from pathlib import Path

from keiretsu.documents.formats import READERS, is_readable
from keiretsu.errors import Problem, Severity
from keiretsu.quantities import counted

STANDARD_INPUT = "-"


def expand(sources: Iterable[str | Path]) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Return the files that sources stand for, and what is wrong with the sources.

    A folder stands for the files below it that have a known ending, sorted by name; hidden ones are
    left out, links are followed. A pattern (``*``, ``?``, ``[...]``, ``**``) stands for what it
    matches, as in a shell. Everything else, and ``-`` for standard input, is returned as it is: what
    is wrong with a file shows when it is read.

    Examples
    --------
    >>> expand(["a.txt", "-"])
    (('a.txt', '-'), ())
    """
    files: list[str] = []
    problems: list[Problem] = []
    for source in sources:
        files += map(str, _files(str(source), problems))
    return tuple(files), tuple(dict.fromkeys(problems))


def shown(path: str | Path) -> str:
    """Return a path for messages and records: one line, without bytes that aren't text.

    Examples
    --------
    >>> shown("reports/a.txt")
    'reports/a.txt'
    """
    text = os.fsencode(path).decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


def _files(source: str, problems: list[Problem]) -> list[str]:
    found: list[Problem] = []
    if source == STANDARD_INPUT:
        return [source]
    if not source:  # a path of no letters would stand for the current folder
        hint = "leave it out, or check the variable that it came from"
        problems.append(Problem("document.missing", Severity.ERROR, "''", "is no file name", hint))
        return []
    if _is_folder(Path(source)):
        files = list(_below(Path(source), found))
        empty = f"the folder holds no file that can be read ({', '.join(READERS)})"
    elif has_magic(source) and not os.path.lexists(source):
        files = list(dict.fromkeys(_matching(source, found)))
        empty = "no file matches the pattern"
    else:
        return [source]
    if not files and all(problem.severity is Severity.NOTE for problem in found):
        hint = "check the spelling and the current folder"
        found.append(Problem("document.nothing-found", Severity.ERROR, shown(source), empty, hint))
    problems += found
    return [str(file) for file in files]


def _below(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    """Yield the files below a folder that have a known ending, and note those that have another."""
    passed_over: list[Path] = []
    for path in _walk(folder, problems):
        if is_readable(path) and not _is_folder(path):
            yield path
        elif not _is_folder(path):
            passed_over.append(path)
    if passed_over:
        problems.append(_passed_over(folder, passed_over))


def _matching(pattern: str, problems: list[Problem]) -> Iterator[Path]:
    """Yield the files that a pattern matches, and those below the folders that it matches."""
    parts = Path(pattern).parts
    absolute = Path(pattern).is_absolute()
    start, rest = (Path(parts[0]), parts[1:]) if absolute else (Path(), parts)
    if rest[-1] == "**":
        rest = (*rest, "*")
    for path in _match(start, rest, problems):
        if _is_folder(path):
            yield from _below(path, problems)
        else:
            yield path


def _match(folder: Path, parts: tuple[str, ...], problems: list[Problem]) -> Iterator[Path]:
    """Yield the paths below a folder that fit the parts of a pattern."""
    if not parts:
        yield folder
        return
    head, *tail = parts
    if head == "**":
        below = (path for path in _walk(folder, problems) if _is_folder(path))
        for inner in (folder, *below):
            yield from _match(inner, tuple(tail), problems)
    elif not has_magic(head):
        if os.path.lexists(folder / head):
            yield from _match(folder / head, tuple(tail), problems)
    elif _is_folder(folder):
        for name in _names(folder, problems):
            if fnmatchcase(name, head) and (not name.startswith(".") or head.startswith(".")):
                yield from _match(folder / name, tuple(tail), problems)


def _walk(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    """Yield all that is below a folder, in the order of names, hidden names left out.

    Links to folders are followed, each real folder once, so that loops of links end.
    """
    visited: set[str] = set()
    waiting: list[tuple[Path, frozenset[str]]] = [(folder, frozenset())]
    while waiting:
        path, above = waiting.pop()
        if path is not folder:
            yield path
        if not _is_folder(path):
            continue
        real = os.path.realpath(path)
        if real in above:
            problems.append(_loop(path))
        elif real not in visited:
            visited.add(real)
            names = [name for name in _names(path, problems) if not name.startswith(".")]
            waiting += [(path / name, above | {real}) for name in reversed(names)]


def _is_folder(path: Path) -> bool:
    """Say whether a path is a folder; one that can't be looked at shows what it is when it is read."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _names(folder: Path, problems: list[Problem]) -> list[str]:
    """Return what a folder holds, sorted; a folder that can't be listed is a problem."""
    try:
        return sorted(entry.name for entry in folder.iterdir())
    except OSError as error:
        message = f"the folder can't be listed ({error.strerror})"
        hint = "give yourself permission to read it, or leave it out"
        problems.append(Problem("document.unreadable", Severity.ERROR, shown(folder), message, hint))
        return []


def _passed_over(folder: Path, files: list[Path]) -> Problem:
    endings = ", ".join(sorted({shown(path.suffix) or "no ending" for path in files}))
    return Problem(
        "document.passed-over",
        Severity.NOTE,
        shown(folder),
        f"{counted(len(files), 'file of another kind', 'files of other kinds')} passed over ({endings})",
        "name one of them to see what can be done about it",
    )


def _loop(path: Path) -> Problem:
    return Problem(
        "document.link-loop",
        Severity.WARNING,
        shown(path),
        "the link leads back to a folder above it, so it wasn't followed",
        "remove the link",
    )
