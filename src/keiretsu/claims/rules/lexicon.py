"""The word lists that the rules read, from the data files beside them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from keiretsu.errors import VocabularyError


@cache
def lexicon(name: str) -> dict[str, list[str]]:
    """Return one file of word lists, by the name of the list.

    Raises
    ------
    VocabularyError
        When the file isn't a mapping of lists of words.

    Examples
    --------
    >>> "up to" in lexicon("money")["at_most"]
    True
    """
    raw = data_file(name)
    if not isinstance(raw, dict) or not all(_is_words(words) for words in raw.values()):
        raise VocabularyError(
            "vocabulary.broken-file",
            where=f"claims/rules/data/{name}.yaml",
            message="is not a mapping of lists of words",
            hint="reinstall keiretsu, or mend the file",
        )
    return raw


@cache
def word_set(name: str, *lists: str) -> frozenset[str]:
    """Return the words of one or more lists of a file as a set."""
    return frozenset(word for listed in lists for word in lexicon(name)[listed])


def data_file(name: str) -> Any:  # noqa: ANN401 - what YAML holds
    """Return a data file as YAML reads it."""
    path = files("keiretsu.claims.rules").joinpath("data", f"{name}.yaml")
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _is_words(words: object) -> bool:
    return isinstance(words, list) and all(isinstance(word, str) for word in words)
