"""Sums of money as texts write them."""

import pytest

from keiretsu.claims.rules.money import money_mentions

SUMS = [
    ("$38 billion", 38e9, 38e9, "USD"),
    ("$1.77 trillion", 1.77e12, 1.77e12, "USD"),
    ("$6.75bn", 6.75e9, 6.75e9, "USD"),
    ("£500m", 500e6, 500e6, "GBP"),
    ("€1.7 billion", 1.7e9, 1.7e9, "EUR"),
    ("US$20 million", 20e6, 20e6, "USD"),
    ("A$3 billion", 3e9, 3e9, "AUD"),
    ("HK$4.5bn", 4.5e9, 4.5e9, "HKD"),
    ("C$700 million", 700e6, 700e6, "CAD"),
    ("NT$90 billion", 90e9, 90e9, "TWD"),
    ("¥200 billion", 200e9, 200e9, "JPY"),
    ("₩5 trillion", 5e12, 5e12, "KRW"),
    ("4.6 billion euros", 4.6e9, 4.6e9, "EUR"),
    ("1.2 trillion won", 1.2e12, 1.2e12, "KRW"),
    ("half a billion dollars", 0.5e9, 0.5e9, "USD"),
    ("a billion dollars", 1e9, 1e9, "USD"),
    ("two billion pounds", 2e9, 2e9, "GBP"),
    ("USD 12 million", 12e6, 12e6, "USD"),
    ("$1,250,000", 1.25e6, 1.25e6, "USD"),
    ("$100-500 billion", 100e9, 500e9, "USD"),
    ("$5 billion to $7 billion", 5e9, 7e9, "USD"),
    ("between 100 billion won ($69 million) and 140 billion won", 100e9, 140e9, "KRW"),
    ("at least $2 billion", 2e9, None, "USD"),
    ("more than 12.6 trillion won", 12.6e12, None, "KRW"),
    ("over $13 billion", 13e9, None, "USD"),
    ("$2 billion-plus", 2e9, None, "USD"),
    ("$3bn or more", 3e9, None, "USD"),
    ("up to $5 billion", None, 5e9, "USD"),
    ("as much as £6bn", None, 6e9, "GBP"),
    ("about $9 billion", 9e9, 9e9, "USD"),
    ("6.75bn dollars (£3.6bn)", 6.75e9, 6.75e9, "USD"),
]


@pytest.mark.parametrize(("text", "low", "high", "currency"), SUMS)
def test_one_sum(text, low, high, currency):
    (found,) = money_mentions(f"Alpha paid {text}.")
    read = (
        None if found.money.low is None else float(found.money.low),
        None if found.money.high is None else float(found.money.high),
        found.money.currency,
    )
    assert read == (low, high, currency)


@pytest.mark.parametrize(
    "text",
    [
        "billions of dollars",
        "multi-billion dollar plan",
        "a dollar",
        "38 billion parameters",
        "$",
        "5 percent",
        "won two",
    ],
)
def test_vague_sums_and_plain_numbers_are_no_money(text):
    assert money_mentions(text) == []


BASES = [
    ("Alpha paid $4 billion.", "total"),
    ("Alpha added another $1 billion.", "tranche"),
    ("Alpha paid an initial $1.5 billion.", "tranche"),
    ("Alpha pays $3 billion a year.", "per_year"),
    ("Alpha spends $3 billion annually.", "per_year"),
    ("Alpha has invested $14 billion since 2019.", "cumulative"),
    ("Alpha has invested $14 billion so far.", "cumulative"),
    ("Alpha was valued at $60 billion.", "valuation"),
    ("Alpha raised it at a $60 billion valuation.", "valuation"),
]


@pytest.mark.parametrize(("text", "basis"), BASES)
def test_basis_of_a_sum(text, basis):
    assert [found.money.basis for found in money_mentions(text)] == [basis]


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("It pays $87.20 a share, or $2.1 billion in all.", ["USD 2.1 billion (total)"]),
        ("Servers cost $5 per hour.", []),
        ("The price is 60 euros a barrel.", []),
        ("It sold the unit for $3 billion a week ago.", ["USD 3 billion (total)"]),
        ("It spends $3 billion per year.", ["USD 3 billion (per year)"]),
        ("The rent is $3 million a month.", []),
        ("It pays €30 million monthly for capacity.", []),
        ("It pays a monthly rent of about $1.2 million.", []),
        ("It charters two tankers for $2 million each month.", []),
        ("It pays $90 million every quarter.", []),
        ("It pays $24 million every year.", ["USD 24 million (per year)"]),
        ("A month later it paid $24 million.", ["USD 24 million (total)"]),
    ],
)
def test_the_price_of_one_of_many_is_no_sum_of_a_deal(text: str, sums: list[str]) -> None:
    assert [str(found.money) for found in money_mentions(text)] == sums
