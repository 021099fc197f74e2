"""The largest circular flow: how much of the money moved could be money going round."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from keiretsu.measures.arrays import Edges, Floats, FlowMatrix, Indices, SparseMatrix, edges_of
from keiretsu.measures.graphs import sparse_matrix, strong_components
from keiretsu.measures.loops import Loop, widest_loops
from keiretsu.measures.maxcirculation import largest_in_component, residual_potentials

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    Flows: TypeAlias = Floats | csr_array[Any, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Circulation:
    """The largest circulation under a matrix of flows, with the proof that there is none larger.

    Parameters
    ----------
    total
        Sum of the circulating flow over all edges, in the flows' unit: a loop of three parties
        with 5 on each edge counts 15.
    gross
        Sum of all flows.
    flows
        The circulating flow, shape ``(n, n)``, dense or sparse as the input was; between 0 and
        the flow of each edge. Between different parties it is conserved at each one exactly: its
        amounts are multiples of one power of two, so that row and column sums carry no rounding.
        The total is unique; the flows that reach it need not be.
    net_positions
        What each party pays less what it receives, shape ``n``; circulation leaves it unchanged.
    potentials
        A whole number for each party, shape ``n``: the certificate (see Notes).
    upper_bound
        The certificate's value, which no circulation can exceed: the largest lies between
        ``total`` and this. They differ by rounding only.

    Notes
    -----
    Certificate, by linear programming duality: with potentials ``d``, whatever they are, no
    circulation is larger than ``sum W_ij max(0, 1 - d_i + d_j)`` over all edges.
    """

    total: float
    gross: float
    flows: Flows
    net_positions: Floats
    potentials: Indices
    upper_bound: float

    @property
    def share(self) -> float:
        """The circulating part of all money moved, 0..1; 0 where none moves."""
        return self.total / self.gross if self.gross else 0.0

    @property
    def minimum_gross_after_netting_cycles(self) -> float:
        """What would still have to move if all that circulates were netted out."""
        return self.gross - self.total

    @property
    def excess_over_net(self) -> float:
        """Gross less the least that would settle all net positions (market excess)."""
        return self.gross - float(np.abs(self.net_positions).sum()) / 2

    def loops(self) -> tuple[Loop, ...]:
        """Take the circulation apart into loops, the widest first.

        Each loop is the widest (largest amount on its narrowest edge) in what the loops before it
        leave; ties are settled by fewest steps, then by index, so that the answer is the same each
        time. The sum of amount times length over all loops is ``total``. Several decompositions may be
        equally true: this is one reading.
        """
        return widest_loops(edges_of(self.flows))


def maximum_circulation(flows: FlowMatrix) -> Circulation:
    """Find the largest circulation under a matrix of flows.

    Answers *how much of the money moved could, at most, be the same money going round?* which is
    also how much could be netted out with every party's net position unchanged. It is an upper
    bound: it says what the amounts allow, not that the money did go round.

    Formula: maximise ``sum f_ij`` subject to ``0 <= f_ij <= W_ij`` and, at each party, what it pays
    of ``f`` equal to what it receives of ``f``.

    Parameters
    ----------
    flows
        ``W``, shape ``(n, n)``, dense or SciPy sparse, in any one unit of money; ``W[i, j]`` is what
        ``i`` pays ``j``. A payment to oneself circulates whole.

    Returns
    -------
    Circulation
        ``total`` between 0 and ``gross``, ``share`` between 0 and 1, ``flows``, ``loops()``.

    Raises
    ------
    MisuseError
        ``measure.invalid-flows`` for anything but a square matrix of finite amounts, none negative.

    Notes
    -----
    Conservative compression of D'Errico and Roukny (2021). Solved as a min-cost circulation with
    integer capacities by OR-tools; optimality is checked by duality on every call.

    Examples
    --------
    Alpha pays Beta 5, Beta pays Gamma 10, Gamma pays Alpha 20: 5 can go round.

    >>> result = maximum_circulation([[0, 5, 0], [0, 0, 10], [20, 0, 0]])
    >>> result.total, result.gross, round(result.share, 4)
    (15.0, 35.0, 0.4286)
    >>> result.loops()
    (Loop(parties=(0, 1, 2), amount=5.0),)
    """
    edges = edges_of(flows)
    circular, saturated = _largest(edges)
    potentials = residual_potentials(edges, circular, saturated)
    gross = math.fsum(edges.amount.tolist())
    excess = np.maximum(0, 1 - potentials[edges.payer] + potentials[edges.payee])
    moving = Edges(edges.parties, edges.payer, edges.payee, circular).where(circular > 0)
    return Circulation(
        total=math.fsum(circular.tolist()),
        gross=gross,
        flows=sparse_matrix(moving) if isinstance(flows, SparseMatrix) else moving.dense(),
        net_positions=edges.paid() - edges.received(),
        potentials=potentials,
        upper_bound=math.fsum((edges.amount * excess).tolist()),
    )


def _largest(edges: Edges) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the circulating amount of each edge, and whether the edge has no more to give."""
    saturated = edges.payer == edges.payee
    circular = np.where(saturated, edges.amount, 0.0)
    label = strong_components(edges)
    inside = np.flatnonzero((label[edges.payer] == label[edges.payee]) & ~saturated)
    labels = label[edges.payer[inside]]
    # One problem a component, so that a small one is not rounded in the unit of a large one.
    for one in np.unique(labels):
        chosen = inside[labels == one]
        component = Edges(edges.parties, edges.payer[chosen], edges.payee[chosen], edges.amount[chosen])
        circular[chosen], saturated[chosen] = largest_in_component(component)
    return circular, saturated
