"""The ranks of parties by several measures as a bump chart: a line a party, a column a measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from keiretsu.parties import Party
from keiretsu.web.fragility_ranking import COLUMNS, Ranked

DRAWN = 10  # parties in the picture
ROW, COLUMN, NAMES, HEAD = 30, 116, 150, 46  # pixels of the picture
RADIUS = 11


@dataclass(frozen=True, slots=True)
class Dot:
    """Where a line of the picture passes a measure; ``rank`` is among all parties."""

    x: int
    y: int
    rank: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """A party's line over the measures."""

    party: Party
    dots: tuple[Dot, ...]
    is_chosen: bool

    @property
    def points(self) -> str:
        """The line as SVG has it."""
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)


@dataclass(frozen=True, slots=True)
class Bump:
    """A bump chart: the first parties of the ranking, in the order of each measure among themselves."""

    width: int
    height: int
    radius: int
    columns: tuple[tuple[int, str], ...]
    lines: tuple[Line, ...]


def bump(rows: Sequence[Ranked], sort: str, chosen: str) -> Bump:
    """Return the picture of the first rows: the measure that they are sorted by first, then the others."""
    shown = rows[:DRAWN]
    keys = (sort, *(key for key in COLUMNS if key != sort))
    slots = {key: _slots(shown, key) for key in keys}
    middles = [NAMES + COLUMN // 2 + number * COLUMN for number in range(len(keys))]
    lines = [
        Line(
            row.party,
            tuple(
                Dot(x, HEAD + ROW // 2 + slots[key][row.party.id] * ROW, row.places[key].rank)
                for x, key in zip(middles, keys, strict=True)
            ),
            row.party.id == chosen,
        )
        for row in shown
    ]
    return Bump(
        width=NAMES + len(keys) * COLUMN,
        height=HEAD + len(shown) * ROW + 4,
        radius=RADIUS,
        columns=tuple((x, COLUMNS[key].name) for x, key in zip(middles, keys, strict=True)),
        lines=tuple(sorted(lines, key=lambda line: line.is_chosen)),
    )


def _slots(shown: Sequence[Ranked], key: str) -> dict[str, int]:
    """Return each party's place among those shown, by id; who has no rank comes last."""
    last = 1 + max((row.places[key].rank or 0 for row in shown), default=0)
    order = sorted(shown, key=lambda row: row.places[key].rank or last)
    return {row.party.id: slot for slot, row in enumerate(order)}
