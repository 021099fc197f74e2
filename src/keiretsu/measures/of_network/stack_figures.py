"""The figures of every party in the stack, in every draw, by the columns of its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from keiretsu.measures.arrays import Floats
from keiretsu.measures.of_network.coverage import Coverage
from keiretsu.measures.of_network.integration import integration
from keiretsu.measures.of_network.rivals import arms
from keiretsu.network import Draws


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """One figure of every party of a network.

    Parameters
    ----------
    column
        Its column in the table.
    name, unit
        Those of the statistic.
    values
        One row a draw, one column a party, shape ``(s, n)``.
    """

    column: str
    name: str
    unit: str
    values: Floats


def stack_figures(draws: Draws, coverages: Sequence[Coverage], layers: Sequence[str]) -> tuple[Figure, ...]:
    """Return what the table of the stack says of a party beside its standings."""
    own = integration(draws, coverages, layers)
    given = arms(draws, own.covered)
    return (
        Figure("layers_covered", "layers covered", "count", own.layers),
        Figure("integration", "vertical integration", "share", own.share),
        Figure("adjacent_layers", "longest run of adjacent layers", "count", own.adjacent),
        Figure("made_too", "layers bought in that it also covers", "share", own.made_too),
        Figure("value_added", "value added over sales, at most", "share", own.value_added),
        Figure("upstreamness", "upstreamness", "ratio", own.upstreamness),
        Figure("rivals_supplied", "called rivals supplied", "count", given.supplied),
        Figure("rivals_by_layer", "parties in the same layer supplied", "count", given.supplied_by_layer),
        Figure("sales_to_rivals", "sales to called rivals", "share", given.sales_share),
        Figure("rivals_funded", "called rivals funded", "count", given.funded),
        Figure("capital_to_rivals", "capital to called rivals", "share", given.capital_share),
    )
