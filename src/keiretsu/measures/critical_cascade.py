"""What stops when a firm stops: the cascades of Diem et al. (2022), each failure and each draw abreast.

``s`` draws of ``e`` purchases among ``n`` firms; of each draw, ``f`` firms stop, one at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from keiretsu.measures.arrays import Floats, Indices
from keiretsu.measures.critical_demand import lost_demand
from keiretsu.measures.distress import linear
from keiretsu.measures.grouped import Groups, fraction_of

Marks: TypeAlias = NDArray[np.bool_]

BLOCK = 2**20  # entries of the arrays over failures and purchases, so that they stay in the cache
SWEEPS = 200  # for all failures abreast; then those still moving are solved one by one
ROUNDS = 2000
CLOSE = 1e-12


@dataclass(frozen=True, eq=False)
class Purchases:
    """Who buys goods of which layer from whom; no firm buys from itself, no purchase is told twice.

    Parameters
    ----------
    firms
        Number of firms ``n``.
    customer, supplier, layer
        Indices, shape ``(e,)``.
    essential
        Whether the customer can make nothing without the layer, shape ``(e,)``.
    """

    firms: int
    customer: Indices
    supplier: Indices
    layer: Indices
    essential: Marks

    @cached_property
    def layers(self) -> int:
        """Number of layers."""
        return int(self.layer.max(initial=-1)) + 1

    @cached_property
    def by_customer(self) -> Groups:
        """The purchases by who buys."""
        return Groups(self.customer, self.firms)

    @cached_property
    def by_supplier(self) -> Groups:
        """The purchases by who sells."""
        return Groups(self.supplier, self.firms)

    @cached_property
    def inputs(self) -> Groups:
        """The purchases by what enters a customer's production apart: each essential layer, all the rest."""
        kind = np.where(self.essential, self.layer, self.layers)
        return self._numbered(self.customer * (self.layers + 1) + kind)

    @cached_property
    def input_customers(self) -> Groups:
        """The inputs by customer."""
        return Groups(self._first_of(self.inputs, self.customer), self.firms)

    @cached_property
    def offers(self) -> Groups:
        """The purchases by supplier and layer."""
        return self._numbered(self.supplier * self.layers + self.layer)

    @cached_property
    def offer_layers(self) -> Groups:
        """The offers by layer."""
        return Groups(self._first_of(self.offers, self.layer), self.layers)

    @cached_property
    def offer_suppliers(self) -> Indices:
        """Who makes each offer."""
        return self._first_of(self.offers, self.supplier)

    def _numbered(self, keys: Indices) -> Groups:
        found, labels = np.unique(keys, return_inverse=True)
        return Groups(labels.astype(np.int64).ravel(), found.size)

    def _first_of(self, groups: Groups, values: Indices) -> Indices:
        found = np.zeros(groups.size, dtype=np.int64)
        found[groups.labels] = values
        return found


