"""Who buys what of whom in a network: the order of the arrays of dependence and concentration."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Self, TypeVar

import numpy as np

from keiretsu.measures.arrays import Floats
from keiretsu.measures.grouped import Groups
from keiretsu.network import Draws, Network, Payment
from keiretsu.vocabulary.entries import FlowKind

NO_LAYER = "layer not stated"

Key = TypeVar("Key", bound=Hashable)


class Trade(NamedTuple):
    """A customer and a supplier by their places in the network, and the layer that is bought."""

    customer: int
    supplier: int
    layer: str

    def about(self, network: Network) -> str:
        """Name the trade: customer, supplier, layer."""
        customer, supplier = (network.parties[place] for place in (self.customer, self.supplier))
        return f"{network.label(customer)} / {network.label(supplier)} / {self.layer}"


@dataclass(frozen=True, eq=False)
class Trades:
    """All trades of a network that are so or could be, in a fixed order.

    What a party buys from itself, or from nobody named, is no trade.
    """

    network: Network
    trades: tuple[Trade, ...]

    @classmethod
    def of(cls, network: Network) -> Self:
        """Return the trades of a network, in the order of its parties."""
        found = {_trade(network, payment) for payment in (*network.payments, *network.possible)}
        return cls(network, tuple(sorted(trade for trade in found if trade)))

    @cached_property
    def place(self) -> dict[Trade, int]:
        """The place of each trade in the arrays."""
        return {trade: place for place, trade in enumerate(self.trades)}

    @cached_property
    def payments(self) -> tuple[tuple[Payment, ...], ...]:
        """The binding payments of each trade, largest first."""
        found: list[list[Payment]] = [[] for _ in self.trades]
        for payment in self.network.payments_between(kind=FlowKind.PURCHASE):
            trade = _trade(self.network, payment)
            if trade:
                found[self.place[trade]].append(payment)
        return tuple(tuple(payments) for payments in found)

    def sums(self, draws: Draws, factor: Callable[[Payment], float] | None = None) -> Floats:
        """Return the rates of each trade added up, each times a factor, shape ``(s, k)``."""
        found = [(row, _trade(self.network, payment)) for row, payment in enumerate(draws.payments)]
        traded = [(row, self.place[trade]) for row, trade in found if trade]
        rows, places = np.array(traded, dtype=np.int64).reshape(-1, 2).T
        rates = draws.rates[:, rows]
        if factor is not None:
            rates = rates * np.array([factor(draws.payments[row]) for row in rows], dtype=np.float64)
        return Groups(places, len(self.trades)).total(rates)

    def grouped(self, key: Callable[[Trade], Key]) -> tuple[Groups, tuple[Key, ...]]:
        """Return the trades in groups of one key each, and the keys in the order of the groups."""
        firsts: dict[Key, int] = {}
        labels = [firsts.setdefault(key(trade), len(firsts)) for trade in self.trades]
        return Groups(np.array(labels, dtype=np.int64), len(firsts)), tuple(firsts)


def _trade(network: Network, payment: Payment) -> Trade | None:
    if payment.flow is not FlowKind.PURCHASE or payment.payee is None or payment.payee == payment.payer:
        return None
    customer, supplier = network.index[payment.payer.id], network.index[payment.payee.id]
    return Trade(customer, supplier, payment.layer or NO_LAYER)
