"""The terms of a deal, from cue words in its sentence."""

from __future__ import annotations

import re
from functools import cache

from keiretsu.claims.rules.lexicon import lexicon
from keiretsu.vocabulary import relation

_SHARE = re.compile(
    r"(?<![\d.])(\d{1,2}(?:\.\d+)?)\s?(?:%|per ?cent|percent)[ -]"
    r"(?:\w+[ -])?(?:stakes?|shares?|holdings?|interests?|of|in)\b",
    re.I,
)
_NEGATIONS = ("not", "n't", "never", "no longer")
_DENIALS = ("non-", *(f"{no} {article}" for no in _NEGATIONS for article in ("", "a ", "an ", "the ")))
_DENIED = "".join(rf"(?<!{words})" for words in _DENIALS)
_CONTROL = re.compile(r"(?<!non-)\bcontrolling\b", re.I)


def sentence_terms(text: str, name: str) -> list[str]:
    """Return the terms that a sentence gives a relation, among those that the relation may carry.

    Examples
    --------
    >>> sentence_terms("Alpha holds a 31.5 percent stake in Beta.", "invests")
    ['equity', 'minority']
    >>> sentence_terms("Alpha is the exclusive supplier of Beta.", "supplies")
    ['exclusive']
    >>> sentence_terms("Alpha's licence to Beta's chips is no longer exclusive.", "supplies")
    []
    >>> sentence_terms("Alpha is not the exclusive supplier of Beta.", "supplies")
    []
    """
    allowed = relation(name).terms
    lowered = text.lower()
    found = [
        term
        for term in lexicon("terms")
        if term in allowed and _pattern(_cues_of(term, name)).search(lowered)
    ]
    if "minority" in allowed and "minority" not in found and not _CONTROL.search(lowered):
        shares = [float(match.group(1)) for match in _SHARE.finditer(text)]
        if shares and max(shares) < 50:
            found.append("minority")
    return found


def _cues_of(term: str, name: str) -> str:
    return "paid_in_shares" if (term, name) == ("equity", "acquires") else term


@cache
def _pattern(term: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b{_DENIED}{cue}\b" for cue in lexicon("terms")[term]))
