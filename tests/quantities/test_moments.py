"""Days and moments as people type them."""

from datetime import UTC, datetime

import pytest

from keiretsu.errors import MisuseError
from keiretsu.quantities import parse_moment


@pytest.mark.parametrize(
    ("text", "hour"),
    [("2025-12-31", 23), ("20251231", 23), ("2025-12-31T12Z", 12), ("2025-12-31 12Z", 12)],
)
def test_a_day_stands_for_its_end_and_a_time_of_day_for_itself(text: str, hour: int) -> None:
    moment = parse_moment(text)
    assert moment is not None
    assert moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0) == datetime(
        2025, 12, 31, hour, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "text",
    [
        *("2025-02-30", "2025-12-31T12:00:00", "2025-12-31 12", "tomorrow", ""),
        *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"),  # before and after all years in UTC
    ],
)
def test_what_is_no_moment_or_lacks_its_zone_is_misuse(text: str) -> None:
    with pytest.raises(MisuseError) as caught:
        parse_moment(text)
    assert caught.value.problem.code == "time.invalid-moment"
