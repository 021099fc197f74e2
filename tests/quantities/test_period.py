"""Periods: as precise as the text that gives them."""

from datetime import date

import pytest

from keiretsu.errors import InvalidRecordError
from keiretsu.quantities import Period


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-03-04", date(2025, 3, 4), date(2025, 3, 4)),
        ("2019/..", date(2019, 1, 1), None),
        ("../2026-06", None, date(2026, 6, 30)),
        ("2024/2026", date(2024, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_date_covers_all_the_days_that_it_may_mean(text: str, start: date | None, end: date | None) -> None:
    assert Period.parse(text) == Period(start, end)


@pytest.mark.parametrize(
    "text",
    ["2025-13", "2025-02-30", "last May", "", "2026/2025", "2025-1", "0000", "\uff12\uff10\uff12\uff15"],
)
def test_a_date_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(InvalidRecordError) as caught:
        Period.parse(text)
    assert caught.value.problem.code == "quantity.invalid-date"


def test_an_open_period_holds_every_later_day() -> None:
    since = Period.parse("2019/..")
    assert date(2035, 1, 1) in since
    assert date(2018, 12, 31) not in since
    assert since.years is None
