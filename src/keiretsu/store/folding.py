"""Words found whatever their case, in databases that fold the letters of ASCII alone."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import ColumnElement, or_

_ESCAPE = "\\"


def holds(places: Iterable[ColumnElement[str]], word: str, *, is_server: bool) -> ColumnElement[bool]:
    """Return the condition that a word, or a part of one, stands in one of some columns."""
    alike = [place.ilike if is_server else place.like for place in places]  # SQLite's own passes over case
    patterns = [f"%{_escaped(variant)}%" for variant in _variants(word)]
    return or_(*(is_in(pattern, escape=_ESCAPE) for is_in in alike for pattern in patterns))


def lowered(name: str) -> tuple[str, ...]:
    """Return what a database makes of a name by its ``lower``, in whatever case the name is kept.

    Examples
    --------
    >>> lowered("Été"), lowered("Alpha")
    (('été', 'Été', 'ÉtÉ'), ('alpha',))
    """
    return tuple(dict.fromkeys(re.sub("[A-Z]+", _lower, each) for each in _variants(name.lower())))


def _lower(found: re.Match[str]) -> str:
    return found[0].lower()


def _variants(word: str) -> tuple[str, ...]:
    """Return a word as databases that fold ASCII letters alone must be given it."""
    if word.isascii():
        return (word,)
    return tuple(dict.fromkeys((word, word.lower(), word.title(), word.capitalize(), word.upper())))


def _escaped(word: str) -> str:
    for sign in (_ESCAPE, "%", "_"):
        word = word.replace(sign, _ESCAPE + sign)
    return word
