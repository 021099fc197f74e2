"""The length of a deal as its sentence tells it: *over five years*, *a ten-year contract*."""

from __future__ import annotations

import re

from keiretsu.claims.rules.money import money_mentions

_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {word: number for number, word in enumerate(_WORDS, start=2)} | {
    "fifteen": 15,
    "twenty": 20,
    "twenty-five": 25,
    "thirty": 30,
}

_NUMBER = rf"(?P<number>\d{{1,2}}(?:\.5)?|{'|'.join(_NUMBERS)})"
_COMING = r"(?:(?:about|around|roughly|up to|the next|the coming|a period of|a term of)\s+)*"
_OTHER = r"-old|s? (?:low|high|old|history|warrant|note|bond)"  # ages, records, and what is lent upon
_TERM = re.compile(
    rf"\b(?:over|for|across|within)\s+{_COMING}{_NUMBER}\s+years\b(?!\s+(?:ago|earlier|before))"
    rf"|\b{_NUMBER.replace('number', 'adjective')}-year\b(?!{_OTHER})",
    re.IGNORECASE,
)
_DECADE = re.compile(r"\b(?:over|for|across)\s+(?:a|the next|the coming)\s+decade\b", re.IGNORECASE)


def told_years(sentence: str) -> float | None:
    """Return the years over which the sum of a sentence is paid, by its own words.

    ``None`` where it tells no length, or several, or several sums, of which each may have its own.

    Examples
    --------
    >>> told_years("Beta will pay Alpha $10 billion over five years.")
    5.0
    >>> told_years("Beta signed a 15-year lease with Alpha.")
    15.0
    >>> told_years("Beta pays $1 billion over two years and $9 billion over six years.") is None
    True
    """
    lengths = {_years(found) for found in _TERM.finditer(sentence)} | {
        10.0 for _ in _DECADE.finditer(sentence)
    }
    if len(lengths) != 1 or len(money_mentions(sentence)) > 1:
        return None
    return lengths.pop()


def _years(found: re.Match[str]) -> float:
    told = (found["number"] or found["adjective"]).lower()
    return float(_NUMBERS.get(told) or told)
