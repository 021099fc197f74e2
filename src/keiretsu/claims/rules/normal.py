"""Rewrite what parsers stumble over, letter for letter: no offset moves.

Dots inside a legal form end no sentence, shares and tickers in brackets part a list's items, "all"
behind a plural subject is taken for an apposition, and the capitals of a headline hide its verbs. Each
is replaced by as many letters as it has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, partial

from keiretsu.claims.gazetteer import Gazetteer
from keiretsu.claims.rules.lexicon import lexicon, word_set
from keiretsu.claims.rules.text import Line, without_reports

_WORD = re.compile(r"[^\W\d_][\w'&-]*")
_INSIDE = re.compile(r"(?<=[a-z0-9,;'] )[A-Z][\w&-]*")
_AMONG = re.compile(r", among them (?=[A-Z])")
_PER_CENT = re.compile(r"(?<=\d )per cent(?= )")
# "GENOA, Italy (AP) - ", "LONDON, March 3 -- ": where and when a report was written.
_DATELINE = re.compile(
    r"^[A-Z][A-Z.' -]{2,24}(?:/[A-Z][A-Z.' -]{2,24})?"
    r"(?:, [A-Z][\w. ]{1,20}){0,2}(?:, \d{4})?(?: ?\([\w .]{2,20}\))? ?(?:\u2013|\u2014|--|-) (?=\S)"
)
_ENDINGS = ("s", "es", "ed", "d", "ing")


def parsed_texts(pieces: list[Line], gazetteer: Gazetteer) -> Iterator[str]:
    """Yield the lines of a document as the parser reads them."""
    small = _small_words(pieces, gazetteer)
    for piece in pieces:
        text = normalised(piece.text)
        yield _WORD.sub(partial(_in_headline, small), text) if piece.is_headline else text


def normalised(text: str) -> str:
    """Return a text of the same length that is easier to parse.

    Examples
    --------
    >>> normalised("Alpha S.p.A. makes cars.")
    'Alpha SpA    makes cars.'
    >>> normalised("The owners are Alpha (30%), Beta (25%) and Gamma.").split()
    ['The', 'owners', 'are', 'Alpha', ',', 'Beta', 'and', 'Gamma.']
    """
    text = _DATELINE.sub(_blank, text)
    text = _aside().sub(_blank, text)
    text = _floating().sub(lambda match: match[1] + " " * len(match[2]), text)
    text = _dotted().sub(lambda match: match[0].replace(".", "").ljust(len(match[0])), text)
    text = _PER_CENT.sub("percent ", text)
    text = _AMONG.sub(", such as    ", text)
    return without_reports(text)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


@cache
def _dotted() -> re.Pattern[str]:
    """Return what finds legal forms with dots that don't end a sentence."""
    forms = sorted(lexicon("normal")["dotted_forms"], key=len, reverse=True)
    return re.compile(rf"(?<=\w )(?:{'|'.join(map(re.escape, forms))})(?= +[a-z(&]|[,;)']|$)")


@cache
def _aside() -> re.Pattern[str]:
    """Return what finds shares and tickers in brackets behind a name."""
    share = r"(?:(?:about|around|some|roughly|up to|over|nearly) )?\d{1,3}(?:[.,]\d+)? ?(?:%|per ?cent)"
    exchanges = "|".join(lexicon("normal")["exchanges"])
    return re.compile(
        rf" ?\((?:{share}|(?:{exchanges}) ?: ?[A-Z0-9.]{{1,8}}|[A-Z0-9]{{1,6}}\.[A-Z]{{1,3}})\)"
    )


@cache
def _floating() -> re.Pattern[str]:
    """Return what finds "all" and "both" between a plural subject and its verb."""
    nouns = "|".join(lexicon("normal")["floated"])
    return re.compile(
        rf"\b({nouns})( (?:also )?(?:all|both|each))(?= (?:{'|'.join(lexicon('normal')['finite'])}|\w+ed)\b)"
    )


def _small_words(pieces: Iterable[Line], gazetteer: Gazetteer) -> set[str]:
    """Return the words that need no capital in a document: it writes them small elsewhere.

    A word that the running text writes with a capital in the middle of a sentence keeps it.
    """
    written, names = set(_headline_words()), {word for known in gazetteer for word in known.name.split()}
    for piece in pieces:
        if not piece.is_headline:
            written.update(word for word in _WORD.findall(piece.text) if word.islower())
    for piece in pieces:
        if not piece.is_headline:
            names.update(_INSIDE.findall(piece.text))
    return written - {name.lower().removesuffix("'s") for name in names}


@cache
def _headline_words() -> frozenset[str]:
    words = word_set("normal", "headline_words")
    return words | {
        word.removesuffix("e" if end in {"ed", "ing"} else "") + end for word in words for end in _ENDINGS
    }


def _in_headline(small: set[str], match: re.Match[str]) -> str:
    word = match.group()
    lower = word.lower()
    is_small = lower in word_set("normal", "small") or lower in small
    return lower if match.start() and is_small and len(lower) == len(word) else word
