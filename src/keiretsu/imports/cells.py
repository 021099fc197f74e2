"""Sums and dates as people write them in spreadsheets; what can be read two ways is refused."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache

from keiretsu.claims.rules.dates import date_mentions
from keiretsu.claims.rules.lexicon import data_file, lexicon
from keiretsu.claims.rules.money import LEAST, money_mentions
from keiretsu.documents.dates import iso_date
from keiretsu.errors import InvalidRecordError
from keiretsu.imports.faults import invalid_cell
from keiretsu.imports.words import data
from keiretsu.quantities import Money, Period

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE]\+?\d{1,2})?"
_BARE = re.compile(
    rf"(?P<cue>[^\d.,-]*?)\s*(?P<low>{_NUMBER})(?:\s*(?:-|\u2013|\u2014|to)\s*(?P<high>{_NUMBER}))?\s*(?P<plus>\+?)"
)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_SIGNS = {">": "at_least", ">=": "at_least", "≥": "at_least", "<": "at_most", "<=": "at_most", "≤": "at_most"}


def read_sum(cell: str, *, header: str = "", currency: str | None = None) -> Money:
    """Read a sum of money.

    Parameters
    ----------
    cell
        The cell: ``$4bn``, ``4,000,000,000``, ``1.5 million EUR``, ``100-500 million``, ``up to 5bn``.
    header
        The column's name, which may give a scale and a currency: ``Amount (USD m)``.
    currency
        What the column of currencies says.

    Raises
    ------
    InvalidRecordError
        For a cell that isn't a sum, that can be read two ways, or whose currency nobody tells.

    Examples
    --------
    >>> print(read_sum("up to 5bn", currency="EUR"))
    up to EUR 5 billion (total)
    >>> print(read_sum("100-500", header="Amount (USD m)"))
    USD 100 million to 500 million (total)
    """
    text = " ".join(cell.split())
    if text.startswith(("-", "\u2212", "(")):
        raise invalid_cell(cell, "is negative", "write who pays whom, and the sum without a sign")
    exponent, of_header = unit(header)
    code = currency_code(currency) if currency else of_header
    bare = _BARE.fullmatch(text)
    cue = _cue(bare["cue"]) if bare else None
    if bare and cue is not None:
        return _bare_sum(cell, bare, cue, exponent, code)
    return _written_sum(cell, text, code)


@lru_cache(maxsize=1000)
def unit(header: str) -> tuple[int | None, str | None]:
    """Return the power of ten and the currency that a header gives its figures in.

    Examples
    --------
    >>> unit("Deal value ($m)"), unit("Sum in EUR million"), unit("Amount")
    ((6, 'USD'), (6, 'EUR'), (None, None))
    """
    exponent, currency = None, None
    bracketed = re.findall(r"\(([^)]*)\)", header)
    for token in re.findall(r"[^\s(),;:/-]+", header):
        code, rest = _currency_in(token)
        scale = _scales().get(rest.lower())
        currency = currency or code
        # A single letter is a scale only where it can hardly be anything else.
        if scale is not None and (len(rest) > 1 or currency or token in bracketed):
            exponent = scale
    return exponent, currency


def currency_code(text: str) -> str:
    """Return the ISO 4217 code of a currency's code, sign or name.

    Raises
    ------
    InvalidRecordError
        For a currency that isn't known.

    Examples
    --------
    >>> currency_code("usd"), currency_code("€"), currency_code("Swiss francs")
    ('USD', 'EUR', 'CHF')
    """
    code, rest = _currency_in(text.strip())
    if code and not rest:
        return code
    _, names = _currencies()
    named = names.get(text.strip().lower().removesuffix("s"))
    if named:
        return named
    Money.exactly(0, text.strip().upper())
    return text.strip().upper()


def read_date(cell: str) -> str:
    """Read a date into ISO 8601 as far as it goes.

    Raises
    ------
    InvalidRecordError
        For a cell that isn't a date, or one whose day and month can be swapped.

    Examples
    --------
    >>> read_date("4 March 2025"), read_date("31/12/2024"), read_date("2025-03"), read_date("2019/..")
    ('2025-03-04', '2024-12-31', '2025-03', '2019/..')
    """
    text = " ".join(cell.split())
    for reading in (_iso, _numeric, _written):
        found = reading(text)
        if found is not None:
            return found
    if re.fullmatch(r"\d{5}", text):
        raise invalid_cell(cell, "looks like a spreadsheet's number of a day", "format the column as a date")
    raise invalid_cell(cell, "is not a date that can be read", "write 2025-03-04, 2025-03 or 2025")


def _bare_sum(cell: str, bare: re.Match[str], cue: str, exponent: int | None, currency: str | None) -> Money:
    """Read a number without words; its scale is the header's."""
    low, high = (_number(bare[name], exponent) if bare[name] else None for name in ("low", "high"))
    if currency is None:
        raise invalid_cell(
            cell, "names no currency", "add a column of currencies, or write it beside the sum"
        )
    if exponent is None and (high or low or 0) < LEAST:
        hint = "write the scale, as in 5 million, or into the header, as in Amount (USD m)"
        raise invalid_cell(cell, "is too small for a deal's sum and names no scale", hint)
    if high is not None:
        return Money(low, high, currency)
    if bare["plus"] or cue == "at_least":
        return Money(low, None, currency)
    return Money(None if cue == "at_most" else low, low, currency)


