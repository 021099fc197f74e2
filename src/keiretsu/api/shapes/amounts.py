"""Sums of money: those that sources state, in digits, and those that are worked out, in numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import Self

from pydantic import Field

from keiretsu.api.shapes.base import Digits, Shape, finite
from keiretsu.network.money import Rate
from keiretsu.quantities import Money


class Amount(Shape):
    """A sum as a source states it, to the last digit."""

    low: Digits | None = Field(description="At least so much; null where no lower bound is stated.")
    high: Digits | None = Field(description="At most so much; null where no upper bound is stated.")
    currency: str = Field(description="ISO 4217 code.", examples=["USD"])
    basis: str = Field(description="What the sum is the measure of: see the vocabulary.", examples=["total"])

    @classmethod
    def of(cls, money: Money | None) -> Self | None:
        """Return a sum's shape; none for none."""
        if money is None:
            return None
        return cls(low=digits(money.low), high=digits(money.high), currency=money.currency, basis=money.basis)


class YearlyAmount(Shape):
    """Money a year, worked out from stated sums and terms."""

    per_year: float = Field(description="What is used.")
    low: float | None = Field(description="At least; null where nothing bounds it.")
    high: float | None = Field(description="At most; null where nothing bounds it.")
    currency: str = Field(description="ISO 4217 code.", examples=["USD"])

    @classmethod
    def of(cls, rate: Rate | None, currency: str) -> Self | None:
        """Return a rate's shape; none where no source gives a sum."""
        if rate is None:
            return None
        return cls(per_year=rate.per_year, low=finite(rate.low), high=finite(rate.high), currency=currency)


def digits(number: Decimal | None) -> str | None:
    """Return a number in plain digits.

    Examples
    --------
    >>> digits(Decimal("4E+9")), digits(Decimal("0.50")), digits(None)
    ('4000000000', '0.5', None)
    """
    return None if number is None else f"{number.normalize():f}"
