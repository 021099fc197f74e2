"""Tables and pictures of measures."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from pydantic import Field

from keiretsu.api.shapes.base import Shape, finite

if TYPE_CHECKING:
    import pandas as pd


class Table(Shape):
    """A table: one list of cells a row, in the order of the columns."""

    columns: list[str] = Field(description="The names of the columns.")
    rows: list[list[str | float | int | bool | None]] = Field(
        description="The rows; null is unknown or has no meaning, and never 0."
    )

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Self:
        """Return a data frame's shape."""
        rows = [[cell(value) for value in row] for row in frame.itertuples(index=False, name=None)]
        return cls.model_construct(columns=[str(name) for name in frame.columns], rows=rows)


def cell(value: Any) -> str | float | int | bool | None:  # noqa: ANN401 - whatever a table holds
    """Return a table's cell as JSON's types.

    Examples
    --------
    >>> cell(date(2025, 3, 4)), cell(float("nan")), cell("Alpha")
    ('2025-03-04', None, 'Alpha')
    """
    import pandas as pd

    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        return finite(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if isinstance(value, str | int | bool) else str(value)


def plain(value: Any) -> Any:  # noqa: ANN401 - any of JSON's types
    """Return JSON's types without numbers that JSON doesn't have."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return finite(value) if isinstance(value, float) else value
