"""Numbers on the axes of pictures, in the unit of what they measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.ticker import FuncFormatter

_SCALES = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"), (1e3, "k"))


def tick_labels(unit: str) -> FuncFormatter:
    """Return what writes the numbers of an axis: shares as percentages, large numbers with their scale."""
    from matplotlib.ticker import FuncFormatter

    return FuncFormatter(lambda value, _: short_number(float(value), unit))


def short_number(value: float, unit: str) -> str:
    """Return a number as an axis shows it.

    Examples
    --------
    >>> short_number(0.25, "share"), short_number(2.5e9, "USD per year"), short_number(3, "years")
    ('25%', '2.5 bn', '3')
    """
    if unit.startswith("share"):
        return f"{value:.0%}" if abs(value) >= 0.01 or value == 0 else f"{value:.1%}"
    for scale, word in _SCALES:
        if abs(value) >= scale and (unit != "points" or scale > 1e3):
            return f"{value / scale:,.3g} {word}"
    return f"{value:,.3g}" if abs(value) < 1e3 else f"{value:,.0f}"
