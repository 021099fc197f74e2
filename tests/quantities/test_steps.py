"""The days of a range: month ends stay month ends."""

from datetime import date

import pytest

from keiretsu.errors import MisuseError
from keiretsu.quantities import Every, days_between


@pytest.mark.parametrize(
    ("first", "last", "every", "days"),
    [
        ("2024-12-31", "2025-12-31", Every.QUARTER, "2024-12-31 2025-03-31 2025-06-30 2025-09-30 2025-12-31"),
        ("2024-01-30", "2024-04-01", Every.MONTH, "2024-01-30 2024-02-29 2024-03-30 2024-04-01"),
        ("2024-02-29", "2026-03-01", Every.YEAR, "2024-02-29 2025-02-28 2026-02-28 2026-03-01"),
        ("2025-05-01", "2025-05-01", Every.MONTH, "2025-05-01"),
        ("9999-11-30", "9999-12-31", Every.MONTH, "9999-11-30 9999-12-30 9999-12-31"),
    ],
)
def test_each_day_is_on_the_first_ones_day_of_the_month(first, last, every, days) -> None:
    found = days_between(date.fromisoformat(first), date.fromisoformat(last), every)
    assert " ".join(map(str, found)) == days


def test_a_range_that_ends_before_it_begins_is_misuse() -> None:
    with pytest.raises(MisuseError) as caught:
        days_between(date(2025, 2, 1), date(2025, 1, 31), Every.MONTH)
    assert caught.value.problem.code == "cli.days-reversed"
