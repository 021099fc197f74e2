"""Rounds of fictitious defaults: who fails because others fail, until nobody else does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from keiretsu.measures.arrays import Edges, Floats, Indices
from keiretsu.measures.graphs import sparse_matrix
from keiretsu.measures.leaking import DENSE, passed_along, solve_leaking

if TYPE_CHECKING:
    from keiretsu.measures.compiled.clearing import Books
    from keiretsu.measures.leaking import Shares

Mark = TypeVar("Mark", np.bool_, np.int64)

ROUNDING = 1e-12
MANY = 200_000  # debts, counted in each scenario; for so many the compiled loops are loaded


@dataclass(frozen=True, slots=True, eq=False)
class Debts:
    """Who owes whom, as the rounds need it.

    Parameters
    ----------
    owed
        What each party owes, shape ``(n,)``, without ``senior``.
    senior
        What it owes outside and pays first.
    shares
        Which part of ``owed`` it owes each other party, shape ``(n, n)``.
    outside
        Which part of ``owed`` it owes outside; 1 where it owes nothing.
    alpha, beta
        Which part of its external assets, and of what comes in, a party in default realises.
    edges
        The ``shares`` one by one.
    """

    owed: Floats
    senior: Floats
    shares: Shares
    outside: Floats
    alpha: float
    beta: float
    edges: Edges

    @classmethod
    def of(cls, edges: Edges, external: Floats, *, alpha: float, beta: float, senior: bool) -> Debts:
        """Build the shares from the amounts; ``external`` debts are senior or rank with the others."""
        first = external if senior else np.zeros_like(external)
        ranking = external - first
        owed = edges.paid() + ranking
        # A debt below the smallest normal number can't be divided by; its row is as good as empty.
        shares = edges.amount / np.where(owed > 0, owed, 1.0)[edges.payer]
        parts = Edges(edges.parties, edges.payer, edges.payee, shares)
        return cls(
            owed=owed,
            senior=first,
            shares=parts.dense() if edges.parties <= DENSE else sparse_matrix(parts),
            outside=np.divide(ranking, owed, out=np.ones_like(owed), where=owed > 0),
            alpha=alpha,
            beta=beta,
            edges=parts,
        )


def greatest_payments(debts: Debts, assets: Floats) -> tuple[Floats, NDArray[np.bool_], Indices | None]:
    """Return the greatest payments, who is in default, and in which round if that came out as well.

    Parameters
    ----------
    debts
        Who owes whom.
    assets
        External assets, shape ``(s, n)``: a row a scenario. The results have the same shape.
    """
    if _are_many(debts, assets):
        payments, defaults = sweep_down(debts, assets)
        return payments, defaults, None
    payments, failed_in = solve_rounds(debts, assets)
    return payments, failed_in > 0, failed_in


def fictitious_defaults(debts: Debts, assets: Floats) -> Indices:
    """Return the round in which each party fails, 0 for one that pays in full, shape ``(s, n)``.

    Suppose that all pay in full, see who can't, settle what these pay with all others paying in
    full, see who can't then, and so on. Each round starts from payments that are no smaller than the
    greatest clearing vector and ends with such payments, so the last one is it.
    """
    road = sweep_rounds if _are_many(debts, assets) else solve_rounds
    return road(debts, assets)[1]


def _are_many(debts: Debts, assets: Floats) -> bool:
    return len(assets) * debts.edges.amount.size >= MANY


def sweep_down(debts: Debts, assets: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the greatest payments and who is in default, by one compiled descent."""
    from keiretsu.measures.compiled.descent import descend

    return _swept(debts, assets, descend, np.bool_)


def sweep_rounds(debts: Debts, assets: Floats) -> tuple[Floats, Indices]:
    """Return the greatest payments and the round in which each party fails, by compiled sweeps."""
    from keiretsu.measures.compiled.clearing import clear

    return _swept(debts, assets, clear, np.int64)


def _swept(
    debts: Debts,
    assets: Floats,
    loop: Callable[[Books, int, Floats, Floats, NDArray[Mark]], NDArray[np.bool_]],
    mark: type[Mark],
) -> tuple[Floats, NDArray[Mark]]:
    """Let a compiled loop clear all scenarios; solve those in which payments settle too slowly."""
    from keiretsu.measures.compiled.abreast import in_threads
    from keiretsu.measures.compiled.clearing import Books

    due_in = sparse_matrix(debts.edges).tocsc()
    starts, payers = due_in.indptr.astype(np.int64), due_in.indices.astype(np.int64)
    books = Books(debts.owed, debts.senior, starts, payers, due_in.data, debts.alpha, debts.beta)
    assets = np.ascontiguousarray(assets)
    payments, marks = np.empty_like(assets), np.empty(assets.shape, dtype=mark)
    settled = np.empty(len(assets), dtype=np.bool_)

    def clear_rows(rows: slice, abreast: int) -> None:
        settled[rows] = loop(books, abreast, assets[rows], payments[rows], marks[rows])

    in_threads(clear_rows, assets)
    if not settled.all():
        payments[~settled], marks[~settled] = solve_rounds(debts, assets[~settled])
    return payments, marks


def solve_rounds(debts: Debts, assets: Floats) -> tuple[Floats, Indices]:
    """Solve each round exactly; return the payments and the round in which each party fails."""
    due = debts.owed + debts.senior
    payments = np.tile(debts.owed, (len(assets), 1))
    failed_in = np.zeros(assets.shape, dtype=np.int64)
    running = np.arange(len(assets))
    for number in range(1, debts.owed.size + 1):
        means = assets[running] + passed_along(debts.shares, payments[running])
        fails = (due - means > ROUNDING * due) & (failed_in[running] == 0)
        more = fails.any(axis=1)
        running, fails = running[more], fails[more]
        if not running.size:
            break
        failed_in[running] += number * fails
        payments[running] = _settle(debts, assets[running], failed_in[running] > 0)
    return payments, failed_in


def _settle(debts: Debts, assets: Floats, failed: NDArray[np.bool_]) -> Floats:
    """Return what all pay if those who ``failed`` pay what they can and the others in full."""
    in_full = np.where(failed, 0.0, debts.owed)
    has = debts.alpha * assets + debts.beta * passed_along(debts.shares, in_full) - debts.senior
    # With senior debts a party may pay nothing, and so may pass on nothing: start from nobody
    # paying and add whom the payments of the others enable, which approaches from below.
    able = failed & ((has > 0) if debts.senior.any() else True)
    while True:
        paid = solve_leaking(debts.shares, debts.outside, debts.beta, able, has).clip(min=0.0)
        enabled = failed & ~able & (has + debts.beta * passed_along(debts.shares, paid) > 0)
        if not enabled.any():
            return np.where(failed, np.minimum(paid, debts.owed), in_full)
        able = able | enabled
