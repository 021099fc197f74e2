"""How far each party is integrated: the figures of the stack, sorted by one of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan

from keiretsu.measures.of_network import Stack
from keiretsu.parties import Party
from keiretsu.report.money import percent
from keiretsu.service.paging import Page, page_of
from keiretsu.web.stack_matrix import Filters, cells_of

RANKED = 15


@dataclass(frozen=True, slots=True)
class Figure:
    """A column of the ranking: its heading, its unit, and what it says."""

    name: str
    unit: str
    meaning: str


FIGURES: Mapping[str, Figure] = {
    "layers_covered": Figure("Layers", "count", "Layers in which it stands, by something that is real."),
    "integration": Figure(
        "Integration", "share", "Part of the layers in which two parties or more stand that it covers."
    ),
    "adjacent_layers": Figure(
        "In a row", "count", "Longest run of layers covered that lie next to one another."
    ),
    "made_too": Figure(
        "Made too", "share", "Part of the layers that it buys in which it covers itself (Harrigan 1984)."
    ),
    "value_added": Figure(
        "Value added",
        "share",
        "One less known purchases over revenue: the most that it can be (Adelman 1955).",
    ),
    "upstreamness": Figure(
        "Stages to end use", "ratio", "How far its sales are from end use (Antras and others 2012)."
    ),
    "rivals_supplied": Figure("Rivals supplied", "count", "Parties that a source calls its rivals."),
    "rivals_funded": Figure("Rivals funded", "count", "Those of them in which it invests."),
}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A party with its figures in words, by column."""

    party: Party
    figures: Mapping[str, str]


def ranking(stack: Stack, filters: Filters) -> Page[Ranked]:
    """Return the parties asked for, those with the largest figure first."""
    cells, column = cells_of(stack), sorted_by(filters)
    rows = [
        (party, row)
        for party, row in zip(stack.parties, stack.table().to_dict("records"), strict=True)
        if filters.is_shown(cells, party)
    ]
    rows.sort(key=lambda each: -_size(each[1][column]))
    page = page_of(rows, filters.ranked, RANKED)
    shown = [
        Ranked(party, {name: _said(row[name], figure.unit) for name, figure in FIGURES.items()})
        for party, row in page.items
    ]
    return Page(shown, page.offset, page.limit, page.total)


def sorted_by(filters: Filters) -> str:
    """Return the column that the ranking is sorted by."""
    return filters.sort if filters.sort in FIGURES else "integration"


def _size(value: float) -> float:
    return float("-inf") if _is_unknown(value) else float(value)


def _is_unknown(value: float) -> bool:
    # A count of pandas that is missing is no number at all.
    return not isinstance(value, int | float) or isnan(value)


def _said(value: float, unit: str) -> str:
    if _is_unknown(value):
        return "unknown"
    match unit:
        case "share":
            return percent(value) if value >= 0 else f"{value:.1%}".replace("%", " %")
        case "ratio":
            return f"{value:.1f}"
        case _:
            return f"{value:.0f}"