def downstream(purchases: Purchases, amounts: Floats) -> tuple[Floats, float]:
    """Return what each firm can't make for want of inputs.

    Parameters
    ----------
    purchases
        Who buys what from whom.
    amounts
        Money per purchase, shape ``(s, e)``.

    Returns
    -------
    loss, residual
        ``loss[s, f, i]``, 0..1: the part of its output that ``i`` loses if ``f`` stops; and how much
        the last sweep still moved any of them.
    """
    # Who sells nothing takes nothing with it.
    loss = np.broadcast_to(np.eye(purchases.firms), (len(amounts), purchases.firms, purchases.firms)).copy()
    draw, firm = np.nonzero(purchases.by_supplier.total(amounts))
    weight, offered = _input_weights(purchases, amounts), purchases.offers.total(amounts)
    residual = 0.0
    width = max(1, BLOCK // max(purchases.firms, purchases.customer.size, 1))
    for start in range(0, firm.size, width):
        draws, stopped = draw[start : start + width], firm[start : start + width]
        found, moved = _starve(purchases, weight[draws], offered[draws], stopped)
        loss[draws, stopped] = found
        residual = max(residual, moved)
    return loss, residual


def upstream(purchases: Purchases, amounts: Floats, output: Floats) -> Floats:
    """Return what each firm can't sell for want of customers; ``loss[s, f, i]`` as for downstream.

    ``output``, shape ``(s, n)``, is what each firm sells in all; what isn't sold to other firms goes to
    customers who don't stop.
    """
    loss = np.zeros((len(amounts), purchases.firms, purchases.firms))
    for draw, paid in enumerate(amounts):
        loss[draw] = lost_demand(purchases.supplier, purchases.customer, paid, output[draw])
    return loss


def _starve(purchases: Purchases, weight: Floats, offered: Floats, stopped: Indices) -> tuple[Floats, float]:
    """Sweep until nothing moves: a row a failure, ``weight`` and ``offered`` being those of its draw."""
    found = np.zeros((stopped.size, purchases.firms))
    found[np.arange(stopped.size), stopped] = 1.0
    moving, before = np.arange(stopped.size), found.copy()
    for _ in range(SWEEPS):
        after = _swept(purchases, before, _parts(purchases, weight, offered, before), stopped)
        still = np.abs(after - before).max(axis=1) > CLOSE
        before = after
        if still.sum() <= still.size // 2:  # leave out those that are done, but don't copy each time
            found[moving] = after
            moving, before = moving[still], after[still]
            weight, offered, stopped = weight[still], offered[still], stopped[still]
        if not moving.size:
            return found, 0.0
    residual = 0.0
    for row in range(moving.size):
        one = slice(row, row + 1)
        found[moving[one]], moved = _settle(purchases, weight[one], offered[one], stopped[one], before[one])
        residual = max(residual, moved)
    return found, residual


def _settle(
    purchases: Purchases, weight: Floats, offered: Floats, stopped: Indices, loss: Floats
) -> tuple[Floats, float]:
    """Bring one failure to rest whose losses go round slowly.

    With the replaceability and each customer's scarcest input as they are, the losses are those of a
    linear system, solved at once; as both only get worse, that is never too much.
    """
    shock = np.zeros((purchases.firms, 1))
    shock[stopped] = 1.0
    moved = 0.0
    for _ in range(ROUNDS):
        part = _parts(purchases, weight, offered, loss)
        after = _swept(purchases, loss, part, stopped)
        moved = float(np.abs(after - loss).max())
        if moved <= CLOSE:
            return after, 0.0
        scarce = _scarcest(purchases, loss, part)
        hit = np.zeros((purchases.firms, purchases.firms))
        np.add.at(hit, (purchases.customer[scarce], purchases.supplier[scarce]), part[0, scarce])
        loss = np.maximum(after, linear(hit, shock).T)
    return loss, moved


def _parts(purchases: Purchases, weight: Floats, offered: Floats, loss: Floats) -> Floats:
    """Return which part of the customer's input each purchase is that nobody else can make good."""
    return _irreplaceable(purchases, offered, loss) * weight


def _swept(purchases: Purchases, loss: Floats, part: Floats, stopped: Indices) -> Floats:
    """Return what each customer loses next: of its scarcest input what its suppliers lose of it."""
    missing = purchases.inputs.total(loss[:, purchases.supplier] * part)
    # Shares that add up to 1 may do so with a hair too much.
    after = np.minimum(purchases.input_customers.largest(missing), 1.0)
    after[np.arange(len(after)), stopped] = 1.0
    return after


def _scarcest(purchases: Purchases, loss: Floats, part: Floats) -> Marks:
    """Mark the purchases of each customer's scarcest input, of one only where several are as scarce."""
    missing = purchases.inputs.total(loss[:, purchases.supplier] * part)[0]
    owner = purchases.input_customers.labels
    order = np.lexsort((-missing, owner))
    first = np.r_[True, owner[order][1:] != owner[order][:-1]]
    chosen = np.zeros(missing.size, dtype=np.bool_)
    chosen[order[first]] = True
    return np.asarray(chosen[purchases.inputs.labels], dtype=np.bool_)


def _input_weights(purchases: Purchases, amounts: Floats) -> Floats:
    """Return which part of an input a purchase is: of its layer if essential, else of all that is bought."""
    of_input = purchases.inputs.spread(purchases.inputs.total(amounts))
    of_all = purchases.by_customer.spread(purchases.by_customer.total(amounts))
    return fraction_of(amounts, np.where(purchases.essential, of_input, of_all))


def _irreplaceable(purchases: Purchases, offered: Floats, loss: Floats) -> Floats:
    """Return each purchase's share in what its layer's suppliers can still offer, at most 1."""
    remaining = purchases.offer_layers.total(offered * (1 - loss[..., purchases.offer_suppliers]))
    left = purchases.offer_layers.spread(remaining)
    share = np.minimum(np.divide(offered, left, out=np.ones_like(left), where=left > offered), 1.0)
    return purchases.offers.spread(share)
