"""The colours of pictures: those of the report on white paper, told apart by colour-blind readers too."""

from __future__ import annotations

PAPER = "#ffffff"
INK = "#1c1d1f"
MUTED = "#595b5f"
LINE = "#d9d7d0"
POSITIVE = "#1f5f99"
NEGATIVE = "#b4531a"
FAMILIES = {"capital": "#b4531a", "purchase": "#1f5f99"}
OTHER = "#8c8c86"
COLOURS = ("#2f6f8f", "#c08a2b", "#8f4f6f", "#3f7f5f", "#7fa8bd", "#b5602c", "#8a5a9e", "#a9a79f")

_DARK = 0.55


def for_light_or_dark(shade: float) -> str:
    """Return the colour of a word on a cell whose shade is between 0, paper, and 1, full colour."""
    return PAPER if shade > _DARK else INK
