"""Plain text, and Markdown with its front matter."""

from __future__ import annotations

import re
from typing import Any

import yaml

from keiretsu.documents.converted import Converted
from keiretsu.documents.encoding import decode
from keiretsu.errors import Problem, Severity

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)


def read_text(data: bytes, where: str) -> Converted:
    """Return the text as it stands.

    Examples
    --------
    >>> read_text(b"Alpha buys Beta.", "a.txt").text
    'Alpha buys Beta.'
    """
    text, problems = decode(data, where)
    return Converted(text, problems=problems)


def read_markdown(data: bytes, where: str) -> Converted:
    r"""Return the body as it stands, with what the front matter says of it.

    Front matter is a YAML mapping between two lines of three hyphens at the file's start; ``title``,
    ``publisher``, ``published`` or ``date``, ``url`` and ``reliability`` are read from it.

    Examples
    --------
    >>> page = read_markdown(b"---\ntitle: A deal\ndate: 2025-03\n---\nAlpha buys Beta.\n", "a.md")
    >>> page.title, page.published, page.text
    ('A deal', '2025-03', 'Alpha buys Beta.\n')
    """
    text, problems = decode(data, where)
    match = _FRONT_MATTER.match(text)
    if match is None:
        return Converted(text, problems=problems)
    try:
        # Every value stays a string, so that a date that doesn't exist reaches our own check.
        fields = yaml.load(match[1], Loader=yaml.BaseLoader)  # noqa: S506 - it builds no objects
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError) as error:
        return Converted(text, problems=(*problems, _broken(where, error)))
    if not isinstance(fields, dict):
        return Converted(text, problems=problems)  # two rules around a paragraph
    return Converted(
        text[match.end() :],
        title=_field(fields, "title"),
        publisher=_field(fields, "publisher"),
        published=_field(fields, "published") or _field(fields, "date"),
        url=_field(fields, "url"),
        reliability=_field(fields, "reliability"),
        problems=problems,
    )


def _field(fields: dict[Any, Any], name: str) -> str | None:
    value = fields.get(name)
    return value.strip() or None if isinstance(value, str) else None


def _broken(where: str, error: Exception) -> Problem:
    mark = getattr(error, "problem_mark", None)
    reason = getattr(error, "problem", None) or "it can't be parsed"
    line = f" (line {mark.line + 2})" if mark else ""
    return Problem(
        "document.front-matter",
        Severity.WARNING,
        where,
        f"front matter isn't valid YAML{line}: {reason}; it was read as text",
        "put values that hold a colon in quotes",
    )
