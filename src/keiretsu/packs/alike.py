"""Words that differ so little from a known one that a slip is likely."""

from __future__ import annotations

from collections.abc import Iterable

SHORTEST = 5
"""Letters below which one that differs tells two names apart more often than it is a slip."""
LONG = 10
"""Letters from which two may differ."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that this one is a likely slip of; ``None`` where it is one itself.

    A letter that is wrong, missing, added or swapped with its neighbour counts as one; case counts
    for nothing. Names with another first letter, with other digits, and plurals are other words.

    Examples
    --------
    >>> nearest("Alhpa", ["Beta", "Alpha"]), nearest("Alpha", ["Beta", "Alpha"]), nearest("Gamma", ["Beta"])
    ('Alpha', None, None)
    """
    from rapidfuzz.distance import DamerauLevenshtein
    from rapidfuzz.process import extractOne

    if len(word) < SHORTEST:
        return None
    most = 2 if len(word) >= LONG else 1
    found = extractOne(
        word,
        [name for name in known if len(name) >= SHORTEST and _could_be_meant(name, word)],
        scorer=DamerauLevenshtein.distance,
        processor=str.casefold,
        score_cutoff=most,
    )
    return found[0] if found and found[1] else None


def _could_be_meant(name: str, word: str) -> bool:
    is_plural = word.casefold() == f"{name.casefold()}s"
    is_like = name[0].casefold() == word[0].casefold() and _digits(name) == _digits(word)
    return is_like and not is_plural


def _digits(word: str) -> list[str]:
    return [sign for sign in word if sign.isdigit()]
