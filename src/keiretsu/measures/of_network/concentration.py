"""How concentrated each layer's supply is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

import numpy as np

from keiretsu.errors import NotFoundError
from keiretsu.measures.arrays import Floats
from keiretsu.measures.charts import Bars, Series
from keiretsu.measures.concentration import Concentration, GroupShares, shares_within
from keiretsu.measures.grouped import Groups
from keiretsu.measures.of_network.result import Measure, Result, Statistic
from keiretsu.measures.of_network.trades import NO_LAYER, Trades
from keiretsu.network import Draws, Network, Payment
from keiretsu.parties import Party
from keiretsu.quantities import counted
from keiretsu.reasons import Reason

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class LayerConcentration:
    """The suppliers of one layer by what the deals in the network pay them.

    Parameters
    ----------
    layer
        The layer of the stack.
    suppliers
        Each supplier with its money per year, largest first.
    index
        The Herfindahl-Hirschman index with its effective numbers.
    largest_two, largest_four
        The share of the two and the four largest suppliers, between 0 and 1.
    estimated
        Which part of the money no source gives and was filled in, between 0 and 1.
    unweighted
        How many supply deals of the layer state no sum and so don't count.
    """

    layer: str
    suppliers: tuple[tuple[Party, float], ...]
    index: Concentration
    largest_two: float
    largest_four: float
    estimated: float
    unweighted: int
    payments: tuple[Payment, ...] = field(repr=False)

    def why(self, currency: str) -> Reason:
        """Explain the index: the suppliers, their deals and the quotes."""
        total = sum(paid for _, paid in self.suppliers)
        suppliers = tuple(
            Reason(
                f"{party.name}: {currency} {paid:,.0f} a year, {paid / total:.1%}",
                tuple(payment.why for payment in self.payments if payment.payee == party),
            )
            for party, paid in self.suppliers
        )
        without = counted(self.unweighted, "deal states no sum", "deals state no sum")
        text = f"{self.layer}: HHI {self.index.points:,.0f} of 10,000; {without}"
        if self.estimated:
            text += f"; {self.estimated:.1%} of the money is estimated"
        return Reason(text, suppliers, estimate=self.estimated > 0)


@dataclass(frozen=True)
class Concentrations(Result):
    """The concentration of every layer that has a supply deal with a sum."""

    network: Network = field(repr=False)
    layers: tuple[LayerConcentration, ...]

    def table(self) -> pd.DataFrame:
        """Return index, effective number of suppliers and the leaders of each layer."""
        import pandas as pd

        rows = [
            (
                found.layer,
                len(found.suppliers),
                found.suppliers[0][0].name,
                found.index.points,
                found.index.effective_number,
                found.largest_two,
                found.largest_four,
                found.unweighted,
                found.estimated,
            )
            for found in self.layers
        ]
        columns = ["layer", "suppliers", "largest", "hhi", "effective_number", "cr2", "cr4"]
        return pd.DataFrame(rows, columns=[*columns, "deals_without_sum", "estimated_share"])

    def chart(self) -> Bars:
        """Return the index of each layer, the most concentrated first."""
        ranked = sorted(self.layers, key=lambda found: (-found.index.points, found.layer))
        without = sum(found.unweighted for found in ranked)
        told = counted(without, "deal states no sum", "deals state no sum")
        return Bars(
            title="How concentrated each layer's suppliers are (Herfindahl-Hirschman index)",
            unit="points, up to 10,000",
            labels=tuple(found.layer for found in ranked),
            series=(Series("HHI", tuple(found.index.points for found in ranked)),),
            note=f"Of the purchases in the network, not of whole markets; {told}.",
        )

    def why(self, *names: str) -> Reason:
        """Explain a layer's index down to the quotes.

        Raises
        ------
        NotFoundError
            Where no supply deal with a sum has that layer.
        """
        wanted = " / ".join(names)
        for found in self.layers:
            if found.layer == wanted:
                return found.why(self.network.currency)
        raise NotFoundError(
            "measure.no-such-layer",
            where=wanted,
            message=f"no supply deal of this layer states a sum as of {self.network.as_of}",
            hint="run keiretsu measure concentration for the list",
        )


@dataclass(frozen=True, eq=False)
class _Markets:
    """The layers in every draw.

    ``offers`` are the layers with a supplier of each, ``paid`` is what each earns, shape ``(s, o)``, and
    ``shares`` are those of the offers within their layers. Purchases of no stated layer are no market.
    """

    trades: Trades
    offers: tuple[tuple[str, int], ...]
    layers: tuple[str, ...]
    paid: Floats
    shares: GroupShares

    @classmethod
    def of(cls, draws: Draws) -> Self:
        """Add the trades up."""
        trades = Trades.of(draws.network)
        by_offer, offers = trades.grouped(lambda trade: (trade.layer, trade.supplier))
        layers = tuple(sorted({layer for layer, _ in offers}))
        labels = np.array([layers.index(layer) for layer, _ in offers], dtype=np.int64)
        paid = by_offer.total(trades.sums(draws))
        return cls(trades, offers, layers, paid, shares_within(paid, Groups(labels, len(layers))))

    def named(self) -> list[tuple[int, str]]:
        """Return the layers that have a name, with their places."""
        return [(place, layer) for place, layer in enumerate(self.layers) if layer != NO_LAYER]


def concentration(network: Network) -> Concentrations:
    """Measure the concentration of supply by layer.

    Answers *how few suppliers does a layer's money go to*, over the purchases in the network (not
    over whole markets, and not what a party makes for itself). See :func:`keiretsu.measures.hhi`.

    Examples
    --------
    Alpha alone sells cloud services, and Gamma alone sells chips.

    >>> from keiretsu.network.example import three_firms
    >>> [(found.layer, found.index.points) for found in concentration(three_firms()).layers]
    [('chips', 10000.0), ('cloud', 10000.0)]
    """
    markets = _Markets.of(Draws.point(network))
    with_money = [place for place, _ in markets.named() if markets.shares.totals[0, place] > 0]
    return Concentrations(network, tuple(_layer(markets, place) for place in with_money))


def statistics(draws: Draws) -> Sequence[Statistic]:
    """Return each layer's index, effective number and ratios in every draw."""
    markets = _Markets.of(draws)
    shares = markets.shares
    figures = (
        ("hhi", "points", shares.fraction * 10_000),
        ("effective_number", "count", shares.effective_number),
        ("cr2", "share", shares.ratio(2)),
        ("cr4", "share", shares.ratio(4)),
    )
    return [
        Statistic(name, layer, unit, values[:, place])
        for place, layer in markets.named()
        for name, unit, values in figures
    ]


