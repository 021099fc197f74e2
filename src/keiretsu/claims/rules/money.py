"""Sums of money in a text: number, scale, currency, range, bound and basis."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from keiretsu.claims.rules.lexicon import data_file, lexicon
from keiretsu.quantities import Money

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,9})?"
_SCALES = {
    "thousand": 3, "k": 3, "million": 6, "millions": 6, "mln": 6, "mn": 6, "m": 6,
    "billion": 9, "billions": 9, "bln": 9, "bn": 9, "b": 9, "trillion": 12, "tn": 12, "trn": 12, "t": 12,
    "lakh": 5, "lakhs": 5, "crore": 7, "crores": 7, "cr": 7, "lakh crore": 12, "lakh crores": 12,
    "bil": 9, "mil": 6,
}  # fmt: skip
_SCALE = (
    r"(?:[ -]?(?:thousand|millions?|mln|mn|mil|billions?|bln|bn|bil|trillion|trn|tn"
    r"|lakh crores?|lakhs?|crores?|cr)|[kmbt])(?![a-z])"
)
_CURRENCIES = data_file("currencies")
_BY_SYMBOL = {sign.lower(): code for code, signs in _CURRENCIES["symbols"].items() for sign in signs}
_WORDS = {word: code for code, words in _CURRENCIES["words"].items() for word in words}
_DASH = "\u2013\u2014-"
_SYMBOL = "|".join(re.escape(sign) + " ?" for sign in sorted(_BY_SYMBOL, key=len, reverse=True))
_WORD = "|".join(re.escape(word) for word in sorted(_WORDS, key=len, reverse=True))
_CODE = "|".join(_CURRENCIES["codes"])
_SMALL = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
    "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15,
    "twenty": 20, "fifty": 50,
}  # fmt: skip
_AMOUNT = rf"(?:{_NUMBER}|half an?|(?:a )?quarter of an?|three[- ]quarters of an?|an?|{'|'.join(_SMALL)})"
_PATTERN = re.compile(
    rf"(?<![\w.$£€])(?:(?P<symbol>{_SYMBOL}|(?:{_CODE}) ?)(?P<n1>{_NUMBER})(?P<s1>{_SCALE})?"
    rf"(?:(?: ?[{_DASH}] ?| to )(?:{_SYMBOL})?(?P<n2>{_NUMBER})(?P<s2>{_SCALE})?)?"
    rf"|(?P<n3>{_AMOUNT})(?P<s3> ?{_SCALE})?(?:(?: ?[{_DASH}] ?| to )(?P<n4>{_NUMBER})(?P<s4> ?{_SCALE})?)?"
    rf"[ -](?P<word>(?:{_WORD})s?|{_CODE}))(?P<plus>\+|-plus| or more)?(?![\w])",
    re.IGNORECASE,
)
# A sum below this is the price of one of many: "the bid values each share at $14".
LEAST = 1000
_FOR_EACH = re.compile(
    r"\s+(?:an?|each|every|(?P<per>per))\s+(?P<unit>[a-z-]+)\s*(?P<next>[a-z]*)", re.IGNORECASE
)
_OFTEN = r"(?:hourly|daily|weekly|fortnightly|monthly|quarterly)"
_OFTEN_BEHIND = re.compile(rf"\s+{_OFTEN}\b", re.IGNORECASE)
# "a monthly rent of about", "weekly payments of"
_OFTEN_BEFORE = re.compile(rf"\b{_OFTEN}(?:\s+[a-z-]+){{0,4}}\s*$", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|from)\s*$", re.IGNORECASE)
_AND = re.compile(r"\s*(?:\([^)]{0,30}\)\s*)?(?:and|to)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MoneyMention:
    """A sum of money and the characters that state it."""

    start: int
    end: int
    money: Money


def money_mentions(text: str) -> list[MoneyMention]:
    """Find the sums of money in a text, in order, without conversions in brackets.

    Examples
    --------
    >>> for found in money_mentions("It paid £500m ($625m), up to half a billion dollars a year."):
    ...     print(found.money)
    GBP 500 million (total)
    up to USD 500 million (per year)
    """
    return list(_merge_between(text, (_read(text, match) for match in _PATTERN.finditer(text))))


def _read(text: str, match: re.Match[str]) -> MoneyMention | None:
    first, last, currency = _numbers(match)
    if first is None or _is_conversion(text, match.start()) or _is_unit_price(text, match):
        return None
    bounds = _bounds(text, match, first, last)
    if bounds is None or max(end for end in bounds if end is not None) < LEAST:
        return None
    basis = _basis(text, match.start(), match.end())
    return MoneyMention(match.start(), match.end(), Money(*bounds, currency, basis))


def _numbers(match: re.Match[str]) -> tuple[Decimal | None, Decimal | None, str]:
    group = match.groupdict()
    if group["symbol"]:
        parts, currency = (
            (group["n1"], group["s1"], group["n2"], group["s2"]),
            group["symbol"].strip(),
        )
        currency = _BY_SYMBOL.get(currency.lower(), currency.upper())
    else:
        parts, word = (group["n3"], group["s3"], group["n4"], group["s4"]), group["word"].lower()
        currency = _WORDS.get(word) or _WORDS.get(word.removesuffix("s")) or word.upper()
        if not parts[1] and not parts[3] and not parts[0][0].isdigit():
            return None, None, currency
    scale = parts[1] or parts[3]
    first = _value(parts[0], scale)
    last = _value(parts[2], parts[3] or parts[1]) if parts[2] else None
    return first, last, "CNY" if currency == "RMB" else currency


def _value(number: str, scale: str | None) -> Decimal:
    word = number.lower()
    if word.startswith(("half", "three-q", "three q", "quarter", "a quarter")):
        value = Decimal("0.5" if word.startswith("half") else "0.75" if word.startswith("three") else "0.25")
    elif word in {"a", "an"}:
        value = Decimal(1)
    else:
        value = Decimal(_SMALL.get(word) or word.replace(",", ""))
    return value.scaleb(_SCALES[scale.lower().strip(" -")]) if scale else value


def _is_conversion(text: str, start: int) -> bool:
    """Tell whether a sum stands in brackets right after another: the same sum in another currency."""
    opening = text.rfind("(", max(0, start - 30), start)
    if opening < 0 or ")" in text[opening:start]:
        return False
    return bool(re.search(r"\d(?: ?[a-z]+){0,3}\s*$", text[max(0, opening - 25) : opening], re.IGNORECASE))


def _is_unit_price(text: str, match: re.Match[str]) -> bool:
    """Tell whether a sum is the price of one of many: "$20 a share", "$5 per hour", "$2 million monthly"."""
    before, after = text[max(0, match.start() - 40) : match.start()], text[match.end() :]
    if _OFTEN_BEHIND.match(after) or _OFTEN_BEFORE.search(before):
        return True
    found = _FOR_EACH.match(after)
    if found is None:
        return False
    cues = lexicon("money")
    if found["per"]:
        return found["unit"].lower() not in ("year", "annum", "cent")
    return found["unit"].lower() in cues["priced_units"] and found["next"] not in cues["not_a_price_before"]


def _bounds(
    text: str, match: re.Match[str], first: Decimal, last: Decimal | None
) -> tuple[Decimal | None, Decimal | None] | None:
    before = text[max(0, match.start() - 40) : match.start()].lower()
    cues = lexicon("money")
    if last is not None:
        return (first, last) if first <= last else None
    if match["plus"] or _ends_with(before, cues["at_least"]):
        return first, None
    if _ends_with(before, cues["at_most"]):
        return None, first
    return first, first


def _ends_with(before: str, cues: list[str]) -> bool:
    words = re.sub(
        r"(?:\b(?:a|an|the|another|additional|total|combined|further|of)\s+)*$", "", before
    ).rstrip()
    return any(words.endswith(cue) and not words[: -len(cue)][-1:].isalnum() for cue in cues)


def _basis(text: str, start: int, end: int) -> str:
    """Read the basis from the words around a sum, the strongest cue first."""
    before, after = text[max(0, start - 60) : start].lower(), text[end : end + 60].lower()
    before, after = re.split(r"[.;]\s", before)[-1], re.split(r"[.;,]\s|\s(?:and|while|which)\s", after)[0]
    cues = lexicon("money")
    for basis in ("valuation", "per_year", "cumulative", "tranche"):
        if _cue(cues[f"{basis}_before"], before, near=basis == "valuation"):
            return basis
        if any(after.lstrip(" -)").startswith(cue) for cue in cues[f"{basis}_after"]):
            return basis
        if basis == "cumulative" and re.search(r"\bsince\b", after):
            return basis
    return "total"


def _cue(cues: list[str], before: str, *, near: bool) -> bool:
    region = before[-36:] if near else before[-24:]
    return any(re.search(rf"\b{cue}\b", region) for cue in cues)


def _merge_between(text: str, found: Iterable[MoneyMention | None]) -> Iterator[MoneyMention]:
    """Join "between 5 billion won and 7 billion won" into one range."""
    held: MoneyMention | None = None
    for mention in found:
        if mention is None:
            continue
        if held is not None and _is_range(text, held, mention):
            money = Money(held.money.low, mention.money.high, held.money.currency, held.money.basis)
            held = MoneyMention(held.start, mention.end, money)
            continue
        if held is not None:
            yield held
        held = mention
    if held is not None:
        yield held


def _is_range(text: str, held: MoneyMention, mention: MoneyMention) -> bool:
    exact = held.money.is_exact and mention.money.is_exact and held.money.currency == mention.money.currency
    return (
        exact
        and held.money.low is not None
        and mention.money.high is not None
        and held.money.low <= mention.money.high
        and _BETWEEN.search(text[max(0, held.start - 12) : held.start]) is not None
        and _AND.fullmatch(text[held.end : mention.start]) is not None
    )
