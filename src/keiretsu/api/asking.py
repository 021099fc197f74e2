"""What a request asks about: the day, the moment, the page, the reading of unknown sums."""

from __future__ import annotations

import re
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, TypeAlias

from fastapi import Depends, Query
from pydantic import AfterValidator, WithJsonSchema

from keiretsu.quantities import parse_day, parse_moment
from keiretsu.service.asked import Asked
from keiretsu.service.paging import MOST

FARTHEST = 1_000_000_000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}([Tt ].+)?")


def _day(text: str) -> date:
    if not _DAY.fullmatch(text):
        raise ValueError("isn't a day; write it as YYYY-MM-DD")
    return parse_day(text, "day")


def _moment(text: str) -> datetime:
    found = parse_moment(text.upper(), "known_by") if _MOMENT.fullmatch(text) else None
    if found is None:
        raise ValueError("isn't a day, or a moment with its time zone; write it as YYYY-MM-DDTHH:MM:SSZ")
    return found


_DATE = {"type": "string", "format": "date"}
_DATE_TIME = {"type": "string", "format": "date-time"}

Day: TypeAlias = Annotated[str, AfterValidator(_day), WithJsonSchema(_DATE)]
"""A day as text; a :class:`date` once it is read."""

Moment: TypeAlias = Annotated[
    str, AfterValidator(_moment), WithJsonSchema({"anyOf": [_DATE, _DATE_TIME], "type": "string"})
]
"""A day, which stands for its end in UTC, or a moment; a :class:`datetime` once it is read."""


def _asked(
    as_of: Annotated[
        Day | None, Query(description="The day that is asked about; the newest day if not given.")
    ] = None,
    known_by: Annotated[
        Moment | None,
        Query(
            description="By when it was recorded: a moment, or a day for its end in UTC; now if not given."
        ),
    ] = None,
) -> Asked:
    return Asked(as_of, known_by)  # type: ignore[arg-type]  # both are read by now


class Unknown(StrEnum):
    """What becomes of sums that no source states: left out, or estimated so that reported totals are met."""

    EXCLUDE = "exclude"
    ESTIMATE = "estimate"


AskedOf: TypeAlias = Annotated[Asked, Depends(_asked)]
LimitOf: TypeAlias = Annotated[int, Query(ge=1, le=MOST, description="How many items a page holds.")]
OffsetOf: TypeAlias = Annotated[
    int, Query(ge=0, le=FARTHEST, description="How many items come before the first of the page.")
]
UnknownOf: TypeAlias = Annotated[
    Unknown, Query(description="What becomes of sums that no source states: left out or estimated.")
]
