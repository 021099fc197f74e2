"""How much of the stack a party covers itself, in every draw of a network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from keiretsu.ledger import Item
from keiretsu.measures.arrays import Floats
from keiretsu.measures.grouped import fraction_or_nan
from keiretsu.measures.of_network.coverage import Coverage, Standing
from keiretsu.measures.upstream import stages_to_end_use
from keiretsu.network import Draws
from keiretsu.vocabulary import layers as known_layers
from keiretsu.vocabulary.entries import FlowKind

Marks = NDArray[np.bool_]
SHARED = 2
"""Parties that must be in a layer for it to count as a layer of the stack that parties share."""


@dataclass(frozen=True, slots=True, eq=False)
class Integration:
    """Figures of vertical integration, one row a draw and one column a party of the network.

    Parameters
    ----------
    covered
        Whether a party is in a layer by something that is real in the draw, shape ``(s, n, layers)``.
    layers, share
        Number of layers covered; and, of the layers that two parties or more of the network are in, the
        part covered.
    adjacent
        The longest run of layers covered that lie next to one another in the vocabulary's order.
    made_too
        Of the layers that a party buys in, the part that it covers itself too (taper integration,
        Harrigan 1984); ``nan`` where it buys in none.
    value_added
        ``1 - purchases / revenue``, at most (Adelman 1955): what it buys from others by no known deal
        would lower it; ``nan`` where no revenue is reported.
    upstreamness
        Stages to end use of what it sells (Antras, Chor, Fally and Hillberry 2012); ``nan`` where no
        sale is known, or where some of it never reaches an end user by the known flows.
    """

    covered: Marks
    layers: Floats
    share: Floats
    adjacent: Floats
    made_too: Floats
    value_added: Floats
    upstreamness: Floats


def integration(draws: Draws, coverages: Sequence[Coverage], layers: Sequence[str]) -> Integration:
    """Work out how far each party is integrated, in every draw.

    Answers *how much of the stack does a party cover itself, and how far is it from end users*.
    ``coverages`` are those of :func:`coverage`, ``layers`` the layers in their order.
    """
    covered = _covered(draws, coverages, layers)
    bought = _bought(draws, layers)
    shared = _shared(coverages, layers)
    count = covered.sum(axis=2).astype(np.float64)
    return Integration(
        covered=covered,
        layers=count,
        share=fraction_or_nan(covered[:, :, shared].sum(axis=2), np.array(float(shared.sum()))),
        adjacent=_longest_run(covered, layers),
        made_too=fraction_or_nan((bought & covered).sum(axis=2), bought.sum(axis=2)),
        value_added=_value_added(draws),
        upstreamness=_upstreamness(draws),
    )


def _shared(coverages: Sequence[Coverage], layers: Sequence[str]) -> Marks:
    present = Counter(one.layer for one in coverages if one.standing is not Standing.LEFT)
    return np.array([present[layer] >= SHARED for layer in layers], dtype=np.bool_)


def _covered(draws: Draws, coverages: Sequence[Coverage], layers: Sequence[str]) -> Marks:
    place = {deal.id: column for column, deal in enumerate(draws.network.deals)}
    column_of = {layer: column for column, layer in enumerate(layers)}
    covered = np.zeros((len(draws), draws.parties, len(layers)), dtype=np.bool_)
    for one in coverages:
        row = draws.network.index.get(one.party.id)
        if row is not None and one.layer in column_of:
            real = draws.real[:, [place[deal.id] for deal in one.deals]].any(axis=1)
            covered[:, row, column_of[one.layer]] = real | bool(one.offerings)
    return covered


def _bought(draws: Draws, layers: Sequence[str]) -> Marks:
    bought = np.zeros((len(draws), draws.parties, len(layers)), dtype=np.bool_)
    column_of = {layer: column for column, layer in enumerate(layers)}
    for place, deal in enumerate(draws.network.deals):
        if (
            deal.relation == "supplies"
            and deal.object not in (None, deal.subject)
            and deal.layer in column_of
        ):
            bought[:, draws.network.index[deal.object.id], column_of[deal.layer]] |= draws.real[:, place]
    return bought


def _longest_run(covered: Marks, layers: Sequence[str]) -> Floats:
    column_of = {layer: column for column, layer in enumerate(layers)}
    run = np.zeros(covered.shape[:2])
    longest = np.zeros(covered.shape[:2])
    for name in known_layers():
        held = covered[:, :, column_of[name]] if name in column_of else np.zeros_like(run, dtype=np.bool_)
        run = np.where(held, run + 1, 0.0)
        longest = np.maximum(longest, run)
    return longest


def _value_added(draws: Draws) -> Floats:
    purchases = draws.flows(FlowKind.PURCHASE)
    own = np.einsum("sii->si", purchases)
    return 1.0 - fraction_or_nan(purchases.sum(axis=2) - own, draws.reported[Item.REVENUE])


def _upstreamness(draws: Draws) -> Floats:
    sales = draws.flows(FlowKind.PURCHASE).transpose(0, 2, 1)
    revenue = np.nan_to_num(draws.reported[Item.REVENUE])
    end_use = np.maximum(revenue - sales.sum(axis=2), 0.0)
    stages = stages_to_end_use(sales, end_use)
    return np.where(np.isfinite(stages) & (sales.sum(axis=2) + end_use > 0), stages, np.nan)
