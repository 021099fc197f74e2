"""Dates that a sentence gives, ISO 8601 as far as they go; nothing is completed or guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from keiretsu.errors import InvalidRecordError
from keiretsu.quantities import Period

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d%])"
_PATTERNS = tuple(
    re.compile(rf"(?<![\w$£€.-]){pattern}", re.IGNORECASE)
    for pattern in (
        rf"{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)? {_MONTH},? {_YEAR}",
        r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)",
        rf"{_MONTH}(?: of)?,? {_YEAR}",
        rf"(?:fiscal )?{_YEAR}(?!-\d|[\w$]| ?(?:employees|jobs|people|shares|workers|billion|million))",
    )
)
_SINCE = re.compile(r"\bsince\s+(?:early |late |mid-?|at least |the end of )*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date and the characters that state it."""

    start: int
    end: int
    date: str


def date_mentions(text: str) -> list[DateMention]:
    """Find the dates that name a year, in order.

    Examples
    --------
    >>> [found.date for found in date_mentions("Since 2019, and again on 4 May 2023 and in March 2024.")]
    ['2019/..', '2023-05-04', '2024-03']
    """
    taken: list[tuple[int, int]] = []
    found = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            for mention in _read(text, match):
                taken.append(match.span())
                found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


def _read(text: str, match: re.Match[str]) -> Iterator[DateMention]:
    group = match.groupdict()
    date = group["year"]
    if group.get("month"):
        month = group["month"].lower()
        date += f"-{_MONTHS[month] if month in _MONTHS else int(month):02d}"
        if group.get("day"):
            date += f"-{int(group['day']):02d}"
    try:
        Period.parse(date)
    except InvalidRecordError:
        return
    if _SINCE.search(text[max(0, match.start() - 20) : match.start()]):
        date += "/.."
    yield DateMention(match.start(), match.end(), date)
