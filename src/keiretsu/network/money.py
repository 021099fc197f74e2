"""A stated sum turned into money per year of one currency."""

from __future__ import annotations

from dataclasses import dataclass

from keiretsu.ledger import ExchangeRates
from keiretsu.network.assumptions import Assumptions
from keiretsu.quantities import Money
from keiretsu.reasons import Reason


@dataclass(frozen=True, slots=True)
class Rate:
    """Money per year: the figure used, and the least and the most that the sources allow.

    ``low`` is 0 where the sources give no least, ``high`` is ``None`` where they give no most.
    """

    per_year: float
    low: float
    high: float | None


def per_year(
    money: Money, years: float | None, year: int, rates: ExchangeRates, assumptions: Assumptions
) -> tuple[Rate | None, tuple[Reason, ...]]:
    """Spread a sum evenly over years, in the base currency of the rates.

    Parameters
    ----------
    money
        The sum.
    years
        Over how many years it is spread; ``None`` for a sum that is per year already.
    year
        The year whose exchange rate is used.
    rates
        Exchange rates into the base currency.
    assumptions
        Of which ``midpoint_weight`` says what a range counts as.

    Returns
    -------
    Rate or None, tuple of Reason
        The rate, ``None`` where the currency has no exchange rate; and what it rests on.

    Examples
    --------
    >>> rate, _ = per_year(
    ...     Money.between(100, 300, "USD"), 2, 2025, ExchangeRates("USD"), Assumptions()
    ... )
    >>> rate
    Rate(per_year=100.0, low=50.0, high=150.0)
    """
    because: tuple[Reason, ...] = ()
    factor = 1.0 / (years or 1.0)
    if money.currency != rates.base:
        exchange = rates.find(money.currency, year)
        if exchange is None:
            return None, ()
        because = (exchange.why(rates.base),)
        factor *= float(exchange.rate)
    if money.is_exact:
        return _scaled(money, factor, 0.0), because
    weight = assumptions["midpoint_weight"]
    return _scaled(money, factor, weight.value), (*because, weight.why())


def _scaled(money: Money, factor: float, weight: float) -> Rate:
    low = 0.0 if money.low is None else float(money.low) * factor
    if money.high is None:
        return Rate(low, low, None)
    high = float(money.high) * factor
    return Rate(low + weight * (high - low), low, high)
