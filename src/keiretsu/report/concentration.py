"""How concentrated each layer's supply is."""

from __future__ import annotations

from dataclasses import dataclass

from keiretsu.measures.of_network import Concentrations, LayerConcentration
from keiretsu.quantities import counted
from keiretsu.reasons import Reason
from keiretsu.report.bars import Segment, described, segments
from keiretsu.report.money import percent
from keiretsu.report.spreads import NO_SPREADS, Spread, Spreads
from keiretsu.report.wording import words

COLOURED = 6  # suppliers with a colour of their own; the rest share one


@dataclass(frozen=True, slots=True)
class LayerView:
    """A layer's suppliers as the reader meets them."""

    name: str
    bar: tuple[Segment, ...]
    in_words: str
    hhi: str
    effective_number: str
    largest_two: str
    suppliers: int
    unweighted: int
    estimated: str | None
    spread: Spread | None
    why: Reason


def concentration(result: Concentrations, spreads: Spreads = NO_SPREADS) -> tuple[LayerView, ...]:
    """Return the layers for reading, the most concentrated first."""
    currency = result.network.currency
    layers = sorted(result.layers, key=lambda layer: (-layer.index.points, layer.layer))
    return tuple(_view(layer, currency, spreads.get("concentration", "hhi", layer.layer)) for layer in layers)


def _view(layer: LayerConcentration, currency: str, spread: Spread | None) -> LayerView:
    total = sum(paid for _, paid in layer.suppliers)
    shares = [(party.name, paid / total) for party, paid in layer.suppliers]
    parts = [(name, number, share) for number, (name, share) in enumerate(shares[:COLOURED], start=1)]
    others = sum(share for _, share in shares[COLOURED:])
    bar = segments([*parts, (counted(len(shares) - COLOURED, "other"), COLOURED + 1, others)])
    return LayerView(
        name=words(layer.layer),
        bar=bar,
        in_words=described(bar),
        hhi=f"{layer.index.points:,.0f}",
        effective_number=f"{layer.index.effective_number:.1f}",
        largest_two=percent(layer.largest_two),
        suppliers=len(shares),
        unweighted=layer.unweighted,
        estimated=percent(layer.estimated) if layer.estimated else None,
        spread=spread,
        why=layer.why(currency),
    )
