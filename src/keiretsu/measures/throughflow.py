"""Finn's cycling index and its relatives: how much of what flows through comes round again."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from keiretsu.errors import MisuseError
from keiretsu.measures.absorbing import visits
from keiretsu.measures.arrays import Edges, Floats, FlowMatrix, Indices, SparseMatrix, amounts, edges_of
from keiretsu.measures.graphs import reached_from, strong_components
from keiretsu.quantities import counted


@dataclass(frozen=True, slots=True, eq=False)
class Cycling:
    """How much of a network's throughflow is cycled, and how ordered its flows are.

    Parameters
    ----------
    fci
        Finn's cycling index, 0..1: the part of all throughflow that has been at the same party before.
    throughflow
        ``T``, shape ``(n,)``: all that comes in at each party, from outside and from the others.
    node_share
        Shape ``(n,)``, 0..1: the chance that what leaves a party comes back, ``1 - 1 / N_ii``.
    diag_n
        ``N_ii``, shape ``(n,)``, from 1: how often a unit that is at a party is there in all; infinite in
        a loop that nothing enters.
    tst, tstp
        Total system throughflow ``sum T``; total system throughput, all flows with those over the boundary.
    entering
        ``z``, shape ``(n,)``: what enters at each party from outside, all kinds together.
    direct_flow, indirect_flow
        Throughflow that has made one step since it entered, and more than one; with ``boundary`` they
        add up to ``tst``.
    ascendency
        Throughput times the average mutual information of its flows, in the flows' unit times bits.
    capacity
        The most that ascendency could be, in the same unit.
    edges
        The flows between the parties.
    """

    fci: float
    throughflow: Floats
    node_share: Floats
    diag_n: Floats
    entering: Floats
    tst: float
    tstp: float
    direct_flow: float
    indirect_flow: float
    ascendency: float
    capacity: float
    edges: Edges

    @property
    def boundary(self) -> float:
        """All that enters from outside."""
        return math.fsum(self.entering)

    @property
    def apl(self) -> float:
        """Average path length ``tst / boundary``: parties that a unit passes from entry to exit."""
        return _ratio(self.tst, self.boundary)

    @property
    def indirect_to_direct(self) -> float:
        """Indirect over direct flow; infinite where all is indirect, 0 where there is neither."""
        return _ratio(self.indirect_flow, self.direct_flow)

    @property
    def ascendency_over_capacity(self) -> float:
        """How ordered the flows are, 0..1; 0 where there are none."""
        return _ratio(self.ascendency, self.capacity)

    @property
    def N(self) -> Floats:  # noqa: N802 - the literature's symbol
        """The fundamental matrix ``(I - G)^-1`` with ``G_ij = F_ij / T_i``, shape ``(n, n)``.

        Raises
        ------
        MisuseError
            ``measure.closed-loop`` where a loop that nothing enters makes it infinite, or a party
            passes on though nothing comes in.
        """
        if not reached_from(self.edges, self.entering > 0)[self.edges.payer].all():
            raise MisuseError(
                "measure.closed-loop",
                where="N",
                message="some flow was put in by no boundary input, so N is infinite",
                hint="give the stock that it started from as a boundary input",
            )
        inflow = np.where(self.throughflow > 0, self.throughflow, 1.0)
        entered = np.where(self.throughflow > 0, self.entering / inflow, 1.0)
        return visits(_traced(self.edges, inflow).dense(), entered).T * (inflow / inflow[:, None])


def cycling(
    flows: FlowMatrix, boundary_inputs: ArrayLike | SparseMatrix, boundary_outputs: ArrayLike | None = None
) -> Cycling:
    """Measure how much of the flow through a network is cycled.

    Answers *how much of all that firms take in has been with the same firm before?* and *how far does
    a dollar travel before it leaves?*

    Formula: ``T_j = z_j + sum_i F_ij``; ``G_ij = F_ij / T_i``; ``N = (I - G)^-1``;
    ``fci = sum_i T_i (1 - 1 / N_ii) / sum_i T_i``. With ``t`` each of the flows, those over the boundary
    included, and ``r``, ``c`` the sums by where they come from and go to: ``tstp = sum t``,
    ``ascendency = sum t log2(t tstp / (r c))``, ``capacity = -sum t log2(t / tstp)``.

    Parameters
    ----------
    flows
        ``F``, shape ``(n, n)``, dense or SciPy sparse: ``F[i, j]`` flows from ``i`` to ``j``, in one unit.
    boundary_inputs
        ``z``, shape ``(n,)``, in that unit: what enters at each party from outside; ``(n, k)`` for several
        kinds.
    boundary_outputs
        Shape ``(n,)``: what leaves each party; ``(n, k)`` for several kinds, such as export and respiration.
        Each kind is a place of its own to ``ascendency`` and ``capacity``; nothing else depends on it.
        Left out, it is what comes in at each party and isn't passed on, as one kind.

    Returns
    -------
    Cycling
        ``fci``, ``throughflow``, ``tst``, ``ascendency``, ``capacity``, ``node_share`` and more.

    Raises
    ------
    MisuseError
        ``measure.invalid-flows``, ``measure.invalid-boundary`` for amounts that are negative or not finite,
        or shapes that don't fit.

    Notes
    -----
    Throughflow is what comes *in*, where rounded data don't balance. A loop that nothing enters goes
    round for ever: each of its parties has a ``node_share`` of 1. A flow to oneself is cycled.

    Finn (1976), ascendency after Ulanowicz (1986); Borrett and Lau (2014) for the terms.

    Examples
    --------
    100 enter at Alpha, who passes 120 to Beta; Beta passes 60 to Gamma, who passes 20 back to Alpha.

    >>> result = cycling([[0, 120, 0], [0, 0, 60], [20, 0, 0]], [100, 0, 0])
    >>> result.node_share.round(4).tolist()
    [0.1667, 0.1667, 0.1667]
    >>> round(result.fci, 4), result.tst, result.apl
    (0.1667, 300.0, 3.0)
    """
    edges = edges_of(flows)
    entering = _boundary(boundary_inputs, "boundary_inputs", edges.parties)
    if boundary_outputs is not None:
        return _measure(edges, entering, _boundary(boundary_outputs, "boundary_outputs", edges.parties))
    kept = entering.sum(axis=1) + edges.received() - edges.paid()
    return _measure(edges, entering, np.maximum(kept, 0.0)[:, None])


def _measure(edges: Edges, entering: Floats, leaving: Floats) -> Cycling:
    entered = entering.sum(axis=1)
    inflow = entered + edges.received()
    share, diagonal = _returning(edges, entered, inflow)
    tst = math.fsum(inflow)
    passed_on = np.divide(edges.paid(), inflow, out=np.zeros_like(inflow), where=inflow > 0)
    direct = float(entered @ passed_on)
    tstp, ascendency, capacity = _order(edges, entering, leaving)
    return Cycling(
        fci=min(float(inflow @ share) / tst, 1.0) if tst else 0.0,  # rounding can take it beyond
        throughflow=inflow,
        node_share=share,
        diag_n=diagonal,
        entering=entered,
        tst=tst,
        tstp=tstp,
        direct_flow=direct,
        indirect_flow=max(tst - math.fsum(entered) - direct, 0.0),
        ascendency=ascendency,
        capacity=capacity,
        edges=edges,
    )


def _returning(edges: Edges, entered: Floats, inflow: Floats) -> tuple[Floats, Floats]:
    """Return the chance that what is at a party was there before, and ``N_ii``.

    Traced back from payee to payer the chances add up to 1 at most even where a party passes on more
    than comes in, and the chance to come back is the same in both directions. What comes back never
    left its strongly connected component.
    """
    share, diagonal = np.zeros(edges.parties), np.ones(edges.parties)
    labels = strong_components(edges)
    inside = labels[edges.payer] == labels[edges.payee]
    entered_component = entered + edges.where(~inside).received()
    for steps, members in _components(_traced(edges.where(inside), inflow), labels):
        beginning = entered_component[members] / inflow[members]
        if beginning.any():
            passed = visits(steps, beginning)
            diagonal[members] = np.diag(passed)
            share[members] = np.einsum("ij,ji->i", steps, passed) / diagonal[members]
        else:
            diagonal[members], share[members] = np.inf, 1.0
    return share, diagonal


def _components(steps: Edges, labels: Indices) -> Iterator[tuple[Floats, Indices]]:
    """Yield each component that has steps inside, as a dense matrix and the parties of its rows."""
    order = np.argsort(labels[steps.payer], kind="stable")
    steps = Edges(steps.parties, steps.payer[order], steps.payee[order], steps.amount[order])
    cuts = np.flatnonzero(np.diff(labels[steps.payer], prepend=-1, append=-1))
    for first, last in pairwise(cuts):
        payer, payee = steps.payer[first:last], steps.payee[first:last]
        members = np.unique(payer)
        dense = np.zeros((members.size, members.size))
        dense[np.searchsorted(members, payer), np.searchsorted(members, payee)] = steps.amount[first:last]
        yield dense, members


def _traced(edges: Edges, inflow: Floats) -> Edges:
    """Return the part of each party's inflow that came from each other, payee first."""
    return Edges(edges.parties, edges.payee, edges.payer, edges.amount / inflow[edges.payee])


