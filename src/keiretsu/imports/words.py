"""The words that people write in headers and cells, read as words of the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from keiretsu.errors import InvalidRecordError
from keiretsu.ledger import Item
from keiretsu.vocabulary import bases, relations, reliabilities, statuses, terms

_SIGNS = re.compile(r"[^\w&-]+|_+")


@cache
def data(name: str) -> dict[str, Any]:
    """Return one of the files of synonyms: ``columns`` or ``words``."""
    text = files("keiretsu.imports").joinpath("data", f"{name}.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def plain(text: str) -> str:
    """Return a header or a word in lower case, less what stands in brackets, with single spaces.

    Examples
    --------
    >>> plain("Deal_Value (USD m)")
    'deal value'
    """
    return " ".join(_SIGNS.sub(" ", re.sub(r"\([^)]*\)", " ", text)).casefold().split())


def word(kind: str, text: str) -> str:
    """Return the vocabulary's word for what a cell says.

    Parameters
    ----------
    kind
        ``relations``, ``statuses``, ``terms``, ``bases``, ``items`` or ``reliabilities``.
    text
        The cell.

    Raises
    ------
    InvalidRecordError
        For a word that is neither of the vocabulary nor known to stand for one of it.

    Examples
    --------
    >>> word("relations", "Acquisition"), word("statuses", "In talks")
    ('acquires', 'in_talks')
    """
    found = _meanings(kind).get(plain(text))
    if found is None:
        raise InvalidRecordError(
            "import.invalid-row",
            where=repr(text),
            message=f"is none of the {kind} that are known",
            hint=f"write one of {', '.join(known(kind))}",
        )
    return found


def known(kind: str) -> tuple[str, ...]:
    """Return the vocabulary's own words of a kind."""
    return tuple(_VOCABULARY[kind]())


def terms_of(relation_cell: str) -> tuple[str, ...]:
    """Return what the word for a relation says of the terms: a loan is debt.

    Examples
    --------
    >>> terms_of("Loan"), terms_of("invests")
    (('debt',), ())
    """
    said = plain(relation_cell)
    return tuple(term for term, words in data("words")["terms_of_relations"].items() if said in words)


_VOCABULARY: dict[str, Callable[[], Iterable[str]]] = {
    "relations": relations,
    "statuses": statuses,
    "terms": terms,
    "bases": bases,
    "reliabilities": reliabilities,
    "items": lambda: (item.value for item in Item),
}


@cache
def _meanings(kind: str) -> dict[str, str]:
    synonyms: dict[str, Iterable[str]] = data("words")[kind]
    found = {plain(own): own for own in known(kind)}
    return {plain(other): own for own, others in synonyms.items() for other in others} | found
