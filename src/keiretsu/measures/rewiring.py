"""Networks rewired at random, each party's degrees and strengths kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from keiretsu.measures.arrays import Edges, Floats, FlowMatrix, Indices, edges_of

ATTEMPTS = 20  # an edge; fewer would be as valid, and tell less: the samples would resemble the start
SWEEPS = 1000
CLOSE = 1e-9
VANISHED = 1e-200  # of all money; whatever scales it up again would overflow
CELLS = 5_000_000  # of the tables of who pays whom, in one block of networks


@dataclass(frozen=True, slots=True, eq=False)
class Rewired:
    """Networks that were rewired at random.

    Parameters
    ----------
    flows
        Shape ``(s, n, n)``, in the unit of the flows given.
    swapped
        How many swaps changed each of them, shape ``s``.
    unmet
        The part of all money, 0..1, that reaches another payee than the strengths say, shape ``s``.
    """

    flows: Floats
    swapped: Indices
    unmet: Floats


def rewired(flows: FlowMatrix, draw: np.random.Generator, samples: int) -> Iterator[Rewired]:
    """Yield networks that are rewired at random, a block at a time.

    Answers *what would the network look like if who pays whom were chance, and how many each pays and
    is paid by, and how much, were not?*

    Two payments ``a -> b`` and ``c -> d`` become ``a -> d`` and ``c -> b``, again and again, unless a party
    would pay itself or there would be two payments of one pair. Each keeps its payer's amount; the
    amounts are then scaled by payer and by payee in turn until what each party pays and receives is
    what it was (iterative proportional fitting). Where no amounts on the new edges can do that, what
    is paid is kept, and the misfit of what is received, ``unmet``, is the least possible.

    Parameters
    ----------
    flows
        Shape ``(n, n)``, dense or SciPy sparse. Payments to oneself stay as they are.
    draw
        The random numbers.
    samples
        How many, at least 1.

    Notes
    -----
    Swaps of Maslov and Sneppen (2002), a refused one counting as a step, so that every network that
    can be reached is equally likely (Roberts and Coolen 2012). All samples start from one network,
    itself as many steps away from the given one: the given one and the samples are then
    exchangeable under the null hypothesis, mixed or not (Besag and Clifford 1989). On the fit,
    Pukelsheim (2014).
    """
    edges = edges_of(flows)
    between, own = edges.between_parties(), edges.where(edges.payer == edges.payee)
    hub, _ = _swap(between, between.payee[None, :], draw)
    size = max(1, CELLS // max(edges.parties, 1) ** 2)
    for done in range(0, samples, size):
        count = min(size, samples - done)
        payee, swapped = _swap(between, np.repeat(hub, count, axis=0), draw)
        fitted, unmet = _fit(between, payee)
        stack = np.zeros((count, edges.parties, edges.parties))
        stack[np.arange(count)[:, None], between.payer, payee] = fitted
        yield Rewired(stack + own.dense(), swapped, unmet)


def _swap(
    edges: Edges, payee: NDArray[np.int64], draw: np.random.Generator
) -> tuple[NDArray[np.int64], Indices]:
    """Return the payees of each network's edges after many attempted swaps, and how many were made."""
    payee, rows = payee.copy(), np.arange(len(payee))
    count, swapped = edges.payer.size, np.zeros(len(payee), dtype=np.int64)
    there = np.zeros((len(payee), edges.parties, edges.parties), dtype=np.bool_)
    there[rows[:, None], edges.payer, payee] = True
    for _ in range(ATTEMPTS * count if count > 1 else 0):
        first, second = draw.integers(0, count, (2, len(payee)))
        a, b, c, d = edges.payer[first], payee[rows, first], edges.payer[second], payee[rows, second]
        free = (a != d) & (c != b) & ~there[rows, a, d] & ~there[rows, c, b]
        at = rows[free]
        a, b, c, d = a[free], b[free], c[free], d[free]
        there[at, a, b] = there[at, c, d] = False
        there[at, a, d] = there[at, c, b] = True
        payee[at, first[free]], payee[at, second[free]] = d, b
        swapped[at] += 1
    return payee, swapped


def _fit(edges: Edges, payee: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Return amounts on new edges that keep the strengths, as well as they can, and the misfit."""
    networks, n = len(payee), edges.parties
    offset = n * np.arange(networks)[:, None]
    payers, payees = (offset + edges.payer).ravel(), (offset + payee).ravel()
    # As parts of all money, so that no unit of money over- or underflows.
    gross = float(edges.amount.sum()) or 1.0
    paid, received = np.tile(edges.paid() / gross, networks), np.tile(edges.received() / gross, networks)
    amount, misfit = np.tile(edges.amount / gross, networks), np.full(networks, np.inf)
    for _ in range(SWEEPS):
        amount = _scale(_scale(amount, payees, received), payers, paid)
        off = np.abs(np.bincount(payees, amount, networks * n) - received)
        before, misfit = misfit, off.reshape(networks, n).sum(axis=1) / 2
        if (before - misfit <= CLOSE).all():
            break
    return gross * amount.reshape(networks, edges.amount.size), misfit


def _scale(amount: Floats, groups: NDArray[np.int64], wanted: Floats) -> Floats:
    """Scale amounts so that they add up to what is wanted in each group; one with nothing stays so."""
    sums = np.bincount(groups, amount, wanted.size)
    factor = np.divide(wanted, sums, out=np.ones_like(wanted), where=sums > VANISHED)
    scaled: Floats = amount * factor[groups]
    return scaled
