"""Exchange rates, published in US dollars, turned into the pack's base currency."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from keiretsu.errors import Problem, Severity
from keiretsu.ledger import ExchangeRate
from keiretsu.packs.models import RateRow

_PUBLISHED_IN = "USD"


def rate_key(rate: ExchangeRate | RateRow) -> str:
    """Return what a rate is found by: its currency and its year."""
    return f"{rate.currency} {rate.year}"


def to_base(
    rows: Sequence[tuple[str, RateRow]], base: str
) -> tuple[tuple[ExchangeRate, ...], tuple[Problem, ...]]:
    """Return the rates in the base currency, and a problem for each year that lacks its price."""
    base_prices = {row.year: row.usd_per_unit for _, row in rows if row.currency == base}
    rates: dict[str, ExchangeRate] = {}
    problems: list[Problem] = []
    for where, row in rows:
        price = Decimal(1) if base == _PUBLISHED_IN else base_prices.get(row.year)
        key = rate_key(row)
        if price is None:
            problems.append(_no_base(where, base, row.year))
        elif key in rates:
            problems.append(_repeated(where, row))
        else:
            rates[key] = ExchangeRate(row.currency, row.year, row.usd_per_unit / price, row.source())
    return tuple(rates.values()), tuple(problems)


def _no_base(where: str, base: str, year: int) -> Problem:
    return Problem(
        "pack.missing-rate",
        Severity.ERROR,
        where,
        f"can't be turned into {base}, because the file has no rate of {base} for {year}",
        f"add a row for {base} and {year}",
    )


def _repeated(where: str, row: RateRow) -> Problem:
    return Problem(
        "pack.repeated-rate",
        Severity.ERROR,
        where,
        f"{row.currency} in {row.year} stands above already; the second is left out",
        "keep one row",
    )
