"""Reported figures and exchange rates."""

from decimal import Decimal

import pytest

from keiretsu.errors import InvalidRecordError
from keiretsu.ledger import ExchangeRate, ExchangeRates, Item, ReportedFigure, Source
from keiretsu.parties import Party
from keiretsu.quantities import Money, Period

REPORT = Source("Annual report 2025", "Alpha", "2026-02-01")
BILLION = Money.exactly("1e9", "USD")


def test_a_segment_belongs_to_segment_revenue_and_to_it_alone() -> None:
    with pytest.raises(InvalidRecordError):
        ReportedFigure(Party("Alpha"), Item.REVENUE, BILLION, Period.parse("2025"), REPORT, segment="Cloud")
    with pytest.raises(InvalidRecordError):
        ReportedFigure(Party("Alpha"), Item.SEGMENT_REVENUE, BILLION, Period.parse("2025"), REPORT)


def test_a_figure_without_an_end_of_its_period_cannot_exist() -> None:
    with pytest.raises(InvalidRecordError):
        ReportedFigure(Party("Alpha"), Item.REVENUE, BILLION, Period.parse("2025/.."), REPORT)


def test_the_same_figure_of_two_sources_is_two_figures() -> None:
    other = Source("Alpha's year", "The Ledger", "2026-02-02")
    first, second = (
        ReportedFigure(Party("Alpha"), Item.REVENUE, BILLION, Period.parse("2025"), source)
        for source in (REPORT, other)
    )
    assert first.id != second.id


def test_a_year_without_a_rate_takes_the_nearest() -> None:
    rates = ExchangeRates(
        "USD",
        [
            ExchangeRate("EUR", 2023, Decimal("1.05"), REPORT),
            ExchangeRate("EUR", 2025, Decimal("1.15"), REPORT),
        ],
    )
    assert rates.find("EUR", 2030).year == 2025
    assert rates.find("EUR", 2024).year == 2023
    assert rates.find("CHF", 2024) is None


@pytest.mark.parametrize("rate", ["0", "-1", "NaN"])
def test_a_rate_is_positive(rate: str) -> None:
    with pytest.raises(InvalidRecordError):
        ExchangeRate("EUR", 2023, Decimal(rate), REPORT)
