"""The matrix of layers and parties, with what is chosen of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Annotated, TypeAlias

from fastapi import Depends

from keiretsu.measures.of_network import Stack
from keiretsu.measures.of_network.coverage import Coverage, Standing
from keiretsu.parties import Party
from keiretsu.service.paging import Page, page_of

ROWS = 40
ALL = "all"
SIGNS = {
    Standing.LEADING: "●",
    Standing.CATCHING_UP: "◐",
    Standing.EARLY: "○",
    Standing.LEFT: "\N{MULTIPLICATION SIGN}",
}
MEANINGS = {
    Standing.LEADING: "by known sales or customers",
    Standing.CATCHING_UP: "with something on offer",
    Standing.EARLY: "with plans or a first build",
    Standing.LEFT: "all that placed it there has ended",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What an address says of the stack, beside the day and the moment.

    Parameters
    ----------
    kind, covers
        Parties of one kind, or in one layer, alone.
    layers
        ``all`` shows layers too in which one party stands alone.
    party, layer
        Whom or what the explanation is about: a party, a layer, or both.
    over
        Whether the explanation goes over the years.
    sort
        The figure by which the ranking is sorted.
    offset, ranked, given
        Where the pages of matrix, ranking, and supplies to rivals begin.
    """

    kind: str = ""
    covers: str = ""
    layers: str = ""
    party: str = ""
    layer: str = ""
    over: bool = False
    sort: str = ""
    offset: int = 0
    ranked: int = 0
    given: int = 0

    def query(self) -> dict[str, object]:
        """Return what an address must carry, but for the explanation over the years."""
        found = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in found.items() if value and name != "over"}

    def is_shown(self, stack: Cells, party: Party) -> bool:
        """Tell whether a party is among those asked for."""
        fits = not self.kind or party.kind == self.kind
        return fits and (not self.covers or (party.id, self.covers) in stack)


def filters_of(
    kind: str = "",
    covers: str = "",
    layers: str = "",
    party: str = "",
    layer: str = "",
    *,
    over: bool = False,
    sort: str = "",
    offset: int = 0,
    ranked: int = 0,
    given: int = 0,
) -> Filters:
    """Read the filters from an address; a page that begins before the first is the first."""
    starts = (max(0, each) for each in (offset, ranked, given))
    return Filters(kind, covers, layers, party, layer, over, sort, *starts)


FiltersOf: TypeAlias = Annotated[Filters, Depends(filters_of)]
Cells: TypeAlias = dict[tuple[str, str], Coverage]


@dataclass(frozen=True, slots=True)
class Column:
    """A layer, and how many parties stand in it."""

    layer: str
    parties: int


@dataclass(frozen=True, slots=True)
class Row:
    """A party, and where it stands in each layer shown; ``None`` where nothing places it there."""

    party: Party
    standings: tuple[Standing | None, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A page of the matrix; ``more_layers`` are those that one party stands in alone, and aren't shown."""

    columns: tuple[Column, ...]
    rows: Page[Row]
    more_layers: int


def cells_of(stack: Stack) -> Cells:
    """Return who is in which layer, by the ids of party and layer."""
    return {(one.party.id, one.layer): one for one in stack.coverages}


def kinds_of(stack: Stack) -> tuple[str, ...]:
    """Return the kinds of the parties in the stack, in alphabetical order."""
    return tuple(sorted({party.kind for party in stack.parties}))


def matrix(stack: Stack, filters: Filters) -> Matrix:
    """Return the parties and layers asked for."""
    cells = cells_of(stack)
    parties = [
        party
        for party in stack.parties
        if filters.is_shown(cells, party) and any((party.id, layer) in cells for layer in stack.layers)
    ]
    shown = _layers(stack, filters)
    counted = Counter(one.layer for one in stack.coverages if one.standing is not Standing.LEFT)
    page = page_of(parties, filters.offset, ROWS)
    rows = [Row(party, _standings(cells, party, shown)) for party in page.items]
    return Matrix(
        columns=tuple(Column(layer, counted[layer]) for layer in shown),
        rows=Page(rows, page.offset, page.limit, page.total),
        more_layers=len(stack.layers) - len(shown),
    )


def _layers(stack: Stack, filters: Filters) -> tuple[str, ...]:
    if filters.layers == ALL:
        return stack.layers
    kept = {*stack.chart().columns, filters.covers, filters.layer}
    return tuple(layer for layer in stack.layers if layer in kept)


def _standings(cells: Cells, party: Party, layers: Sequence[str]) -> tuple[Standing | None, ...]:
    found = (cells.get((party.id, layer)) for layer in layers)
    return tuple(one.standing if one else None for one in found)
