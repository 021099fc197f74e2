"""Sources read into documents, with every fault in them collected."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from keiretsu.documents.converted import Converted, Reader, refusal
from keiretsu.documents.dates import iso_date
from keiretsu.documents.finding import STANDARD_INPUT, expand, shown
from keiretsu.documents.intake import file_bytes, standard_input
from keiretsu.documents.plain import read_text
from keiretsu.documents.record import Document
from keiretsu.errors import DocumentError, MisuseError, Problem, Severity
from keiretsu.vocabulary import reliabilities

STANDARD_INPUT_NAME = "stdin.txt"
STANDARD_INPUT_PLACE = "standard input"
_DATE_HINT = "write 2025, 2025-03 or 2025-03-04"


@dataclass(frozen=True, slots=True)
class ReadResult:
    """The documents of a batch in the order of its files, and what went wrong on the way."""

    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]


def read(
    sources: Iterable[str | Path],
    *,
    title: str | None = None,
    publisher: str | None = None,
    published: str | None = None,
    url: str | None = None,
    reliability: str | None = None,
    stdin: BinaryIO | None = None,
    on_file: Callable[[str], None] | None = None,
) -> ReadResult:
    """Read files, folders, patterns and standard input into documents.

    Answers *which texts are there to work on, and which couldn't be read*. What a file contains
    never raises: it becomes a problem, and the batch goes on. The same text twice is one document.

    Parameters
    ----------
    sources
        Files (.txt, .md, .html, .htm, .pdf), folders, patterns, or ``-`` for standard input.
    title, publisher, published, url, reliability
        What is known of the documents' origin; wins over what the files say. ``published`` is an
        ISO 8601 date as far as known, ``reliability`` a word of the vocabulary.
    stdin
        Where ``-`` is read from; the process's standard input by default.
    on_file
        Called with each file's path before it is read, for progress; :func:`expand` gives the total.

    Raises
    ------
    MisuseError
        If ``published`` as given here isn't a date that exists, or ``reliability`` isn't a word of
        the vocabulary.

    Examples
    --------
    >>> from io import BytesIO
    >>> result = read(["-"], stdin=BytesIO(b"Alpha buys Beta."), published="2025-03")
    >>> result.documents[0].name, result.documents[0].published, result.problems
    ('stdin.txt', '2025-03', ())
    >>> [problem.code for problem in read(["nowhere.txt"]).problems]
    ['document.missing']
    """
    given = Converted("", title, publisher, _checked(published), url, _known(reliability))
    files, found = expand(sources)
    problems = list(found)
    documents: dict[str, Document] = {}
    for file in files:
        if on_file is not None:
            on_file(file)
        try:
            document, notes = _document(file, given, stdin)
        except DocumentError as error:
            problems.append(error.problem)
            continue
        problems += notes
        first = documents.setdefault(document.id, document)
        if first is not document:
            problems.append(_duplicate(document, first))
    return ReadResult(tuple(documents.values()), tuple(problems))


def _document(file: str, given: Converted, stdin: BinaryIO | None) -> tuple[Document, tuple[Problem, ...]]:
    """Read one file; raises :class:`DocumentError` where it can't be."""
    converted, name, where = _converted(file, stdin)
    text = _storable(converted.text)
    if not text.strip():
        raise _empty(where)
    published, reliability, problems = given.published, given.reliability, converted.problems
    if published is None and converted.published is not None:
        published = iso_date(converted.published)
        problems += () if published else (_invalid_date(converted.published, where),)
    if reliability is None and converted.reliability is not None:
        reliability = converted.reliability if converted.reliability in reliabilities() else None
        problems += () if reliability else (_unknown_reliability(converted.reliability, where),)
    document = Document(
        text,
        name=name,
        source=file if file == STANDARD_INPUT else where,
        title=given.title or _line(converted.title),
        publisher=given.publisher or _line(converted.publisher),
        published=published,
        url=given.url or _line(converted.url),
        reliability=reliability,
    )
    return document, problems


def _converted(file: str, stdin: BinaryIO | None) -> tuple[Converted, str, str]:
    """Return a file's text, its name, and what messages call it."""
    reader: Reader = read_text
    if file == STANDARD_INPUT:
        name, where = STANDARD_INPUT_NAME, STANDARD_INPUT_PLACE
        data = standard_input(stdin, where)
    else:
        name, where = shown(Path(file).name), shown(file)
        data, reader = file_bytes(Path(file), where)
    if not data.strip():
        raise _empty(where)
    return reader(data, where), name, where


def _checked(published: str | None) -> str | None:
    """Return the caller's date in ISO 8601; one that doesn't exist is the caller's mistake."""
    if published is None:
        return None
    date = iso_date(published)
    if date is None:
        raise MisuseError(
            "document.invalid-date",
            where="published",
            message=f"{published!r} isn't a date that exists",
            hint=_DATE_HINT,
        )
    return date


def _known(reliability: str | None) -> str | None:
    """Return the caller's word for the reliability; one that isn't in the vocabulary is a mistake."""
    if reliability is not None and reliability not in reliabilities():
        raise MisuseError(
            "document.unknown-reliability",
            where="reliability",
            message=f"{reliability!r} isn't a word of the vocabulary",
            hint=f"use one of {', '.join(reliabilities())}",
        )
    return reliability


def _storable(text: str) -> str:
    """Replace what no database takes as text: lone surrogates and NUL, which converters may leave."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")


def _line(value: str | None) -> str | None:
    """Return a title or name as one line."""
    return " ".join(_storable(value).split()) or None if value else None


def _empty(where: str) -> DocumentError:
    return refusal("document.empty", where, "holds no text", "leave it out, or save its text again")


def _invalid_date(stated: str, where: str) -> Problem:
    return Problem(
        "document.invalid-date",
        Severity.WARNING,
        where,
        f"its date of publication, {_line(stated)!r}, isn't a date that exists, so it has none",
        f"{_DATE_HINT}, or give the date when reading",
    )


def _unknown_reliability(stated: str, where: str) -> Problem:
    return Problem(
        "document.unknown-reliability",
        Severity.WARNING,
        where,
        f"its reliability, {_line(stated)!r}, isn't a word of the vocabulary, so it has none",
        f"use one of {', '.join(reliabilities())}",
    )


def _duplicate(document: Document, first: Document) -> Problem:
    return Problem(
        "document.duplicate",
        Severity.NOTE,
        document.source,
        f"has the same text as {first.source}, so only the first was taken",
        "leave one of them out",
    )
