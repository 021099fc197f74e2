"""How concentrated each layer's supply is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from keiretsu.errors import MisuseError
from keiretsu.measures.concentration import Concentration, concentration_ratio, hhi
from keiretsu.network import Network, Payment
from keiretsu.parties import Party
from keiretsu.reasons import Reason
from keiretsu.vocabulary.entries import FlowKind

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
    largest_two
        The share of the two largest suppliers, between 0 and 1.
    unweighted
        How many supply deals of the layer state no sum and so don't count.
    """

    layer: str
    suppliers: tuple[tuple[Party, float], ...]
    index: Concentration
    largest_two: float
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
        text = f"{self.layer}: HHI {self.index.points:,.0f} of 10,000; {self.unweighted} deals state no sum"
        return Reason(text, suppliers)


@dataclass(frozen=True)
class Concentrations:
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
                found.unweighted,
            )
            for found in self.layers
        ]
        columns = ["layer", "suppliers", "largest", "hhi", "effective_number", "cr2", "deals_without_sum"]
        return pd.DataFrame(rows, columns=columns)

    def why(self, layer: str) -> Reason:
        """Explain a layer's index down to the quotes.

        Raises
        ------
        MisuseError
            Where no supply deal with a sum has that layer.
        """
        for found in self.layers:
            if found.layer == layer:
                return found.why(self.network.currency)
        raise MisuseError(
            "measure.no-such-layer",
            where=layer,
            message=f"no supply deal of this layer states a sum as of {self.network.as_of}",
            hint="run keiretsu measure concentration for the list",
        )


def concentration(network: Network) -> Concentrations:
    """Measure the concentration of supply by layer.

    Answers *how few suppliers does a layer's money go to*, over the purchases in the network (not
    over whole markets). See :func:`keiretsu.measures.hhi`.

    Examples
    --------
    >>> from keiretsu.ledger import ExchangeRates
    >>> from keiretsu.network import project
    >>> from datetime import date
    >>> concentration(project([], as_of=date(2025, 1, 1), rates=ExchangeRates("USD"))).layers
    ()
    """
    purchases = network.payments_between(kind=FlowKind.PURCHASE)
    sold = tuple(payment for payment in purchases if payment.layer and payment.payee)
    names = sorted({payment.layer for payment in sold if payment.layer})
    found = [_layer(name, tuple(payment for payment in sold if payment.layer == name)) for name in names]
    return Concentrations(network, tuple(each for each in found if each is not None))


def _layer(name: str, payments: tuple[Payment, ...]) -> LayerConcentration | None:
    paid: dict[str, float] = {}
    parties: dict[str, Party] = {}
    for payment in payments:
        if payment.rate is not None and payment.payee is not None and payment.rate.per_year > 0:
            parties[payment.payee.id] = payment.payee
            paid[payment.payee.id] = paid.get(payment.payee.id, 0.0) + payment.rate.per_year
    if not paid:
        return None
    suppliers = tuple((parties[key], sum_) for key, sum_ in sorted(paid.items(), key=lambda x: (-x[1], x[0])))
    sums = np.array([sum_ for _, sum_ in suppliers])
    return LayerConcentration(
        layer=name,
        suppliers=suppliers,
        index=hhi(sums),
        largest_two=concentration_ratio(sums, 2),
        unweighted=sum(payment.rate is None for payment in payments),
        payments=payments,
    )
