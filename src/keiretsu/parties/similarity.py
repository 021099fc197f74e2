"""How alike names are, for people to look at: likeness itself decides nothing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

from keiretsu.claims.rules.lexicon import word_set

_NO_WORD = re.compile(r"[\W_]+")
_ROWS = 256


def comparable(name: str) -> str:
    """Return a name for comparison: without legal form, accents and case, its words in order.

    Examples
    --------
    >>> comparable("Société Alpha, S.A."), comparable("ALPHA LTD")
    ('alpha societe', 'alpha')
    """
    words = name.replace(",", " ").split()
    while len(words) > 1 and _folded_form(words[-1]) in _legal_forms():
        words.pop()
    letters = unicodedata.normalize("NFKD", " ".join(words).casefold())
    plain = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return " ".join(sorted(_NO_WORD.sub(" ", plain).split()))


def alike(names: Sequence[str], at_least: float) -> Iterator[list[tuple[int, int, float]]]:
    """Yield the pairs of distinct names that are alike, in portions: two positions and a likeness.

    The likeness is the share of letters that two names have in common in one order, in percent: 200
    times the longest common subsequence over the sum of the lengths (``rapidfuzz.fuzz.ratio``).

    Parameters
    ----------
    names
        As :func:`comparable` returns them, each once.
    at_least
        The least likeness, 0 to 100.

    Examples
    --------
    >>> list(alike(["beta labs", "gamma", "beta lab"], 85))
    [[(0, 2, 94.11764526367188)]]
    """
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import cdist

    for start in range(0, len(names), _ROWS):
        rows = names[start : start + _ROWS]
        scores = cdist(rows, names[start:], scorer=ratio, score_cutoff=at_least)
        found = zip(*(axis.tolist() for axis in scores.nonzero()), strict=True)
        pairs = [(start + i, start + j, float(scores[i, j])) for i, j in found if i < j]
        if pairs:
            yield pairs


@cache
def _legal_forms() -> frozenset[str]:
    return frozenset(map(_folded_form, word_set("names", "legal_suffix")))


def _folded_form(word: str) -> str:
    return word.casefold().replace(".", "")
