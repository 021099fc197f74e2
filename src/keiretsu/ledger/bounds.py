"""Arithmetic of sums that are ranges: two of them added, what both allow, which is the larger."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from keiretsu.quantities import Money

_OPEN = Decimal("Infinity")
_NONE = Decimal(0)


def low(money: Money) -> Decimal:
    """Return the lower bound; 0 where it is open."""
    return _NONE if money.low is None else money.low


def high(money: Money) -> Decimal:
    """Return the upper bound; infinity where it is open."""
    return _OPEN if money.high is None else money.high


def are_compatible(first: Money, second: Money) -> bool:
    """Whether one figure can lie in both ranges.

    Examples
    --------
    >>> are_compatible(Money.between(2, None, "USD"), Money.exactly(3, "USD"))
    True
    """
    return low(first) <= high(second) and low(second) <= high(first)


def is_below(first: Money, second: Money) -> bool:
    """Whether all of the first range lies below all of the second."""
    return high(first) < low(second)


def intersect(first: Money, second: Money) -> Money:
    """Return what both ranges allow, on the first one's basis.

    Examples
    --------
    >>> print(intersect(Money.between(2, None, "USD"), Money.between(None, 5, "USD")))
    USD 2 to 5 (total)
    """
    return money_between(
        max(low(first), low(second)), min(high(first), high(second)), first.currency, first.basis
    )


def add(sums: Iterable[Money], basis: str) -> Money:
    """Add ranges up; a bound that one of them leaves open stays open.

    Examples
    --------
    >>> print(add([Money.exactly(1, "USD"), Money.between(2, None, "USD")], "cumulative"))
    at least USD 3 (cumulative)
    """
    parts = list(sums)
    has_low = any(part.low is not None for part in parts)
    total = sum((low(part) for part in parts), _NONE)
    top = sum((high(part) for part in parts), _NONE)
    return money_between(total if has_low else None, top, parts[0].currency, basis)


def times(money: Money, factor: Decimal, basis: str) -> Money:
    """Return a multiple of a range."""
    bottom, top = (None if bound is None else bound * factor for bound in (money.low, money.high))
    return Money(bottom, top, money.currency, basis)


def rebased(money: Money, basis: str) -> Money:
    """Return the same range on another basis."""
    return Money(money.low, money.high, money.currency, basis)


def width(money: Money) -> Decimal:
    """Return how wide a range is, as a share of its upper bound: 0 for one figure, 1 if it is open."""
    if money.low is None or money.high is None:
        return Decimal(1)
    return (money.high - money.low) / money.high if money.high else _NONE


def money_between(bottom: Decimal | None, top: Decimal, currency: str, basis: str) -> Money:
    """Return a range whose open upper bound is infinity; a lower bound of 0 under a bound above is open."""
    upper = None if top == _OPEN else top
    lower = None if upper is not None and upper > 0 and not bottom else bottom
    return Money(lower, upper, currency, basis)
