"""A network's money as arrays: the figures used, or many draws of what could be so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from keiretsu.ledger import Item
from keiretsu.network.records import Network, Payment
from keiretsu.network.reporting import Reported
from keiretsu.vocabulary.entries import FlowKind

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Draws:
    """The money of a network in ``s`` draws of what could be so; one draw is the network as it is.

    Every measure is worked out from these arrays, draw by draw, so that a single figure and its
    interval come from the same arithmetic.

    Parameters
    ----------
    network
        What was drawn from.
    payments
        The ``p`` payments that are real in some draw.
    rates
        Money per year, shape ``(s, p)``; 0 where the deal isn't real in the draw, or the rate is
        unknown.
    real
        Whether each of the network's ``d`` deals is real, shape ``(s, d)``, in the network's order.
    reported
        What the parties report of each item, shape ``(s, n)``: per year, or the stock; ``nan``
        where nothing is reported. Funding is spread over years as the network's inflows are.
    seed
        Of the draws; ``None`` for the network as it is.

    Examples
    --------
    >>> from keiretsu.network.example import three_firms
    >>> draws = Draws.point(three_firms())
    >>> len(draws), draws.flows(FlowKind.PURCHASE).tolist()
    (1, [[[0.0, 0.0, 30.0], [80.0, 0.0, 0.0], [0.0, 0.0, 0.0]]])
    """

    network: Network
    payments: tuple[Payment, ...]
    rates: Floats
    real: Marks
    reported: Mapping[Item, Floats]
    seed: int | None = None

    @classmethod
    def point(cls, network: Network) -> Self:
        """Return the network as it is, as one draw: binding deals at the rates that are used."""
        rates = [payment.rate.per_year if payment.rate else 0.0 for payment in network.payments]
        binding = [deal.is_binding for deal in network.deals]
        return cls(
            network=network,
            payments=network.payments,
            rates=np.array([rates], dtype=np.float64).reshape(1, len(rates)),
            real=np.array([binding], dtype=np.bool_).reshape(1, len(binding)),
            reported={item: _amounts(network, item) for item in Item},
        )

    def __len__(self) -> int:
        return len(self.rates)

    @property
    def parties(self) -> int:
        """Number of parties ``n``."""
        return len(self.network.parties)

    @cached_property
    def payer(self) -> NDArray[np.int64]:
        """Index of each payment's payer, shape ``p``."""
        return np.array([self.network.index[one.payer.id] for one in self.payments], dtype=np.int64)

    @cached_property
    def payee(self) -> NDArray[np.int64]:
        """Index of each payment's payee, shape ``p``; -1 where nobody is named."""
        index = self.network.index
        return np.array([index[one.payee.id] if one.payee else -1 for one in self.payments], dtype=np.int64)

    def flows(self, kind: FlowKind | None = None, layer: str | None = None) -> Floats:
        """Return money per year, shape ``(s, n, n)``, payer by payee, of a kind and a layer or of all.

        Payments to nobody named are left out.
        """
        n = self.parties
        flows = np.zeros((len(self), n * n))
        fits = np.array([self._fits(payment, kind, layer) for payment in self.payments], dtype=np.bool_)
        pairs = self.payer[fits] * n + self.payee[fits]
        if pairs.size:
            order = np.argsort(pairs, kind="stable")
            found, starts = np.unique(pairs[order], return_index=True)
            flows[:, found] = np.add.reduceat(self.rates[:, fits][:, order], starts, axis=1)
        return flows.reshape(len(self), n, n)

    @staticmethod
    def _fits(payment: Payment, kind: FlowKind | None, layer: str | None) -> bool:
        return payment.payee is not None and kind in (None, payment.flow) and layer in (None, payment.layer)

    def blocks(self, size: int) -> Iterator[Draws]:
        """Yield the draws a few at a time, in their order."""
        for start in range(0, len(self), size):
            part = slice(start, start + size)
            reported = {item: values[part] for item, values in self.reported.items()}
            yield replace(self, rates=self.rates[part], real=self.real[part], reported=reported)


def reported_figures(network: Network, item: Item) -> list[Reported | None]:
    """Return what each party reports of an item, in the network's order of parties."""
    return [network.reported.used(party, item) for party in network.parties]


def _amounts(network: Network, item: Item) -> Floats:
    found = reported_figures(network, item)
    return np.array([[each.amount if each else np.nan for each in found]], dtype=np.float64)