def _order(edges: Edges, entering: Floats, leaving: Floats) -> tuple[float, float, float]:
    """Return throughput, ascendency and capacity."""
    n, kinds = edges.parties, entering.shape[1]
    party_in, kind_in = np.nonzero(entering)
    party_out, kind_out = np.nonzero(leaving)
    flow = np.concatenate([edges.amount, entering[party_in, kind_in], leaving[party_out, kind_out]])
    source = np.concatenate([edges.payer, n + kind_in, party_out])
    target = np.concatenate([edges.payee, party_in, n + kinds + kind_out])
    total = math.fsum(flow)
    if not total:
        return 0.0, 0.0, 0.0
    part = flow / total
    sent, got = np.bincount(source, part), np.bincount(target, part)
    ascendency = math.fsum(flow * (np.log2(part / sent[source]) - np.log2(got[target])))
    return total, max(ascendency, 0.0), abs(math.fsum(flow * np.log2(part)))


def _boundary(values: ArrayLike | SparseMatrix, name: str, parties: int) -> Floats:
    code = "measure.invalid-boundary"
    given = amounts(values, code, name)
    table = given[:, None] if given.ndim == 1 else given
    if table.ndim != 2 or table.shape[0] != parties:
        raise MisuseError(
            code,
            where=name,
            message=f"has shape {given.shape}, which doesn't fit {counted(parties, 'party', 'parties')}",
            hint="give one number a party, or a row a party and a column a kind",
        )
    return table


def _ratio(part: float, whole: float) -> float:
    if whole:
        return part / whole
    return math.inf if part else 0.0
