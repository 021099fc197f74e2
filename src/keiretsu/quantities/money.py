"""Sums of money as texts state them: a range, a currency and a basis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import Any, Self, TypeAlias

from babel.numbers import list_currencies

from keiretsu.errors import InvalidRecordError
from keiretsu.vocabulary import bases

Number: TypeAlias = int | float | str | Decimal
_SCALES = (
    (Decimal(10) ** 12, "trillion"),
    (Decimal(10) ** 9, "billion"),
    (Decimal(10) ** 6, "million"),
)
BEYOND = Decimal(10) ** 60
"""No currency ever had so much of it; a number of any length would fill pages and overflow a float."""
MOST_PLACES = 100
"""Digits after the point: no currency is divided so finely, and more would fill pages as well."""


@dataclass(frozen=True, slots=True)
class Money:
    """A stated sum: ``low..high`` of a currency on a basis.

    Answers *how much, at least and at most, and the measure of what*. A single figure has
    ``low == high``; "at least 2 billion" has no ``high``; "up to 5 billion" has no ``low``.

    Parameters
    ----------
    low, high
        Bounds in units of the currency, from 0 to below 10^60, with 100 digits after the point at most;
        ``None`` where there is none (not both).
    currency
        ISO 4217 code.
    basis
        One of the vocabulary's bases.

    Raises
    ------
    InvalidRecordError
        For a negative, infinite, impossibly large, impossibly fine or missing sum, crossed bounds, or an
        unknown currency or basis.

    Examples
    --------
    >>> print(Money.exactly(38_000_000_000, "USD"))
    USD 38 billion (total)
    >>> print(Money.between("2e9", None, "EUR", basis="cumulative"))
    at least EUR 2 billion (cumulative)
    >>> print(Money.between("1e9", "2.5e9", "KRW"))
    KRW 1 billion to 2.5 billion (total)
    """

    low: Decimal | None
    high: Decimal | None
    currency: str
    basis: str = "total"

    def __post_init__(self) -> None:
        if self.low is None and self.high is None:
            raise _invalid("no bounds", "a sum needs a lower or an upper bound", "give one")
        for bound in (self.low, self.high):
            if bound is not None and not (bound.is_finite() and bound >= 0):
                raise _invalid(str(bound), "a sum is finite and not negative", "give a plain number")
            if bound is not None and bound >= BEYOND:
                raise _invalid(f"{bound:.3E}", "is more than any currency has", "check the exponent")
            if bound is not None and int(bound.as_tuple().exponent) < -MOST_PLACES:
                raise _invalid(f"{bound:.3E}", f"has more than {MOST_PLACES} decimal places", "round it")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise _invalid(f"{self.low}..{self.high}", "the lower bound is above the upper", "swap them")
        if self.currency not in _currencies():
            raise _invalid(self.currency, "is not an ISO 4217 currency", "use a code such as USD")
        if self.basis not in bases():
            raise _invalid(self.basis, "is not a basis", f"use one of {', '.join(bases())}")

    @classmethod
    def exactly(cls, amount: Number, currency: str, *, basis: str = "total") -> Self:
        """Build a single figure."""
        return cls.between(amount, amount, currency, basis=basis)

    @classmethod
    def between(cls, low: Number | None, high: Number | None, currency: str, *, basis: str = "total") -> Self:
        """Build a range; ``None`` leaves a side open."""
        return cls(_decimal(low), _decimal(high), currency, basis)

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Self:
        """Build from the guideline's amount object."""
        return cls.between(raw["low"], raw["high"], raw["currency"], basis=raw["basis"])

    def to_json(self) -> dict[str, Any]:
        """Return the guideline's amount object, with whole numbers as integers.

        Examples
        --------
        >>> Money.exactly("4e9", "USD").to_json()
        {'low': 4000000000, 'high': 4000000000, 'currency': 'USD', 'basis': 'total'}
        """
        return {
            "low": _plain(self.low),
            "high": _plain(self.high),
            "currency": self.currency,
            "basis": self.basis,
        }

    @property
    def key(self) -> str:
        """The sum to the last digit, the same text for equal sums; for hashes.

        Examples
        --------
        >>> Money.exactly("4e9", "USD").key == Money.exactly("4000000000.00", "USD").key
        True
        """
        low = "" if self.low is None else f"{self.low.normalize():f}"
        high = low if self.is_exact else "" if self.high is None else f"{self.high.normalize():f}"
        return f"{low} {high} {self.currency} {self.basis}"

    @property
    def is_exact(self) -> bool:
        """Whether both bounds are known and equal."""
        return self.low is not None and self.low == self.high

    def __str__(self) -> str:
        if self.high is None:
            assert self.low is not None  # noqa: S101 - one bound exists by construction
            text = f"at least {self.currency} {_words(self.low)}"
        elif self.low is None:
            text = f"up to {self.currency} {_words(self.high)}"
        elif self.low == self.high:
            text = f"{self.currency} {_words(self.low)}"
        else:
            text = f"{self.currency} {_words(self.low)} to {_words(self.high)}"
        return f"{text} ({self.basis.replace('_', ' ')})"


@lru_cache(maxsize=65536)  # of all the sums that a workspace holds, most are told several times
def stored_money(low: str | None, high: str | None, currency: str, basis: str) -> Money:
    """Return a sum whose bounds are kept as texts, so that no digit is lost.

    Examples
    --------
    >>> print(stored_money("2E+9", None, "EUR", "total"))
    at least EUR 2 billion (total)
    """
    return Money(_decimal(low), _decimal(high), currency, basis)


@cache
def _currencies() -> frozenset[str]:
    return frozenset(list_currencies())


def _decimal(number: Number | None) -> Decimal | None:
    if number is None:
        return None
    try:
        return Decimal(str(number))
    except InvalidOperation:
        raise _invalid(str(number), "is not a number", "give digits such as 4000000000") from None


def _plain(bound: Decimal | None) -> int | float | None:
    if bound is None:
        return None
    return int(bound) if bound == bound.to_integral_value() else float(bound)


def _words(amount: Decimal) -> str:
    for scale, word in _SCALES:
        if amount >= scale:
            return f"{amount / scale:.3f}".rstrip("0").rstrip(".") + f" {word}"
    return f"{amount.normalize():,f}"


def _invalid(where: str, message: str, hint: str) -> InvalidRecordError:
    return InvalidRecordError("quantity.invalid-money", where=where, message=message, hint=hint)