def _layer(markets: _Markets, place: int) -> LayerConcentration:
    """Return a layer of the network as it is, from the one draw of it."""
    name, shares, parties = markets.layers[place], markets.shares, markets.trades.network.parties
    suppliers = [
        (parties[supplier], float(paid))
        for (layer, supplier), paid in zip(markets.offers, markets.paid[0], strict=True)
        if layer == name and paid > 0
    ]
    payments = tuple(
        payment
        for trade, own in zip(markets.trades.trades, markets.trades.payments, strict=True)
        for payment in own
        if trade.layer == name
    )
    estimated = sum(payment.rate.per_year for payment in payments if payment.is_estimated and payment.rate)
    return LayerConcentration(
        layer=name,
        suppliers=tuple(sorted(suppliers, key=lambda pair: (-pair[1], pair[0].id))),
        index=Concentration(float(shares.fraction[0, place]), float(shares.shannon_bits[0, place])),
        largest_two=float(shares.ratio(2)[0, place]),
        largest_four=float(shares.ratio(4)[0, place]),
        estimated=estimated / float(shares.totals[0, place]),
        unweighted=sum(payment.rate is None for payment in payments),
        payments=payments,
    )


MEASURE = Measure(
    name="concentration",
    question="How few suppliers does each layer's money go to?",
    of=concentration,
    statistics=statistics,
)
