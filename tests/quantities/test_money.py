"""Sums of money: what is valid, and how they read."""

from decimal import Decimal

import pytest

from keiretsu.errors import InvalidRecordError
from keiretsu.quantities import Money


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money.exactly(38_000_000_000, "USD"), "USD 38 billion (total)"),
        (Money.exactly("1.2e12", "KRW", basis="per_year"), "KRW 1.2 trillion (per year)"),
        (Money.between(2_000_000, None, "GBP"), "at least GBP 2 million (total)"),
        (Money.between(None, "5e9", "EUR", basis="tranche"), "up to EUR 5 billion (tranche)"),
        (Money.between("1e11", "5e11", "USD"), "USD 100 billion to 500 billion (total)"),
        (Money.exactly(950, "JPY"), "JPY 950 (total)"),
        (Money.exactly("1234567890", "USD"), "USD 1.235 billion (total)"),
        (Money.exactly("4e41", "ZWL"), f"ZWL 4{'0' * 29} trillion (total)"),
    ],
)
def test_a_sum_reads_as_a_person_would_say_it(money: Money, text: str) -> None:
    assert str(money) == text


@pytest.mark.parametrize(
    ("low", "high", "currency", "basis"),
    [
        (None, None, "USD", "total"),
        (-1, 5, "USD", "total"),
        (5, 4, "USD", "total"),
        ("Infinity", None, "USD", "total"),
        (None, "1e60", "USD", "total"),
        ("1e999999", None, "USD", "total"),
        pytest.param(10**5_000, None, "USD", "total", id="5,000 digits"),
        ("1e-999999", None, "USD", "total"),
        pytest.param(f"0.{'1' * 5_000}", None, "USD", "total", id="5,000 decimals"),
        ("1e-101", None, "USD", "total"),
        (None, "0e-999999", "USD", "total"),
        ("NaN", 1, "USD", "total"),
        (1, 1, "XQQ", "total"),
        (1, 1, "usd", "total"),
        (1, 1, "USD", "monthly"),
        ("many", 1, "USD", "total"),
    ],
)
def test_a_sum_that_is_not_valid_cannot_exist(low, high, currency: str, basis: str) -> None:
    with pytest.raises(InvalidRecordError) as caught:
        Money.between(low, high, currency, basis=basis)
    assert caught.value.problem.code == "quantity.invalid-money"


def test_nothing_of_a_sum_is_lost_on_the_way_through_json() -> None:
    money = Money.between("12.5e6", None, "CHF", basis="cumulative")
    assert money.to_json() == {"low": 12_500_000, "high": None, "currency": "CHF", "basis": "cumulative"}
    assert Money.from_json(money.to_json()) == money


def test_cents_survive() -> None:
    assert Money.exactly("0.10", "USD").low == Decimal("0.10")
    assert Money.exactly("0.10", "USD").to_json()["low"] == 0.1