def _written_sum(cell: str, text: str, currency: str | None) -> Money:
    """Read a number with words by the grammar that reads articles."""
    own = money_mentions(text)
    found = own or (money_mentions(f"{text} {currency}") if currency else [])
    if len(found) > 1:
        raise invalid_cell(cell, "states more than one sum", "give each sum a row of its own")
    if not found:
        hint = "write it as 4000000000, $4bn or 1.5 million EUR"
        raise invalid_cell(cell, "is not a sum of money that can be read", hint)
    (mention,) = found
    if re.search(r"\d", text[: mention.start] + text[mention.end :]):
        raise invalid_cell(cell, "can be read in two ways", "write it as 1.5 million or 1,500,000")
    if own and currency and mention.money.currency != currency:
        raise invalid_cell(
            cell,
            f"is in {mention.money.currency}, and the currency is given as {currency}",
            "mend one of the two",
        )
    return mention.money


def _cue(text: str) -> str | None:
    """Return what stands before a bare number says of it; ``None`` where it isn't known."""
    said = text.strip().lower()
    if not said or said in ("about", "approx.", "approx", "circa", "ca.", "~", "est.", "estimated"):
        return ""
    cues = lexicon("money")
    kinds = (kind for kind in ("at_least", "at_most") if said in cues[kind])
    return _SIGNS.get(said) or next(kinds, None)


def _number(text: str, exponent: int | None) -> Decimal:
    return Decimal(text.replace(",", "")).scaleb(exponent or 0)


@cache
def _scales() -> dict[str, int]:
    return {word: power for power, words in data("words")["scales"].items() for word in words}


@cache
def _currencies() -> tuple[dict[str, str], dict[str, str]]:
    """Return the codes of currencies by sign or code, the longest first, and by name."""
    found = data_file("currencies")
    signs = {sign: code for code, several in found["symbols"].items() for sign in several}
    signs |= {code: "CNY" if code == "RMB" else code for code in found["codes"]}
    names = {word: code for code, words in found["words"].items() for word in words}
    return {sign: signs[sign] for sign in sorted(signs, key=len, reverse=True)}, names


@lru_cache(maxsize=1000)
def _currency_in(token: str) -> tuple[str | None, str]:
    """Part a currency's code or sign from the scale that may follow it."""
    signs, _ = _currencies()
    for sign, code in signs.items():
        if token.upper().startswith(sign.upper()) and _is_whole(token, sign):
            return code, token[len(sign) :]
    return None, token


def _is_whole(token: str, sign: str) -> bool:
    """Tell a currency from the beginning of a word: a scale may follow it, another letter not."""
    rest = token[len(sign) :].lower()
    return not rest or rest in _scales()


def _iso(text: str) -> str | None:
    try:
        Period.parse(text)
    except InvalidRecordError:
        return iso_date(text)
    return text


def _numeric(text: str) -> str | None:
    ordered = _YEAR_FIRST.fullmatch(text)
    if ordered:
        return iso_date("-".join(ordered.groups()))
    match = _DAY_FIRST.fullmatch(text)
    if match is None:
        return None
    one, other, year = match.groups()
    if one != other and int(one) <= 12 and int(other) <= 12:
        raise invalid_cell(text, "may be read with the day first or with the month first", "write 2025-03-04")
    month, day = (other, one) if int(one) > 12 else (one, other)
    return iso_date(f"{year}-{month}-{day}")


def _written(text: str) -> str | None:
    parted = re.sub(r"(?<=\d)[-/.](?=[A-Za-z])|(?<=[A-Za-z])[-/.](?=\d)", " ", text)
    found = date_mentions(parted)
    if len(found) == 1 and (found[0].start, found[0].end) == (0, len(parted)):
        return found[0].date
    return None
