"""What all shapes have in common."""

from __future__ import annotations

import math
from typing import Annotated, TypeAlias

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """A record of an answer or a request: fields that it doesn't have are refused."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, json_schema_serialization_defaults_required=True, ser_json_inf_nan="null"
    )


Whole: TypeAlias = Annotated[int, Field(strict=True)]
"""A whole number that is sent as one: ``false`` and ``"200"`` are none."""

Digits: TypeAlias = Annotated[
    str, Field(pattern=r"^[0-9]+(\.[0-9]+)?$", max_length=400, examples=["4000000000", "0.25"])
]
"""A number in decimal digits, as text, so that none is lost."""

Why: TypeAlias = Annotated[
    str,
    Field(
        description="Address of the explanation, down to the quotes.", examples=["/api/v1/why/deal?name=x"]
    ),
]


def finite(number: float | None) -> float | None:
    """Return a number that JSON can hold; ``None`` for one without a meaning.

    Examples
    --------
    >>> finite(0.5), finite(float("nan")), finite(None)
    (0.5, None, None)
    """
    return number if number is not None and math.isfinite(number) else None
