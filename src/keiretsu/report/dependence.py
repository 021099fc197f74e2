"""What it would cost a customer to leave a supplier, and how customers spread what they spend."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from keiretsu.measures.of_network import Dependence
from keiretsu.measures.of_network.dependence_records import Supply
from keiretsu.network import Network
from keiretsu.quantities import counted
from keiretsu.reasons import Reason
from keiretsu.report.bars import Segment, Whisker, described, sums, whisker
from keiretsu.report.grids import GridView, grid
from keiretsu.report.money import Figure, in_all, percent
from keiretsu.report.spreads import NO_SPREADS, Spread, Spreads
from keiretsu.report.wording import words

SHOWN = 12


@dataclass(frozen=True, slots=True)
class LeavingView:
    """What it would cost one customer to leave one supplier, as the reader meets it."""

    customer: str
    supplier: str
    layer: str
    cost: Figure
    bar: tuple[Segment, ...]
    whisker: Whisker | None
    in_words: str
    notes: tuple[str, ...]
    is_estimated: bool
    why: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class DependenceView:
    """The chapter: the costliest to leave, and the shares of customers' spending with their reasons."""

    leaving: tuple[LeavingView, ...]
    smaller: int
    without_sum: int
    shares: GridView
    spending: tuple[Reason, ...]


def dependence(found: Dependence, spreads: Spreads = NO_SPREADS) -> DependenceView:
    """Return who depends on whom, for reading; the costliest to leave first."""
    costly = [supply for supply in found.supplies if supply.cost_of_leaving > 0]
    shown = costly[:SHOWN]
    drawn = [spreads.get("dependence", "cost_of_leaving", about(found.network, supply)) for supply in shown]
    whole = max(
        (
            max(one.cost_of_leaving, spread.high if spread else 0.0)
            for one, spread in zip(shown, drawn, strict=True)
        ),
        default=0.0,
    )
    chart = found.chart()
    return DependenceView(
        leaving=tuple(
            _leaving(found, supply, spread, whole) for supply, spread in zip(shown, drawn, strict=True)
        ),
        smaller=len(costly) - len(shown),
        without_sum=sum(supply.without_sum for supply in found.supplies),
        shares=grid(chart),
        spending=tuple(found.why(customer) for customer in chart.rows),
    )


def about(network: Network, supply: Supply) -> str:
    """Return what the figures of a supply are about, as its statistics name it."""
    return f"{network.label(supply.customer)} / {network.label(supply.supplier)} / {supply.layer}"


def _leaving(found: Dependence, supply: Supply, spread: Spread | None, whole: float) -> LeavingView:
    currency = found.network.currency
    switch = supply.cost_of_leaving - supply.remaining
    parts = [("still committed", 1, supply.remaining), ("the switch, assumed", 4, switch)]
    bar = sums(parts, whole, currency)
    return LeavingView(
        customer=supply.customer.name,
        supplier=supply.supplier.name,
        layer=words(supply.layer),
        cost=in_all(supply.cost_of_leaving, currency),
        bar=bar,
        whisker=whisker(spread, whole),
        in_words=described(bar) + (f"; {spread}" if spread else ""),
        notes=tuple(_notes(supply, currency)),
        is_estimated=supply.is_estimated,
        why=(found.why(supply.customer.id, supply.supplier.id),),
    )


def _notes(supply: Supply, currency: str) -> Iterator[str]:
    if supply.cost_in_years is not None:
        yield f"{supply.cost_in_years:.1f} years of what it pays"
    if supply.share_of_layer is not None:
        yield f"{percent(supply.share_of_layer)} of its known spending on {words(supply.layer)}"
    if supply.terms:
        yield f"terms: {', '.join(words(term) for term in supply.terms)}"
    if supply.stake is not None:
        sum_ = "" if supply.stake.invested is None else f" ({in_all(supply.stake.invested, currency)} put in)"
        yield f"the supplier holds a stake in it{sum_}"
    if supply.without_sum:
        yield f"{counted(supply.without_sum, 'deal')} without a sum left out"
