"""Sums and dates as people write them: read where they can mean one thing only."""

from __future__ import annotations

import pytest

from keiretsu.errors import InvalidRecordError
from keiretsu.imports.cells import currency_code, read_date, read_sum, unit
from keiretsu.quantities import Money


@pytest.mark.parametrize(
    ("cell", "low", "high", "currency"),
    [
        ("$4bn", "4e9", "4e9", "USD"),
        ("€1.5 million", "1.5e6", "1.5e6", "EUR"),
        ("1.5 million EUR", "1.5e6", "1.5e6", "EUR"),
        ("US$4,000,000,000", "4e9", "4e9", "USD"),
        ("$100-500 million", "1e8", "5e8", "USD"),
        ("up to $5bn", None, "5e9", "USD"),
        ("at least £2bn", "2e9", None, "GBP"),
        ("$300m+", "3e8", None, "USD"),
        ("half a billion dollars", "5e8", "5e8", "USD"),
    ],
)
def test_a_sum_that_names_its_currency(cell, low, high, currency):
    assert read_sum(cell).key == Money.between(low, high, currency).key


@pytest.mark.parametrize(
    ("cell", "low", "high"),
    [
        ("4,000,000,000", "4e9", "4e9"),
        ("4000000000.00", "4e9", "4e9"),
        ("4E+09", "4e9", "4e9"),
        ("5bn", "5e9", "5e9"),
        ("100-500 million", "1e8", "5e8"),
        ("> 2,000,000", "2e6", None),
        ("up to 5bn", None, "5e9"),
        ("about 3000000", "3e6", "3e6"),
        ("1000000 - 2000000", "1e6", "2e6"),
    ],
)
def test_a_sum_whose_currency_stands_in_another_column(cell, low, high):
    assert read_sum(cell, currency="USD").key == Money.between(low, high, "USD").key


@pytest.mark.parametrize(
    ("header", "exponent", "currency"),
    [
        ("Amount (USD m)", 6, "USD"),
        ("Value ($bn)", 9, "USD"),
        ("Deal size, EUR million", 6, "EUR"),
        ("USDm", 6, "USD"),
        ("US$mm", 6, "USD"),
        ("Amount in thousands", 3, None),
        ("Value (m)", 6, None),
        ("Amount", None, None),
        ("Option B amount", None, None),
        ("Total", None, None),
    ],
)
def test_the_header_gives_scale_and_currency(header, exponent, currency):
    assert unit(header) == (exponent, currency)


def test_a_number_is_scaled_by_its_header():
    assert read_sum("1,250.5", header="Amount (USD m)").low == 1_250_500_000


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("1,5 million EUR", "two ways"),
        ("500", "no scale"),
        ("0", "no scale"),
        ("$3bn and £2bn", "more than one sum"),
        ("undisclosed", "not a sum"),
        ("-4,000,000", "negative"),
        ("($4m)", "negative"),
        ("4.000.000,00", "not a sum"),
    ],
)
def test_what_isn_t_one_sum_is_refused(cell, said):
    with pytest.raises(InvalidRecordError, match=said):
        read_sum(cell, currency="USD" if "EUR" not in cell else None)


def test_a_sum_without_any_currency_is_refused():
    with pytest.raises(InvalidRecordError, match="names no currency"):
        read_sum("4,000,000,000")


def test_a_sum_in_another_currency_than_the_column_says_is_refused():
    with pytest.raises(InvalidRecordError, match="is in EUR, and the currency is given as USD"):
        read_sum("€4bn", currency="USD")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("usd", "USD"),
        ("$", "USD"),
        ("€", "EUR"),
        ("euros", "EUR"),
        ("RMB", "CNY"),
        ("Pounds", "GBP"),
        ("HUF", "HUF"),
    ],
)
def test_currencies_by_code_sign_or_name(written, code):
    assert currency_code(written) == code


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        ("2025-03-04", "2025-03-04"),
        ("2025-3-4", "2025-03-04"),
        ("2025-03-04 00:00:00", "2025-03-04"),
        ("2025/03/04", "2025-03-04"),
        ("2025-03", "2025-03"),
        ("2025", "2025"),
        ("2024/2026", "2024/2026"),
        ("2019/..", "2019/.."),
        ("4 March 2025", "2025-03-04"),
        ("March 4, 2025", "2025-03-04"),
        ("04-Mar-2025", "2025-03-04"),
        ("Mar 2025", "2025-03"),
        ("31/12/2024", "2024-12-31"),
        ("12/31/2024", "2024-12-31"),
        ("31.12.2024", "2024-12-31"),
        ("05/05/2025", "2025-05-05"),
    ],
)
def test_dates_that_mean_one_day(cell, iso):
    assert read_date(cell) == iso


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("03/04/2025", "day first or with the month first"),
        ("3.4.2025", "day first or with the month first"),
        ("45720", "spreadsheet's number of a day"),
        ("31/02/2025", "not a date"),
        ("2025-13", "not a date"),
        ("03/04/25", "not a date"),
        ("next spring", "not a date"),
    ],
)
def test_dates_that_may_mean_two_or_none_are_refused(cell, said):
    with pytest.raises(InvalidRecordError, match=said):
        read_date(cell)
