"""Exchange rates: yearly averages that turn sums into one currency."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from keiretsu.errors import InvalidRecordError
from keiretsu.ledger.figures import Source
from keiretsu.reasons import Reason


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """What one unit of a currency was worth in the base currency, on average over a year.

    Parameters
    ----------
    currency
        ISO 4217 code of the currency that is turned into the base currency.
    year
        The calendar year of the average.
    rate
        Units of the base currency for one unit of this one: positive and finite.
    source
        Where the average was published.

    Raises
    ------
    InvalidRecordError
        ``figure.invalid-rate`` for a rate that isn't positive and finite.

    Examples
    --------
    >>> source = Source("Yearly averages", "Central bank", "2026-01-05")
    >>> print(ExchangeRate("EUR", 2025, Decimal("1.13"), source).why("USD").text)
    1 EUR = USD 1.13 on average in 2025
    """

    currency: str
    year: int
    rate: Decimal
    source: Source

    def __post_init__(self) -> None:
        if not (self.rate.is_finite() and self.rate > 0):
            raise InvalidRecordError(
                "figure.invalid-rate",
                where=f"{self.currency} {self.year}",
                message=f"{self.rate} isn't a positive number",
                hint="give the worth of one unit in the base currency",
            )

    def why(self, base: str) -> Reason:
        """Return the rate as a leaf of an explanation, by the code of the base currency."""
        origin = f"{self.source.title}, {self.source.publisher}, {self.source.date}"
        return Reason(f"1 {self.currency} = {base} {self.rate} on average in {self.year}", source=origin)


class ExchangeRates:
    """The rates into one base currency, looked up by currency and year.

    Answers *what is this sum worth in the base currency*. A year without a rate takes the nearest
    year that has one, the earlier on a tie.

    Examples
    --------
    >>> source = Source("Yearly averages", "Central bank", "2026-01-05")
    >>> rates = ExchangeRates("USD", [ExchangeRate("EUR", 2024, Decimal("1.08"), source)])
    >>> rates.find("EUR", 2025).rate, rates.find("XYZ", 2025) is None
    (Decimal('1.08'), True)
    """

    def __init__(self, base: str, rates: Iterable[ExchangeRate] = ()) -> None:
        self.base = base
        self._rates: dict[str, dict[int, ExchangeRate]] = {}
        for rate in rates:
            self._rates.setdefault(rate.currency, {})[rate.year] = rate

    def find(self, currency: str, year: int) -> ExchangeRate | None:
        """Return the rate of a currency nearest to a year, or ``None`` where there is none."""
        years = self._rates.get(currency)
        if not years:
            return None
        return years[min(years, key=lambda known: (abs(known - year), known))]
