"""DebtRank: how far a loss of some parties eats into the equity of those exposed to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import ArrayLike

from keiretsu.errors import MisuseError
from keiretsu.measures.arrays import Edges, Floats, FlowMatrix, amounts_of_parties, edges_of
from keiretsu.measures.distress import VARIANTS
from keiretsu.measures.graphs import sparse_matrix
from keiretsu.measures.leaking import DENSE

if TYPE_CHECKING:
    from keiretsu.measures.distress import Impact

CODE = "measure.invalid-exposures"
LARGEST = 1e300  # a loss in multiples of equity; stands for infinity and can still be added up


@dataclass(frozen=True, slots=True, eq=False)
class DebtRank:
    """How much of each party's equity is lost after a shock has gone round.

    With one scenario the arrays have shape ``(n,)``, with ``s`` scenarios ``(s, n)``.

    Parameters
    ----------
    loss
        The part of its equity that each party has lost in the end, the shock included, 0..1.
    debtrank
        What the network added to the shock: the weighted sum of the losses less the shock's. Between
        0 and the sum of the weights, so a part of all equity if the weights are the default ones;
        one number, or shape ``(s,)``.
    equity
        What is left of each party's equity, in the unit of the exposures.
    initial_loss
        The shock.
    weights
        The weights, shape ``(n,)``.
    """

    loss: Floats
    debtrank: float | Floats
    equity: Floats
    initial_loss: Floats
    weights: Floats

    @property
    def added_loss(self) -> Floats:
        """The part of its equity that each party lost beyond the shock, 0..1."""
        added: Floats = self.loss - self.initial_loss
        return added


def debt_rank(
    exposures: FlowMatrix,
    equity: ArrayLike,
    initial_loss: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    variant: Literal["linear", "original", "threshold"] = "linear",
) -> DebtRank:
    """Follow a loss of equity from party to party along their exposures.

    Answers *how much equity is lost in the end if these lose so much now?* A party that has lost part
    of its equity is worth that much less to those exposed to it, long before it fails.

    Formula, with ``W_ji = A_ji / E_j`` and ``h`` the part of equity lost:

    - ``linear`` (Bardoscia et al. 2015): ``h_j(t+1) = min(1, h_j(t) + sum_i W_ji (h_i(t) - h_i(t-1)))``,
      to the limit. Losses go round loops until they fade.
    - ``original`` (Battiston et al. 2012): ``h_j(t+1) = min(1, h_j(t) + sum_i min(1, W_ji) h_i(t))`` over the
      ``i`` that were first hit at ``t``: each party passes on its loss once only, as it then stands.
    - ``threshold``: ``h_j = min(1, h_j(0) + sum_i W_ji)`` over the ``i`` that lost all: the cascade of
      defaults alone, without recovery (Furfine 2003).

    ``debtrank = sum_j w_j (h_j(end) - h_j(0))``.

    Parameters
    ----------
    exposures
        ``A``, shape ``(n, n)``, dense or SciPy sparse, in any one unit of money; ``A[j, i]`` is what ``j``
        loses if ``i`` is worthless. An exposure to oneself passes a loss on to oneself.
    equity
        ``E``, shape ``(n,)``, in the same unit, not negative. A party without equity has lost all as soon
        as any loss reaches it.
    initial_loss
        ``h(0)``, the part of its equity that each party loses at first, 0..1, shape ``(n,)``, or ``(s, n)``
        for ``s`` scenarios at once: ``numpy.eye(n)`` is each party's failure in turn.
    weights
        ``w``, shape ``(n,)``, not negative, taken as they are; each party's part of all equity if left out.
    variant
        How losses pass: ``linear``, ``original`` or ``threshold``.

    Returns
    -------
    DebtRank
        ``loss``, ``debtrank``, ``equity``.

    Raises
    ------
    MisuseError
        ``measure.invalid-exposures`` for amounts that are negative or not finite, or shapes that don't fit;
        ``measure.invalid-shock`` for a first loss outside 0..1; ``measure.unknown-variant``.

    Notes
    -----
    The linear variant is the least solution of ``h = min(1, h(0) + W h)``: swept until nothing moves by
    more than 1e-15 of itself, or, where a loop fades too slowly for that, solved exactly.

    Examples
    --------
    Alpha is exposed to Beta and Beta to Gamma, each with half of its equity of 1; Gamma fails.

    >>> result = debt_rank([[0, 0.5, 0], [0, 0, 0.5], [0, 0, 0]], [1, 1, 1], [0, 0, 1])
    >>> result.loss.tolist(), result.debtrank
    ([0.25, 0.5, 1.0], 0.25)

    Only Beta is hit by the default itself:

    >>> chain = [[0, 0.5, 0], [0, 0, 0.5], [0, 0, 0]]
    >>> debt_rank(chain, [1, 1, 1], [0, 0, 1], variant="threshold").loss.tolist()
    [0.0, 0.5, 1.0]
    """
    if variant not in tuple(VARIANTS):  # also if it is none of the things that can be looked up
        raise MisuseError(
            "measure.unknown-variant",
            where="variant",
            message=f"is {variant!r}",
            hint=f"use {', '.join(VARIANTS)}",
        )
    edges = edges_of(exposures, code=CODE, name="exposures")
    own = amounts_of_parties(equity, CODE, "equity", edges.parties)
    shock = _shock(initial_loss, edges.parties)
    importance = (
        _parts(own) if weights is None else amounts_of_parties(weights, CODE, "weights", edges.parties)
    )
    loss = np.ascontiguousarray(VARIANTS[variant](_impact(edges, own), np.atleast_2d(shock).T).T)
    loss = loss.reshape(shock.shape)
    added = (loss - shock) @ importance
    return DebtRank(
        loss=loss,
        debtrank=float(added) if shock.ndim == 1 else added,
        equity=own * (1 - loss),
        initial_loss=shock,
        weights=importance,
    )


def _impact(edges: Edges, equity: Floats) -> Impact:
    """Return ``W``, what part of its equity each party loses if another becomes worthless."""
    with np.errstate(divide="ignore", over="ignore"):
        parts = np.minimum(edges.amount / equity[edges.payer], LARGEST)
    impact = Edges(edges.parties, edges.payer, edges.payee, parts)
    return impact.dense() if edges.parties <= DENSE else sparse_matrix(impact)


def _parts(equity: Floats) -> Floats:
    total = equity.sum()
    parts: Floats = equity / total if total else np.zeros_like(equity)
    return parts


def _shock(values: ArrayLike, parties: int) -> Floats:
    code, name = "measure.invalid-shock", "initial_loss"
    array = amounts_of_parties(values, code, name, parties, scenarios=True)
    if (array > 1).any():
        raise MisuseError(
            code,
            where=name,
            message=f"holds {array.max()}, and nobody loses more than all of its equity",
            hint="give parts of equity: 0.1 for 10 %, and 1 for a failure",
        )
    return array
